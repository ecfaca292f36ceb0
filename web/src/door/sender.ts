import type { AttendanceOutcome } from '@treffpunkt/shared/attendance'
import { ServiceProblem } from '../api/client.ts'
import { takeSession, type Access } from './access.ts'
import { pauseAfter, waitOrWake } from './backoff.ts'
import { isRefusal, sendEntries } from './calls.ts'
import type { OwnEntry, Refusal } from './device.ts'

/** How the last request went: none yet, answered, not answered, or this link or account may not any more. */
export type Connection = 'connecting' | 'online' | 'offline' | 'ended'

export type Settled = { id: string; state: OwnEntry['state']; reason: Refusal | null }

type Outbox = {
  meetingId: string
  access: Access
  /** What waits, in the order in which it was made. */
  waiting: () => readonly OwnEntry[]
  /** Never fails. */
  settle: (outcomes: Settled[]) => Promise<void>
  onConnection: (connection: Connection) => void
}

/** What the contract takes in one request. */
const batchSize = 200

/**
 * Sends what waits, one request at a time and in order, until nothing does. What was sent without an answer is sent
 * again: the ids make it one.
 * @returns a function that starts it. While it runs, another start does nothing, unless it is `urgent`: then it does not
 *   wait out its pause.
 */
export function createSender(outbox: Outbox, signal: AbortSignal): (urgent?: boolean) => void {
  let running = false
  let pause = new AbortController()
  let size = batchSize
  let failures = 0

  /** @returns whether it was told to end, and so leaves something behind. */
  async function run(): Promise<boolean> {
    let isTokenFresh = false
    while (!signal.aborted) {
      const batch = outbox.waiting().slice(0, size)
      if (batch.length === 0) return false
      try {
        const outcomes = await send(batch)
        failures = 0
        isTokenFresh = false
        size = batchSize
        outbox.onConnection('online')
        await outbox.settle(outcomes.map(settled))
      } catch (error) {
        let problem = problemOf(error)
        if (problem.code === 'csrf_token_wrong' && !isTokenFresh) {
          // somebody has signed in since, or the page was opened without a network
          const asked = await takeSession(signal).catch(problemOf)
          isTokenFresh = asked === true
          if (isTokenFresh) continue
          if (typeof asked === 'object') problem = asked
        }
        const isUnreadable = [400, 413, 422].includes(problem.status)
        if (isRefusal(problem)) {
          outbox.onConnection('ended')
          return true
        } else if (isUnreadable && batch.length > 1) {
          // One entry must not hold up the others: they go one by one, and the one in question is set aside.
          size = 1
        } else if (isUnreadable && problem.problem) {
          await outbox.settle(batch.map(({ id }) => ({ id, state: 'refused', reason: 'unreadable' })))
        } else if (!signal.aborted) {
          failures++
          outbox.onConnection('offline')
          await wait(Math.max(pauseAfter(failures), problem.retryAfter ?? 0))
        }
      }
    }
    return true
  }

  async function wait(seconds: number): Promise<void> {
    pause = new AbortController()
    const end = () => pause.abort()
    signal.addEventListener('abort', end)
    await waitOrWake(seconds, pause.signal)
    signal.removeEventListener('abort', end)
  }

  const send = (batch: readonly OwnEntry[]): Promise<AttendanceOutcome[]> =>
    sendEntries(
      outbox.meetingId,
      outbox.access.token,
      batch.map(({ entry }) => entry),
      signal,
    )

  function start(urgent?: boolean): void {
    if (urgent) pause.abort()
    if (running) return
    running = true
    void run()
      .catch(() => true)
      .then(hasEnded => {
        running = false
        // what was entered while the run came to its end
        if (!hasEnded && outbox.waiting().length > 0) start()
      })
  }
  return start
}

const problemOf = (error: unknown): ServiceProblem =>
  error instanceof ServiceProblem ? error : new ServiceProblem(0, 'unexpected')

const settled = ({ id, outcome, reason }: AttendanceOutcome): Settled =>
  outcome === 'refused' ? { id, state: 'refused', reason } : { id, state: 'sent', reason: null }
