import { createHash } from 'node:crypto'
import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './types.ts'

/** Reads outside a transaction. Functions that lock or write take `Trx`, so that the caller owns the unit of work. */
export type Db = Kysely<DB>
export type Trx = Transaction<DB>

/** How to reach the database as the serving role. */
export type Connection = {
  connectionString?: string
  host?: string
  port?: number
  user?: string
  database?: string
  options?: string
}

// Database values become wire values here and nowhere else: instants as RFC 3339 in UTC, days as YYYY-MM-DD, counts as numbers.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, toInstant)
types.setTypeParser(pg.types.builtins.DATE, (value: string) => value)
types.setTypeParser(pg.types.builtins.INT8, Number)

// A statement that waits longer has lost its caller; the server answers 503 and the caller tries again.
const timeouts = '-c lock_timeout=5s -c statement_timeout=10s -c idle_in_transaction_session_timeout=20s'
// Our statements touch hundreds of rows: starting workers or a compiler took 50 ms for what takes 3 without.
const planning = '-c max_parallel_workers_per_gather=0 -c jit=off'
// Whatever zone the server is set to; of the network's zone each statement that needs it says so.
const zone = '-c timezone=UTC'

/**
 * An instant as PostgreSQL writes it, as RFC 3339 in UTC with milliseconds. What it writes in UTC is cut into pieces: to
 * parse it as a date was the dearest part of reading a list.
 */
export function toInstant(value: string): string {
  if (value[10] !== ' ' || !value.endsWith('+00')) return new Date(value).toISOString()
  return `${value.slice(0, 10)}T${value.slice(11, 19)}.${value.slice(20, -3).padEnd(3, '0').slice(0, 3)}Z`
}

/**
 * A pool as the serving role. Errors of its connections go to `onError`: the pool replaces them, and an unheard error
 * event would end the process.
 */
export function connectPool(
  connection: Connection,
  options: { max?: number; onError: (error: Error) => void },
): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    options: [timeouts, planning, zone, connection.options].filter(Boolean).join(' '),
    max: options.max ?? 10,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    pipeline: true,
    types,
  })
  // at each connection: the pool listens to idle ones only, and one that is lost between two statements of a transaction
  // says so as an event, too
  pool.on('connect', client => void client.on('error', options.onError))
  pool.on('error', () => undefined)
  return pool
}

/** Kysely on a pool; its statements are named, so that PostgreSQL plans each once per connection. */
export const createDb = (pool: pg.Pool): Db =>
  new Kysely<DB>({ dialect: new PostgresDialect({ pool: namedStatements(pool) }), plugins: [new CamelCasePlugin()] })

const names = new Map<string, string>()

/** The name of a statement: the same SQL has the same name on every connection. Lists go as `= any($1)`, so names stay few. */
function statementName(text: string): string {
  let name = names.get(text)
  if (name === undefined) names.set(text, (name = createHash('sha1').update(text).digest('base64url')))
  return name
}

/**
 * A pool as Kysely wants it, whose clients send every statement with parameters under a name, and the beginning of a
 * transaction together with its first statement.
 */
function namedStatements(pool: pg.Pool) {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect(): Promise<pg.PoolClient> {
      const client = await pool.connect()
      if (!wrapped.has(client)) {
        wrapped.add(client)
        client.query = beginsLate(nameStatements(client.query.bind(client))) as typeof client.query
      }
      return client
    },
  }
}

/** Those that are wrapped: a pool may serve several. */
const wrapped = new WeakSet<pg.PoolClient>()

type Query = (text: unknown, values?: unknown, ...rest: unknown[]) => unknown

const nameStatements =
  (query: Query): Query =>
  (text, values, ...rest) =>
    typeof text === 'string' && Array.isArray(values) && values.length > 0
      ? query({ name: statementName(text), text, values }, ...rest)
      : query(text, values, ...rest)

/**
 * Sends `begin` with the first statement of the transaction rather than waiting for its answer, where that statement is a
 * `select`, which reads or locks: should `begin` fail by itself, nothing has changed, and the transaction ends by that error.
 */
function beginsLate(query: Query): Query {
  let isDue = false
  return async (text, ...rest) => {
    if (text === 'begin') {
      isDue = true
      return { command: 'BEGIN', rowCount: null, rows: [] }
    }
    if (!isDue) return query(text, ...rest)
    isDue = false
    if (text === 'rollback' || text === 'commit') return { command: text.toUpperCase(), rowCount: null, rows: [] }
    const begun = query('begin')
    if (typeof text !== 'string' || !/^\s*select\b/i.test(text)) {
      await begun
      return query(text, ...rest)
    }
    const [, result] = await Promise.all([begun, query(text, ...rest)])
    return result
  }
}
