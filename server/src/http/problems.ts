import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '@treffpunkt/shared/common'
import { nameOfCode, problemOfDatabaseError } from '../db/constraints.ts'
import { problem, ProblemError } from '../problems.ts'
import { isOfApi } from './addresses.ts'
import { mistakesOf } from './validation.ts'

/** Shows a problem to a person who opened an address in the browser. */
export type ProblemPage = (request: FastifyRequest, reply: FastifyReply, problem: Problem) => Promise<FastifyReply>

declare module 'fastify' {
  interface FastifyInstance {
    /** Set by `app.ts`; without it every error is JSON. */
    problemPage: ProblemPage | null
  }
}

/**
 * The only place that shapes errors: `application/problem+json` (RFC 9457), whatever went wrong and wherever. What is
 * not meant for the caller becomes 500 and tells nothing but the request id.
 */
export function useProblems(app: FastifyInstance): void {
  app.decorate('problemPage', null)
  const routes: { method: string; pattern: RegExp }[] = []
  app.addHook('onRoute', route => {
    const pattern = new RegExp(
      `^${route.url
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:[A-Za-z]+/g, '[^/]+')
        .replace('\\*', '.*')}$`,
    )
    for (const method of [route.method].flat()) routes.push({ method, pattern })
  })
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(app, request, reply, toProblem(error, request)),
  )
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const allowed = [...new Set(routes.filter(route => route.pattern.test(path)).map(route => route.method))]
    const error =
      allowed.length === 0
        ? problem('not_found', 'There is nothing at this address.')
        : problem('method_not_allowed', `Use one of: ${allowed.join(', ')}.`, {
            headers: { allow: allowed.join(', ') },
          })
    return sendProblem(app, request, reply, error)
  })
}

async function sendProblem(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  error: ProblemError,
): Promise<FastifyReply> {
  const body: Problem = {
    type: `/problems/${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    instance: request.id,
    ...(error.mistakes === undefined ? {} : { errors: error.mistakes }),
    ...error.members,
  }
  reply.rowVersion = null
  reply.code(error.status).headers(error.headers).header('cache-control', 'no-store')
  if (app.problemPage !== null && isPerson(request)) return app.problemPage(request, reply, body)
  return reply
    .type('application/problem+json')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(body)
}

const isPerson = (request: FastifyRequest): boolean =>
  !isOfApi(request.url) && (request.headers.accept ?? '').includes('text/html')

/** The problem that stands for any thrown error; logs those that are faults of ours. */
function toProblem(error: FastifyError | ProblemError, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error
  if ('validation' in error && error.validation !== undefined)
    return problem('invalid_input', 'Mend the fields named in `errors`, then send it again.', {
      mistakes: mistakesOf(error.validation, error.validationContext ?? 'body'),
    })
  const ofDatabase = problemOfDatabaseError(error)
  if (ofDatabase !== undefined) {
    if (ofDatabase.status >= 500) request.log.warn({ code: nameOfCode(error.code) }, 'database not available')
    return ofDatabase
  }
  const status = error.statusCode ?? 500
  if (status === 413) return problem('too_large', 'Send at most 256 kB.')
  if (status === 415)
    return problem('media_type_not_understood', 'Send application/json; PATCH takes application/merge-patch+json.')
  if (status === 503)
    return problem('overloaded', 'The service is too busy; try again in a few seconds.', {
      headers: { 'retry-after': '3' },
    })
  if (status >= 400 && status < 500)
    return problem('bad_request', 'The request cannot be read: check that its body is well-formed JSON.')
  request.log.error({ err: { type: error.name, code: error.code, stack: error.stack } }, 'fault')
  return problem('internal', `Something went wrong on our side. Tell the operator this number: ${request.id}`)
}
