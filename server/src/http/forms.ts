import { randomUUID } from 'node:crypto'
import formbody from '@fastify/formbody'
import type { FastifyRequest } from 'fastify'
import type { Problem } from '@treffpunkt/shared/common'
import { problem, ProblemError } from '../problems.ts'
import type { App, Reply, Request } from './service.ts'
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

/** A form that was refused: what was typed, and why. */
export type Filled = { values: Fields; problem: Problem }

/** Does what a form asks for; refused, the same page comes again with what was typed and what is to be mended. */
export async function orAgain(
  request: Request & { body: Fields },
  reply: Reply,
  work: () => Promise<Reply>,
  again: (filled: Filled) => Promise<Reply>,
): Promise<Reply> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status === 404) throw error
    reply.headers(error.headers)
    const { code, message: detail, title, status, mistakes } = error
    return again({
      values: request.body,
      problem: {
        type: `/problems/${code}`,
        title,
        status,
        detail,
        instance: request.id,
        ...(mistakes === undefined ? {} : { errors: mistakes }),
      },
    })
  }
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
