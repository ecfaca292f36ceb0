import { sql } from 'kysely'
import type {
  BatchOutcome,
  BatchResult,
  RefusalBatch,
  RegistrationBatch,
} from '@treffpunkt/shared/registration-batches'
import type { Trx } from '../db/connect.ts'
import { recordChanges, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueRegistrationMails } from '../mail/queue.ts'
import { problem } from '../problems.ts'
import { askAll, requireToCome, waitAll } from './confirm.ts'
import { lockRegistrations, type LockedRegistration } from './queries.ts'
import { hasSeatFor, takeFrom } from './room-queries.ts'
import { lockSeats, settleSeats, takeAll, type LockedMeeting } from './seats.ts'
import { findThere, resultOf, type Move } from './withdraw.ts'

// Where the office decides who comes: pending → confirmed | waitlisted | refused, and back while the meeting is to come.

/** Somebody of whom the office can say yes or no: they asked, and the address is theirs. */
const isAsking = ({ status, addressConfirmedAt }: LockedRegistration): boolean =>
  status === 'pending' && addressConfirmedAt !== null

/** Somebody whom the office has let in or refused, and whom it did not enter itself. */
const isDecided = ({ status, source, admittedAt }: LockedRegistration, { approval }: LockedMeeting): boolean =>
  status === 'refused' ||
  (approval &&
    source !== 'coordinator' &&
    admittedAt !== null &&
    ['confirmed', 'waitlisted', 'offered'].includes(status))

/**
 * Lets those come who asked to, one after the other as they signed up: a seat while one is free for them, else their place
 * in the queue, which they have had since they signed up. Who has to wait is told of it, whatever `notify` says.
 */
export async function approveAll(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meetingId: string,
  { registrationIds, notify }: RegistrationBatch,
): Promise<BatchResult> {
  const meeting = await lockSeats(trx, meetingId)
  const room = await settleSeats(trx, jobs, meeting)
  const locked = await lockRegistrations(trx, meetingId, registrationIds)
  const outcomes = unchanged(locked)
  const asking = locked.filter(isAsking)
  if (asking.length > 0) requireToCome(meeting)
  const [seated, waiting]: [string[], string[]] = [[], []]
  for (const one of asking) {
    const hasSeat = hasSeatFor(room, one)
    if (hasSeat) takeFrom(room, one)
    ;(hasSeat ? seated : waiting).push(one.id)
    outcomes.set(one.id, hasSeat ? 'confirmed' : 'waitlisted')
  }
  if (seated.length > 0) await takeAll(trx, jobs, actor, seated, { notify })
  if (waiting.length > 0) await waitAll(trx, jobs, actor, meeting, waiting)
  return resultOf(registrationIds, locked, outcomes)
}

/** Refuses those who asked to come, all with the same reason. */
export async function refuseAll(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meetingId: string,
  { registrationIds, notify, reason }: RefusalBatch,
): Promise<BatchResult> {
  const meeting = await lockSeats(trx, meetingId)
  await settleSeats(trx, jobs, meeting)
  const locked = await lockRegistrations(trx, meetingId, registrationIds)
  const outcomes = unchanged(locked)
  const ids = locked.filter(isAsking).map(({ id }) => id)
  if (ids.length === 0) return resultOf(registrationIds, locked, outcomes)
  requireToCome(meeting)
  await trx
    .updateTable('registrations')
    .set({
      status: 'refused',
      refusalReason: reason?.trim() || null,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  await recordChanges(
    trx,
    actor,
    ids.map(id => ({ object: 'registration', id, kind: 'refused' })),
  )
  if (notify) await queueRegistrationMails(trx, jobs, 'refused', ids)
  for (const id of ids) outcomes.set(id, 'refused')
  return resultOf(registrationIds, locked, outcomes)
}

/** Takes decisions back: those people ask again, and their seats go to the queue. */
export async function reconsiderAll(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meetingId: string,
  { registrationIds, notify }: RegistrationBatch,
): Promise<BatchResult> {
  const meeting = await lockSeats(trx, meetingId)
  await settleSeats(trx, jobs, meeting)
  const locked = await lockRegistrations(trx, meetingId, registrationIds)
  const outcomes = unchanged(locked)
  const decided = locked.filter(one => isDecided(one, meeting))
  if (decided.length === 0) return resultOf(registrationIds, locked, outcomes)
  requireToCome(meeting)
  const there = await findThere(
    trx,
    meetingId,
    decided.filter(({ status }) => status === 'refused'),
  )
  const ids = decided.flatMap(({ id, status, personKey }) => (status === 'refused' && there.has(personKey) ? [] : [id]))
  for (const { id } of decided) outcomes.set(id, ids.includes(id) ? 'pending' : 'registered_again')
  if (ids.length > 0) await askAll(trx, jobs, actor, ids, { notify })
  await settleSeats(trx, jobs, meeting)
  return resultOf(registrationIds, locked, outcomes)
}

const unchanged = (locked: readonly LockedRegistration[]) =>
  new Map<string, BatchOutcome>(locked.map(({ id }) => [id, 'unchanged']))

type Decide = (trx: Trx, jobs: JobQueue, actor: Actor, meetingId: string, batch: RefusalBatch) => Promise<BatchResult>

/** One decision on one registration. Doing it twice is once. */
const one =
  (decide: Decide, done: readonly string[], reason: string | null): Move =>
  async (trx, jobs, actor, { id, meetingId }) => {
    const { items } = await decide(trx, jobs, actor, meetingId, { registrationIds: [id], notify: true, reason })
    if (items[0]?.outcome === 'registered_again')
      throw problem('registration_live', 'This person has signed up again meanwhile.')
    if (items[0]?.outcome !== 'unchanged') return
    const { status } = await trx
      .selectFrom('registrations')
      .select('status')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    if (!done.includes(status)) throw problem('registration_over', 'There is no request to decide on.')
  }

export const approve = one(approveAll, ['confirmed', 'waitlisted', 'offered', 'unconfirmed'], null)
export const refuse = (reason: string | null) => one(refuseAll, ['refused'], reason)
export const reconsider = one(reconsiderAll, ['pending'], null)
