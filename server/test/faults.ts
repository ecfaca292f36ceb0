import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

// Faults for negative controls, put between the service and PostgreSQL without a line of the service knowing of them:
// a child process loads this file with `node --import`, a test calls `installFaults`. A fault that no statement met is a
// mistake of the test: it would see what it is to see by chance, or never.

export type Faults = {
  /** Takes the lock out of the statement that locks the seats of a meeting: it becomes a plain select. */
  withoutSeatLock?: boolean
  /** Takes the locks out of the statements that lock registrations. */
  withoutRegistrationLock?: boolean
  /** Lets everybody append to the attendance of a meeting at once: the lock that only they take is not taken. */
  withoutAttendanceLock?: boolean
  /** Takes the lock of the meeting's row, which the conclusion waits for, from those who append. */
  withoutMeetingLock?: boolean
  /** Takes the lock of all admins from whoever changes an account. */
  withoutAdminLock?: boolean
  /** Waits so many milliseconds after each statement that holds this text, to widen a window. */
  waitAfter?: { statement: string; ms: number }
  /** Runs statements that hold this text on a connection of their own, at once and for good: outside the transaction. */
  outside?: { statement: string; connection: pg.ClientConfig }
}

/** Stops the first statement that holds this text when it is done, until `until` is; in this process alone. */
export type Hold = {
  statement: string
  /** @param backend the process of PostgreSQL that ran the statement */
  until: (backend: number) => Promise<unknown>
}

/** The variable that carries the faults, as JSON, into a child process. */
export const faultsVariable = 'TREFFPUNKT_TEST_FAULTS'

/** What a child process writes when a statement meets one of its faults for the first time. */
const metLine = (fault: string): string => `fault met: ${fault}\n`

/** Those faults that a child process has not met, as far as it has said. */
export const unmetFaults = (faults: Faults, output: string): string[] =>
  Object.keys(faults).filter(fault => !output.includes(metLine(fault)))

type Query = (this: pg.Client, ...args: unknown[]) => unknown
type Statement = { name?: string; text: string; values?: unknown[] }

const seatLock = / for no key update( skip locked)?$/
const adminLock = /^(select "id" from "accounts" .*) for update$/
const registrationLock = /^(select .* from "registrations" .*) for update$/
const meetingLock = /^(select "id" from "meetings" .*) for key share$/

/**
 * Wraps every statement of `pg` in this process, for services that start after it.
 * @param onMet is called when a fault is met for the first time.
 * @returns takes the wrapping off again. @throws then, once, when a fault or a hold was never met.
 */
export function installFaults(
  faults: Faults & { hold?: Hold },
  onMet: (fault: string) => void = () => undefined,
): () => void {
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const original = prototype.query
  const unmet = new Set(Object.keys(faults))
  const meet = (fault: keyof typeof faults) => {
    if (unmet.delete(fault)) onMet(fault)
  }
  prototype.query = function (first, ...rest) {
    const text = textOf(first)
    if (text === undefined) return original.call(this, first, ...rest)
    let changed = first
    if (faults.withoutSeatLock === true && seatLock.test(text)) {
      meet('withoutSeatLock')
      changed = withText(first, text.replace(seatLock, ''))
    }
    if (faults.withoutRegistrationLock === true && registrationLock.test(text)) {
      meet('withoutRegistrationLock')
      changed = withText(first, text.replace(registrationLock, '$1'))
    }
    if (faults.withoutMeetingLock === true && meetingLock.test(text)) {
      meet('withoutMeetingLock')
      changed = withText(first, text.replace(meetingLock, '$1'))
    }
    if (faults.withoutAdminLock === true && adminLock.test(text)) {
      meet('withoutAdminLock')
      changed = withText(first, text.replace(adminLock, '$1'))
    }
    if (faults.withoutAttendanceLock === true && isAttendanceLock(first, text)) {
      meet('withoutAttendanceLock')
      changed = withText(first, text.replace('pg_advisory_xact_lock(', '('))
    }
    const { outside, waitAfter, hold } = faults
    const isOutside = outside !== undefined && text.includes(outside.statement) && !(this instanceof Outside)
    if (isOutside) meet('outside')
    const answer = isOutside ? runOutside(outside.connection, first, rest) : original.call(this, changed, ...rest)
    if (!(answer instanceof Promise)) return answer
    if (waitAfter !== undefined && text.includes(waitAfter.statement)) {
      meet('waitAfter')
      return after(answer, () => sleep(waitAfter.ms))
    }
    if (hold !== undefined && unmet.has('hold') && text.includes(hold.statement)) {
      meet('hold')
      return after(answer, () => hold.until((this as unknown as { processID: number }).processID))
    }
    return answer
  }
  return () => {
    prototype.query = original
    const missed = [...unmet]
    unmet.clear()
    if (missed.length > 0) throw new Error(`no statement met: ${missed.join(', ')}`)
  }
}

async function after(answer: Promise<unknown>, then: () => Promise<unknown>): Promise<unknown> {
  const result = await answer
  await then()
  return result
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
if (given !== undefined) installFaults(JSON.parse(given) as Faults, fault => process.stderr.write(metLine(fault)))
