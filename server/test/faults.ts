import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

// Faults for negative controls, put between the service and PostgreSQL without a line of the service knowing of them:
// a child process loads this file with `node --import`, a test calls `installFaults`.

export type Faults = {
  /** Takes the lock out of the statement that locks the seats of a meeting: it becomes a plain select. */
  withoutSeatLock?: boolean
  /** Lets everybody append to the attendance of a meeting at once: the lock that only they take is not taken. */
  withoutAttendanceLock?: boolean
  /** Waits so many milliseconds after each statement that holds this text, to widen a window. */
  waitAfter?: { statement: string; ms: number }
  /** Runs statements that hold this text on a connection of their own, at once and for good: outside the transaction. */
  outside?: { statement: string; connection: pg.ClientConfig }
}

/** The variable that carries the faults, as JSON, into a child process. */
export const faultsVariable = 'TREFFPUNKT_TEST_FAULTS'

type Query = (this: pg.Client, ...args: unknown[]) => unknown
type Statement = { name?: string; text: string; values?: unknown[] }

const lock = / for no key update$/

/** Wraps every statement of `pg` in this process. @returns takes the wrapping off again. */
export function installFaults(faults: Faults): () => void {
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const original = prototype.query
  prototype.query = function (first, ...rest) {
    const text = textOf(first)
    if (text === undefined) return original.call(this, first, ...rest)
    const { outside } = faults
    const changed =
      faults.withoutSeatLock === true && lock.test(text)
        ? withText(first, text.replace(lock, ''))
        : faults.withoutAttendanceLock === true && isAttendanceLock(first, text)
          ? withText(first, text.replace('pg_advisory_xact_lock(', '('))
          : first
    const answer =
      outside !== undefined && text.includes(outside.statement) && !(this instanceof Outside)
        ? runOutside(outside.connection, first, rest)
        : original.call(this, changed, ...rest)
    const { waitAfter } = faults
    if (waitAfter === undefined || !text.includes(waitAfter.statement) || !(answer instanceof Promise)) return answer
    return answer.then(async (result: unknown) => {
      await sleep(waitAfter.ms)
      return result
    })
  }
  return () => {
    prototype.query = original
  }
}

const textOf = (first: unknown): string | undefined =>
  typeof first === 'string' ? first : isStatement(first) ? first.text : undefined

const isStatement = (value: unknown): value is Statement =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'

// A prepared statement has its text for good, so another text has another name.
const withText = (first: unknown, text: string): unknown =>
  isStatement(first) ? { ...first, text, ...(first.name === undefined ? {} : { name: `${first.name}-changed` }) } : text

const isAttendanceLock = (first: unknown, text: string): boolean =>
  text.includes('pg_advisory_xact_lock') && isStatement(first) && String(first.values?.[0]).startsWith('attendance ')

class Outside extends pg.Client {}

async function runOutside(connection: pg.ClientConfig, first: unknown, rest: unknown[]): Promise<pg.QueryResult> {
  const client = new Outside(connection)
  await client.connect()
  try {
    // what it refers to is not committed yet
    await client.query('set session_replication_role = replica')
    return isStatement(first)
      ? await client.query(first.text, first.values)
      : await client.query(String(first), Array.isArray(rest[0]) ? rest[0] : undefined)
  } finally {
    await client.end()
  }
}

const given = process.env[faultsVariable]
if (given !== undefined) installFaults(JSON.parse(given) as Faults)
