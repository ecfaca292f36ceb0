import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problem } from '../problems.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** Version of the row that the answer shows; its ETag begins with it. */
    rowVersion: number | null
  }
}

/**
 * A strong validator (RFC 9110, 8.8.3): the row's version, then a digest of the answer, because an answer also shows
 * things that change without the row (a state by the clock, a number of seats).
 */
export const entityTag = (version: number | null, text: string): string =>
  `"${version === null ? '' : `${version}.`}${createHash('sha1').update(text).digest('base64url').slice(0, 16)}"`

/**
 * May this request change a row of that version? Compares the version part of If-Match only: what a person read and
 * what they change is the row, not its seats.
 * @throws 428 when If-Match is missing, 412 when the row was changed meanwhile.
 */
export function requireVersion(request: FastifyRequest, version: number): void {
  const header = request.headers['if-match']
  if (header === undefined) throw problem('if_match_missing', 'Send the ETag that you read in the header If-Match.')
  if (header === '*') return
  const versions = header.split(',').map(tag => /^\s*"(\d+)[."]/.exec(tag)?.[1])
  if (!versions.includes(String(version)))
    throw problem('changed_meanwhile', 'Read it again, then decide what to keep.')
}

/** Sets the ETag of every answer that is read or changed, and answers 304 to `If-None-Match`. */
export function useEntityTags(app: FastifyInstance): void {
  app.decorateReply('rowVersion', null)
  app.addHook('preSerialization', async (_request, reply, payload: unknown) => {
    if (typeof payload === 'object' && payload !== null && 'version' in payload && typeof payload.version === 'number')
      reply.rowVersion = payload.version
    return payload
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || !isTagged(request, reply)) return payload
    const tag = entityTag(reply.rowVersion, payload)
    reply.header('etag', tag)
    if (request.method !== 'GET' && request.method !== 'HEAD') return payload
    const wanted = request.headers['if-none-match']
    if (wanted === undefined || !wanted.split(',').some(one => one.trim().replace(/^W\//, '') === tag)) return payload
    reply.code(304)
    // a body of null leaves out Content-Type and Content-Length of a body that is not sent
    return null
  })
}

const isTagged = (request: FastifyRequest, reply: FastifyReply): boolean =>
  reply.statusCode >= 200 &&
  reply.statusCode < 300 &&
  !reply.hasHeader('etag') &&
  (reply.rowVersion !== null || request.method === 'GET' || request.method === 'HEAD') &&
  String(reply.getHeader('content-type') ?? '').startsWith('application/json')
