import { sql } from 'kysely'
import type { AttendanceMode, Attends } from '@treffpunkt/shared/attendance-modes'
import type { Contingent } from '@treffpunkt/shared/contingents'
import type { MeetingVisibility } from '@treffpunkt/shared/meetings'
import type { Trx } from '../db/connect.ts'
import { recordChange, recordChanges, systemActor, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueMail, queueRegistrationMails } from '../mail/queue.ts'
import { notFound, problem, type ProblemError } from '../problems.ts'
import { linkPeople } from './person.ts'
import {
  countSeats,
  hasSeatFor,
  heldOnce,
  roomOf,
  seatCounts,
  takeFrom,
  type Belonging,
  type Room,
  type SeatCounts,
} from './room-queries.ts'

/** A meeting whose seats are locked for this transaction. */
export type LockedMeeting = {
  id: string
  name: string
  state: string
  attendanceMode: AttendanceMode
  /** Of a mixed meeting, the seats of its room. */
  capacity: number | null
  onlineCapacity: number | null
  /** Whoever signs up asks to come, and the office decides. */
  approval: boolean
  /** `members`: whoever has no invitation cannot sign up. */
  visibility: MeetingVisibility
  /** Contingents keep seats, now. */
  keeps: boolean
  /** There are questions to those who sign up. */
  asks: boolean
  cancelledAt: string | null
  publishedAt: string | null
  concludedAt: string | null
  startsAt: string
  /** From when people sign up, and until when, as pages say; null: not settled yet. */
  registrationOpensAt: string | null
  registrationClosesAt: string
  begun: boolean
  over: boolean
  /** When a hold ends that begins now: after 48 hours, with the beginning of the meeting at the latest. */
  holdsUntil: string
}

/** Nobody signs up now; the answer says when people do. */
export const notOpen = ({ registrationOpensAt, registrationClosesAt }: LockedMeeting, detail: string): ProblemError =>
  problem('meeting_not_open', detail, { members: { registrationOpensAt, registrationClosesAt } })

/**
 * Locks the seats of a meeting: whoever gives or frees one does it here first. The lock is a statement of its own; what
 * it protects is read by the statements after it, which see what others did while this one waited. (Locking and
 * counting in one statement sold 61 of 30 seats in trials.)
 */
export async function lockSeats(trx: Trx, meetingId: string): Promise<LockedMeeting> {
  const [meeting] = await lockAllSeats(trx, [meetingId])
  if (meeting === undefined) throw notFound()
  return meeting
}

/**
 * The same for several meetings, in the order of their ids.
 * @param waits false: those that somebody else has locked are left out, and for other locks this transaction waits a moment
 * only, because others stand behind all of these meetings.
 */
export async function lockAllSeats(
  trx: Trx,
  meetingIds: readonly string[],
  { waits = true }: { waits?: boolean } = {},
): Promise<CountedMeeting[]> {
  const locked = await trx
    .selectFrom('meetings')
    .select('id')
    .$if(!waits, rows => rows.select(sql`set_config('lock_timeout', '250ms', true)`.as('patience')))
    .where('id', '=', sql<string>`any(${meetingIds}::uuid[])`)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .$if(!waits, rows => rows.skipLocked())
    .execute()
  if (locked.length === 0) return []
  const { rows } = await sql<CountedMeeting>`
    select m.id, m.name, m.state, m.attendance_mode, m.capacity, m.online_capacity, m.approval, m.visibility, m.cancelled_at, m.published_at, m.concluded_at, m.starts_at,
      m.registration_opens_at, coalesce(m.registration_closes_at, m.starts_at) as registration_closes_at,
      m.starts_at <= now() as begun, m.ends_at <= now() as over, least(now() + interval '48 hours', m.starts_at) as holds_until,
      exists (select from contingents c where c.meeting_id = m.id and c.releases_at > now()) as keeps,
      exists (select from questions q where q.meeting_id = m.id and q.deleted_at is null) as asks, ${seatCounts}
    from meeting_facts m cross join lateral ${heldOnce}
    where m.id = any(${locked.map(({ id }) => id)}::uuid[])`.execute(trx)
  return rows
}

/** A meeting whose seats are counted as they are before anything else is done. */
export type CountedMeeting = LockedMeeting & SeatCounts

/**
 * Brings the seats of a locked meeting up to the clock: holds that ran out are marked, and free seats are offered to
 * the queue, first come first served among confirmed addresses; whoever has no address gets theirs at once. A seat that a
 * contingent keeps goes to the first of its people, one for everybody to the first of all. A mixed meeting has a queue for its
 * room and one for its online places. Called by everybody who gives or frees a seat, so that nobody who signs up overtakes the
 * queue; a job calls it when a hold ends or a contingent is released, which is a courtesy: nothing is wrong without it.
 * @returns what is still free.
 */
export const settleSeats = async (trx: Trx, jobs: JobQueue, meeting: LockedMeeting): Promise<Room> =>
  settleCounted(trx, jobs, { ...meeting, ...(await countSeats(trx, meeting.id)) })

/** The same for a meeting that is counted: nearly always nothing is to be done. */
export async function settleCounted(trx: Trx, jobs: JobQueue, meeting: CountedMeeting): Promise<Room> {
  if (meeting.ends) await expireHolds(trx, jobs, meeting)
  const room = await roomOf(trx, meeting, meeting)
  if (meeting.waits && !meeting.begun && meeting.cancelledAt === null)
    for (const attends of queuesOf(meeting)) await offerSeats(trx, jobs, meeting, room, attends)
  return room
}

/** For what people wait. */
const queuesOf = ({ attendanceMode }: LockedMeeting): readonly (Attends | null)[] =>
  attendanceMode === 'mixed' ? ['on_site', 'online'] : [null]

async function offerSeats(
  trx: Trx,
  jobs: JobQueue,
  meeting: LockedMeeting,
  room: Room,
  attends: Attends | null,
): Promise<void> {
  for (;;) {
    let given = 0
    for (const one of await lockFirst(trx, meeting, room, attends)) {
      if (!hasSeatFor(room, one)) continue
      takeFrom(room, one)
      await offer(trx, jobs, meeting, one)
      given++
    }
    if (given === 0) return
  }
}

type Waiting = Belonging & { id: string; email: string | null }

/**
 * Those at the head of the queue whom a free seat is for, each taken by itself: the first of them gets one. Others may have
 * to let go by, who are after the same contingent; behind them may be somebody of another one.
 */
async function lockFirst(trx: Trx, meeting: LockedMeeting, room: Room, attends: Attends | null): Promise<Waiting[]> {
  const open = attends === 'online' ? [] : room.kept.filter(({ free }) => free > 0)
  const [left, common] = attends === 'online' ? [room.online, room.online] : [room.left, room.common]
  if (left <= 0 || (common <= 0 && open.length === 0)) return []
  const belongsToOpen = sql<boolean>`(r.organisation_id = any(${open.map(one => one.organisationId)}::uuid[])
    or o.sector = any(${open.map(one => one.sector)}::text[]))`
  return (
    trx
      .selectFrom('registrations as r')
      .leftJoin('organisations as o', 'o.id', 'r.organisationId')
      .select(['r.id', 'r.email', 'r.organisationId', 'o.sector as organisationSector', 'r.attends'])
      .$narrowType<Pick<Waiting, 'organisationSector' | 'attends'>>()
      .where('r.meetingId', '=', meeting.id)
      .where('r.status', '=', 'waitlisted')
      .where('r.addressConfirmedAt', 'is not', null)
      // whoever has said nothing, on a server that is not upgraded yet, comes to the room
      .$if(attends !== null, rows =>
        rows.where('r.attends', attends === 'online' ? 'is not distinct from' : 'is distinct from', 'online'),
      )
      .$if(common <= 0, rows => rows.where(belongsToOpen))
      .orderBy('r.queuedAt')
      .orderBy('r.id')
      .limit(Number.isFinite(left) ? left : 100_000)
      .forUpdate('r')
      .execute()
  )
}

async function offer(trx: Trx, jobs: JobQueue, meeting: LockedMeeting, { id, email }: Waiting): Promise<void> {
  // nobody could hear of an offer: the office has said for them that they will come
  if (email === null) return take(trx, jobs, systemActor, id)
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
      admittedAt: sql`coalesce(admitted_at, now())`,
      refusalReason: null,
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

type Changed = {
  attendanceMode: AttendanceMode
  capacity: number | null
  onlineCapacity: number | null
  startsAt: string
  contingents: readonly Contingent[]
}

/**
 * After a change of the meeting: free seats go to the queue, lowering the capacity throws nobody out, nor does having all in
 * one place from now on; no hold lasts beyond a beginning that is earlier now.
 */
export const settleAfterChange =
  ({ jobs }: { jobs: JobQueue }) =>
  async (trx: Trx, before: Changed, after: Changed & { id: string }): Promise<void> => {
    if (Date.parse(after.startsAt) < Date.parse(before.startsAt)) await endHoldsAt(trx, after.id, after.startsAt)
    const keepsOthers = JSON.stringify(before.contingents) !== JSON.stringify(after.contingents)
    if (keepsOthers)
      for (const { releasesAt } of after.contingents)
        await jobs.enqueue(trx, 'settle-seats', { meetingId: after.id }, { after: releasesAt })
    const isElsewhere = before.attendanceMode !== after.attendanceMode
    if (isElsewhere) await countToMode(trx, before.attendanceMode, after)
    const hasOthers = before.capacity !== after.capacity || before.onlineCapacity !== after.onlineCapacity
    if (keepsOthers || isElsewhere || hasOthers) await settleSeats(trx, jobs, await lockSeats(trx, after.id))
  }

/**
 * Everybody of a meeting that becomes mixed takes part the way it was until then; of one that is mixed no more, the way there
 * is. The change is the meeting's, whose history has it: neither versions nor the log of the registrations rise.
 */
async function countToMode(
  trx: Trx,
  before: AttendanceMode,
  { id, attendanceMode }: Pick<Changed, 'attendanceMode'> & { id: string },
): Promise<void> {
  if (before !== 'mixed' && attendanceMode !== 'mixed') return
  await trx
    .updateTable('registrations')
    .set({ attends: attendanceMode === 'mixed' ? before : null })
    .where('meetingId', '=', id)
    .execute()
}

/** When they end is no change of the registration that anybody made: neither versions nor the log of changes rise. */
async function endHoldsAt(trx: Trx, meetingId: string, startsAt: string): Promise<void> {
  await trx
    .updateTable('registrations')
    .set({ expiresAt: startsAt })
    .where('meetingId', '=', meetingId)
    .where('status', 'in', ['pending', 'unconfirmed', 'offered', 'waitlisted'])
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
        eb('status', 'in', ['waitlisted', 'pending'])
          .and('addressConfirmedAt', 'is', null)
          .and('expiresAt', '<=', sql<string>`now()`),
        // nobody decides on them any more
        ...(meeting.begun ? [eb('status', '=', 'pending')] : []),
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
