import type {
  FastifyBaseLogger,
  FastifyReply,
  FastifyRequest,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type pg from 'pg'
import type { Language } from '@treffpunkt/shared/languages'
import type { Config } from '../config.ts'
import type { Db } from '../db/connect.ts'
import type { ChangeFeed } from '../db/sequencer.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { Keys } from './keys.ts'
import type { Limits } from './limits.ts'
import type { PublicCache } from './public-cache.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the address of a page; German elsewhere. */
    language: Language
  }
}

/** What every noun's routes are given; made once in `app.ts`. */
export type Service = {
  config: Config
  pool: pg.Pool
  db: Db
  feed: ChangeFeed
  keys: Keys
  limits: Limits
  cache: PublicCache
  jobs: JobQueue
}

/** Fastify with the types of the route contracts. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** A request and its answer, for what the API and the pages of a noun share. */
export type Request = FastifyRequest
export type Reply = FastifyReply
