import { sql } from 'kysely'
import type { Attends } from '@treffpunkt/shared/attendance-modes'
import type { AttendsBatch, BatchOutcome, SwitchResult } from '@treffpunkt/shared/registration-batches'
import type { Trx } from '../db/connect.ts'
import { recordChanges, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueRegistrationMails } from '../mail/queue.ts'
import { problem } from '../problems.ts'
import { isLive, lockRegistrations, type LockedRegistration } from './queries.ts'
import { attendsOf } from './register.ts'
import { hasSeatFor, takeFrom, type Room } from './room-queries.ts'
import { lockSeats, settleSeats, takeAll, type LockedMeeting } from './seats.ts'
import { resultOf, type Move } from './withdraw.ts'

// On site or online, at a mixed meeting. Whoever has a place or waits for one changes while the other kind has a place that
// is free for them, and loses nothing where it has none; whoever holds nothing says what they would like.

/** Takes a place of the other kind, or a wish. */
type Switching = 'takes' | 'waits' | 'wishes'

const switchingOf = ({ status, addressConfirmedAt }: LockedRegistration): Switching =>
  status === 'confirmed' || status === 'unconfirmed' || status === 'offered'
    ? 'takes'
    : status === 'waitlisted' && addressConfirmedAt !== null
      ? 'waits'
      : 'wishes'

/** Who holds nothing needs no place, but in a queue: there they would come before others who have waited for it. */
const needsNoPlace = (one: LockedRegistration): boolean => switchingOf(one) === 'wishes' && one.status !== 'waitlisted'

function outcomeFor(meeting: LockedMeeting, room: Room, one: LockedRegistration, attends: Attends): BatchOutcome {
  const switching = switchingOf(one)
  // nobody in a queue is served any more
  if (switching === 'waits' && meeting.begun) return 'begun'
  if (needsNoPlace(one)) return 'changed'
  return hasSeatFor(room, { ...one, attends }) ? 'changed' : 'full'
}

/**
 * Changes how many take part, in the order in which they signed up. Those who wait and get a place have it for good; the places
 * that come free go to those who wait for them. Who cannot change stays as they are, and keeps nobody else from it; so does
 * who is not in or waiting (any more).
 * @param withGone these say what they would like, too.
 * @throws a mistake at `/attends` unless the meeting is mixed; what is over or cancelled.
 */
export async function switchAll(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meetingId: string,
  { registrationIds, notify, attends }: AttendsBatch,
  { withGone = false }: { withGone?: boolean } = {},
): Promise<SwitchResult> {
  const meeting = await lockSeats(trx, meetingId)
  attendsOf(meeting, attends)
  const room = await settleSeats(trx, jobs, meeting)
  const locked = await lockRegistrations(trx, meetingId, registrationIds)
  const outcomes = new Map<string, BatchOutcome>(locked.map(({ id }) => [id, 'unchanged']))
  const others =
    meeting.attendanceMode === 'mixed' ? locked.filter(one => one.attends !== attends && (withGone || isLive(one))) : []
  if (others.length === 0) return { ...resultOf(registrationIds, locked, outcomes), reversible: false }
  if (meeting.cancelledAt !== null) throw problem('meeting_cancelled', 'The meeting is cancelled.')
  if (meeting.over || meeting.concludedAt !== null)
    throw problem('meeting_over', 'The meeting is over; how somebody took part stays as it is.')
  const changing: LockedRegistration[] = []
  for (const one of others) {
    const outcome = outcomeFor(meeting, room, one, attends)
    outcomes.set(one.id, outcome)
    if (outcome !== 'changed') continue
    if (switchingOf(one) !== 'wishes') takeFrom(room, { ...one, attends })
    changing.push(one)
  }
  const seated = changing.filter(one => switchingOf(one) === 'waits').map(({ id }) => id)
  await writeAttends(trx, actor, changing, attends)
  if (seated.length > 0) await takeAll(trx, jobs, actor, seated, { notify })
  const told = changing.filter(({ status }) => status === 'confirmed').map(({ id }) => id)
  if (notify && told.length > 0) await queueRegistrationMails(trx, jobs, 'confirmed', told)
  const left = await settleSeats(trx, jobs, meeting)
  const reversible = changing.some(one => needsNoPlace(one) || hasSeatFor(left, one))
  return { ...resultOf(registrationIds, locked, outcomes), reversible }
}

/** Writes down how they take part from now on; whoever calls it has seen to the places. @param all locked. */
export async function writeAttends(trx: Trx, actor: Actor, all: LockedRegistration[], attends: Attends): Promise<void> {
  if (all.length === 0) return
  await trx
    .updateTable('registrations')
    .set({ attends, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', sql<string>`any(${all.map(({ id }) => id)}::uuid[])`)
    .execute()
  await recordChanges(
    trx,
    actor,
    all.map(({ id, attends: before }) => ({
      object: 'registration',
      id,
      kind: 'changed',
      before: { attends: before },
      after: { attends },
    })),
  )
}

/**
 * The same for one, who is told.
 * @returns whether anything has changed.
 * @throws other_kind_full where no place of the other kind is free for them; meeting_over for who waits once it has begun.
 */
export async function switchOne(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  { id, meetingId }: { id: string; meetingId: string },
  attends: Attends,
): Promise<boolean> {
  const batch = { registrationIds: [id], notify: true, attends }
  const { items } = await switchAll(trx, jobs, actor, meetingId, batch, { withGone: true })
  const outcome = items[0]?.outcome
  if (outcome === 'full')
    throw problem(
      'other_kind_full',
      attends === 'online'
        ? 'All online places are taken; everything stays as it is.'
        : 'All seats of the room are taken; everything stays as it is.',
    )
  if (outcome === 'begun')
    throw problem('meeting_over', 'The meeting has begun; nobody is let in from the queue any more.')
  return outcome === 'changed'
}

/** The same as a move of one. */
export const attend =
  (attends: Attends): Move =>
  async (trx, jobs, actor, at) => {
    await switchOne(trx, jobs, actor, at, attends)
  }
