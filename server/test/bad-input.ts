import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { openapi } from './contract.ts'

// Values made from the schemas of openapi.json: those that fit, every place inside of them, and what fits nowhere.

export type Schema = {
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
}

export const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined
    ? schema
    : resolve(openapi.components.schemas[schema.$ref.split('/').at(-1) ?? ''] as Schema)

/** Fields that have to fit one another, or that only somebody who is no human fills in. */
const together: Record<string, unknown> = {
  endsAt: '2027-05-05T17:00:00+02:00',
  registrationOpensAt: '2027-04-01T08:00:00+02:00',
  registrationClosesAt: '2027-05-04T08:00:00+02:00',
  to: '2027-06-01',
  homepage: '',
  questionIds: [],
  accent: '#1d4e89',
  timeZone: 'Europe/Berlin',
  content: Buffer.from('<svg><path d="M0 0h8v8z"/></svg>').toString('base64'),
  code: '123456',
}

let words = 0

/**
 * A value that fits, with every field.
 * @param known values by the names of their fields: ids of what there is.
 */
export function fitting(given: Schema, known: Record<string, unknown>, name = ''): unknown {
  const value = { ...together, ...known }[name]
  if (value !== undefined) return value
  const schema = resolve(given)
  if (schema.anyOf !== undefined) return fitting(schema.anyOf[0] ?? {}, known, name)
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.type === 'null') return null
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, property]) => [key, fitting(property, known, key)]),
    )
  if (schema.type === 'array') return [fitting(schema.items ?? {}, known)]
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  if (schema.format === 'uuid') return randomUUID()
  if (schema.format === 'date-time') return '2027-05-05T14:00:00+02:00'
  if (schema.format === 'date') return '2027-05-05'
  if (schema.format === 'email') return `someone${++words}@example.org`
  if (schema.pattern?.includes('https') === true) return 'https://example.org'
  if (schema.pattern?.includes('{5}') === true) return '06618'
  if (schema.pattern?.startsWith('^[A-Za-z0-9') === true) return `wort-${++words}`
  return `Wort ${++words}`
}

/** A place inside a body, as a JSON Pointer; `enum` are the values it may have. */
export type Spot = { pointer: string; isObject: boolean; enum: string[] }

/** Every place of a body, those inside of lists and of objects in them too. */
export function spotsOf(given: Schema, pointer = ''): Spot[] {
  const schema = resolve(given)
  if (schema.anyOf !== undefined) return spotsOf(schema.anyOf[0] ?? {}, pointer)
  const inside =
    schema.type === 'array'
      ? spotsOf(schema.items ?? {}, `${pointer}/0`)
      : Object.entries(schema.properties ?? {}).flatMap(([name, property]) => spotsOf(property, `${pointer}/${name}`))
  return [{ pointer, isObject: schema.type === 'object', enum: schema.enum ?? [] }, ...inside]
}

/** A copy of a body with another value at one place; `undefined` takes what is there away. */
export function replaced(body: unknown, pointer: string, value: unknown): unknown {
  if (pointer === '') return value
  const copy = structuredClone(body)
  const names = pointer.slice(1).split('/')
  const last = names.pop() ?? ''
  let at = copy as Record<string, unknown>
  for (const name of names) at = at[name] as Record<string, unknown>
  at[last] = value
  return copy
}

/** Values that fit nowhere, or only where they are meant to. */
export const strange = fc.oneof(
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
    [[[]]],
    { $ne: 1 },
    "'; drop table meetings; --",
    '${7*7}',
    '../../etc/passwd',
    '=1+1',
    'x\r\nBcc: y',
  ),
  // instants and days that fit, or almost
  fc.constantFrom(
    '2027-02-30T25:61:00Z',
    '0000-01-01T00:00:00Z',
    '1900-01-01T00:00:00+23:59',
    '2027-06-30T23:59:60Z',
    '2199-12-31T23:59:59.999999999-23:59',
    '2027-05-05t14:00:00z',
    '2027-05-05 14:00:00+02:00',
    '2100-02-29',
    '1999-12-31',
  ),
  // ids that fit, of nothing, and not as PostgreSQL writes them
  fc.constantFrom(
    '01990000-0000-7000-8000-000000000000',
    '00000000-0000-0000-0000-000000000000',
    'urn:uuid:01990000-0000-7000-8000-000000000000',
    '01990000-0000-7000-8000-ABCDEF000000',
    '{01990000-0000-7000-8000-000000000000}',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.integer(),
)
