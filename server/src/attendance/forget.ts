import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { withoutName, type Named } from '../people/named.ts'

/**
 * Takes from what was fixed at conclusions whom it is about. That somebody came, from which organisation and whether for
 * the first time, stays as it was fixed, so no figure changes. Under the locks of the meetings.
 */
export async function forgetAttendees(
  trx: Trx,
  about: { registrations: string[]; people: string[] },
  named: Named[],
): Promise<void> {
  const { rows } = await sql<{ meetingId: string; attendeeId: string; organisationTyped: string | null }>`
    select meeting_id, attendee_id, organisation_typed from attendance
    where registration_id = any(${about.registrations}::uuid[]) or (registration_id is null and person_id = any(${about.people}::uuid[]))
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
    where registration_id = any(${about.registrations}::uuid[]) and organisation_typed is not null`.execute(trx)
  for (const { id, organisationTyped } of entries) {
    const typed = without(organisationTyped, named)
    if (typed !== organisationTyped)
      await trx.updateTable('attendanceEntries').set({ organisationTyped: typed }).where('id', '=', id).execute()
  }
}

const without = (typed: string | null, named: Named[]): string | null =>
  named.reduce<string | null>((text, person) => withoutName(text, person), typed)
