import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { forgetValues, recordChanges, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { forgetMails } from '../mail/queue.ts'
import { withoutName, type Named } from '../people/named.ts'
import { nameless } from './queries.ts'
import { lockSeats, settleSeats } from './seats.ts'
import { newShortCode } from './short-code.ts'

/**
 * Locks the seats of meetings, in the order of their ids, as everybody who gives or frees one does first; of deleted
 * ones, too, which still hold who signed up.
 */
export async function lockMeetings(trx: Trx, ids: string[]): Promise<void> {
  await trx
    .selectFrom('meetings')
    .select('id')
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/** Locks the rows against everybody who changes them, lets them in, writes to them. A statement of its own: what it protects is read by those after it. */
export async function lockForErasing(trx: Trx, ids: string[]): Promise<void> {
  await trx
    .selectFrom('registrations')
    .select('id')
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/**
 * Erases registrations with everything that hangs on them: needs, answers, consents, forms, mails, values in the log. Of whom the
 * door has said something, or may still say it (phones that were without a network), a row without a name stays, so
 * that nobody is counted less. Who was to come gives their seat to the next. Under the locks of their meetings and rows.
 */
export async function eraseRegistrations(trx: Trx, jobs: JobQueue, actor: Actor, ids: string[]): Promise<void> {
  const rows = await trx
    .selectFrom('registrations as r')
    .innerJoin('meetings as m', 'm.id', 'r.meetingId')
    .select(['r.id', 'r.meetingId', 'm.deletedAt', 'm.concludedAt'])
    .select(['r.firstName', 'r.lastName', 'r.email', 'r.organisationTyped'])
    .select([
      sql<boolean>`exists (select from attendance_entries e where e.registration_id = r.id)`.as('counts'),
      sql<boolean>`m.concluded_at is null and m.cancelled_at is null
        and now() between m.starts_at - interval '1 day' and m.ends_at + interval '1 day'`.as('mayBeSeen'),
    ])
    .where('r.id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  for (const { meetingId, firstName, lastName } of rows) await forgetOnForms(trx, meetingId, `${firstName} ${lastName}`)
  for (const row of rows.filter(({ counts, mayBeSeen }) => counts || mayBeSeen)) await leaveNameless(trx, row)
  await trx
    .deleteFrom('registrations')
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('erasedAt', 'is', null)
    .execute()
  await logErasure(trx, actor, ids)
  const open = rows.filter(({ deletedAt, concludedAt }) => deletedAt === null && concludedAt === null)
  for (const meetingId of [...new Set(open.map(row => row.meetingId))].sort())
    await settleSeats(trx, jobs, await lockSeats(trx, meetingId))
}

/**
 * Takes the names from registrations that are over for long, with everything that hangs on them; every one stays and is
 * counted as what it was. Under the locks of their meetings and rows.
 */
export async function anonymiseRegistrations(trx: Trx, actor: Actor, ids: string[]): Promise<void> {
  const rows = await trx
    .selectFrom('registrations')
    .select(['id', 'firstName', 'lastName', 'email', 'organisationTyped'])
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  for (const row of rows) await leaveNameless(trx, { ...row, counts: true })
  await logErasure(trx, actor, ids)
}

async function logErasure(trx: Trx, actor: Actor, ids: string[]): Promise<void> {
  await forgetValues(trx, 'registration', ids)
  await recordChanges(
    trx,
    actor,
    ids.map(id => ({ object: 'registration', id, kind: 'erased' })),
  )
}

/** A form for several names all of them, for the two days in which its code counts. */
async function forgetOnForms(trx: Trx, meetingId: string, name: string): Promise<void> {
  await trx
    .updateTable('signUpAttempts')
    .set({ people: null })
    .where('meetingId', '=', meetingId)
    .where(sql<boolean>`exists (select from jsonb_array_elements(people) p where lower(p ->> 'name') = lower(${name}))`)
    .execute()
}

/** Frees registrations under an address that is not theirs to erase from the people who are. @returns which. */
export async function unlinkPeople(trx: Trx, people: string[]): Promise<string[]> {
  const rows = await trx
    .updateTable('registrations')
    .set({ personId: null })
    .where('personId', '=', sql<string>`any(${people}::uuid[])`)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Who is not counted as what they were gives the place back, and the night takes what is left. */
async function leaveNameless(
  trx: Trx,
  {
    id,
    counts,
    organisationTyped,
    ...person
  }: Named & { id: string; counts: boolean; organisationTyped: string | null },
): Promise<void> {
  await forgetMails(trx, id)
  await trx.deleteFrom('signUpAttempts').where('registrationId', '=', id).execute()
  await trx.deleteFrom('registrationNeeds').where('registrationId', '=', id).execute()
  await trx.deleteFrom('answers').where('registrationId', '=', id).execute()
  await trx.deleteFrom('consents').where('registrationId', '=', id).execute()
  await trx
    .updateTable('registrations')
    .set({
      ...nameless,
      shortCode: newShortCode(),
      ...(counts
        ? { organisationTyped: withoutName(organisationTyped, person) }
        : {
            status: 'withdrawn',
            substitutedBy: null,
            addressConfirmedAt: null,
            queuedAt: null,
            expiresAt: null,
            organisationTyped: null,
          }),
      linkVersion: sql`link_version + 1`,
      erasedAt: sql`now()`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', id)
    .execute()
}
