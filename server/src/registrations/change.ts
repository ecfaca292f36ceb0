import { sql } from 'kysely'
import { personKey } from '@treffpunkt/shared/names'
import type { RegistrationChanges } from '@treffpunkt/shared/registrations'
import type { OwnRegistrationChanges } from '@treffpunkt/shared/sign-up'
import type { Sector } from '@treffpunkt/shared/organisations'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueMail, type RegistrationMailKind } from '../mail/queue.ts'
import { getMeeting } from '../meetings/queries.ts'
import { addAlias, enterOrganisation, type OnOrganisationNamed } from '../organisations/edit.ts'
import { notFound, problem } from '../problems.ts'
import { attend, switchOne } from './attends.ts'
import { admit, requireToCome } from './confirm.ts'
import { columnsOf } from './insert-registrations.ts'
import { lockQuestions, readAnswers, writeAnswers } from './question-answers.ts'
import { followName, linkAffiliation, relinkPerson } from './person.ts'
import { lockRegistration, type LockedRegistration } from './queries.ts'
import { changeConsents } from './consents.ts'
import { writeNeeds } from './needs.ts'
import { requireOrganisation } from './register.ts'
import { lockSeats, settleSeats, take } from './seats.ts'
import { withdraw, type Move } from './withdraw.ts'

/** Locks the row for a change of it, after the seats of its meeting where the change may take one of them. */
export async function lockToChange(trx: Trx, id: string, { attends }: Pick<RegistrationChanges, 'attends'>) {
  if (attends !== undefined) {
    const { meetingId } = await trx
      .selectFrom('registrations')
      .select('meetingId')
      .where('id', '=', id)
      .executeTakeFirstOrThrow(notFound)
    await lockSeats(trx, meetingId)
  }
  return lockRegistration(trx, id)
}

/**
 * Changes what was filled in; the place stays as it is, but for one on site that becomes one online, or the reverse.
 * @param before the locked row, see `lockToChange`.
 * @throws other_kind_full when no place of the other kind is free.
 * @throws meeting_over when a person changes their answers after the meeting has begun.
 */
export async function changeRegistration(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  before: LockedRegistration,
  {
    attends,
    needs,
    consents,
    answers,
    ...changes
  }: OwnRegistrationChanges & RegistrationChanges & { partnerReference?: string | null },
): Promise<void> {
  const nothingElse = [needs, consents, answers, ...Object.values(changes)].every(value => value === undefined)
  if (attends !== undefined && nothingElse) return attend(attends)(trx, jobs, actor, before)
  await requireOrganisation(trx, changes.organisationId)
  const after = { ...before, ...changes }
  // choosing an organisation of the directory replaces a typed one, and typing one the chosen one
  if (changes.organisationTyped != null && changes.organisationId === undefined) after.organisationId = null
  const columns = { ...columnsOf(after), partnerReference: after.partnerReference }
  const key = columns.email === null ? null : personKey(columns.email, columns.firstName, columns.lastName)
  await trx
    .updateTable('registrations')
    .set({
      ...columns,
      personKey: key,
      organisationSettled: sql<boolean>`organisation_settled and organisation_typed is not distinct from ${columns.organisationTyped}`,
      // whoever the office says it is
      ...(actor.kind === 'account' && key !== before.personKey ? { speaksAlone: false } : {}),
      // links that went to the old address are void
      linkVersion: sql<number>`link_version + ${columns.email === before.email ? 0 : 1}::integer`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', before.id)
    .execute()
  if (columns.email !== before.email) {
    // the office corrected the address: it belongs to another person now, and what was sent went to the old one
    if (before.addressConfirmedAt !== null) await relinkPerson(trx, actor, before.id)
  } else if (key !== before.personKey && before.addressConfirmedAt !== null) await followName(trx, actor, before.id)
  if (needs !== undefined) await writeNeeds(trx, before.id, needs)
  if (answers !== undefined) {
    const byOffice = actor.kind === 'account'
    if (!byOffice) await requireNotBegun(trx, before.meetingId)
    const asked = await lockQuestions(trx, before.meetingId)
    await writeAnswers(trx, before.id, readAnswers(asked, answers, { partly: byOffice }))
  }
  if (consents !== undefined) await changeConsents(trx, actor, before.id, consents)
  await recordChange(trx, actor, {
    object: 'registration',
    id: before.id,
    kind: 'changed',
    before,
    after: { ...before, ...columns },
  })
  // last, so that the mail goes to the address that holds now, and the contingent is that of their organisation now
  const switched = attends !== undefined && (await switchOne(trx, jobs, actor, before, attends))
  const kind = columns.email === before.email ? undefined : kindForNewAddress(before)
  // whoever has changed to the other kind, or got a place there, has a mail about that
  if (kind !== undefined && !(switched && (kind === 'confirmed' || kind === 'waitlisted')))
    await queueMail(trx, jobs, { kind, registrationId: before.id })
}

/** What somebody reads whose registration has got their address. */
function kindForNewAddress({ addressConfirmedAt, status }: LockedRegistration): RegistrationMailKind | undefined {
  if (addressConfirmedAt === null) return 'confirm'
  if (status === 'pending') return 'requested'
  // the links in what went to the former address are void
  return status === 'confirmed' || status === 'offered' || status === 'waitlisted' ? status : undefined
}

/** Keeps by what the program of an organisation knows somebody whom it has just entered, as part of that. */
export async function keepReference(trx: Trx, id: string, partnerReference: string): Promise<void> {
  await trx.updateTable('registrations').set({ partnerReference }).where('id', '=', id).execute()
}

/** What was answered for the preparations is settled once these are over. */
async function requireNotBegun(trx: Trx, meetingId: string): Promise<void> {
  const { begun } = await getMeeting(trx, meetingId)
  if (begun) throw problem('meeting_over', 'The meeting has begun; answers stay as they are.')
}

/** Takes the seat that is offered. */
export const acceptOffer: Move = async (trx, jobs, actor, { id, meetingId }) => {
  const meeting = await lockSeats(trx, meetingId)
  await settleSeats(trx, jobs, meeting)
  const registration = await lockRegistration(trx, id)
  if (registration.status === 'confirmed') return
  requireToCome(meeting)
  if (registration.status !== 'offered')
    throw problem('no_offer', 'The offer has ended, and the seat went to the next in the queue.')
  await take(trx, jobs, actor, id)
}

/** Leaves the offered seat to the next in the queue. */
export const declineOffer: Move = async (trx, jobs, actor, at) => {
  await lockSeats(trx, at.meetingId)
  const { status } = await lockRegistration(trx, at.id)
  if (status !== 'offered' && status !== 'withdrawn') throw problem('no_offer', 'No seat is offered.')
  await withdraw(trx, jobs, actor, at)
}

/** The office confirms for somebody who said so by telephone. */
export const confirmByOffice: Move = async (trx, jobs, actor, { id, meetingId }) => {
  const meeting = await lockSeats(trx, meetingId)
  const room = await settleSeats(trx, jobs, meeting)
  const registration = await lockRegistration(trx, id)
  if (registration.status === 'confirmed') return
  requireToCome(meeting)
  if (registration.status === 'refused')
    throw problem('registration_over', 'The person was refused; reconsider the request instead.')
  if (registration.status === 'withdrawn')
    throw problem('registration_over', 'The person withdrew; restore the registration instead.')
  if (registration.status === 'substituted')
    throw problem('registration_over', 'Somebody else has taken over the place.')
  if (registration.status === 'unconfirmed' || registration.status === 'offered') await take(trx, jobs, actor, id)
  else await admit(trx, jobs, actor, meeting, room, registration)
}

export type Settling = { organisationId: string } | { name: string; sector: Sector } | { ignore: true }

/**
 * Says which organisation was meant by what somebody typed: for this registration and all others in which the same was
 * typed. What was typed becomes an alias, so that it is recognised next time.
 */
export async function settleOrganisation(
  trx: Trx,
  actor: Actor,
  before: LockedRegistration,
  settling: Settling,
  onOrganisationNamed: OnOrganisationNamed,
): Promise<void> {
  if (before.organisationTyped === null)
    throw problem('conflict', 'No organisation was typed, so there is nothing to settle.')
  const typed = before.organisationTyped
  let organisationId: string | null = null
  if ('organisationId' in settling) {
    await requireOrganisation(trx, settling.organisationId)
    organisationId = settling.organisationId
    await addAlias(trx, actor, organisationId, typed)
  } else if ('name' in settling) {
    const aliases = settling.name === typed ? [] : [typed]
    organisationId = (await enterOrganisation(trx, actor, { name: settling.name, sector: settling.sector, aliases })).id
  }
  const settled = await trx
    .updateTable('registrations')
    .set({
      organisationSettled: true,
      organisationId,
      ...(organisationId === null ? {} : { organisationTyped: null }),
      sector: sql`coalesce(sector, (select o.sector from organisations o where o.id = ${organisationId}))`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where(sql`lower(organisation_typed)`, '=', typed.toLowerCase())
    .where('organisationSettled', '=', false)
    .returning('id')
    .execute()
  for (const { id } of settled) {
    await recordChange(trx, actor, { object: 'registration', id, kind: 'organisation_settled' })
    await linkAffiliation(trx, actor, id)
  }
  if (organisationId !== null) await onOrganisationNamed(trx, actor, [typed], organisationId)
}
