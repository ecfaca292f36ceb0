import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChange, recordChanges, systemActor, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueMail, queueRegistrationMails } from '../mail/queue.ts'
import { holdsSeat } from '../meetings/queries.ts'
import { notFound } from '../problems.ts'
import { linkPeople } from './person.ts'

/** A meeting whose seats are locked for this transaction. */
export type LockedMeeting = {
  id: string
  name: string
  state: string
  capacity: number | null
  cancelledAt: string | null
  publishedAt: string | null
  concludedAt: string | null
  startsAt: string
  begun: boolean
}

/**
 * Locks the seats of a meeting: whoever gives or frees one does it here first. The lock is a statement of its own; what
 * it protects is read by the statements after it, which see what others did while this one waited. (Locking and
 * counting in one statement sold 61 of 30 seats in trials.)
 */
export async function lockSeats(trx: Trx, meetingId: string): Promise<LockedMeeting> {
  await trx
    .selectFrom('meetings')
    .select('id')
    .where('id', '=', meetingId)
    .where('deletedAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow(notFound)
  return trx
    .selectFrom('meetingFacts')
    .select(['id', 'name', 'state', 'capacity', 'cancelledAt', 'publishedAt', 'concludedAt', 'startsAt'])
    .select(sql<boolean>`starts_at <= now()`.as('begun'))
    .$narrowType<{ id: string; name: string; state: string; startsAt: string }>()
    .where('id', '=', meetingId)
    .executeTakeFirstOrThrow(notFound)
}

/**
 * Seats that are free now; holds that have run out do not count. Infinity without a limit, less than none while the room is smaller than what was
 * given. Under the lock.
 */
async function freeSeats(trx: Trx, meeting: LockedMeeting): Promise<number> {
  if (meeting.capacity === null) return Infinity
  const { held } = await trx
    .selectFrom('registrations as r')
    .select(sql<number>`count(*)`.as('held'))
    .where('r.meetingId', '=', meeting.id)
    .where(holdsSeat)
    .executeTakeFirstOrThrow()
  return meeting.capacity - held
}

/**
 * Brings the seats of a locked meeting up to the clock: holds that ran out are marked, and free seats are offered to
 * the queue, first come first served among confirmed addresses; whoever has no address gets theirs at once. Called by
 * everybody who gives or frees a seat, so that nobody who signs up overtakes the queue; a job calls it when a hold ends,
 * which is a courtesy: nothing is wrong without it.
 * @returns the seats that are still free.
 */
export async function settleSeats(trx: Trx, jobs: JobQueue, meeting: LockedMeeting): Promise<number> {
  await expireHolds(trx, jobs, meeting)
  let free = await freeSeats(trx, meeting)
  if (free <= 0 || meeting.begun || meeting.cancelledAt !== null) return free
  const next = await trx
    .selectFrom('registrations')
    .select(['id', 'email'])
    .where('meetingId', '=', meeting.id)
    .where('status', '=', 'waitlisted')
    .where('addressConfirmedAt', 'is not', null)
    .orderBy('queuedAt')
    .orderBy('id')
    .limit(Number.isFinite(free) ? free : 100_000)
    .forUpdate()
    .execute()
  for (const { id, email } of next) {
    free--
    if (email === null) {
      // nobody could hear of an offer: the office has said for them that they will come
      await take(trx, jobs, systemActor, id)
      continue
    }
    // the earlier of 24 hours and half the time that is left
    const { expiresAt } = await trx
      .updateTable('registrations')
      .set({
        status: 'offered',
        expiresAt: sql`least(now() + interval '24 hours', now() + (${meeting.startsAt}::timestamptz - now()) / 2)`,
        version: sql`version + 1`,
        updatedAt: sql`now()`,
      })
      .where('id', '=', id)
      .returning('expiresAt')
      .executeTakeFirstOrThrow()
    if (expiresAt !== null) await jobs.enqueue(trx, 'settle-seats', { meetingId: meeting.id }, { after: expiresAt })
    await recordChange(trx, systemActor, { object: 'registration', id, kind: 'offered' })
    await queueMail(trx, jobs, { kind: 'offered', registrationId: id })
  }
  return free
}

/** Takes the seat for good and says so by mail, with the ticket. */
export const take = (trx: Trx, jobs: JobQueue, actor: Actor, id: string): Promise<void> =>
  takeAll(trx, jobs, actor, [id])

/** The same for several. @param notify false: nobody is told. */
export async function takeAll(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  ids: readonly string[],
  { notify = true }: { notify?: boolean } = {},
): Promise<void> {
  await trx
    .updateTable('registrations')
    .set({
      status: 'confirmed',
      addressConfirmedAt: sql`coalesce(address_confirmed_at, now())`,
      expiresAt: null,
      queuedAt: null,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  await linkPeople(trx, actor, ids)
  await recordChanges(
    trx,
    actor,
    ids.map(id => ({ object: 'registration', id, kind: 'confirmed' })),
  )
  if (notify) await queueRegistrationMails(trx, jobs, 'confirmed', ids)
}

/**
 * After a change of the meeting: free seats go to the queue, lowering the capacity throws nobody out; no hold lasts
 * beyond a beginning that is earlier now.
 */
export const settleAfterChange =
  ({ jobs }: { jobs: JobQueue }) =>
  async (
    trx: Trx,
    before: { capacity: number | null; startsAt: string },
    after: { id: string; capacity: number | null; startsAt: string },
  ): Promise<void> => {
    if (Date.parse(after.startsAt) < Date.parse(before.startsAt)) await endHoldsAt(trx, after.id, after.startsAt)
    if (before.capacity !== after.capacity) await settleSeats(trx, jobs, await lockSeats(trx, after.id))
  }

/** When they end is no change of the registration that anybody made: neither versions nor the log of changes rise. */
async function endHoldsAt(trx: Trx, meetingId: string, startsAt: string): Promise<void> {
  await trx
    .updateTable('registrations')
    .set({ expiresAt: startsAt })
    .where('meetingId', '=', meetingId)
    .where('status', 'in', ['unconfirmed', 'offered', 'waitlisted'])
    .where('expiresAt', '>', startsAt)
    .execute()
  await trx
    .updateTable('signUpAttempts')
    .set({ expiresAt: startsAt })
    .where('meetingId', '=', meetingId)
    .where('expiresAt', '>', startsAt)
    .execute()
}

async function expireHolds(trx: Trx, jobs: JobQueue, meeting: LockedMeeting): Promise<void> {
  const ended = await trx
    .updateTable('registrations')
    .set({
      status: sql<string>`case status when 'offered' then 'lapsed' else 'expired' end`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('meetingId', '=', meeting.id)
    .where(eb =>
      eb.or([
        eb('status', 'in', ['unconfirmed', 'offered']).and('expiresAt', '<=', sql<string>`now()`),
        eb('status', '=', 'waitlisted')
          .and('addressConfirmedAt', 'is', null)
          .and('expiresAt', '<=', sql<string>`now()`),
      ]),
    )
    .returning(['id', 'status'])
    .execute()
  for (const { id, status } of ended) {
    await recordChange(trx, systemActor, { object: 'registration', id, kind: status })
    // nobody wants to hear of a seat at a meeting that does not take place or has begun
    if (status === 'lapsed' && meeting.cancelledAt === null && !meeting.begun)
      await queueMail(trx, jobs, { kind: 'lapsed', registrationId: id })
  }
}
