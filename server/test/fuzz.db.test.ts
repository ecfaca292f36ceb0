import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Problem } from '@treffpunkt/shared/common'
import { openapi } from './contract.ts'
import { startService, type Client, type TestService } from './service.ts'

// Bad input made from openapi.json for every operation: a 4xx problem, never a 5xx, nothing changed.

let service: TestService
let admin: Client
beforeAll(async () => {
  service = await startService()
  admin = await service.signIn('admin')
})
afterAll(() => service.close())

type Schema = {
  $ref?: string
  type?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  enum?: string[]
  format?: string
  pattern?: string
  required?: string[]
  minimum?: number
  maxLength?: number
}
type Parameter = { name: string; in: string; schema: Schema }
type Operation = {
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined
    ? schema
    : resolve(openapi.components.schemas[schema.$ref.split('/').at(-1) ?? ''] as Schema)

/** A value that fits. */
function fitting(given: Schema): unknown {
  const schema = resolve(given)
  if (schema.anyOf !== undefined) return fitting(schema.anyOf[0] ?? {})
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, property]) => [name, fitting(property)]),
    )
  if (schema.type === 'array') return [fitting(schema.items ?? {})]
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  if (schema.format === 'uuid') return '01990000-0000-7000-8000-000000000000'
  if (schema.format === 'date-time') return '2027-05-05T14:00:00+02:00'
  if (schema.format === 'date') return '2027-05-05'
  if (schema.format === 'email') return 'someone@example.org'
  if (schema.pattern?.includes('https?') === true) return 'https://example.org'
  if (schema.pattern?.includes('{5}') === true) return '06618'
  return 'Wort'
}

/** Values that fit nowhere, or only where they are meant to. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e',
    '9'.repeat(400),
    -1,
    0,
    1e308,
    2 ** 53,
    0.5,
    true,
    [],
    {},
    [null],
    { $ne: 1 },
    "'; drop table meetings; --",
    '${7*7}',
    '../../etc/passwd',
    '2027-02-30T25:61:00Z',
    '0000-01-01T00:00:00Z',
    '=1+1',
    'x\r\nBcc: y',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.integer(),
)

const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method,
    operation: operation as unknown as Operation,
    operationId: operation.operationId,
  })),
)

async function send(method: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  if (method === 'get') return admin.get(path)
  if (method === 'delete') return admin.delete(path, { 'if-match': '*' })
  return admin[method as 'post' | 'put' | 'patch'](path, body === undefined ? undefined : JSON.stringify(body), {
    'if-match': '*',
  })
}

const stored = async () => {
  const tables = [
    'meetings',
    'venues',
    'organisations',
    'people',
    'workingGroups',
    'settings',
    'texts',
    'accounts',
    'doorLinks',
    'walkIns',
    'attendanceEntries',
    'changes',
  ] as const
  return JSON.stringify(
    await Promise.all(tables.map(table => service.db.selectFrom(table).selectAll().orderBy('id').execute())),
  )
}

describe('bad input', () => {
  const fuzzed = operations.filter(
    ({ operationId }) => !['endSession', 'streamChanges', 'redeemSignInLink', 'createSession'].includes(operationId),
  )
  test.each(fuzzed)('$operationId', async ({ path, method, operation }) => {
    const bodySchema = resolve(Object.values(operation.requestBody?.content ?? {})[0]?.schema ?? {})
    const names = Object.keys(bodySchema.properties ?? {})
    const query = (operation.parameters ?? []).filter(parameter => parameter.in === 'query').map(({ name }) => name)
    const good = operation.requestBody === undefined ? undefined : fitting(bodySchema)
    const url = path
      .replace('{id}', '01990000-0000-7000-8000-000000000000')
      .replace('{object}', 'meeting')
      .replace('{kind}', 'imprint')

    const place = fc.oneof(
      ...(names.length > 0 ? [fc.constantFrom(...names).map(name => ({ in: 'body', name }))] : []),
      ...(query.length > 0 ? [fc.constantFrom(...query).map(name => ({ in: 'query', name }))] : []),
      fc.constantFrom(
        { in: 'body', name: 'unheardOf' },
        { in: 'query', name: 'unheardOf' },
        { in: 'path', name: 'id' },
        { in: 'whole', name: '' },
      ),
    )
    await fc.assert(
      fc.asyncProperty(place, strange, async (at, value) => {
        const before = await stored()
        const text = encodeURIComponent(String(value).toWellFormed())
        const to =
          at.in === 'query'
            ? `${url}?${at.name}=${text}`
            : at.in === 'path'
              ? path.replace(/\{[^}]+\}/g, text || 'x')
              : url
        const body =
          at.in === 'whole'
            ? value
            : at.in === 'body' && good !== undefined
              ? { ...(good as object), [at.name]: value }
              : good
        const answer = await send(method, to, body)
        expect(answer.status, JSON.stringify({ method, to, body, answer: answer.body })).toBeLessThan(500)
        if (answer.status === 422) expect((answer.body as Problem).errors?.length).toBeGreaterThan(0)
        if (answer.status >= 400) expect(await stored()).toBe(before)
      }),
      { numRuns: 25 },
    )
  })
})
