import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Problem } from '@treffpunkt/shared/common'
import { tidied } from '@treffpunkt/shared/unseen-marks'
import { withNames } from './addresses.ts'
import { fitting, replaced, resolve, spotsOf, strange, type Schema } from './bad-input.ts'
import { openapi, takesBody } from './contract.ts'
import { makeOneOfEach, type Real } from './one-of-each.ts'
import { programWith } from './partner.ts'
import { clientOf, startService, type Client, type TestService } from './service.ts'
import { holdMessages, storedIn } from './stored.ts'

// Bad input made from openapi.json for every operation, at every place of its body, for what there is and what there is
// not: a 4xx problem that names the field, never a 5xx, nothing changed.

let service: TestService
let admin: Client
let stored: () => Promise<string[]>
beforeAll(async () => {
  service = await startService()
  admin = await service.signIn('admin')
  stored = await storedIn(service)
})
afterAll(() => service.close())

const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation, name: operation.operationId })),
)
const unknown = '01990000-0000-7000-8000-000000000000'
/** Those whose good input is a secret that nobody holds here. */
const secret = new Set([
  'confirmByLink',
  'confirmByCode',
  'resendCode',
  'readTicket',
  'setPassword',
  'readAccountLink',
  'setPasswordByLink',
  'confirmEmail',
  'readBarrierReceipt',
  'readInvitation',
  'declineInvitation',
  'endInvitations',
  // a request whose address is confirmed comes about by a mail alone
  'refuseRegistration',
])
// these end the session, or are never answered
const left = new Set(['endSession', 'streamChanges', 'redeemSignInLink', 'createSession'])

/** With the first good request the link of the registration opens nothing any more. */
const usesUpItsLink = new Set(['eraseOwn'])

/** One place of a request, and what to put there. */
type Bad = { part: 'body' | 'absent' | 'query' | 'path' | 'none'; where: string; value: unknown }
const at = (part: Bad['part'], where: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Bad> =>
  value.map(one => ({ part, where, value: one }))

describe('bad input', () => {
  test.each(operations.filter(({ name }) => !left.has(name)))('$name', async ({ path, method, operation, name }) => {
    await service.db.deleteFrom('rateLimits').execute()
    const real = await makeOneOfEach(admin, service.url)
    const client = path.includes('/own-registration')
      ? clientOf(service.url, { authorization: `Link ${real.link}` })
      : path.startsWith('/api/v1/partner/')
        ? programWith(service.url, real.secret)
        : admin
    const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema
    const spots = schema === undefined ? [] : spotsOf(schema)
    const query = (operation.parameters ?? []).filter(parameter => parameter.in === 'query')
    const ids = idsFor(path, name, real)
    const good = () => (schema === undefined ? undefined : fitting(schema, real.fields))

    // or nothing would be said of what lies behind the schema
    if (schema !== undefined && !secret.has(name)) {
      const answers = []
      for (const id of ids.filter(one => one !== unknown))
        answers.push(await send(client, method, fill(path, id), good()))
      expect(Math.min(...answers.map(({ status }) => status)), answers.map(({ text }) => text).join()).toBeLessThan(300)
    }
    const fits = takesBody(path, method, good())

    const place = fc.oneof(
      { weight: 1, arbitrary: at('query', 'unheardOf', strange) },
      { weight: path.includes('{id}') ? 1 : 0, arbitrary: at('path', 'id', strange) },
      { weight: spots.length + query.length === 0 ? 1 : 0, arbitrary: at('none', '', strange) },
      ...query.map(parameter => ({ weight: 2, arbitrary: at('query', parameter.name, orOneOf(parameter.schema)) })),
      ...spots.flatMap(({ pointer, isObject, enum: named }) => [
        { weight: 4, arbitrary: at('body', pointer, orOneOf({ enum: named })) },
        { weight: 1, arbitrary: at('absent', pointer, fc.constant(undefined)) },
        { weight: isObject ? 1 : 0, arbitrary: at('body', `${pointer}/unheardOf`, strange) },
      ]),
    )
    await holdMessages(service)
    let before = await stored()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ids), place, async (id, { part, where, value }) => {
        const text = encodeURIComponent(String(value).toWellFormed())
        const to =
          part === 'path' ? fill(path, text || 'x') : fill(path, id) + (part === 'query' ? `?${where}=${text}` : '')
        const body = part === 'body' || part === 'absent' ? replaced(good(), where, value) : good()
        const answer = await send(client, method, to, body)
        const said = JSON.stringify({ method, to, body, answer: answer.body as unknown })
        expect(answer.status, said).toBeLessThan(500)
        const pointers = (answer.body as Partial<Problem> | null)?.errors?.map(({ pointer }) => pointer) ?? []
        if (answer.status === 422) expect(pointers, said).not.toEqual([])
        if (fits && part === 'query' && where === 'unheardOf' && !(usesUpItsLink.has(name) && answer.status === 401))
          expect(pointers, said).toContain('?unheardOf')
        // what nobody sees, like a tab at the end, is taken off before the body is checked
        if (fits && body !== undefined && !takesBody(path, method, tidied(body))) {
          expect(answer.status, said).toBe(422)
          expect(
            pointers.some(pointer => pointer === where || pointer.startsWith(`${where}/`)),
            said,
          ).toBe(true)
        }
        const now = await stored()
        if (answer.status >= 400) expect(now, said).toEqual(before)
        before = now
      }),
      { numRuns: Math.min(80, 15 + 3 * spots.length) },
    )
  })
})

/** Also what is named by the schema: it fits, and not everywhere. */
function orOneOf(schema: Schema): fc.Arbitrary<unknown> {
  const named: unknown[] = resolve(schema).enum ?? []
  return named.length === 0 ? strange : fc.oneof(strange, fc.constantFrom(...named))
}

const fill = (path: string, id: string): string => withNames(path).replace('{id}', id)

function idsFor(path: string, name: string, real: Real): string[] {
  if (!path.includes('{id}')) return ['']
  // of a meeting that there is, this answer never ends
  if (name === 'streamAttendance') return [unknown]
  const ids = real.ids[path.slice('/api/v1/'.length).split('/{id}')[0] ?? '']
  if (ids === undefined) throw new Error(`makeOneOfEach makes nothing for ${path}`)
  return [...ids, unknown]
}

function send(client: Client, method: string, path: string, body: unknown): ReturnType<Client['post']> {
  if (method === 'get') return client.get(path)
  if (method === 'delete') return client.delete(path, { 'if-match': '*' })
  const text = body === undefined ? undefined : JSON.stringify(body)
  return client[method as 'post' | 'put' | 'patch'](path, text, { 'if-match': '*' })
}
