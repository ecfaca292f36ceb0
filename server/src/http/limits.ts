import type { FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import { problem } from '../problems.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Keys } from './keys.ts'

/** At most `points` in `seconds`, counted in the database, so that several servers allow what one allows. */
export type Limit = { name: string; points: number; seconds: number }

export type Limits = {
  /** Counts one for `key`, or several; sets the RateLimit headers. @throws 429 with Retry-After when there was none left. */
  take(reply: FastifyReply, limit: Limit, key: string, points?: number): Promise<void>
  /** Counts one for `key` and says whether it was within the limit; to whoever asks nothing is shown. */
  count(limit: Limit, key: string): Promise<boolean>
  /** Takes one back that was counted for `key`, for something that was refused for another reason. */
  giveBack(limit: Limit, key: string): Promise<void>
  /** Forgets what was counted, after a success. */
  forget(limit: Limit, key: string): Promise<void>
  /** Is there one left? Counts nothing. @throws 429 with Retry-After when there is none. */
  check(limit: Limit, key: string): Promise<void>
}

type Counting = { limit: Limit; key: string; points: number }

/** What was counted within a limit, with this one, and how long it counts. */
type Counted = { points: number; msBeforeNext: number }

/**
 * Makes the counters. Those who are counted at the same moment share a statement. A database that does not answer
 * refuses rather than lets through (OWASP ASVS 5.0, 16.5.3).
 */
export function createLimits(pool: pg.Pool): Limits {
  const consume = createGroupCommit<Counting, Counted>({
    keyOf: () => '',
    together: async counted => (await countAll(pool, counted)).map(one => async () => one),
    alone: async one => (await countAll(pool, [one]))[0] as Counted,
    isOnes: () => false,
  })
  return {
    async take(reply, limit, key, wanted = 1) {
      // draft-ietf-httpapi-ratelimit-headers-11
      const list = (name: string, item: string) => {
        const earlier = reply.getHeader(name)
        reply.header(name, typeof earlier === 'string' ? `${earlier}, ${item}` : item)
      }
      list('ratelimit-policy', `"${limit.name}";q=${limit.points};w=${limit.seconds}`)
      const { points, msBeforeNext } = await consume({ limit, key, points: wanted })
      if (points > limit.points) throw tooMany(limit, msBeforeNext)
      list('ratelimit', `"${limit.name}";r=${limit.points - points};t=${Math.ceil(msBeforeNext / 1000)}`)
    },
    giveBack: async (limit, key) =>
      void (await pool.query('update rate_limits set points = points - 1 where key = $1 and points > 0', [
        nameOf(limit, key),
      ])),
    forget: async (limit, key) =>
      void (await pool.query('delete from rate_limits where key = $1', [nameOf(limit, key)])),
    count: async (limit, key) => (await consume({ limit, key, points: 1 })).points <= limit.points,
    async check(limit, key) {
      const now = Date.now()
      const { rows } = await pool.query<{ points: number; expire: number }>(
        'select points, expire from rate_limits where key = $1 and expire > $2',
        [nameOf(limit, key), now],
      )
      const [known] = rows
      if (known !== undefined && known.points >= limit.points) throw tooMany(limit, known.expire - now)
    },
  }
}

const nameOf = (limit: Limit, key: string): string => `${limit.name}:${key}`

/** Counts for each, in one statement; the rows are locked in the order of their keys. */
async function countAll(pool: pg.Pool, all: Counting[]): Promise<Counted[]> {
  const named = all.map(one => ({ ...one, name: nameOf(one.limit, one.key) }))
  const sums = new Map<string, { points: number; ms: number }>()
  for (const { name, limit, points } of named)
    sums.set(name, { points: (sums.get(name)?.points ?? 0) + points, ms: limit.seconds * 1000 })
  const wanted = [...sums].sort(([one], [other]) => (one < other ? -1 : 1))
  const now = Date.now()
  const { rows } = await pool.query<{ key: string; points: number; expire: number }>({
    name: 'count-limits',
    text: `insert into rate_limits as l (key, points, expire)
      select key, points, $4::bigint + ms from unnest($1::text[], $2::integer[], $3::bigint[]) as n (key, points, ms)
      on conflict (key) do update set
        points = case when l.expire <= $4 then excluded.points else l.points + excluded.points end,
        expire = case when l.expire <= $4 then excluded.expire else l.expire end
      returning key, points, expire`,
    values: [wanted.map(([name]) => name), wanted.map(([, { points }]) => points), wanted.map(([, { ms }]) => ms), now],
  })
  const counted = new Map(rows.map(row => [row.key, row]))
  // of several for the same key the first counts least
  return named
    .toReversed()
    .map(({ name, points }) => {
      const row = counted.get(name)
      const given = { points: row?.points ?? 0, msBeforeNext: Math.max(0, (row?.expire ?? now) - now) }
      if (row !== undefined) row.points -= points
      return given
    })
    .reverse()
}

function tooMany(limit: Limit, msBeforeNext: number) {
  const wait = Math.max(1, Math.ceil(msBeforeNext / 1000))
  return problem('too_many_requests', `Wait ${wait} seconds, then try again.`, {
    headers: { 'retry-after': String(wait), ratelimit: `"${limit.name}";r=0;t=${wait}` },
  })
}

/**
 * The caller's network as a key: the IPv4 address, or the /64 an IPv6 customer is given. Signed, so that the table
 * holds no address of anybody.
 */
export function networkOf(request: FastifyRequest, keys: Keys): string {
  const { ip } = request
  const network =
    ip.includes(':') && !ip.startsWith('::ffff:') ? expand(ip).slice(0, 4).join(':') : ip.replace('::ffff:', '')
  return keys.sign('network-address', network)
}

function expand(ip: string): string[] {
  const [head = '', tail] = ip.split('%')[0]?.split('::') ?? []
  const start = head === '' ? [] : head.split(':')
  const end = tail === undefined || tail === '' ? [] : tail.split(':')
  return [...start, ...Array<string>(Math.max(0, 8 - start.length - end.length)).fill('0'), ...end]
}
