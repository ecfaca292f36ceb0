import { expect, test } from 'vitest'
import { refusalOf } from './reply.ts'

const error = (command: string, response: string) =>
  Object.assign(new Error(`Can't send mail: ${response}`), {
    command,
    response,
    responseCode: Number(response.slice(0, 3)),
  })
const read = (command: string, response: string) => {
  const { final, reason, code } = refusalOf(error(command, response))
  return [final, reason, code]
}

test('the answers of mail servers, read by their codes', () => {
  expect(read('RCPT TO', '550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown')).toEqual([
    true,
    'unknown_address',
    '550 5.1.1',
  ])
  expect(read('RCPT TO', '550-5.1.1 The email account does not exist')).toEqual([true, 'unknown_address', '550 5.1.1'])
  expect(read('RCPT TO', '552 5.2.2 Over quota')).toEqual([true, 'mailbox_full', '552 5.2.2'])
  expect(read('RCPT TO', '452 4.2.2 Over quota')).toEqual([false, 'mailbox_full', '452 4.2.2'])
  expect(read('RCPT TO', '550 5.2.1 Account disabled')).toEqual([true, 'mailbox_disabled', '550 5.2.1'])
  expect(read('RCPT TO', '550 No such user here')).toEqual([true, 'refused', '550'])
  expect(read('RCPT TO', '554 5.7.1 Relay access denied')).toEqual([true, 'policy', '554 5.7.1'])
  expect(read('DATA', '552 5.3.4 Message too big')).toEqual([true, 'too_large', '552 5.3.4'])
  expect(read('DATA', '550 Spam')).toEqual([true, 'policy', '550'])
  expect(read('MAIL FROM', '550 5.1.8 Sender rejected')).toEqual([true, 'sender_refused', '550 5.1.8'])
  expect(read('RCPT TO', '451 4.7.1 Greylisted')).toEqual([false, 'policy', '451 4.7.1'])
  // a wrong password says nothing about the mail
  expect(read('AUTH PLAIN', '535 5.7.8 Authentication failed')[0]).toBe(false)
})

test('what was said is kept without the address', () => {
  const { text } = refusalOf(error('RCPT TO', '550 5.1.1 <ada@example.org>: User unknown'))
  expect(text).toBe('550 5.1.1 … User unknown')
  expect(refusalOf(new Error('connect ECONNREFUSED 127.0.0.1:25'))).toEqual({
    final: false,
    reason: 'gave_up',
    code: null,
    text: 'connect ECONNREFUSED 127.0.0.1:25',
  })
})
