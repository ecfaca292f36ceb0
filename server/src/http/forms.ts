import { randomUUID } from 'node:crypto'
import formbody from '@fastify/formbody'
import type { FastifyRequest } from 'fastify'
import { problem } from '../problems.ts'
import type { App } from './service.ts'
import { mistakesOf } from './validation.ts'

const isFormKey = /^[0-9a-f-]{36}$/

/** A new key for the hidden field `formKey` of a form. */
export const newFormKey = (): string => randomUUID()

/** The fields of a posted form, as text. */
export type Fields = Record<string, string | undefined>

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that a posted form brought with it, so that a double click is once; null everywhere else. */
    formKey: string | null
  }
  interface FastifyContextConfig {
    /** Forms posted here are kept once by their hidden field `formKey`. */
    once?: true
  }
}

/** Lets a scope of pages take forms without JavaScript (application/x-www-form-urlencoded). */
export async function useForms(app: App): Promise<void> {
  await app.register(formbody, { bodyLimit: 32 * 1024 })
  // a field that comes twice counts once, with its last value; no body is a form without fields
  app.addHook('preHandler', async request => {
    const sent = Object.entries((request.body ?? {}) as Record<string, string | string[]>)
    const { formKey, ...fields } = Object.fromEntries(
      sent.map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value]),
    )
    request.body = fields
    if (request.routeOptions.config.once === true && formKey !== undefined && isFormKey.test(formKey))
      request.formKey = formKey
  })
}

/**
 * Checks what was read from a form by the schema of the API, in the same words.
 * @throws invalid_input with a mistake for each field.
 */
export function checkForm<Body>(request: FastifyRequest, schema: object, read: unknown): Body {
  const validate = request.compileValidationSchema(schema, 'body')
  if (!validate(read))
    throw problem('invalid_input', 'Mend the fields named in `errors`, then send it again.', {
      mistakes: mistakesOf(validate.errors ?? [], 'body'),
    })
  return read as Body
}
