import fs from 'node:fs'
import path from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Response } from 'supertest'

type Content = Record<string, { schema: object }>
type Operation = {
  operationId: string
  parameters?: { name: string; in: string; schema: object }[]
  security?: Record<string, string[]>[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content }>
}
export type OpenApi = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object> }
}

/** The committed document: what the service promises. */
export const openapi = JSON.parse(
  fs.readFileSync(path.resolve(import.meta.dirname, '../openapi.json'), 'utf8'),
) as OpenApi

const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }))
ajv.addSchema({ $id: 'openapi', ...openapi })
const compiled = new Map<string, ValidateFunction>()

const routes = Object.entries(openapi.paths).map(([template, operations]) => ({
  template,
  operations,
  pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
}))

/** Checks an answer of the API against openapi.json. @throws with the difference. */
export function checkAnswer(method: string, url: string, answer: Response): void {
  const { pathname } = new URL(url, 'http://localhost')
  if (!pathname.startsWith('/api/')) return
  const type = String(answer.headers['content-type'] ?? '').split(';')[0] ?? ''
  // a literal segment wins over a parameter
  const route =
    routes.find(({ template }) => template === pathname) ??
    routes.find(({ pattern, operations }) => pattern.test(pathname) && method in operations)
  const operation = route?.operations[method]
  if (operation === undefined) {
    if (answer.status !== 404 && answer.status !== 405)
      throw new Error(`${method} ${pathname} is not in openapi.json but answers ${answer.status}`)
    check('#/components/schemas/Problem', answer.body, `${method} ${pathname} ${answer.status}`)
    return
  }
  const where = `${operation.operationId} ${answer.status}`
  const promised = operation.responses[answer.status]
  if (promised === undefined) throw new Error(`${where} is not in openapi.json: ${JSON.stringify(answer.body)}`)
  if (answer.status === 204 || answer.status === 304) return
  const media = promised.content?.[type]
  if (media === undefined)
    throw new Error(
      `${where} has the type ${type}, openapi.json says ${Object.keys(promised.content ?? {}).join(', ')}`,
    )
  // a stream or a file is no value that a schema could check
  if (!type.endsWith('json')) return
  const pointer = pointerTo(
    'paths',
    route?.template ?? '',
    method,
    'responses',
    String(answer.status),
    'content',
    type,
    'schema',
  )
  check(pointer, answer.body, where)
}

/** Does openapi.json take this body? @param template the path with its parameters in braces. */
export function takesBody(template: string, method: string, body: unknown): boolean {
  const content = openapi.paths[template]?.[method]?.requestBody?.content
  const media = Object.keys(content ?? {})[0]
  if (media === undefined) return true
  return validator(pointerTo('paths', template, method, 'requestBody', 'content', media, 'schema'))(body)
}

const pointerTo = (...parts: string[]): string =>
  `#/${parts.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`

function validator(pointer: string): ValidateFunction {
  let validate = compiled.get(pointer)
  if (validate === undefined) compiled.set(pointer, (validate = ajv.compile({ $ref: `openapi${pointer}` })))
  return validate
}

function check(pointer: string, body: unknown, where: string): void {
  const validate = validator(pointer)
  if (!validate(body))
    throw new Error(`${where} does not fit openapi.json: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`)
}
