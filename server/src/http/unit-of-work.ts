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

/** A request that changes something, with the answer it will get. */
export type Asking = { request: FastifyRequest; reply: FastifyReply }

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
  const asking = { request, reply }
  for (let attempt = 1; ; attempt++) {
    try {
      if (isRehearsal(request)) return await rehearse(service, asking, work)
      const [answer] = await service.db
        .transaction()
        .execute(trx => repeatSafe(service, trx, [asking], status, async () => [await work(trx, actorOf(request))]))
      service.feed.wake()
      return send(asking, status, answer as Given<Body>)
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
async function rehearse<Body>({ db }: Service, { request, reply }: Asking, work: Work<Body>): Promise<Body> {
  const trx = await db.startTransaction().execute()
  try {
    const body = await work(trx, actorOf(request))
    reply.code(200).header('dry-run', 'true')
    return body
  } finally {
    await trx.rollback().execute()
  }
}

/**
 * Several requests of one kind in one transaction, so that they share its way to the disk: each has its own answer and
 * its own key, as by `write`.
 * @param work the bodies of those who are new, in their order; an Error where one is refused, `again` where one has to be
 * asked again outside of this batch: of neither anything was done.
 * @returns for each what to do with it: send its answer, throw its refusal, or ask again, which is also so where the same
 * key stands in this batch already.
 */
export async function writeTogether<Body extends object, One extends Asking>(
  service: Service,
  askings: One[],
  status: number,
  work: (trx: Trx, fresh: One[]) => Promise<Outcome<Body>[]>,
): Promise<(() => Promise<Body> | 'again')[]> {
  const seen = new Set<string>()
  const isRepeated = askings.map(({ request }) => {
    const key = keyOf(service, request)
    const name = key === undefined ? undefined : `${principalOf(request)} ${key}`
    const repeated = name !== undefined && seen.has(name)
    if (name !== undefined) seen.add(name)
    return repeated
  })
  const first = askings.filter((_, n) => isRepeated[n] !== true)
  const answers = await service.db
    .transaction()
    .execute(trx => repeatSafe(service, trx, first, status, fresh => work(trx, fresh)))
  service.feed.wake()
  return askings.map((asking, n) => {
    if (isRepeated[n] === true) return () => 'again'
    const answer = answers[first.indexOf(asking)] as Answer<Body>
    return 'again' in answer ? () => 'again' : async () => send(asking, status, answer)
  })
}

type Stored = { status: number; headers: Record<string, string>; body: string | null }
/** What becomes of one of several: its answer, its refusal, or that it is to be asked again. */
export type Outcome<Body> = Body | Error | 'again'
type Given<Body> = { fresh: Body } | { stored: Stored } | { refusal: Error }
type Answer<Body> = Given<Body> | { again: true }

function send<Body>({ request, reply }: Asking, status: number, answer: Given<Body>): Body {
  if ('refusal' in answer) throw answer.refusal
  if ('fresh' in answer) {
    reply.code(status)
    return answer.fresh
  }
  // a form is answered with a page of its own
  if (request.formKey !== null) return JSON.parse(answer.stored.body ?? 'null') as Body
  // an answer about somebody who is erased by now
  if (answer.stored.status >= 400) {
    const { detail } = JSON.parse(answer.stored.body ?? '{}') as { detail?: string }
    throw problem('conflict', detail, { headers: { 'idempotent-replayed': 'true' } })
  }
  // already serialised: sent as it is stored, byte for byte
  return reply.code(answer.stored.status).headers(answer.stored.headers).send(answer.stored.body) as never
}

/** Does the work for those who ask for the first time, and stores their answers; the others get what is stored. */
async function repeatSafe<Body, One extends Asking>(
  service: Service,
  trx: Trx,
  askings: One[],
  status: number,
  work: (fresh: One[]) => Promise<Outcome<Body>[]>,
): Promise<Answer<Body>[]> {
  const keyed = askings.flatMap(asking => {
    const key = keyOf(service, asking.request)
    return key === undefined ? [] : [{ asking, principal: principalOf(asking.request), key }]
  })
  const answers = new Map<One, Answer<Body>>(await findAnswers<Body, One>(service, trx, keyed))
  const fresh = askings.filter(asking => !answers.has(asking))
  const bodies = fresh.length === 0 ? [] : await work(fresh)
  for (const [n, asking] of fresh.entries()) {
    const body = bodies[n] as Outcome<Body>
    answers.set(
      asking,
      body === 'again' ? { again: true } : body instanceof Error ? { refusal: body } : { fresh: body },
    )
  }
  const toStore = keyed.flatMap(({ asking, ...named }) => {
    const answer = answers.get(asking)
    if (answer === undefined || !('fresh' in answer)) return []
    const stored = asStored(asking.reply, status, answer.fresh)
    answers.set(asking, { stored })
    return [{ ...named, stored, requestHash: hashOf(service, asking.request) }]
  })
  if (toStore.length > 0)
    await trx
      .insertInto('idempotencyKeys')
      .values(
        toStore.map(({ principal, key, requestHash, stored }) => ({
          principal,
          key,
          requestHash,
          status,
          headers: JSON.stringify(stored.headers),
          // an answer may hold a token, and whoever reads the database is not to use it
          body: service.keys.seal('request', stored.body ?? ''),
        })),
      )
      .execute()
  return askings.map(asking => answers.get(asking) as Answer<Body>)
}

type Keyed<One> = { asking: One; principal: string; key: string }

/** What is known of keys already: the answer that is stored, or why there is none to give now. */
async function findAnswers<Body, One extends Asking>(
  service: Service,
  trx: Trx,
  keyed: Keyed<One>[],
): Promise<[One, Answer<Body>][]> {
  if (keyed.length === 0) return []
  // a lock rather than a unique insert: a second request answers at once instead of waiting for the first
  const { rows: locks } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(name, 0)) as locked
    from unnest(${keyed.map(({ principal, key }) => `${principal} ${key}`)}::text[]) with ordinality as n (name, place) order by place`.execute(
    trx,
  )
  const earlier = await trx
    .selectFrom('idempotencyKeys')
    .selectAll()
    .where(
      sql<boolean>`(principal, key) in (select * from unnest(${keyed.map(one => one.principal)}::text[], ${keyed.map(one => one.key)}::text[]))`,
    )
    .execute()
  return keyed.flatMap(({ asking, principal, key }, n): [One, Answer<Body>][] => {
    if (locks[n]?.locked !== true) return [[asking, { refusal: inProgress() }]]
    const known = earlier.find(one => one.principal === principal && one.key === key)
    if (known === undefined) return []
    if (known.requestHash !== hashOf(service, asking.request))
      return [[asking, { refusal: problem('idempotency_key_reused', 'Use a new Idempotency-Key for a new request.') }]]
    const headers = { ...(known.headers as Record<string, string>), 'idempotent-replayed': 'true' }
    const body = service.keys.open('request', known.body ?? '')
    return [[asking, { stored: { status: known.status, headers, body } }]]
  })
}

const inProgress = () =>
  problem('request_in_progress', 'Wait a second, then send the same request again.', {
    headers: { 'retry-after': '1' },
  })

function asStored(reply: FastifyReply, status: number, body: unknown): Stored {
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
  return { status, headers, body: text }
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

/** Who asks for what: a key is theirs, for this operation. */
function principalOf(request: FastifyRequest): string {
  const actor = actorOf(request)
  return `${actor.kind} ${actor.id ?? ''} ${request.routeOptions.url ?? ''} ${JSON.stringify(request.params)}`
}

/** Other answers in the same form, after going back, are another request. */
const keyOf = (service: Service, request: FastifyRequest): string | undefined =>
  request.formKey === null ? idempotencyKeyOf(request) : `${request.formKey} ${hashOf(service, request)}`

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
