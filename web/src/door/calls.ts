// What the door asks of the service. Contracts by their types alone: a phone in a cellar need not load the schemas.
import type { endSession, getSession } from '@treffpunkt/shared/accounts'
import type {
  getDoorList,
  listDoorMeetings,
  NewAttendanceEntry,
  recordAttendance,
  streamAttendance,
} from '@treffpunkt/shared/attendance'
import type { getNetwork } from '@treffpunkt/shared/settings'
import type { readTicket } from '@treffpunkt/shared/sign-up'
import { call, openStream, ServiceProblem, type AnswerOf } from '../api/client.ts'

/** The token of a door link; without one the account speaks. */
type Door = string | undefined

/** Milliseconds until a request without an answer counts as lost: in a dead line it would hang for minutes. */
export const patience = 20_000

/** @throws ServiceProblem (status 0) when nothing came in time; AbortError when `signal` says so. */
async function patiently<Value>(
  signal: AbortSignal | undefined,
  ask: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const request = new AbortController()
  const giveUp = () => request.abort()
  const timer = setTimeout(giveUp, patience)
  signal?.addEventListener('abort', giveUp)
  if (signal?.aborted) giveUp()
  try {
    return await ask(request.signal)
  } catch (error) {
    throw request.signal.aborted && !signal?.aborted ? new ServiceProblem(0, 'offline') : error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', giveUp)
  }
}

/**
 * Whether the service itself says that this link or account may not: what the network of a hall puts in its place, a page
 * that asks to sign in or that blocks, says nothing.
 */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ServiceProblem && error.problem !== undefined && [401, 403, 404].includes(error.status)

/** The zone in which times are shown (IANA name). @throws ServiceProblem */
export const readTimeZone = async (): Promise<string> => {
  const target = { method: 'GET', url: '/api/v1/public/network' } as const
  return (await patiently(undefined, signal => call<typeof getNetwork>(target, { signal }))).data.timeZone
}

/** Who is signed in. @throws ServiceProblem */
export const readSession = async (signal?: AbortSignal): Promise<AnswerOf<typeof getSession>> => {
  const target = { method: 'GET', url: '/api/v1/session' } as const
  return (await patiently(signal, signal => call<typeof getSession>(target, { signal }))).data
}

/** Ends the session of the account. @throws ServiceProblem */
export const deleteSession = async (): Promise<void> => {
  const target = { method: 'DELETE', url: '/api/v1/session' } as const
  await patiently(undefined, signal => call<typeof endSession>(target, { signal }))
}

/** Meetings this door may be opened for. @throws ServiceProblem */
export const listMeetings = async (
  door: Door,
  signal: AbortSignal,
): Promise<AnswerOf<typeof listDoorMeetings>['items']> => {
  const target = { method: 'GET', url: '/api/v1/door/meetings' } as const
  return (await patiently(signal, signal => call<typeof listDoorMeetings>(target, { door, signal }))).data.items
}

/** Everybody who may come to a meeting, and everything that was entered. @throws ServiceProblem */
export const readList = async (id: string, door: Door, signal: AbortSignal): Promise<AnswerOf<typeof getDoorList>> => {
  const target = { method: 'GET', url: '/api/v1/meetings/:id/door' } as const
  return (await patiently(signal, signal => call<typeof getDoorList>(target, { params: { id }, door, signal }))).data
}

/** Sends entries; each gets an outcome of its own. @throws ServiceProblem */
export const sendEntries = async (
  id: string,
  door: Door,
  entries: NewAttendanceEntry[],
  signal: AbortSignal,
): Promise<AnswerOf<typeof recordAttendance>['outcomes']> => {
  const body = { sentAt: new Date().toISOString(), entries }
  const target = { method: 'POST', url: '/api/v1/meetings/:id/attendance' } as const
  const input = { params: { id }, body, door }
  return (await patiently(signal, signal => call<typeof recordAttendance>(target, { ...input, signal }))).data.outcomes
}

/** Entries as they come, from a position on. @throws ServiceProblem */
export const streamEntries = (
  id: string,
  door: Door,
  after: number,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> =>
  openStream<typeof streamAttendance>(
    { method: 'GET', url: '/api/v1/meetings/:id/attendance/live' },
    { params: { id }, query: { after }, door, signal },
  )

/** What a ticket shows, of whichever meeting. @throws ServiceProblem */
export const lookUpTicket = async (token: string): Promise<AnswerOf<typeof readTicket>> => {
  const target = { method: 'POST', url: '/api/v1/public/tickets' } as const
  return (await patiently(undefined, signal => call<typeof readTicket>(target, { body: { token }, signal }))).data
}
