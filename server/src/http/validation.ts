import { Ajv, type ErrorObject } from 'ajv'
import addFormats from 'ajv-formats'
import fastJson from 'fast-json-stringify'
import type { FastifyInstance, FastifySchemaValidationError, FastifySerializerCompiler } from 'fastify'
import { tidied } from '@treffpunkt/shared/unseen-marks'
import type { FieldMistake } from '../problems.ts'

type SharedSchema = { $id: string }

/**
 * Validates by the route contracts. Bodies are taken as they are: nothing is coerced, nothing is dropped, an unknown
 * field is a mistake. What comes as text by its nature (query, path, headers) is read as the type the contract names.
 */
export function useValidation(app: FastifyInstance, schemas: SharedSchema[]): void {
  const options = { allErrors: true, removeAdditional: false, useDefaults: true, strict: false } as const
  const ofBody = addFormats.default(new Ajv(options), ['uuid', 'date-time', 'date', 'email'])
  const ofText = addFormats.default(new Ajv({ ...options, coerceTypes: 'array' }), [
    'uuid',
    'date-time',
    'date',
    'email',
  ])
  for (const schema of schemas) {
    ofBody.addSchema(schema)
    ofText.addSchema(schema)
    app.addSchema(schema)
  }
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? ofBody : ofText).compile(schema as object))
  app.setSerializerCompiler(lazySerializers(schemas))
  // before it is checked: what nobody sees is no mistake of theirs
  app.addHook('preValidation', async request => {
    request.body = tidied(request.body)
  })
  app.addHook('onRoute', route => {
    // an address of the API that names no parameters takes none
    if (route.url.startsWith('/api/') && route.schema !== undefined)
      route.schema = { querystring: { type: 'object', properties: {}, additionalProperties: false }, ...route.schema }
  })
}

/**
 * Serialisers by the contracts: they let out what the answer's schema names and nothing else. Each is built when it is
 * first used, from the schemas it refers to: building all of them at the start took longer than the rest of it.
 */
function lazySerializers(schemas: SharedSchema[]): FastifySerializerCompiler<unknown> {
  const byId = new Map(schemas.map(schema => [schema.$id, schema]))
  const referred = (schema: unknown, found = new Map<string, SharedSchema>()): Map<string, SharedSchema> => {
    if (typeof schema !== 'object' || schema === null) return found
    const ref =
      '$ref' in schema && typeof schema.$ref === 'string' ? byId.get(schema.$ref.replace(/#$/, '')) : undefined
    if (ref !== undefined && !found.has(ref.$id)) {
      found.set(ref.$id, ref)
      referred(ref, found)
    }
    for (const part of Object.values(schema)) referred(part, found)
    return found
  }
  return ({ schema }) => {
    let serialize: ((data: unknown) => string) | undefined
    return data => {
      serialize ??= fastJson(schema as never, { schema: Object.fromEntries(referred(schema)) as never }) as (
        data: unknown,
      ) => string
      return serialize(data)
    }
  }
}

/** Mistakes by field, one for each, in words that say what to do. */
export function mistakesOf(errors: FastifySchemaValidationError[], part: string): FieldMistake[] {
  const byPointer = new Map<string, FieldMistake>()
  for (const error of errors) {
    const mistake = mistakeOf(error, part)
    const earlier = byPointer.get(mistake.pointer)
    // of the branches of "value or null", the one about the value says what to do
    if (earlier === undefined || noise.has(earlier.code)) byPointer.set(mistake.pointer, mistake)
  }
  return [...byPointer.values()]
}

const noise = new Set(['anyOf', 'oneOf', 'type'])

function mistakeOf(error: FastifySchemaValidationError, part: string): FieldMistake {
  const { params } = error as ErrorObject
  const name = (params['missingProperty'] ?? params['additionalProperty']) as string | undefined
  const path = error.instancePath + (name === undefined ? '' : `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  return {
    pointer: part === 'body' ? path : `?${path.slice(1)}`,
    code: error.keyword,
    detail:
      part === 'headers' && error.keyword === 'pattern'
        ? 'Send visible ASCII characters, without blanks.'
        : sentence(error.keyword, params),
  }
}

const formats: Record<string, string> = {
  uuid: 'Send a UUID.',
  'date-time': 'Send an instant with offset, like 2026-11-25T14:00:00+01:00 (RFC 3339).',
  date: 'Send a day, like 2026-11-25.',
  email: 'Send an e-mail address, like name@example.org; a domain with other letters as it is in the DNS (xn--…).',
}

function sentence(keyword: string, params: Record<string, unknown>): string {
  switch (keyword) {
    case 'required':
      return 'Send this field.'
    case 'additionalProperties':
      return 'Leave this out: there is no such field here.'
    case 'type':
      return `Send a value of type ${String(params['type'])}.`
    case 'enum':
      return `Send one of: ${(params['allowedValues'] as unknown[]).join(', ')}.`
    case 'format':
      return formats[String(params['format'])] ?? 'Send it in the named format.'
    case 'minLength':
      return params['limit'] === 1
        ? 'Send at least one character.'
        : `Send at least ${String(params['limit'])} characters.`
    case 'maxLength':
      return `Send at most ${String(params['limit'])} characters.`
    case 'minimum':
      return `Send at least ${String(params['limit'])}.`
    case 'maximum':
      return `Send at most ${String(params['limit'])}.`
    case 'minProperties':
      return 'Name at least one field to change.'
    case 'maxItems':
      return `Send at most ${String(params['limit'])} entries.`
    case 'uniqueItems':
      return 'Send each entry once.'
    case 'pattern':
      return 'Send plain text with at least one visible sign, without control characters or signs that turn the direction of writing, in the form the documentation names.'
    default:
      return 'Send a value that fits the documentation.'
  }
}
