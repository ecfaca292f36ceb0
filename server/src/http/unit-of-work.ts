import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { isRetryable } from '../db/constraints.ts'
import type { Actor } from '../db/record-change.ts'
import { problem } from '../problems.ts'
import { actorOf } from './actor.ts'
import type { Keys } from './keys.ts'
import type { Service } from './service.ts'
import { entityTag } from './versions.ts'

type Work<Body> = (trx: Trx, actor: Actor) => Promise<Body>

/**
 * One request that changes something: one transaction, opened here and nowhere deeper. With an `Idempotency-Key` the
 * answer is stored in that transaction, so that the same key gives the same answer and one effect, whatever happens to
 * the connection; a refusal stores nothing. A deadlock or serialisation failure is tried again, three times at most.
 * A rehearsal (`?dryRun=true`, where the contract knows it) does the same work and keeps nothing of it.
 * @param status of the answer when the work succeeds.
 * @returns the body; a replay is sent as it was stored. The key of a form does the same, for the same answers in it.
 */
export async function write<Body>(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  work: Work<Body>,
): Promise<Body> {
  const key =
    request.formKey === null
      ? idempotencyKeyOf(request)
      : // other answers in the same form, after going back, are another request
        `${request.formKey} ${hashOf(service, request)}`
  for (let attempt = 1; ; attempt++) {
    try {
      if (isRehearsal(request)) return await rehearse(service, request, reply, work)
      const answer = await service.db.transaction().execute(async (trx): Promise<Answer<Body>> => {
        if (key === undefined) return { fresh: await work(trx, actorOf(request)) }
        return repeatSafe(service, trx, request, reply, status, key, work)
      })
      service.feed.wake()
      if ('fresh' in answer) {
        reply.code(status)
        return answer.fresh
      }
      // a form is answered with a page of its own
      if (request.formKey !== null) return JSON.parse(answer.stored.body ?? 'null') as Body
      // already serialised: sent as it is stored, byte for byte
      return reply.code(answer.stored.status).headers(answer.stored.headers).send(answer.stored.body) as never
    } catch (error) {
      if (attempt === 3 || !isRetryable(error)) throw error
      await sleep(Math.random() * 50 * attempt)
    }
  }
}

/** Is nothing to be kept? The query holds what the contract names and nothing else. */
const isRehearsal = ({ query }: FastifyRequest): boolean =>
  typeof query === 'object' && query !== null && 'dryRun' in query && query.dryRun === true

/** Does the work in a transaction that is rolled back; a rehearsal uses up no Idempotency-Key. */
async function rehearse<Body>(
  { db }: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  work: Work<Body>,
): Promise<Body> {
  const trx = await db.startTransaction().execute()
  try {
    const body = await work(trx, actorOf(request))
    reply.code(200).header('dry-run', 'true')
    return body
  } finally {
    await trx.rollback().execute()
  }
}

type Stored = { status: number; headers: Record<string, string>; body: string | null }
type Answer<Body> = { fresh: Body } | { stored: Stored }

async function repeatSafe<Body>(
  service: Service,
  trx: Trx,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  key: string,
  work: Work<Body>,
): Promise<Answer<Body>> {
  const actor = actorOf(request)
  const principal = `${actor.kind} ${actor.id ?? ''} ${request.routeOptions.url ?? ''} ${JSON.stringify(request.params)}`
  // a lock rather than a unique insert: a second request answers at once instead of waiting for the first
  const { rows } = await sql<{
    locked: boolean
  }>`select pg_try_advisory_xact_lock(hashtextextended(${`${principal} ${key}`}, 0)) as locked`.execute(trx)
  if (rows[0]?.locked !== true)
    throw problem('request_in_progress', 'Wait a second, then send the same request again.', {
      headers: { 'retry-after': '1' },
    })

  const requestHash = hashOf(service, request)
  const earlier = await trx
    .selectFrom('idempotencyKeys')
    .selectAll()
    .where('principal', '=', principal)
    .where('key', '=', key)
    .executeTakeFirst()
  if (earlier !== undefined) {
    if (earlier.requestHash !== requestHash)
      throw problem('idempotency_key_reused', 'Use a new Idempotency-Key for a new request.')
    const headers = { ...(earlier.headers as Record<string, string>), 'idempotent-replayed': 'true' }
    return { stored: { status: earlier.status, headers, body: service.keys.open('request', earlier.body ?? '') } }
  }

  const body = await work(trx, actor)
  reply.code(status)
  const text = reply.serialize(body) as string
  const version =
    typeof body === 'object' && body !== null && 'version' in body && typeof body.version === 'number'
      ? body.version
      : null
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    ...(version === null ? {} : { etag: entityTag(version, text) }),
  }
  await trx
    .insertInto('idempotencyKeys')
    .values({
      principal,
      key,
      requestHash,
      status,
      headers: JSON.stringify(headers),
      // an answer may hold a token, and whoever reads the database is not to use it
      body: service.keys.seal('request', text),
    })
    .execute()
  return { stored: { status, headers, body: text } }
}

/**
 * Empties the answers that are kept for repeated requests and tell of somebody who is erased: asked again they say
 * so, and nothing happens a second time. They are sealed, so each of the last 48 hours is opened.
 * @param mentions ids and the like by which such an answer is known.
 */
export async function forgetAnswers({ keys }: Service, trx: Trx, mentions: string[]): Promise<void> {
  const { code, title, status, message: detail } = problem('conflict', 'What was made with this key has been erased.')
  const gone = JSON.stringify({ type: `/problems/${code}`, title, status, detail, instance: '' })
  let after = { principal: '', key: '' }
  for (;;) {
    const kept = await trx
      .selectFrom('idempotencyKeys')
      .select(['principal', 'key', 'body'])
      .where(sql<boolean>`(principal, key) > (${after.principal}, ${after.key})`)
      .orderBy('principal')
      .orderBy('key')
      .limit(500)
      .execute()
    for (const { principal, key, body } of kept) {
      const answer = `${principal} ${openOrNothing(keys, body)}`
      if (!mentions.some(mention => answer.includes(mention))) continue
      await trx
        .updateTable('idempotencyKeys')
        .set({
          status,
          headers: JSON.stringify({ 'content-type': 'application/problem+json; charset=utf-8' }),
          body: keys.seal('request', gone),
        })
        .where('principal', '=', principal)
        .where('key', '=', key)
        .execute()
    }
    const last = kept.at(-1)
    if (last === undefined || kept.length < 500) return
    after = last
  }
}

/** An answer of before the secret was changed can be read by nobody. */
function openOrNothing(keys: Keys, body: string | null): string {
  try {
    return body === null ? '' : keys.open('request', body)
  } catch {
    return ''
  }
}

// RFC 8941 writes strings in quotes; both forms name the same key.
function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  // only where the contract says so: answers with a token or a password in them are not to be kept
  const declared = request.routeOptions.schema?.headers as { properties?: Record<string, unknown> } | undefined
  if (declared?.properties === undefined || !('idempotency-key' in declared.properties)) return undefined
  const header = request.headers['idempotency-key']
  return typeof header === 'string' ? header.replace(/^"(.*)"$/, '$1') : undefined
}

// Signed, so that a guessed body cannot be checked against what is stored.
const hashOf = ({ keys }: Service, request: FastifyRequest): string =>
  keys.sign('request', `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
