import { sql } from 'kysely'
import type { BatchOutcome, BatchResult, RegistrationBatch } from '@treffpunkt/shared/registration-batches'
import type { Trx } from '../db/connect.ts'
import { recordChanges, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueRegistrationMails } from '../mail/queue.ts'
import { problem } from '../problems.ts'
import { askAll, decideAnew, mustAsk, requireToCome, waitAll } from './confirm.ts'
import { isLive, liveStatuses, lockRegistration, lockRegistrations, type LockedRegistration } from './queries.ts'
import { hasSeatFor, takeFrom } from './room-queries.ts'
import { lockSeats, settleSeats, takeAll, type LockedMeeting } from './seats.ts'

/** What somebody does with one registration. */
export type Move = (trx: Trx, jobs: JobQueue, actor: Actor, at: { id: string; meetingId: string }) => Promise<void>

/** Gives the place back; the seat goes to the next in the queue. Doing it twice is once. */
export const withdraw: Move = async (trx, jobs, actor, { id, meetingId }) => {
  const meeting = await lockSeats(trx, meetingId)
  const { status } = await lockRegistration(trx, id)
  if (status !== 'withdrawn' && status !== 'substituted' && status !== 'refused')
    await giveBack(trx, jobs, actor, meeting, [id])
}

/**
 * Gives many places back. The seats go to the queue afterwards, so that nobody is offered one who withdraws by the same
 * request. Who is not in or waiting (any more) stays as they are.
 */
export async function withdrawAll(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meetingId: string,
  { registrationIds, notify }: RegistrationBatch,
): Promise<BatchResult> {
  const meeting = await lockSeats(trx, meetingId)
  const locked = await lockRegistrations(trx, meetingId, registrationIds)
  const leaving = locked.filter(isLive).map(({ id }) => id)
  if (leaving.length > 0) await giveBack(trx, jobs, actor, meeting, leaving, notify)
  const left = new Set(leaving)
  return resultOf(
    registrationIds,
    locked,
    new Map(locked.map(({ id }) => [id, left.has(id) ? 'withdrawn' : 'unchanged'])),
  )
}

async function giveBack(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meeting: LockedMeeting,
  ids: string[],
  notify = true,
): Promise<void> {
  if (meeting.concludedAt !== null) throw problem('meeting_held', 'The meeting is concluded.')
  await trx
    .updateTable('registrations')
    .set({ status: 'withdrawn', expiresAt: null, queuedAt: null, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  await recordChanges(
    trx,
    actor,
    ids.map(id => ({ object: 'registration', id, kind: 'withdrawn' })),
  )
  if (notify) await queueRegistrationMails(trx, jobs, 'withdrawn', ids)
  await settleSeats(trx, jobs, meeting)
}

/**
 * Undoes a withdrawal: decided anew, a seat if one is free, else the end of the queue; where the office decides, whoever it
 * has not let in asks again.
 */
export const restore: Move = async (trx, jobs, actor, { id, meetingId }) => {
  const meeting = await lockSeats(trx, meetingId)
  const room = await settleSeats(trx, jobs, meeting)
  const registration = await lockRegistration(trx, id)
  // nothing to undo; who has not confirmed yet keeps the hold and the question
  if (isLive(registration)) return
  requireToCome(meeting)
  if (registration.status === 'substituted')
    throw problem('registration_over', 'Somebody else has taken over the place.')
  if (registration.status === 'refused')
    throw problem('registration_over', 'The office has refused; it can reconsider that.')
  if (registration.status === 'withdrawn' && registration.addressConfirmedAt === null && actor.kind !== 'account')
    throw problem('registration_over', 'The address was never confirmed; sign up again.')
  if ((await findThere(trx, meetingId, [registration])).size > 0)
    throw problem('registration_live', 'This person has signed up again meanwhile.')
  await decideAnew(trx, jobs, actor, meeting, room, registration)
}

/**
 * Undoes many withdrawals, by the office: decided anew, one after the other as they signed up, a seat while one is free,
 * else the end of the queue. Who has to wait is told of it, whatever `notify` says.
 */
export async function restoreAll(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meetingId: string,
  { registrationIds, notify }: RegistrationBatch,
): Promise<BatchResult> {
  const meeting = await lockSeats(trx, meetingId)
  const room = await settleSeats(trx, jobs, meeting)
  const locked = await lockRegistrations(trx, meetingId, registrationIds)
  const withdrawn = locked.filter(({ status }) => status === 'withdrawn')
  const outcomes = new Map<string, BatchOutcome>(locked.map(({ id }) => [id, 'unchanged']))
  if (withdrawn.length > 0) {
    requireToCome(meeting)
    const there = await findThere(trx, meetingId, withdrawn)
    for (const one of withdrawn) {
      if (one.personKey !== null && there.has(one.personKey)) outcomes.set(one.id, 'registered_again')
      else if (mustAsk(meeting, one)) outcomes.set(one.id, 'pending')
      else if (hasSeatFor(room, one)) {
        takeFrom(room, one)
        outcomes.set(one.id, 'confirmed')
      } else outcomes.set(one.id, 'waitlisted')
      if (one.personKey !== null) there.add(one.personKey)
    }
    const those = (outcome: BatchOutcome) => withdrawn.flatMap(({ id }) => (outcomes.get(id) === outcome ? [id] : []))
    const [seated, asking, waiting] = [those('confirmed'), those('pending'), those('waitlisted')]
    if (seated.length > 0) await takeAll(trx, jobs, actor, seated, { notify })
    if (asking.length > 0) await askAll(trx, jobs, actor, asking, { notify })
    if (waiting.length > 0) await waitAll(trx, jobs, actor, meeting, waiting)
  }
  return resultOf(registrationIds, locked, outcomes)
}

/** The keys of those of them who have another registration for the meeting that is in force. */
export async function findThere(
  trx: Trx,
  meetingId: string,
  registrations: readonly LockedRegistration[],
): Promise<Set<string | null>> {
  const rows = await trx
    .selectFrom('registrations')
    .select('personKey')
    .where('meetingId', '=', meetingId)
    .where('status', 'in', liveStatuses)
    .where('personKey', '=', sql<string>`any(${registrations.map(({ personKey }) => personKey)}::text[])`)
    .execute()
  return new Set(rows.map(({ personKey }) => personKey))
}

/** One line for each that was asked about, in the order in which they were. */
export function resultOf(
  asked: readonly string[],
  locked: readonly LockedRegistration[],
  outcomes: ReadonlyMap<string, BatchOutcome>,
): BatchResult {
  const names = new Map(locked.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`]))
  return {
    items: asked.map(id => ({
      id,
      name: names.get(id.toLowerCase()) ?? null,
      outcome: outcomes.get(id.toLowerCase()) ?? 'not_found',
    })),
  }
}
