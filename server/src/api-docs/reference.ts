import type { Scope } from '@treffpunkt/shared/route'
import { html, type Html } from '../http/html.ts'
import { curl, examples } from './curl.ts'
import { code, table } from './layout.ts'
import { fieldWords, operationWords, scopeWords, statusWords } from './words.ts'

export type Schema = {
  $ref?: string
  type?: string
  format?: string
  enum?: string[]
  items?: Schema
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  maxLength?: number
  minimum?: number
  pattern?: string
  default?: unknown
  additionalProperties?: boolean
  description?: string
}
type Content = Record<string, { schema?: Schema }>
export type Parameter = { name: string; in: string; required?: boolean; schema?: Schema; description?: string }
export type Operation = {
  operationId: string
  summary?: string
  description?: string
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content; description?: string; headers?: object }>
}
/** As much of openapi.json as the reference is printed from. */
export type Document = {
  info: { version: string; license: object }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/** An operation that a key opens. */
export type Opened = { method: string; path: string; operation: Operation; scope: Scope | undefined }

/** The operations that a key opens, as the document says. */
export const openedByKeys = ({ paths }: Document): Opened[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const scopes = operation.security?.find(one => 'key' in one)?.['key']
      return scopes === undefined ? [] : [{ method, path, operation, scope: scopes[0] as Scope | undefined }]
    }),
  )

/** Must it be sent? Without If-Match nothing is changed, but the answer to that is one of its own (428). */
export const isNeeded = ({ name, required }: Parameter, { responses }: Operation): boolean =>
  required === true || (name === 'if-match' && '428' in responses)

const nameOf = (schema: Schema): string | undefined => schema.$ref?.split('/').at(-1)
const jsonOf = (content: Content | undefined): Schema | undefined => Object.values(content ?? {})[0]?.schema

/** The schemas of bodies and answers that have a part of their own in the reference. */
export function shownSchemas(document: Document): [string, Schema][] {
  const found = new Set<string>()
  const note = (schema: Schema | undefined): void => {
    if (schema === undefined) return
    const name = nameOf(schema)
    const target = name === undefined ? undefined : document.components.schemas[name]
    if (name !== undefined && target?.properties !== undefined && !found.has(name)) {
      found.add(name)
      note(target)
    }
    note(schema.items)
    for (const one of schema.anyOf ?? []) note(one)
    for (const property of Object.values(schema.properties ?? {})) note(property)
  }
  for (const { operation } of openedByKeys(document)) {
    note(jsonOf(operation.requestBody?.content))
    for (const status of ['200', '201']) note(jsonOf(operation.responses[status]?.content))
  }
  return [...found].sort().flatMap(name => {
    const schema = document.components.schemas[name]
    return schema === undefined ? [] : [[name, schema] as [string, Schema]]
  })
}

/** What can stand in a field, in a few words. */
function typeOf(schema: Schema, document: Document): Html | string {
  const name = nameOf(schema)
  const target = name === undefined ? undefined : document.components.schemas[name]
  if (target !== undefined)
    return target.properties === undefined ? typeOf(target, document) : html`<a href="#${name}">${name}</a>`
  if (schema.anyOf !== undefined) {
    const types = schema.anyOf.map(one => typeOf(one, document))
    return html`${types.map((type, index) => [index > 0 && ' oder ', type])}`
  }
  if (schema.enum !== undefined) return schema.enum.join(', ')
  if (schema.type === 'array') return html`Liste: ${schema.items && typeOf(schema.items, document)}`
  if (schema.type === 'null') return 'null'
  if (schema.format === 'uuid') return 'UUID'
  if (schema.format === 'date-time') return 'Zeitpunkt (RFC 3339)'
  if (schema.format === 'email') return 'E-Mail-Adresse'
  if (schema.type === 'object' && schema.properties !== undefined)
    return html`Objekt mit
    ${Object.keys(schema.properties).map((field, index) => [index > 0 && ', ', html`<code>${field}</code>`])}`
  if (schema.type === 'string' && schema.maxLength !== undefined) return `Text, bis ${schema.maxLength} Zeichen`
  const types: Record<string, string> = { string: 'Text', integer: 'Zahl', boolean: 'true, false', object: 'Objekt' }
  return types[schema.type ?? ''] ?? 'beliebig'
}

/** The words for a field of a schema, or a parameter of an operation. */
export const wordOf = (field: string, schema = ''): string =>
  fieldWords[`${schema}.${field}`] ?? fieldWords[field] ?? ''

const fieldTable = (caption: string, name: string, schema: Schema, document: Document): Html =>
  table(
    caption,
    ['Feld', 'Inhalt', 'Bedeutung'],
    Object.entries(schema.properties ?? {}).map(([field, property]) => [
      html`<code>${field}</code>${schema.required?.includes(field) === true ? null : ' (freiwillig)'}`,
      typeOf(property, document),
      wordOf(field, name),
    ]),
  )

/** One operation: what, who may, what goes in, what comes out, and a command that does it. */
function operationPart({ method, path, operation, scope }: Opened, document: Document): Html {
  const { operationId, parameters = [], requestBody, responses } = operation
  const words = operationWords[operationId]
  const body = jsonOf(requestBody?.content)
  const answer = jsonOf((responses['201'] ?? responses['200'])?.content)
  const answerName = answer && nameOf(answer)
  const example = examples[operationId]
  const others = Object.keys(responses).filter(status => status in statusWords)
  return html`<section class="docs-operation" aria-labelledby="${operationId}">
    <h3 id="${operationId}">${words?.title}</h3>
    <p class="docs-address"><code>${method.toUpperCase()} ${path}</code></p>
    <p>${words?.text}</p>
    <p>
      ${
        scope === undefined
          ? 'Geht mit jedem gültigen Schlüssel.'
          : html`Der Schlüssel braucht das Recht <code>${scope}</code>: ${scopeWords[scope]}.`
      }
    </p>
    ${example && code(`${words?.title ?? ''}: Beispiel`, curl(example), operationId)}
    ${
      parameters.length > 0 &&
      table(
        `${words?.title ?? ''}: Parameter`,
        ['Name', 'Wo', 'Bedeutung'],
        parameters.map(parameter => [
          html`<code>${parameter.name}</code>${isNeeded(parameter, operation) ? null : ' (freiwillig)'}`,
          { path: 'Adresse', query: 'Anfrage', header: 'Kopfzeile' }[parameter.in] ?? parameter.in,
          wordOf(parameter.name, operationId),
        ]),
      )
    }
    ${body && nameOf(body) && html`<p>Inhalt: <a href="#${nameOf(body)}">${nameOf(body)}</a> als JSON.</p>`}
    ${
      answer &&
      (answerName === undefined
        ? html`<p>
            Antwort: eine Seite mit <code>items</code> (${typeOf(answer.properties?.['items'] ?? {}, document)}) und
            <code>next</code>.
          </p>`
        : html`<p>Antwort: <a href="#${answerName}">${answerName}</a>.</p>`)
    }
    <p><a href="#statuses">Status</a>: ${others.join(', ')}.</p>
  </section>`
}

/** The reference of all operations that a key opens, and of what they take and answer. */
export function reference(document: Document): Html {
  const opened = openedByKeys(document)
  // in the order of the examples, in which each has what it needs
  const order = Object.keys(examples)
  opened.sort((one, other) => order.indexOf(one.operation.operationId) - order.indexOf(other.operation.operationId))
  return html`<p class="docs-lead">
      Alles, was ein Schlüssel kann. Dasselbe steht für Programme in
      <a href="/api/docs/openapi.json">openapi.json</a> (OpenAPI 3.1); daraus können Sie einen Client erzeugen.
    </p>
    <p>
      Die Beispiele nehmen an, dass die Adresse des Dienstes in <code>TREFFPUNKT</code> und Ihr Schlüssel in
      <code>KEY</code> steht, wie in der Anleitung zur <a href="/api/docs/first-registration">ersten Anmeldung</a>.
    </p>
    <h2 id="operations">Aufrufe</h2>
    <ul>
      ${opened.map(
        ({ operation: { operationId } }) =>
          html`<li><a href="#${operationId}">${operationWords[operationId]?.title}</a></li>`,
      )}
    </ul>
    ${opened.map(one => operationPart(one, document))}
    <h2 id="statuses">Status</h2>
    ${table(
      'Was die Status der Antworten bedeuten',
      ['Status', 'Bedeutung'],
      Object.entries(statusWords).map(([status, word]) => [status, word]),
    )}
    <h2 id="schemas">Inhalte</h2>
    ${shownSchemas(document).map(
      ([name, schema]) =>
        html`<section class="docs-operation" aria-labelledby="${name}">
          <h3 id="${name}">${name}</h3>
          ${fieldTable(`Felder von ${name}`, name, schema, document)}
        </section>`,
    )}`
}
