import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Attends } from '@treffpunkt/shared/attendance-modes'
import { personKey } from '@treffpunkt/shared/names'
import type { Sector } from '@treffpunkt/shared/organisations'
import type { PublicQuestion } from '@treffpunkt/shared/questions'
import type { NewRegistration } from '@treffpunkt/shared/registrations'
import { writeAtOnce } from '../db/at-once.ts'
import type { Db, Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueMail } from '../mail/queue.ts'
import { mistake, notFound, problem, ProblemError } from '../problems.ts'
import { freeShortCode, registrationsToInsert, valuesOf } from './insert-registrations.ts'
import { linkPerson } from './person.ts'
import { lockAllQuestions, lockQuestions, readAnswers } from './question-answers.ts'
import { liveStatuses } from './queries.ts'
import { hasSeatFor, type Room } from './room-queries.ts'
import {
  lockAllSeats,
  lockSeats,
  notOpen,
  settleCounted,
  settleSeats,
  type CountedMeeting,
  type LockedMeeting,
} from './seats.ts'
import { signUpInTurn, type Admitted, type Entrant, type SignUpOutcome } from './sign-up.ts'

/**
 * Signs people up for a meeting, in the order in which they stand here, in one transaction: each takes a seat or a place in
 * the queue; writes the registration and the mail that asks for confirmation. Whoever is registered already is told so by
 * mail alone; the answer is the same.
 * @returns for each, in their order, the outcome, or why nothing was done: not_found, meeting_cancelled, meeting_over,
 * meeting_not_open, members_only, or a mistake in what was filled in.
 */
export async function register(
  trx: Trx,
  jobs: JobQueue,
  meetingId: string,
  entrants: Entrant[],
): Promise<(SignUpOutcome | ProblemError)[]> {
  const everybody = entrants.map(one => ({ ...one, meetingId }))
  const outcomes = await registerAll(trx, jobs, everybody)
  return outcomes.map(outcome => outcome ?? notFound())
}

/**
 * The same for different meetings.
 * @param waits false: whoever wants to a meeting whose seats somebody else has locked has no outcome, and nothing was done.
 */
export async function registerAll(
  trx: Trx,
  jobs: JobQueue,
  entrants: (Entrant & { meetingId: string })[],
  { waits = true }: { waits?: boolean } = {},
): Promise<(SignUpOutcome | ProblemError | undefined)[]> {
  const meetings = await lockAllSeats(trx, [...new Set(entrants.map(one => one.meetingId))], { waits })
  const openings = await readOpenings(trx, jobs, meetings)
  const sectors = await lockSectors(
    trx,
    entrants.flatMap(({ item, meetingId }) => (openings.get(meetingId) instanceof Error ? [] : [item.organisationId])),
  )
  const admitted: Admitted[] = []
  const answers = entrants.map(({ meetingId, ...one }) => {
    const opening = openings.get(meetingId)
    if (opening === undefined || opening instanceof Error) return opening ?? (waits ? notFound() : undefined)
    const checked = orRefusal(() => admit(opening, one, sectors))
    if (!(checked instanceof Error)) admitted.push(checked)
    return checked
  })
  const outcomes = await signUpInTurn(trx, jobs, admitted)
  return answers.map(answer =>
    answer === undefined || answer instanceof Error ? answer : outcomes[admitted.indexOf(answer)],
  )
}

/** A refusal is an answer to one of many; everything else ends the transaction of all. */
function orRefusal<Result>(work: () => Result): Result | ProblemError {
  try {
    return work()
  } catch (error) {
    if (error instanceof ProblemError) return error
    throw error
  }
}

/** A meeting that people can sign up for, with what is free there and what it asks. */
type Opening = { meeting: LockedMeeting; room: Room; asked: PublicQuestion[] }

/** What those who sign up for locked meetings have to know, or why none of them can. */
async function readOpenings(
  trx: Trx,
  jobs: JobQueue,
  meetings: CountedMeeting[],
): Promise<Map<string, Opening | ProblemError>> {
  const openings = new Map<string, Opening | ProblemError>()
  const asking = meetings.filter(({ asks }) => asks).map(({ id }) => id)
  const asked = await lockAllQuestions(trx, asking)
  for (const meeting of meetings) {
    const refusal = orRefusal(() => requireOpen(meeting))
    openings.set(
      meeting.id,
      refusal ?? { meeting, room: await settleCounted(trx, jobs, meeting), asked: asked.get(meeting.id) ?? [] },
    )
  }
  return openings
}

/** Checks who somebody is and what they filled in. @throws members_only, or a mistake in it. */
function admit(at: Opening, one: Entrant, sectors: Map<string, Sector>): Admitted {
  if (at.meeting.visibility === 'members' && one.isInvited !== true)
    throw problem('members_only', 'Sign up by the link of an invitation, with the name and address it was sent to.')
  const { email, firstName, lastName, answers } = one.item
  const organisationId = one.item.organisationId?.toLowerCase() ?? null
  return {
    ...one,
    at,
    who: {
      organisationId,
      organisationSector: requireSector(sectors, organisationId),
      attends: attendsOf(at.meeting, one.item.attends),
    },
    answers: readAnswers(at.asked, answers, { partly: one.byOther === true }),
    key: personKey(email, firstName, lastName),
  }
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
  const attends = attendsOf(meeting, input.attends)
  const hasSeat = hasSeatFor(room, { organisationId: input.organisationId ?? null, organisationSector, attends })
  // the office lets in whom it enters; whom an organisation enters it decides on like on everybody
  const asks = partner !== undefined && meeting.approval
  const place = asks ? 'asked' : hasSeat ? 'held' : 'queued'
  const source = partner === undefined ? 'coordinator' : 'partner'
  const enteredBy = partner?.organisationId ?? null
  const id = randomUUIDv7()
  const shortCode = await freeShortCode(trx, meetingId)
  await writeAtOnce(
    trx,
    registrationsToInsert([
      { id, meeting, personKey: key, place, attends, source, enteredBy, shortCode, input, answers },
    ]),
  )
  await linkPerson(trx, actor, id)
  await recordChange(trx, actor, { object: 'registration', id, kind: 'created', after: valuesOf(input) })
  await queueMail(trx, jobs, { kind: 'entered', registrationId: id })
  return id
}

/**
 * How somebody takes part: chosen at a mixed meeting alone, and in its room where nothing is chosen.
 * @throws a mistake at `/attends` for a way that the meeting does not offer.
 */
export function attendsOf(
  { attendanceMode }: Pick<LockedMeeting, 'attendanceMode'>,
  chosen: Attends | undefined,
): Attends | null {
  if (attendanceMode === 'mixed') return chosen ?? 'on_site'
  if (chosen !== undefined && chosen !== attendanceMode)
    throw mistake(
      '/attends',
      'not_offered',
      `The meeting takes place ${attendanceMode === 'online' ? 'online' : 'on site'} alone.`,
    )
  return null
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
  if (meeting.state !== 'open') throw notOpen(meeting, 'Sign-up for this meeting is not open.')
}

/** The registration of a person that is in force. */
export const findLive = (db: Db, meetingId: string, key: string) =>
  db
    .selectFrom('registrations')
    .select(['id', 'addressConfirmedAt', 'status', 'enteredBy'])
    .where('meetingId', '=', meetingId)
    .where('personKey', '=', key)
    .where('status', 'in', liveStatuses)
    .executeTakeFirst()

/** The registration in force of somebody with this name and address. */
export const findTwin = (db: Db, meetingId: string, who: { email: string; firstName: string; lastName: string }) =>
  findLive(db, meetingId, personKey(who.email, who.firstName, who.lastName))

/** The organisation named is there. @returns its sector. @throws a mistake at `/organisationId`. */
export const requireOrganisation = async (
  trx: Trx,
  organisationId: string | null | undefined,
): Promise<Sector | null> => requireSector(await lockSectors(trx, [organisationId]), organisationId)

function requireSector(sectors: Map<string, Sector>, organisationId: string | null | undefined): Sector | null {
  if (organisationId == null) return null
  const sector = sectors.get(organisationId.toLowerCase())
  if (sector === undefined) throw mistake('/organisationId', 'unknown_id', 'Name an organisation that exists.')
  return sector
}

/** The sectors of organisations, which stay until the transaction ends; one that is not there is left out. */
async function lockSectors(trx: Trx, organisationIds: (string | null | undefined)[]): Promise<Map<string, Sector>> {
  const named = organisationIds.filter(id => id != null)
  if (named.length === 0) return new Map()
  const rows = await trx
    .selectFrom('organisations')
    .select(['id', 'sector'])
    .$narrowType<{ sector: Sector }>()
    .where('id', '=', sql<string>`any(${named}::uuid[])`)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .forKeyShare()
    .execute()
  return new Map(rows.map(({ id, sector }) => [id, sector]))
}
