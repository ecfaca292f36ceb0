import type { Document, Operation, Parameter, Schema } from './reference.ts'
import { isNeeded, openedByKeys, wordOf } from './reference.ts'
import { headerWords, operationWords, statusWords } from './words.ts'

// The part of openapi.json that a key opens, as a program wants it that is made from it: with words for everything, with
// the headers, and open for the fields that come one day. What the service checks is said in the whole document.

/** What RE2 and other engines of regular expressions cannot read: looking ahead, and signs by their number. */
const isForeign = (pattern: string): boolean => pattern.includes('(?') || pattern.includes('\\u')

/**
 * A schema with words. @param name of the schema that it is part of; @param isAnswer fields may be added to what is
 * answered, so nothing is closed there, and no program has to check it.
 */
function worded(schema: Schema, name: string, isAnswer: boolean): Schema {
  const { pattern, additionalProperties, properties, items, anyOf, ...rest } = schema
  const isStrict = !isAnswer && additionalProperties !== undefined
  return {
    ...rest,
    ...(isStrict ? { additionalProperties } : {}),
    ...(pattern === undefined || isAnswer || isForeign(pattern) ? {} : { pattern }),
    ...(items === undefined ? {} : { items: worded(items, name, isAnswer) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(one => worded(one, name, isAnswer)) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([field, property]) => [
              field,
              { ...worded(property, name, isAnswer), description: wordOf(field, name) },
            ]),
          ),
        }),
  }
}

/** The names of all schemas that something leads to. */
function namesIn(part: unknown, document: Document, found = new Set<string>()): Set<string> {
  if (typeof part !== 'object' || part === null) return found
  const ref = '$ref' in part && typeof part.$ref === 'string' ? part.$ref.split('/').at(-1) : undefined
  if (ref !== undefined && !found.has(ref)) {
    found.add(ref)
    namesIn(document.components.schemas[ref], document, found)
  }
  for (const one of Object.values(part)) namesIn(one, document, found)
  return found
}

/** Which headers an answer has. */
function headersOf(method: string, status: string, isList: boolean): Record<string, object> {
  const isDone = status === '200' || status === '201'
  const names = [
    'X-Request-Id',
    ...(isDone || status === '304' ? ['ETag'] : []),
    ...(status === '200' && isList ? ['Link'] : []),
    ...(isDone ? ['RateLimit-Policy', 'RateLimit'] : []),
    ...(isDone && method === 'post' ? ['Idempotent-Replayed'] : []),
    ...(status === '200' && method !== 'get' ? ['Dry-Run'] : []),
    ...(status === '429' || status === '503' || status === '409' ? ['Retry-After'] : []),
    ...(status === '401' || status === '403' ? ['WWW-Authenticate'] : []),
  ]
  return Object.fromEntries(
    names.map(name => [name, { description: headerWords[name] ?? '', schema: { type: 'string' } }]),
  )
}

function operationOf(method: string, operation: Operation): Operation {
  const { operationId, parameters = [], requestBody, responses } = operation
  const words = operationWords[operationId]
  return {
    ...operation,
    summary: words?.title ?? '',
    description: words?.text ?? '',
    parameters: parameters.map((parameter): Parameter => ({
      ...parameter,
      required: isNeeded(parameter, operation),
      description: wordOf(parameter.name, operationId),
      ...(parameter.schema === undefined ? {} : { schema: worded(parameter.schema, operationId, false) }),
    })),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, { content }]) => [
        status,
        {
          description: statusWords[status] ?? '',
          headers: headersOf(
            method,
            status,
            parameters.some(({ name }) => name === 'cursor'),
          ),
          ...(content === undefined
            ? {}
            : {
                content: Object.fromEntries(
                  Object.entries(content).map(([type, { schema }]) => [
                    type,
                    schema === undefined ? {} : { schema: worded(schema, operationId, true) },
                  ]),
                ),
              }),
        },
      ]),
    ),
  }
}

/** The document of what a key opens. */
export function partnerDocument(document: Document, publicUrl: string): object {
  const opened = openedByKeys(document)
  const paths: Record<string, Record<string, Operation>> = {}
  for (const { method, path, operation } of opened)
    paths[path] = { ...paths[path], [method]: operationOf(method, operation) }
  const sent = namesIn(
    opened.map(({ operation }) => operation.requestBody),
    document,
  )
  const schemas = [...namesIn(paths, document)].sort().flatMap(name => {
    const schema = document.components.schemas[name]
    return schema === undefined ? [] : [[name, worded(schema, name, !sent.has(name))] as const]
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Treffpunkt: Schnittstelle für Organisationen',
      version: document.info.version,
      description:
        'Was Organisationen mit einem Schlüssel lesen und tun. Antworten können neue Felder bekommen: Ein Programm liest darüber hinweg. Anleitungen stehen unter /api/docs.',
      license: document.info.license,
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'Der Schlüssel der Organisation, von der Koordinierungsstelle: Authorization: Bearer treffpunkt_…',
        },
      },
    },
  }
}
