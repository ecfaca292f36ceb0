import formbody from '@fastify/formbody'
import type { FastifyRequest } from 'fastify'
import { problem } from '../problems.ts'
import type { App } from './service.ts'
import { mistakesOf } from './validation.ts'

/** The fields of a posted form, as text. */
export type Fields = Record<string, string | undefined>

/** Lets a scope of pages take forms without JavaScript (application/x-www-form-urlencoded). */
export const useForms = async (app: App): Promise<void> => void (await app.register(formbody, { bodyLimit: 32 * 1024 }))

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
