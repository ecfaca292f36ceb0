import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Language } from '@treffpunkt/shared/languages'
import { personKey, searchText } from '@treffpunkt/shared/names'
import type { Sector } from '@treffpunkt/shared/organisations'
import type { PublicQuestion } from '@treffpunkt/shared/questions'
import type { Consents, NewRegistration, Registration } from '@treffpunkt/shared/registrations'
import type { SignUp } from '@treffpunkt/shared/sign-up'
import type { Db, Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueMail } from '../mail/queue.ts'
import { mistake, notFound, problem, ProblemError } from '../problems.ts'
import { insertConsents, insertNeeds, writeConsents, writeNeeds } from './needs-and-consents.ts'
import { linkPerson } from './person.ts'
import { insertAnswers, lockQuestions, readAnswers, writeAnswers } from './question-answers.ts'
import { liveStatuses } from './queries.ts'
import { hasSeatFor, readRoom, takeFrom, type Room } from './room-queries.ts'
import { lockSeats, settleSeats, type LockedMeeting } from './seats.ts'
import { newShortCode } from './short-code.ts'

type Place = 'held' | 'queued' | 'asked'

/** What sign-up answers: held or queued, or asked where the office decides, and until when, by the room alone. */
export type SignUpOutcome = { place: Place; until: string; attemptId: string }

/** Somebody who signs up for a meeting. */
export type Entrant = {
  actor: Actor
  item: SignUp
  /** False when the address has had all the mails it may get this hour: everything else is the same. */
  mayMail: boolean
  /** Somebody else signs them up: what the meeting asks they answer later, and what they filled in themselves stays. */
  byOther?: boolean
}

/**
 * Signs people up for a meeting, in the order in which they stand here, in one transaction: each takes a seat or a place in
 * the queue; writes the registration and the mail that asks for confirmation. Whoever is registered already is told so by
 * mail alone; the answer is the same.
 * @returns for each, in their order, the outcome, or why nothing was done: not_found, meeting_cancelled, meeting_over,
 * meeting_not_open, or a mistake in what was filled in.
 */
export async function register(
  trx: Trx,
  jobs: JobQueue,
  meetingId: string,
  entrants: Entrant[],
): Promise<(SignUpOutcome | ProblemError)[]> {
  const meeting = await orRefusal(lockOpen(trx, meetingId))
  if (meeting instanceof ProblemError) return entrants.map(() => meeting)
  const room = await settleSeats(trx, jobs, meeting)
  const at = { meeting, room, asked: await lockQuestions(trx, meetingId) }
  const outcomes: (SignUpOutcome | ProblemError)[] = []
  for (const one of entrants) outcomes.push(await orRefusal(registerOne(trx, jobs, at, one)))
  return outcomes
}

/** A refusal is an answer to one of many; everything else ends the transaction of all. */
const orRefusal = <Result>(work: Promise<Result>): Promise<Result | ProblemError> =>
  work.catch((error: unknown) => {
    if (error instanceof ProblemError) return error
    throw error
  })

async function lockOpen(trx: Trx, meetingId: string): Promise<LockedMeeting> {
  const meeting = await lockSeats(trx, meetingId)
  requireOpen(meeting)
  return meeting
}

/** Refuses before it writes anything. @param at what is free there, which it takes from, and what is asked. */
async function registerOne(
  trx: Trx,
  jobs: JobQueue,
  at: { meeting: LockedMeeting; room: Room; asked: PublicQuestion[] },
  { actor, item, mayMail, byOther = false }: Entrant,
): Promise<SignUpOutcome> {
  const { meeting } = at
  const meetingId = meeting.id
  const organisationSector = await requireOrganisation(trx, item.organisationId)
  const answers = readAnswers(at.asked, item.answers, { partly: byOther })
  const key = personKey(item.email, item.firstName, item.lastName)
  const live = await findLive(trx, meetingId, key)
  const isKnown = live !== undefined && live.addressConfirmedAt !== null
  // the room as a stranger would meet it: without the hold that this person's own earlier form took
  const room = !isKnown && live?.status === 'unconfirmed' ? await readRoom(trx, meeting, live.id) : at.room
  const who = { organisationId: item.organisationId ?? null, organisationSector }
  const hasSeat = hasSeatFor(room, who)
  const place = meeting.approval ? 'asked' : hasSeat ? 'held' : 'queued'
  const input = { ...item, answers }
  const registrationId = live?.id ?? (await insertRegistration(trx, meeting, input, { key, place, source: 'public' }))
  if (live === undefined && place === 'held') takeFrom(at.room, who)
  if (live !== undefined && !isKnown && !(byOther && live.signedUpBy === null)) {
    await replaceUnconfirmed(trx, meeting, live.id, { ...input, signedUpBy: byOther ? live.signedUpBy : null }, place)
    at.room = await readRoom(trx, meeting)
  }
  const attempt = await startAttempt(trx, meetingId, registrationId, { email: item.email, codeSent: !isKnown })
  if (!isKnown) {
    await recordChange(trx, actor, {
      object: 'registration',
      id: registrationId,
      kind: live === undefined ? 'created' : 'repeated',
      after: valuesOf(item),
    })
    await jobs.enqueue(trx, 'settle-seats', { meetingId }, { after: attempt.until })
  }
  if (mayMail)
    await queueMail(trx, jobs, {
      kind: isKnown ? 'already_registered' : 'confirm',
      registrationId,
      attemptId: attempt.id,
    })
  return { place, until: attempt.until, attemptId: attempt.id }
}

/**
 * Enters somebody for the office or for their organisation: confirmed at once if there is room, else in the queue; told
 * by mail, because their data did not come from themselves (Art. 14 GDPR). For the office it works before sign-up opens
 * and after it has closed.
 * @param partner the organisation whose key enters them; `blind`: nothing is kept, so that whoever is registered already
 * without it having entered them is not seen.
 */
export async function enter(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meetingId: string,
  input: NewRegistration,
  partner?: { organisationId: string; blind: boolean },
): Promise<string> {
  const meeting = await lockSeats(trx, meetingId)
  if (partner === undefined) requireEnterable(meeting)
  else requireOpen(meeting)
  const organisationSector = await requireOrganisation(trx, input.organisationId)
  const answers = readAnswers(await lockQuestions(trx, meetingId), input.answers, { partly: true })
  const room = await settleSeats(trx, jobs, meeting)
  let key = input.email ? personKey(input.email, input.firstName, input.lastName) : null
  const live = key === null ? undefined : await findLive(trx, meetingId, key)
  if (live !== undefined) {
    if (partner?.blind !== true || live.enteredBy === partner.organisationId)
      throw problem('registration_live', 'This person is registered for the meeting already.')
    key = null
  }
  const hasSeat = hasSeatFor(room, { organisationId: input.organisationId ?? null, organisationSector })
  // the office lets in whom it enters; whom an organisation enters it decides on like on everybody
  const asks = partner !== undefined && meeting.approval
  const place = asks ? 'asked' : hasSeat ? 'held' : 'queued'
  const source = partner === undefined ? 'coordinator' : 'partner'
  const enteredBy = partner?.organisationId ?? null
  const id = await insertRegistration(trx, meeting, { ...input, answers }, { key, place, source, enteredBy })
  await linkPerson(trx, actor, id)
  await recordChange(trx, actor, { object: 'registration', id, kind: 'created', after: valuesOf(input) })
  await queueMail(trx, jobs, { kind: 'entered', registrationId: id })
  return id
}

function requireEnterable(meeting: LockedMeeting): void {
  if (meeting.cancelledAt !== null) throw problem('meeting_cancelled', 'The meeting is cancelled.')
  if (meeting.publishedAt === null)
    throw problem('meeting_is_draft', 'Publish the meeting first, so that people have a page to look at.')
  if (meeting.concludedAt !== null)
    throw problem('meeting_held', 'The meeting is concluded; who came is entered as attendance.')
}

function requireOpen(meeting: LockedMeeting): void {
  if (meeting.publishedAt === null) throw notFound()
  if (meeting.cancelledAt !== null) throw problem('meeting_cancelled', 'The meeting is cancelled.')
  if (meeting.concludedAt !== null || meeting.begun)
    throw problem('meeting_over', 'The meeting has begun; sign-up is over.')
  if (meeting.state !== 'open') throw problem('meeting_not_open', 'Sign-up for this meeting is not open.')
}

/** The registration of a person that is in force. */
export const findLive = (db: Db, meetingId: string, key: string) =>
  db
    .selectFrom('registrations')
    .select(['id', 'addressConfirmedAt', 'status', 'enteredBy', 'signedUpBy'])
    .where('meetingId', '=', meetingId)
    .where('personKey', '=', key)
    .where('status', 'in', liveStatuses)
    .executeTakeFirst()

/** The registration in force of somebody with this name and address. */
export const findTwin = (db: Db, meetingId: string, who: { email: string; firstName: string; lastName: string }) =>
  findLive(db, meetingId, personKey(who.email, who.firstName, who.lastName))

type Input = (SignUp | NewRegistration) & { consents?: Consents; noticeVersion?: number; language?: Language }

async function insertRegistration(
  trx: Trx,
  meeting: LockedMeeting,
  input: Input,
  {
    key,
    place,
    source,
    enteredBy = null,
  }: { key: string | null; place: Place; source: Registration['source']; enteredBy?: string | null },
): Promise<string> {
  const id = randomUUIDv7()
  const byThemselves = source === 'public'
  const status = { asked: 'pending', queued: 'waitlisted', held: byThemselves ? 'unconfirmed' : 'confirmed' }[place]
  await trx
    .insertInto('registrations')
    .values({
      id,
      meetingId: meeting.id,
      personKey: key,
      status,
      source,
      enteredBy,
      addressConfirmedAt: byThemselves ? null : sql`now()`,
      // whom others enter comes without being asked for, where nobody decides
      admittedAt: byThemselves || place === 'asked' ? null : sql`now()`,
      expiresAt: byThemselves ? holdEnd(meeting.startsAt) : null,
      queuedAt: place === 'held' ? null : sql`clock_timestamp()`,
      noticeVersion: input.noticeVersion ?? null,
      shortCode: await freeShortCode(trx, meeting.id),
      ...columnsOf(input),
    })
    .execute()
  await insertNeeds(trx, id, input.needs ?? null)
  await insertAnswers(trx, id, input.answers ?? {})
  if (input.consents !== undefined) await insertConsents(trx, id, input.consents, { source: 'sign_up' })
  return id
}

/** The same person fills the form in again before confirming: the newest answers count, older links and codes are void. */
async function replaceUnconfirmed(
  trx: Trx,
  meeting: LockedMeeting,
  id: string,
  input: SignUp & { signedUpBy: string | null },
  place: Place,
): Promise<void> {
  await trx
    .updateTable('registrations')
    .set({
      ...columnsOf(input),
      // who waited or asked unconfirmed stands where a stranger would now; nobody loses a seat by asking again
      ...(place === 'held'
        ? { status: 'unconfirmed', queuedAt: null }
        : {
            status: sql<string>`case when status = 'unconfirmed' then status else ${place === 'asked' ? 'pending' : 'waitlisted'} end`,
          }),
      noticeVersion: input.noticeVersion,
      signedUpWith: null,
      signedUpBy: input.signedUpBy,
      expiresAt: holdEnd(meeting.startsAt),
      linkVersion: sql`link_version + 1`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', id)
    .execute()
  await writeNeeds(trx, id, input.needs ?? null)
  await writeAnswers(trx, id, input.answers ?? {})
  await writeConsents(
    trx,
    id,
    input.consents ?? { contactList: false, invitations: false, photographs: false },
    'sign_up',
  )
}

/** The earlier of 48 hours from now and the beginning of the meeting. */
const holdEnd = (startsAt: string) => sql<string>`least(now() + interval '48 hours', ${startsAt}::timestamptz)`

async function startAttempt(
  trx: Trx,
  meetingId: string,
  registrationId: string,
  sent: { email: string; codeSent: boolean },
): Promise<{ id: string; until: string }> {
  const id = randomUUIDv7()
  const { expiresAt } = await trx
    .insertInto('signUpAttempts')
    .values(eb => ({
      id,
      meetingId,
      registrationId,
      ...sent,
      linkVersion: eb.selectFrom('registrations').select('linkVersion').where('id', '=', registrationId),
      expiresAt: sql<string>`least(now() + interval '48 hours', (select starts_at from meetings where id = ${meetingId}))`,
    }))
    .returning('expiresAt')
    .executeTakeFirstOrThrow()
  return { id, until: expiresAt }
}

/** A code that nobody at the meeting has. */
export async function freeShortCode(trx: Trx, meetingId: string): Promise<string> {
  for (;;) {
    const code = newShortCode()
    const taken = await trx
      .selectFrom('registrations')
      .select('id')
      .where('meetingId', '=', meetingId)
      .where('shortCode', '=', code)
      .executeTakeFirst()
    if (taken === undefined) return code
  }
}

/** What is filled in, as columns. */
export const columnsOf = (
  input: Pick<
    Input,
    'firstName' | 'lastName' | 'email' | 'organisationId' | 'organisationTyped' | 'sector' | 'engagement' | 'language'
  >,
) => ({
  firstName: input.firstName.trim(),
  lastName: input.lastName.trim(),
  email: input.email?.trim() ?? null,
  organisationId: input.organisationId ?? null,
  organisationTyped: input.organisationId ? null : input.organisationTyped?.trim() || null,
  sector: input.sector ?? null,
  engagement: input.engagement ?? null,
  language: input.language ?? 'de',
  searchText: searchText(input.firstName, input.lastName, input.email, input.organisationTyped),
})

/** What goes into the history; needs and answers, which are kept for a while of their own, stay out of it. */
const valuesOf = (input: Input) => {
  const { needs: _, answers: _a, ...values } = input
  return values
}

/** The organisation named is there. @returns its sector. @throws a mistake at `/organisationId`. */
export async function requireOrganisation(trx: Trx, organisationId: string | null | undefined): Promise<Sector | null> {
  if (organisationId == null) return null
  const found = await trx
    .selectFrom('organisations')
    .select('sector')
    .$narrowType<{ sector: Sector }>()
    .where('id', '=', organisationId)
    .where('deletedAt', 'is', null)
    .forKeyShare()
    .executeTakeFirst()
  if (found === undefined) throw mistake('/organisationId', 'unknown_id', 'Name an organisation that exists.')
  return found.sector
}
