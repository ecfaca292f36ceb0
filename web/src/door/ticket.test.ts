import { expect, test } from 'vitest'
import { digest, recognise, walkInIdOf } from './ticket.ts'

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

test('whoever holds a ticket is one walk-in of a meeting, on every device', async () => {
  const [meeting, other] = ['7d0d3f0e-9f5c-4a53-8a3f-0d9f6f5b7a11', 'e1a4c9c2-5b7d-4c53-9a55-3f6e2b1d8c22']
  const id = await walkInIdOf(meeting, await digest('abc.def'))
  expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(await walkInIdOf(meeting, await digest('abc.def'))).toBe(id)
  expect(await walkInIdOf(meeting, await digest('abc.deg'))).not.toBe(id)
  expect(await walkInIdOf(other, await digest('abc.def'))).not.toBe(id)
})
