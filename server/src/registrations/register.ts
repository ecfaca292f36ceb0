import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Language } from '@treffpunkt/shared/languages'
import { personKey, searchText } from '@treffpunkt/shared/names'
import type { Consents, NewRegistration } from '@treffpunkt/shared/registrations'
import type { SignUp } from '@treffpunkt/shared/sign-up'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueMail } from '../mail/queue.ts'
import { mistake, problem } from '../problems.ts'
import { insertConsents, insertNeeds, writeConsents, writeNeeds } from './needs-and-consents.ts'
import type { Sector } from '@treffpunkt/shared/organisations'
import { linkPerson } from './person.ts'
import { hasSeatFor, readRoom } from './room-queries.ts'
import { liveStatuses } from './queries.ts'
import { lockSeats, settleSeats, type LockedMeeting } from './seats.ts'
import { newShortCode } from './short-code.ts'

type Place = 'held' | 'queued' | 'asked'

/** What sign-up answers: held or queued, or asked where the office decides, and until when, by the room alone. */
export type SignUpOutcome = { place: Place; until: string; attemptId: string }

/**
 * Signs people up for a meeting, in the order of `items`, in one transaction: takes a seat or a place in the queue,
 * writes the registration and the mail that asks for confirmation. Whoever is registered already is told so by mail
 * alone; the answer is the same.
 * @param mayMail false when the address has had all the mails it may get this hour: everything else is the same.
 * @throws meeting_cancelled, meeting_over or meeting_not_open.
 */
export async function register(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meetingId: string,
  items: SignUp[],
  mayMail = true,
): Promise<SignUpOutcome[]> {
  const meeting = await lockSeats(trx, meetingId)
  requireOpen(meeting)
  let room = await settleSeats(trx, jobs, meeting)
  const outcomes: SignUpOutcome[] = []
  for (const item of items) {
    if (outcomes.length > 0) room = await readRoom(trx, meeting)
    const organisationSector = await requireOrganisation(trx, item.organisationId)
    const key = personKey(item.email, item.firstName, item.lastName)
    const live = await findLive(trx, meetingId, key)
    const isKnown = live !== undefined && live.addressConfirmedAt !== null
    // the room as a stranger would meet it: without the hold that this person's own earlier form took
    if (!isKnown && live?.status === 'unconfirmed') room = await readRoom(trx, meeting, live.id)
    const hasSeat = hasSeatFor(room, { organisationId: item.organisationId ?? null, organisationSector })
    const place = meeting.approval ? 'asked' : hasSeat ? 'held' : 'queued'
    const registrationId = live?.id ?? (await insertRegistration(trx, meeting, item, { key, place, source: 'public' }))
    if (live !== undefined && !isKnown) await replaceUnconfirmed(trx, meeting, live.id, item, place)
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
    outcomes.push({ place, until: attempt.until, attemptId: attempt.id })
  }
  return outcomes
}

/**
 * Enters somebody for the office: confirmed at once if there is room, else in the queue; told by mail, because their
 * data did not come from themselves (Art. 14 GDPR). Works before sign-up opens and after it has closed.
 */
export async function enter(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meetingId: string,
  input: NewRegistration,
): Promise<string> {
  const meeting = await lockSeats(trx, meetingId)
  if (meeting.cancelledAt !== null) throw problem('meeting_cancelled', 'The meeting is cancelled.')
  if (meeting.publishedAt === null)
    throw problem('meeting_is_draft', 'Publish the meeting first, so that people have a page to look at.')
  if (meeting.concludedAt !== null)
    throw problem('meeting_held', 'The meeting is concluded; who came is entered as attendance.')
  const organisationSector = await requireOrganisation(trx, input.organisationId)
  const room = await settleSeats(trx, jobs, meeting)
  const key = input.email ? personKey(input.email, input.firstName, input.lastName) : null
  if (key !== null && (await findLive(trx, meetingId, key)) !== undefined)
    throw problem('registration_live', 'This person is registered for the meeting already.')
  const id = await insertRegistration(trx, meeting, input, {
    key,
    place: hasSeatFor(room, { organisationId: input.organisationId ?? null, organisationSector }) ? 'held' : 'queued',
    source: 'coordinator',
  })
  await linkPerson(trx, actor, id)
  await recordChange(trx, actor, { object: 'registration', id, kind: 'created', after: valuesOf(input) })
  await queueMail(trx, jobs, { kind: 'entered', registrationId: id })
  return id
}

function requireOpen(meeting: LockedMeeting): void {
  if (meeting.publishedAt === null) throw problem('not_found')
  if (meeting.cancelledAt !== null) throw problem('meeting_cancelled', 'The meeting is cancelled.')
  if (meeting.concludedAt !== null || meeting.begun)
    throw problem('meeting_over', 'The meeting has begun; sign-up is over.')
  if (meeting.state !== 'open') throw problem('meeting_not_open', 'Sign-up for this meeting is not open.')
}

/** The registration of a person that is in force. */
export const findLive = (trx: Trx, meetingId: string, key: string) =>
  trx
    .selectFrom('registrations')
    .select(['id', 'addressConfirmedAt', 'status'])
    .where('meetingId', '=', meetingId)
    .where('personKey', '=', key)
    .where('status', 'in', liveStatuses)
    .executeTakeFirst()

type Input = (SignUp | NewRegistration) & { consents?: Consents; noticeVersion?: number; language?: Language }

async function insertRegistration(
  trx: Trx,
  meeting: LockedMeeting,
  input: Input,
  { key, place, source }: { key: string | null; place: Place; source: 'public' | 'coordinator' },
): Promise<string> {
  const id = randomUUIDv7()
  const byOffice = source === 'coordinator'
  const status = { asked: 'pending', queued: 'waitlisted', held: byOffice ? 'confirmed' : 'unconfirmed' }[place]
  await trx
    .insertInto('registrations')
    .values({
      id,
      meetingId: meeting.id,
      personKey: key,
      status,
      source,
      addressConfirmedAt: byOffice ? sql`now()` : null,
      // the office lets in whom it enters
      admittedAt: byOffice ? sql`now()` : null,
      expiresAt: byOffice ? null : holdEnd(meeting.startsAt),
      queuedAt: place === 'held' ? null : sql`clock_timestamp()`,
      noticeVersion: input.noticeVersion ?? null,
      shortCode: await freeShortCode(trx, meeting.id),
      ...columnsOf(input),
    })
    .execute()
  await insertNeeds(trx, id, input.needs ?? null)
  if (input.consents !== undefined) await insertConsents(trx, id, input.consents, { source: 'sign_up' })
  return id
}

/** The same person fills the form in again before confirming: the newest answers count, older links and codes are void. */
async function replaceUnconfirmed(
  trx: Trx,
  meeting: LockedMeeting,
  id: string,
  input: SignUp,
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
      expiresAt: holdEnd(meeting.startsAt),
      linkVersion: sql`link_version + 1`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', id)
    .execute()
  await writeNeeds(trx, id, input.needs ?? null)
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

/** What goes into the history; needs stay out of it. */
const valuesOf = (input: Input) => {
  const { needs: _, ...values } = input
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
