import { sql } from 'kysely'
import type { Answers } from '@treffpunkt/shared/questions'
import type { SignUp } from '@treffpunkt/shared/sign-up'
import { writeAtOnce } from '../db/at-once.ts'
import type { Trx } from '../db/connect.ts'
import { newIds } from '../db/new-ids.ts'
import { changesToRecord, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { mailsToQueue } from '../mail/queue.ts'
import { subjectsOfOffice, wordingFrom, type SubjectsOfOffice, type Wording } from '../mail/templates.ts'
import {
  columnsOf,
  freeShortCode,
  registrationsToInsert,
  valuesOf,
  type NewRow,
  type Place,
} from './insert-registrations.ts'
import { writeConsents } from './consents.ts'
import { writeNeeds } from './needs.ts'
import { writeAnswers } from './question-answers.ts'
import type { Attends } from '@treffpunkt/shared/attendance-modes'
import { hasSeatFor, readRoom, takeFrom, type Belonging, type Room } from './room-queries.ts'
import { settleSeats, type LockedMeeting } from './seats.ts'
import { newShortCode } from './short-code.ts'
import { attemptsToStart, type Attempt } from './sign-up-attempts.ts'

/** Somebody who signs up for a meeting. */
export type Entrant = {
  actor: Actor
  item: SignUp
  /** False when the address has had all the mails it may get this hour: everything else is the same. */
  mayMail: boolean
  /** Somebody else signs them up: what the meeting asks they answer later, and what they filled in themselves stays. */
  byOther?: boolean
  /** They come by an invitation of their own, which opens a meeting of members. */
  isInvited?: boolean
}

/** Somebody whose sign-up is in order. @param at the meeting, with what is free there, which they take from. */
export type Admitted = Entrant & {
  at: { meeting: LockedMeeting; room: Room }
  key: string
  who: Belonging
  answers: Answers
}

/** What sign-up answers: held or queued, or asked where the office decides, and until when, by the room alone. */
export type SignUpOutcome = {
  place: Place
  until: string
  attemptId: string
  /** The form has made the registration: there was none in force. */
  isNew: boolean
}

/** The registration of somebody that is in force. */
type Live = {
  id: string
  status: string
  isKnown: boolean
  signedUpBy: string | null
  attends: Attends | null
  linkVersion: number
  email: string
  language: string
}

type Standing = { one: Admitted; live: Live | undefined; shortCode: string }

/** Signs people up in the order in which they stand here, under the locks of their meetings. @returns for each the outcome. */
export async function signUpInTurn(trx: Trx, jobs: JobQueue, all: Admitted[]): Promise<SignUpOutcome[]> {
  const outcomes: SignUpOutcome[] = []
  while (outcomes.length < all.length) {
    const { standing, wording } = await readStanding(trx, all.slice(outcomes.length))
    outcomes.push(...(await signUpTogether(trx, jobs, wording, takeTogether(standing))))
  }
  return outcomes
}

/**
 * As many from the first as can be written together: whoever fills the form in again before confirming comes by
 * themselves, because the room without them is counted, and after what they did before.
 */
function takeTogether(standing: Standing[]): Standing[] {
  const seen = new Set<string>()
  const end = standing.findIndex(({ one, live }, n) => {
    const name = `${one.at.meeting.id} ${one.key}`
    const repeats = seen.has(name) || (n > 0 && live?.isKnown === false)
    seen.add(name)
    return repeats || (n === 1 && standing[0]?.live?.isKnown === false)
  })
  return end === -1 ? standing : standing.slice(0, end)
}

/**
 * Who of them is registered already, for each a code that nobody at the meeting has, and the subjects of what they are
 * written: asked in one statement.
 */
async function readStanding(trx: Trx, all: Admitted[]): Promise<{ standing: Standing[]; wording: Wording }> {
  const wanted = all.map(({ at, key }) => ({ meetingId: at.meeting.id, key, code: newShortCode() }))
  const { rows } = await sql<{ live: Live | null; isTaken: boolean; words: SubjectsOfOffice | null }>`
    select case when w.n = 0 then ${subjectsOfOffice(['confirm', 'already_registered'])} end as words, case when r.id is not null then json_build_object('id', r.id, 'status', r.status,
        'isKnown', r.address_confirmed_at is not null, 'signedUpBy', r.signed_up_by, 'attends', r.attends, 'linkVersion', r.link_version, 'email', r.email, 'language', r.language) end as live,
      c.id is not null as "isTaken"
    from jsonb_to_recordset(${JSON.stringify(wanted.map((one, n) => ({ n, ...one })))}::jsonb)
        as w (n integer, "meetingId" uuid, key text, code text)
      left join lateral (select * from registrations where meeting_id = w."meetingId" and person_key = w.key
        and status in ('pending', 'unconfirmed', 'confirmed', 'waitlisted', 'offered') limit 1) r on true
      left join lateral (select id from registrations where meeting_id = w."meetingId" and short_code = w.code limit 1) c on true
    order by w.n`.execute(trx)
  const given = new Set<string>()
  const standing: Standing[] = []
  for (const [n, one] of all.entries()) {
    const { meetingId = '', code = '' } = wanted[n] ?? {}
    let shortCode = code
    const isGiven = () => given.has(`${meetingId} ${shortCode}`)
    if (rows[n]?.isTaken === true || isGiven())
      do shortCode = await freeShortCode(trx, meetingId)
      while (isGiven())
    given.add(`${meetingId} ${shortCode}`)
    standing.push({ one, live: rows[n]?.live ?? undefined, shortCode })
  }
  return { standing, wording: wordingFrom(rows[0]?.words ?? { languages: [], own: [] }) }
}

/** Writes sign-ups and their mails in one statement, however many they are. */
async function signUpTogether(
  trx: Trx,
  jobs: JobQueue,
  wording: Wording,
  standing: Standing[],
): Promise<SignUpOutcome[]> {
  const [registrationIds, attemptIds] = [newIds(standing.length), newIds(standing.length)]
  const placed: Placed[] = []
  for (const [n, { one, live, shortCode }] of standing.entries()) {
    const place = await placeFor(trx, one, live)
    if (live === undefined && place === 'held') takeFrom(one.at.room, one.who)
    if (isReplaced(one, live)) {
      await replaceUnconfirmed(trx, one, live, place)
      // who asks for the other kind of place leaves theirs to the queue
      one.at.room =
        live.attends === one.who.attends
          ? await readRoom(trx, one.at.meeting)
          : await settleSeats(trx, jobs, one.at.meeting)
    }
    placed.push({
      ...one,
      live,
      place,
      registrationId: live?.id ?? registrationIds[n] ?? '',
      attemptId: attemptIds[n] ?? '',
      shortCode,
    })
  }
  // whoever is registered already is told so by mail, and nothing else happens
  const written = placed.filter(({ live }) => live?.isKnown !== true)
  await writeAtOnce(
    trx,
    registrationsToInsert(placed.filter(({ live }) => live === undefined).map(asRow)),
    attemptsToStart(placed.map(asAttempt)),
    changesToRecord(
      written.map(({ actor, item, live, registrationId: id }) => ({
        actor,
        object: 'registration',
        id,
        kind: live === undefined ? 'created' : 'repeated',
        after: valuesOf(item),
      })),
    ),
    // one for all whose holds at a meeting end at this moment
    await jobs.toEnqueue(
      'settle-seats',
      [...new Set(written.map(({ at }) => at.meeting))].map(({ id: meetingId, holdsUntil: after }) => ({
        data: { meetingId },
        after,
      })),
    ),
    ...(await mailsToQueue(jobs, wording, placed.filter(({ mayMail }) => mayMail).map(asMail))),
  )
  return placed.map(({ place, at, attemptId, live }) => ({
    place,
    until: at.meeting.holdsUntil,
    attemptId,
    isNew: live === undefined,
  }))
}

/** Whoever has not confirmed yet is asked anew, by what they filled in themselves rather than by what others say of them. */
const isReplaced = ({ byOther = false }: Pick<Entrant, 'byOther'>, live: Live | undefined): live is Live =>
  live?.isKnown === false && !(byOther && live.signedUpBy === null)

type Placed = Admitted & {
  live: Live | undefined
  place: Place
  registrationId: string
  attemptId: string
  shortCode: string
}

const asRow = ({ registrationId: id, at, key, place, who, shortCode, item, answers }: Placed): NewRow => ({
  id,
  meeting: at.meeting,
  personKey: key,
  place,
  attends: who.attends,
  source: 'public',
  shortCode,
  input: item,
  answers,
})

const asAttempt = ({ attemptId: id, registrationId, at, live, item, byOther }: Placed): Attempt => ({
  id,
  meetingId: at.meeting.id,
  registrationId,
  // links of an earlier form are void
  linkVersion: (live?.linkVersion ?? 0) + (live === undefined || isReplaced({ byOther }, live) ? 1 : 0),
  email: item.email,
  codeSent: live?.isKnown !== true,
  until: at.meeting.holdsUntil,
})

const asMail = ({ registrationId, attemptId, at, live, item }: Placed) => ({
  registrationId,
  attemptId,
  meeting: at.meeting.name,
  ...(live?.isKnown === true
    ? { kind: 'already_registered' as const, toAddress: live.email, language: live.language }
    : { kind: 'confirm' as const, toAddress: item.email.trim(), language: item.language ?? 'de' }),
})

/** Which place somebody gets: by the room as a stranger would meet it, without the hold that their own earlier form took. */
async function placeFor(trx: Trx, { at, who }: Admitted, live: Live | undefined): Promise<Place> {
  const holdsByForm = live?.isKnown === false && live.status === 'unconfirmed'
  const room = holdsByForm ? await readRoom(trx, at.meeting, live.id) : at.room
  return at.meeting.approval ? 'asked' : hasSeatFor(room, who) ? 'held' : 'queued'
}

/** The same person fills the form in again before confirming: the newest answers count, older links and codes are void. */
async function replaceUnconfirmed(
  trx: Trx,
  { at, item, answers, byOther, who: { attends } }: Admitted,
  { id, signedUpBy, attends: before }: Live,
  place: Place,
): Promise<void> {
  const waits = place === 'asked' ? 'pending' : 'waitlisted'
  await trx
    .updateTable('registrations')
    .set({
      ...columnsOf(item),
      attends,
      // who waited or asked unconfirmed stands where a stranger would now; nobody loses a seat by asking again for one like it
      ...(place === 'held'
        ? { status: 'unconfirmed', queuedAt: null }
        : attends === before
          ? { status: sql<string>`case when status = 'unconfirmed' then status else ${waits} end` }
          : { status: waits, queuedAt: sql<string>`clock_timestamp()` }),
      noticeVersion: item.noticeVersion,
      signedUpWith: null,
      signedUpBy: byOther === true ? signedUpBy : null,
      expiresAt: at.meeting.holdsUntil,
      linkVersion: sql`link_version + 1`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', id)
    .execute()
  await writeNeeds(trx, id, item.needs ?? null)
  await writeAnswers(trx, id, answers)
  await writeConsents(trx, id, item.consents ?? { contactList: false, invitations: false, photographs: false })
}
