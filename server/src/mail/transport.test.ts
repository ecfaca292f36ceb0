import { expect, it } from 'vitest'
import { codeOf, complaintOf } from './transport.ts'

const failure = (message: string, facts: object) => Object.assign(new Error(message), facts)
const mail = { smtpUrl: 'smtp://post:geheim@mail.example.org:587', from: 'netz@example.org' }

it.each([
  [
    'self-signed certificate',
    { code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    'ESOCKET: DEPTH_ZERO_SELF_SIGNED_CERT',
    'is not trusted (self-signed certificate)',
  ],
  [
    'Error initiating TLS - self-signed certificate',
    { code: 'ETLS', command: 'STARTTLS' },
    'ETLS: Error initiating TLS - self-signed certificate',
    'NODE_EXTRA_CA_CERTS',
  ],
  [
    'connect ECONNREFUSED',
    { code: 'ESOCKET', originalCode: 'ECONNREFUSED' },
    'ESOCKET: ECONNREFUSED',
    'no mail server listens at mail.example.org:587',
  ],
  [
    'ssl3_get_record:wrong version number',
    { code: 'ESOCKET', originalCode: 'EPROTO' },
    'ESOCKET: EPROTO',
    'write smtp:// instead of smtps://',
  ],
  [
    'Invalid login: 535 no',
    { code: 'EAUTH', response: '535 no' },
    'EAUTH',
    'does not take the user or the password (535 no)',
  ],
  [
    'no such user ada@example.org',
    { code: 'EENVELOPE', command: 'RCPT TO', response: '550 no' },
    'EENVELOPE',
    'does not take mails for that address (550 no)',
  ],
  ['Greeting never received', { code: 'ETIMEDOUT' }, 'ETIMEDOUT', '465 wants smtps://'],
  [
    'Recipient address rejected',
    { code: 'EENVELOPE', command: 'RCPT TO', response: '554 5.7.1 relay access denied' },
    'EENVELOPE',
    'does not take mails for that address (554 5.7.1 relay',
  ],
])('%s: the log names what lies below, the operator reads what to do', (message, facts, code, words) => {
  const error = failure(message, facts)
  expect(codeOf(error)).toBe(code)
  expect(complaintOf(error, mail)).toContain(words)
  expect(complaintOf(error, mail)).not.toContain('geheim')
})

it('a server that passes on for those alone who sign in asks for a user', () => {
  const error = failure('no', { code: 'EENVELOPE', command: 'RCPT TO', response: '554 5.7.1 relay access denied' })
  const said = complaintOf(error, { ...mail, smtpUrl: 'smtp://mail.example.org:25' })
  expect(said).toContain('SMTP_URL: mail.example.org:25 passes mails on for those alone who sign in (554')
})
