import { expect, test } from 'vitest'
import { digest, recognise } from './ticket.ts'

test('a ticket is known by its token, whatever host the address names', async () => {
  const hash = 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'
  const token = 'abc.def'
  const ticket = await recognise(`https://treffen.example/tickets/${token}?from=mail`)
  expect(ticket).toMatchObject({ kind: 'ticket', token })
  expect(await recognise(`http://localhost:3000/tickets/${token}`)).toEqual(ticket)
  // SHA-256 of "abc", base64url without padding, as the list of the service has it
  expect(await digest('abc')).toBe(hash)
})

test('a short code is known however it is typed, and other codes are not mistaken for one', async () => {
  for (const typed of ['K7M-2QX', 'k7m2qx', ' k7m 2qx ', 'K7M–2QX'])
    expect(await recognise(typed)).toEqual({ kind: 'code', code: 'K7M-2QX' })
  for (const typed of ['', 'K7M-2Q', 'https://example.org/', 'WIFI:S:Gast;;'])
    expect(await recognise(typed)).toEqual({ kind: 'other' })
})
