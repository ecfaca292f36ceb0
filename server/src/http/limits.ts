import type { FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { problem } from '../problems.ts'
import type { Keys } from './keys.ts'

/** At most `points` in `seconds`, counted in the database, so that several servers allow what one allows. */
export type Limit = { name: string; points: number; seconds: number }

export type Limits = {
  /** Counts one for `key`, or several; sets the RateLimit headers. @throws 429 with Retry-After when there was none left. */
  take(reply: FastifyReply, limit: Limit, key: string, points?: number): Promise<void>
  /** Counts one for `key` and says whether it was within the limit; to whoever asks nothing is shown. */
  count(limit: Limit, key: string): Promise<boolean>
  /** Forgets what was counted, after a success. */
  forget(limit: Limit, key: string): Promise<void>
  /** Is there one left? Counts nothing. @throws 429 with Retry-After when there is none. */
  check(limit: Limit, key: string): Promise<void>
}

/** Makes the counters. A database that does not answer refuses rather than lets through (OWASP ASVS 5.0, 16.5.3). */
export function createLimits(pool: pg.Pool): Limits {
  const limiters = new Map<string, RateLimiterPostgres>()
  const limiterOf = ({ name, points, seconds }: Limit) => {
    let limiter = limiters.get(name)
    if (limiter === undefined) {
      limiter = new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'rate_limits',
        tableCreated: true,
        keyPrefix: name,
        points,
        duration: seconds,
        clearExpiredByTimeout: false,
      })
      limiters.set(name, limiter)
    }
    return limiter
  }
  return {
    async take(reply, limit, key, points = 1) {
      // draft-ietf-httpapi-ratelimit-headers-11
      const list = (name: string, item: string) => {
        const earlier = reply.getHeader(name)
        reply.header(name, typeof earlier === 'string' ? `${earlier}, ${item}` : item)
      }
      list('ratelimit-policy', `"${limit.name}";q=${limit.points};w=${limit.seconds}`)
      const result = await consume(limit, key, points)
      if (result.isOver) throw tooMany(limit, result.msBeforeNext)
      list('ratelimit', `"${limit.name}";r=${result.remaining};t=${Math.ceil(result.msBeforeNext / 1000)}`)
    },
    forget: async (limit, key) => void (await limiterOf(limit).delete(key)),
    count: async (limit, key) => !(await consume(limit, key)).isOver,
    async check(limit, key) {
      const known = await limiterOf(limit).get(key)
      if (known !== null && known.consumedPoints >= limit.points) throw tooMany(limit, known.msBeforeNext)
    },
  }

  async function consume(
    limit: Limit,
    key: string,
    points = 1,
  ): Promise<{ isOver: boolean; remaining: number; msBeforeNext: number }> {
    try {
      const { remainingPoints, msBeforeNext } = await limiterOf(limit).consume(key, points)
      return { isOver: false, remaining: remainingPoints, msBeforeNext }
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      return { isOver: true, remaining: 0, msBeforeNext: error.msBeforeNext }
    }
  }
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
