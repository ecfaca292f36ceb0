import { sql } from 'kysely'
import { sortName } from '@treffpunkt/shared/names'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { withoutName, type Named } from '../people/named.ts'
import { notFound } from '../problems.ts'
import { lockAttendance } from './lock.ts'

/**
 * Takes from what was fixed at conclusions whom it is about. That somebody came, from which organisation and whether for
 * the first time, stays as it was fixed, so no figure changes. Under the locks of the meetings.
 */
export async function forgetAttendees(
  trx: Trx,
  { registrations, people, walkIns = [] }: { registrations: string[]; people: string[]; walkIns?: string[] },
  named: Named[],
): Promise<void> {
  const { rows } = await sql<{ meetingId: string; attendeeId: string; organisationTyped: string | null }>`
    select meeting_id, attendee_id, organisation_typed from attendance
    where registration_id = any(${registrations}::uuid[]) or (registration_id is null and person_id = any(${people}::uuid[]))
      or attendee_id = any(${walkIns}::uuid[])
    for update`.execute(trx)
  for (const { meetingId, attendeeId, organisationTyped } of rows)
    await trx
      .updateTable('attendance')
      .set({ personId: null, nameKey: null, organisationTyped: without(organisationTyped, named) })
      .where('meetingId', '=', meetingId)
      .where('attendeeId', '=', attendeeId)
      .execute()
  const { rows: entries } = await sql<{ id: string; organisationTyped: string | null }>`
    select id, organisation_typed from attendance_entries
    where attendee_id = any(${[...registrations, ...walkIns]}::uuid[]) and organisation_typed is not null`.execute(trx)
  for (const { id, organisationTyped } of entries) {
    const typed = without(organisationTyped, named)
    if (typed !== organisationTyped)
      await trx.updateTable('attendanceEntries').set({ organisationTyped: typed }).where('id', '=', id).execute()
  }
}

/** What is left of somebody who came without a registration, as of those with one. */
const nameless = 'Gelöschte Person'

/**
 * Erases the name of somebody who came without a registration, because they asked the office. Doing it twice is once.
 * @throws not_found for an unknown one.
 */
export async function eraseWalkIn(trx: Trx, actor: Actor, id: string): Promise<{ erased: true }> {
  const { meetingId } = await trx
    .selectFrom('walkIns')
    .select('meetingId')
    .where('id', '=', id)
    .executeTakeFirstOrThrow(notFound)
  await lockAttendance(trx, meetingId)
  const erased = await forgetWalkIns(trx, [id])
  if (erased > 0)
    await recordChange(trx, actor, { object: 'attendance', id: meetingId, kind: 'erased', after: { attendeeId: id } })
  return { erased: true }
}

/**
 * Takes the names from those who came without a registration; that they came, and from where, stays. Under the locks of
 * the meetings. @returns how many had one.
 */
export async function forgetWalkIns(trx: Trx, ids: string[]): Promise<number> {
  const rows = await trx
    .selectFrom('walkIns')
    .select(['id', 'name', 'organisationTyped'])
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('erasedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id, name, organisationTyped } of rows) {
    const named = [{ lastName: name.split(/\s+/).at(-1) ?? name, firstName: '', email: null }]
    await forgetAttendees(trx, { registrations: [], people: [], walkIns: [id] }, named)
    await trx
      .updateTable('walkIns')
      .set({
        name: nameless,
        sortName: sortName(nameless),
        searchText: '',
        organisationTyped: without(organisationTyped, named),
        erasedAt: sql`now()`,
      })
      .where('id', '=', id)
      .execute()
  }
  return rows.length
}

const without = (typed: string | null, named: Named[]): string | null =>
  named.reduce<string | null>((text, person) => withoutName(text, person), typed)
