import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { personKey } from '@treffpunkt/shared/names'
import type { Colleague, SignUp } from '@treffpunkt/shared/sign-up'
import type { Db, Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueMail } from '../mail/queue.ts'
import { mistake, problem, ProblemError } from '../problems.ts'
import { confirm, requireToCome } from './confirm.ts'
import { isLive, languageReadBy, liveStatuses, lockRegistration } from './queries.ts'
import { register } from './register.ts'
import { lockSeats } from './seats.ts'
import type { Entrant, SignUpOutcome } from './sign-up.ts'

// Several people signed up in one go. Each has a registration of their own, and takes a seat or a place in the queue like
// everybody else; what they have in common is the form, and who filled it in.

/** Who signs up, perhaps with others. */
export type Party = {
  actor: Actor
  item: SignUp
  /** Whether an address may get one more mail this hour: everything else is the same. */
  mayMail: (email: string) => boolean
  /** By an invitation of their own, which opens a meeting of members to them alone. */
  isInvited?: boolean
}

type Place = SignUpOutcome['place']
export type PartyOutcome = SignUpOutcome & { colleagues: { place: Place }[] }

/** Whoever is on the form without an address gets theirs at the address of whoever fills it in. */
const addressOf = (one: Colleague, email: string): string => one.email?.trim() || email

/** The addresses that a form brings mails to, each once. */
export const mailboxesOf = (email: string, colleagues: readonly Colleague[] = []): string[] => [
  ...new Set([email, ...colleagues.map(one => addressOf(one, email))].map(mailbox)),
]
/** Addresses of the same mailbox look the same. */
export const mailbox = (email: string): string => email.trim().toLowerCase()

/**
 * Signs up in the order in which they stand here, in one transaction: whoever comes alone, and whoever brings others, who
 * stand right behind them. The answers depend on the room alone.
 * @returns for each what `register` returns, and where the others of the form stand.
 */
export async function registerParties(
  trx: Trx,
  jobs: JobQueue,
  meetingId: string,
  parties: Party[],
): Promise<(PartyOutcome | ProblemError)[]> {
  const outcomes: (PartyOutcome | ProblemError)[] = []
  while (outcomes.length < parties.length) {
    const rest = parties.slice(outcomes.length)
    const brings = rest.findIndex(({ item }) => item.colleagues?.length)
    const alone = brings === -1 ? rest : rest.slice(0, brings)
    const [next] = rest
    if (alone.length > 0) {
      const entrants = alone.map(({ mayMail, ...one }) => ({ ...one, mayMail: mayMail(one.item.email) }))
      for (const one of await register(trx, jobs, meetingId, entrants))
        outcomes.push(one instanceof ProblemError ? one : { ...one, colleagues: [] })
    } else if (next !== undefined) outcomes.push(await registerParty(trx, jobs, meetingId, next))
  }
  return outcomes
}

async function registerParty(
  trx: Trx,
  jobs: JobQueue,
  meetingId: string,
  { actor, item: { colleagues = [], ...item }, mayMail }: Party,
): Promise<PartyOutcome | ProblemError> {
  const twice = namedTwice([item, ...colleagues.map(one => ({ ...one, email: addressOf(one, item.email) }))])
  if (twice !== undefined) return twice
  const [first] = await register(trx, jobs, meetingId, [{ actor, item, mayMail: false }])
  if (first === undefined || first instanceof ProblemError) return first ?? problem('not_found')
  const by = await registrationOf(trx, first.attemptId)
  const others = await bring(trx, jobs, { actor, meetingId, by, item, colleagues })
  const people = [{ ...(await formOf(trx, first.attemptId)), place: first.place, isIn: true }, ...others]
  // one mail to each address: who is to be confirmed there, else that they are registered
  const leads = leadsOf(people)
  for (const [address, lead] of leads)
    if (mayMail(address))
      await queueMail(trx, jobs, {
        kind: lead.codeSent ? 'confirm' : 'already_registered',
        registrationId: lead.registrationId,
        attemptId: lead.attemptId,
      })
  // the code in the mail to the address that was typed is the one that the page takes
  const attemptId = leads.get(mailbox(item.email))?.attemptId ?? first.attemptId
  const names = [item, ...colleagues].map(one => `${one.firstName.trim()} ${one.lastName.trim()}`)
  const listed = people.map(({ place }, n) => ({ name: names[n], place }))
  await trx
    .updateTable('signUpAttempts')
    .set({ people: JSON.stringify(listed) })
    .where('id', '=', attemptId)
    .execute()
  return { ...first, attemptId, colleagues: others.map(({ place }) => ({ place })) }
}

type Form = { attemptId: string; registrationId: string; email: string; codeSent: boolean }
/** `isIn`: signed up by this form, and not before by themselves. */
type Brought = Form & { place: Place; isIn: boolean }

/** Signs up others behind somebody who is registered, and ties them to the form. Nobody is written to. */
async function bring(
  trx: Trx,
  jobs: JobQueue,
  about: {
    actor: Actor
    meetingId: string
    by: { id: string; confirmed: boolean }
    item: SignUp
    colleagues: Colleague[]
  },
): Promise<Brought[]> {
  const { actor, meetingId, by, item, colleagues } = about
  const { organisationId, organisationTyped, sector, noticeVersion, email, attends } = item
  const entrants: Entrant[] = []
  for (const one of colleagues) {
    const who = { firstName: one.firstName, lastName: one.lastName, email: addressOf(one, email) }
    const language = (await languageReadBy(trx, who)) ?? item.language
    const theirs = { ...who, organisationId, organisationTyped, sector, noticeVersion, language, attends } as SignUp
    entrants.push({ actor, item: theirs, mayMail: false, byOther: true })
  }
  const outcomes = await register(trx, jobs, meetingId, entrants)
  const brought: Brought[] = []
  const made: string[] = []
  for (const outcome of outcomes) {
    // what one of them could be refused for, whoever brings them was before
    if (outcome instanceof ProblemError) throw outcome
    const form = await formOf(trx, outcome.attemptId)
    brought.push({ ...form, place: outcome.place, isIn: false })
    if (outcome.isNew) made.push(form.registrationId)
  }
  const group = randomUUIDv7()
  const isOpen = brought.filter(({ codeSent }) => codeSent).map(({ registrationId }) => registrationId)
  const tied = await trx
    .updateTable('registrations')
    .set({ signedUpWith: group, signedUpBy: by.id, noticeVersion: null })
    .where('id', '=', sql<string>`any(${isOpen}::uuid[])`)
    // who had signed up by themselves before is nobody's to confirm
    .where(eb => eb.or([eb('id', '=', sql<string>`any(${made}::uuid[])`), eb('signedUpBy', 'is not', null)]))
    .returning('id')
    .execute()
  if (!by.confirmed)
    await trx.updateTable('registrations').set({ signedUpWith: group }).where('id', '=', by.id).execute()
  const ids = new Set(tied.map(({ id }) => id))
  return brought.map(one => ({ ...one, isIn: ids.has(one.registrationId) }))
}

/**
 * Signs up others by a personal link. Those at its own address are confirmed at once: it has been proven; everybody else is
 * asked by mail, and told who signed them up.
 * @throws registration_over without a place of one's own; what `register` refuses.
 */
export async function addColleagues(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  { id, meetingId }: { id: string; meetingId: string },
  colleagues: Colleague[],
  mayMail: Party['mayMail'],
): Promise<{ place: Place }[]> {
  const meeting = await lockSeats(trx, meetingId)
  const own = await lockRegistration(trx, id)
  if (!isLive(own) || own.addressConfirmedAt === null || own.email === null)
    throw problem('registration_over', 'There is no registration that is in force.')
  requireToCome(meeting)
  if (meeting.visibility === 'members') throw problem('members_only', 'Each of them needs an invitation of their own.')
  const { email, organisationId, organisationTyped, sector, language, firstName, lastName } = own
  const item = {
    firstName,
    lastName,
    email,
    organisationId,
    organisationTyped,
    sector,
    language,
    noticeVersion: 1,
    // they come along
    ...(own.attends !== null && { attends: own.attends }),
  }
  const twice = namedTwice([item, ...colleagues.map(one => ({ ...one, email: addressOf(one, email) }))])
  if (twice !== undefined) throw twice
  const brought = await bring(trx, jobs, { actor, meetingId, by: { id, confirmed: true }, item, colleagues })
  // a link that took somebody else's name speaks for its own registration alone
  const isHere = (one: Form) => !own.speaksAlone && mailbox(one.email) === mailbox(email)
  for (const one of brought.filter(one => one.isIn && isHere(one)))
    await confirm(trx, jobs, actor, { id: one.registrationId, meetingId })
  for (const [address, lead] of leadsOf(brought.filter(one => !isHere(one))))
    if (mayMail(address))
      await queueMail(trx, jobs, {
        kind: lead.codeSent ? 'confirm' : 'already_registered',
        registrationId: lead.registrationId,
      })
  return brought.map(({ place }) => ({ place }))
}

/**
 * Confirms a registration, and with it those whom the same form signed up at the same address: whoever reads the mailbox
 * said yes to all that its mail named.
 */
export async function confirmTogether(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  at: { id: string; meetingId: string },
): Promise<void> {
  // whoever signs up anew meanwhile is nobody's to confirm any more
  await lockSeats(trx, at.meetingId)
  const ids = [at.id, ...(await listUnconfirmedWith(trx, at.id)).map(({ id }) => id)]
  const signers = await signersOf(trx, ids)
  for (const id of ids) {
    const signer = signers.get(id)
    await confirm(trx, jobs, signer === undefined ? actor : { ...actor, kind: 'attendee', id: signer }, { ...at, id })
  }
}

/** Who is at the address of whoever signed them up has not said yes themselves: by the id of each, whose confirmation it is. */
async function signersOf(trx: Trx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('registrations as r')
    .innerJoin('registrations as s', 's.id', 'r.signedUpBy')
    .select(['r.id', 's.id as signer'])
    .where('r.id', '=', sql<string>`any(${ids}::uuid[])`)
    .where(sql<boolean>`lower(s.email) = lower(r.email)`)
    .execute()
  return new Map(rows.map(({ id, signer }) => [id, signer]))
}

/** Those of the same form and address whose address is to be confirmed still, in their order. */
export const listUnconfirmedWith = (db: Db, id: string): Promise<{ id: string; name: string }[]> =>
  togetherWith(db, id)
    .where('o.addressConfirmedAt', 'is', null)
    .where('o.status', 'in', ['unconfirmed', 'waitlisted', 'pending', 'expired'])
    // who has signed up anew since confirms that
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('registrations as newer')
            .select('newer.id')
            .whereRef('newer.meetingId', '=', 'o.meetingId')
            .whereRef('newer.personKey', '=', 'o.personKey')
            .whereRef('newer.id', '<>', 'o.id')
            .where('newer.status', 'in', liveStatuses),
        ),
      ),
    )
    .execute()

const togetherWith = (db: Db, id: string) =>
  db
    .selectFrom('registrations as r')
    .innerJoin('registrations as o', 'o.signedUpWith', 'r.signedUpWith')
    .select('o.id')
    .select(sql<string>`o.first_name || ' ' || o.last_name`.as('name'))
    .where('r.id', '=', id)
    .where('o.id', '<>', id)
    .where(sql<boolean>`lower(o.email) = lower(r.email)`)
    .orderBy('o.createdAt')
    .orderBy('o.id')

/** One for each address: who is to be confirmed with the others there, else whoever is registered already. */
function leadsOf(people: readonly Brought[]): Map<string, Brought> {
  const leads = new Map<string, Brought>()
  const rank = ({ isIn, codeSent }: Brought) => (codeSent ? (isIn ? 2 : 1) : 0)
  for (const one of people) {
    const known = leads.get(mailbox(one.email))
    if (known === undefined || rank(one) > rank(known)) leads.set(mailbox(one.email), one)
  }
  return leads
}

/** A mistake where two on a form are one person, who would take only one seat. */
function namedTwice(people: { firstName: string; lastName: string; email: string }[]): ProblemError | undefined {
  const keys = people.map(one => personKey(one.email, one.firstName, one.lastName))
  const again = keys.findIndex((key, n) => keys.indexOf(key) < n)
  return again === -1 ? undefined : mistake(`/colleagues/${again - 1}/firstName`, 'same_person', 'Name everybody once.')
}

const formOf = (db: Db, attemptId: string): Promise<Form> =>
  db
    .selectFrom('signUpAttempts')
    .select(['id as attemptId', 'registrationId', 'email', 'codeSent'])
    .where('id', '=', attemptId)
    .executeTakeFirstOrThrow()

async function registrationOf(db: Db, attemptId: string): Promise<{ id: string; confirmed: boolean }> {
  const { registrationId, codeSent } = await formOf(db, attemptId)
  return { id: registrationId, confirmed: !codeSent }
}
