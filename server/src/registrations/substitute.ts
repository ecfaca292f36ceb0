import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { personKey } from '@treffpunkt/shared/names'
import type { Substitute } from '@treffpunkt/shared/registrations'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueMail } from '../mail/queue.ts'
import { problem } from '../problems.ts'
import { writeAttends } from './attends.ts'
import { requireToCome } from './confirm.ts'
import { columnsOf, freeShortCode } from './insert-registrations.ts'
import { linkPerson } from './person.ts'
import { isLive, languageReadBy, lockRegistration, type LockedRegistration } from './queries.ts'
import { findLive } from './register.ts'
import { lockSeats, settleSeats, take } from './seats.ts'

/**
 * Hands the place over to somebody else of the same organisation: the seat for good, the place in the queue, or the
 * request. It is not freed, so nobody in the queue is asked. Both are told by mail; the new one also from whom their data come
 * (Art. 14 GDPR). Somebody who waits or asks gets the seat; who has one keeps theirs, and this one goes to the queue: the answer
 * to a personal link is the same, so that it does not tell who is registered.
 * @returns the id of the substitute's registration.
 * @throws registration_over when there is no place to hand over; registration_live when it is one's own, and to the
 * office when the other one has one already.
 */
export async function substitute(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  { id, meetingId }: { id: string; meetingId: string },
  person: Substitute,
  mayMail = true,
): Promise<string> {
  const meeting = await lockSeats(trx, meetingId)
  await settleSeats(trx, jobs, meeting)
  const before = await lockRegistration(trx, id)
  // whose address nobody knows yet has no place that is theirs to give; the office knows whom it speaks for
  if (!isLive(before) || (before.addressConfirmedAt === null && actor.kind !== 'account'))
    throw problem('registration_over', 'There is no place to hand over.')
  requireToCome(meeting)
  const hasSeat = before.status !== 'waitlisted' && before.status !== 'pending'
  const known = await findKnown(trx, meetingId, person)
  if (known !== undefined && (actor.kind === 'account' || known.id === id || known.isSubstitute))
    throw problem('registration_live', 'This person is registered for the meeting already.')

  const substituteId = known?.id ?? (await enterSubstitute(trx, actor, { before, id, meetingId }, person))
  await trx
    .updateTable('registrations')
    .set({
      status: 'substituted',
      substitutedBy: substituteId,
      expiresAt: null,
      queuedAt: null,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', id)
    .execute()
  const after = { substitutedBy: substituteId }
  await recordChange(trx, actor, { object: 'registration', id, kind: 'substituted', after })
  if ((known?.status === 'waitlisted' || known?.status === 'pending') && hasSeat) {
    const waited = await lockRegistration(trx, substituteId)
    // the seat is what it was, in the room or online
    if (before.attends !== null && waited.attends !== before.attends)
      await writeAttends(trx, actor, [waited], before.attends)
    await take(trx, jobs, actor, substituteId)
  }
  await queueMail(trx, jobs, { kind: 'substituted', registrationId: id })
  if (mayMail && known === undefined) await queueMail(trx, jobs, { kind: 'substitute', registrationId: substituteId })
  // who waited without a confirmed address takes part in the queue from now on
  await settleSeats(trx, jobs, meeting)
  return substituteId
}

/** The live registration of the one who is to come instead, if they have one. */
async function findKnown(trx: Trx, meetingId: string, { email, firstName, lastName }: Substitute) {
  const found = email ? await findLive(trx, meetingId, personKey(email, firstName, lastName)) : undefined
  if (found === undefined) return undefined
  const other = await trx
    .selectFrom('registrations')
    .select('id')
    .where('substitutedBy', '=', found.id)
    .executeTakeFirst()
  return { ...found, isSubstitute: other !== undefined }
}

/** Enters the substitute in the place of the one before: a seat, or where they stand in the queue or ask. @returns the id. */
async function enterSubstitute(
  trx: Trx,
  actor: Actor,
  { before, id, meetingId }: { before: LockedRegistration; id: string; meetingId: string },
  { firstName, lastName, email }: Substitute,
): Promise<string> {
  const asks = before.status === 'pending'
  const waits = before.status === 'waitlisted' || asks
  const input = {
    firstName,
    lastName,
    email: email ?? null,
    organisationId: before.organisationId,
    organisationTyped: before.organisationTyped,
    sector: before.sector,
    engagement: null,
    // where they have never said what they read, the one who hands over speaks with them
    language: (email && (await languageReadBy(trx, { email, firstName, lastName }))) || before.language,
  }
  const newId = randomUUIDv7()
  const shortCode = await freeShortCode(trx, meetingId)
  await trx
    .insertInto('registrations')
    .values(eb => ({
      id: newId,
      meetingId,
      personKey: email ? personKey(email, firstName, lastName) : null,
      status: asks ? 'pending' : waits ? 'waitlisted' : 'confirmed',
      source: actor.kind === 'account' ? 'coordinator' : 'public',
      addressConfirmedAt: sql`now()`,
      admittedAt: asks ? null : sql`now()`,
      queuedAt: waits ? eb.selectFrom('registrations').select('queuedAt').where('id', '=', id) : null,
      organisationSettled: eb.selectFrom('registrations').select('organisationSettled').where('id', '=', id),
      shortCode,
      attends: before.attends,
      ...columnsOf(input),
    }))
    .execute()
  await linkPerson(trx, actor, newId)
  await recordChange(trx, actor, {
    object: 'registration',
    id: newId,
    kind: 'created',
    after: { ...input, substituteFor: id },
  })
  return newId
}
