import { sql } from 'kysely'
import type { Db, Trx } from '../db/connect.ts'
import { recordChanges, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueRegistrationMails } from '../mail/queue.ts'
import { notFound, problem } from '../problems.ts'
import { linkPeople } from './person.ts'
import { lockRegistration, type LockedRegistration } from './queries.ts'
import { hasSeatFor, type Room } from './room-queries.ts'
import { lockSeats, notOpen, settleSeats, take, type LockedMeeting } from './seats.ts'

/** A code may be tried five times: one chance in 200,000 to guess it. */
const maxTries = 5

/**
 * Confirms the address of a registration: whoever can read the mailbox said yes. Doing it twice is once. What it gives
 * is decided under the lock by the room there is now: a hold that is still good becomes a seat; one that ran out is a
 * new attempt; who waits gets a seat that is free, else takes part in the queue from now on, at the place of their sign-up;
 * who asked to come is decided on by the office.
 * @throws meeting_cancelled or meeting_over when there is nothing left to come to.
 */
export async function confirm(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  { id, meetingId }: { id: string; meetingId: string },
): Promise<void> {
  const meeting = await lockSeats(trx, meetingId)
  const room = await settleSeats(trx, jobs, meeting)
  const registration = await lockRegistration(trx, id)
  const { status } = registration
  if (['confirmed', 'offered', 'withdrawn', 'substituted', 'refused'].includes(status)) return
  if ((status === 'waitlisted' || status === 'pending') && registration.addressConfirmedAt !== null) return
  requireToCome(meeting)

  if (status === 'unconfirmed') await take(trx, jobs, actor, id)
  // whom a seat is free for needs no offer: they have just said that they come
  else if (status === 'waitlisted') await admit(trx, jobs, actor, meeting, room, registration)
  else if (status === 'pending') await askAll(trx, jobs, actor, [id])
  else {
    // expired or lapsed: decided anew, as far as people can still sign up
    if (meeting.state !== 'open') throw notOpen(meeting, 'The seat was held until it expired; sign-up is closed now.')
    await decideAnew(trx, jobs, actor, meeting, room, registration)
  }
}

/**
 * By the room there is now: a seat, else the end of the queue; whoever the office has never let in asks it where it
 * decides who comes.
 */
export async function decideAnew(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meeting: LockedMeeting,
  room: Room,
  registration: LockedRegistration,
): Promise<void> {
  if (mustAsk(meeting, registration)) await askAll(trx, jobs, actor, [registration.id])
  else await admit(trx, jobs, actor, meeting, room, registration)
}

export const mustAsk = (
  { approval }: Pick<LockedMeeting, 'approval'>,
  { admittedAt }: Pick<LockedRegistration, 'admittedAt'>,
): boolean => approval && admittedAt === null

/** A seat if one is free for them, else a place in the queue, whoever decides. */
export const admit = (
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meeting: LockedMeeting,
  room: Room,
  registration: LockedRegistration,
): Promise<void> =>
  hasSeatFor(room, registration)
    ? take(trx, jobs, actor, registration.id)
    : wait(trx, jobs, actor, meeting, registration.id)

/**
 * Puts requests before the office, each at the place of its sign-up; who had withdrawn, or let time pass, begins at the end.
 * @param notify false: nobody is told.
 */
export async function askAll(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  ids: readonly string[],
  { notify = true }: { notify?: boolean } = {},
): Promise<void> {
  await trx
    .updateTable('registrations')
    .set({
      status: 'pending',
      addressConfirmedAt: sql`coalesce(address_confirmed_at, now())`,
      admittedAt: null,
      refusalReason: null,
      queuedAt: sql`case when status in ('withdrawn', 'expired', 'lapsed')
        then clock_timestamp() + array_position(${ids}::uuid[], id) * interval '1 microsecond'
        else coalesce(queued_at, created_at) end`,
      expiresAt: null,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  await linkPeople(trx, actor, ids)
  await recordChanges(
    trx,
    actor,
    ids.map(id => ({ object: 'registration', id, kind: 'requested' })),
  )
  if (notify) await queueRegistrationMails(trx, jobs, 'requested', ids)
}

type Place = 'held' | 'queued' | 'asked'

/** What stands behind a filled-in form; `current` while no later form has taken its place. */
export type Attempt = {
  id: string
  meetingId: string
  registrationId: string
  email: string
  until: string
  codeSent: boolean
  current: boolean
  /** Everybody on the form, where it was for several. */
  people: { name: string; place: Place }[] | null
  /** By a personal link: there is no code. */
  known: boolean
  /** What was answered, where it is `known`: by the room alone, whatever has become of the registration. */
  place: Place
  /** Of the registration, by now. */
  addressConfirmed: boolean
}

/** The attempt of a page. @throws not_found when its time is over. */
export const getAttempt = (db: Db, attemptId: string): Promise<Attempt> =>
  db
    .selectFrom('signUpAttempts as a')
    .innerJoin('registrations as r', 'r.id', 'a.registrationId')
    .select([
      'a.id',
      'a.meetingId',
      'a.registrationId',
      'a.email',
      'a.codeSent',
      'a.known',
      'a.people',
      'a.expiresAt as until',
    ])
    .select(sql<Attempt['place']>`coalesce(a.place, 'held')`.as('place'))
    .select(sql<boolean>`r.link_version = a.link_version`.as('current'))
    .select(sql<boolean>`r.address_confirmed_at is not null`.as('addressConfirmed'))
    .$narrowType<Pick<Attempt, 'people'>>()
    .where('a.id', '=', attemptId)
    .where('a.expiresAt', '>', sql<string>`now()`)
    .executeTakeFirstOrThrow(notFound)

/**
 * Tries a code. A wrong one counts, in a statement of its own, so that guesses made at once count as well; a right one
 * does not use the attempt up.
 * @throws code_wrong with the tries that are left, code_used_up when there are none.
 */
export async function tryCode(db: Db, attempt: Attempt, isRight: boolean): Promise<void> {
  const counted = await db
    .updateTable('signUpAttempts')
    .set({ codeTries: sql`code_tries + ${isRight ? 0 : 1}::integer` })
    .where('id', '=', attempt.id)
    .where('codeTries', '<', maxTries)
    .returning('codeTries')
    .executeTakeFirst()
  const left = counted === undefined ? 0 : maxTries - counted.codeTries
  if (left === 0) throw problem('code_used_up', 'The code was tried five times. Ask for a new mail.')
  if (!isRight) throw problem('code_wrong', `The code is not right. ${left} tries left.`)
}

/** Takes part in the queue; a seat that is free for it is offered at once. */
const wait = (trx: Trx, jobs: JobQueue, actor: Actor, meeting: LockedMeeting, id: string): Promise<void> =>
  waitAll(trx, jobs, actor, meeting, [id])

/** The same for several, one behind the other. */
export async function waitAll(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meeting: LockedMeeting,
  ids: readonly string[],
): Promise<void> {
  const isOne = sql<boolean>`id = any(${ids}::uuid[])`
  await trx
    .updateTable('registrations')
    .set({
      status: 'waitlisted',
      addressConfirmedAt: sql`coalesce(address_confirmed_at, now())`,
      admittedAt: sql`coalesce(admitted_at, now())`,
      refusalReason: null,
      // who was in the queue, or asked, keeps the place of their sign-up; whose hold ran out begins at its end
      queuedAt: sql`case when status in ('waitlisted', 'pending') then queued_at
        else clock_timestamp() + array_position(${ids}::uuid[], id) * interval '1 microsecond' end`,
      expiresAt: null,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where(isOne)
    .execute()
  await linkPeople(trx, actor, ids)
  await recordChanges(
    trx,
    actor,
    ids.map(id => ({ object: 'registration', id, kind: 'waitlisted' })),
  )
  await settleSeats(trx, jobs, meeting)
  const waiting = await trx
    .selectFrom('registrations')
    .select('id')
    .where(isOne)
    .where('status', '=', 'waitlisted')
    .execute()
  // who was offered a seat at once has the mail about that
  await queueRegistrationMails(
    trx,
    jobs,
    'waitlisted',
    waiting.map(({ id }) => id),
  )
}

/** @throws when the meeting is cancelled or has begun. */
export function requireToCome(meeting: LockedMeeting): void {
  if (meeting.cancelledAt !== null) throw problem('meeting_cancelled', 'The meeting is cancelled.')
  if (meeting.begun || meeting.concludedAt !== null)
    throw problem('meeting_over', 'The meeting has begun; ask the office.')
}
