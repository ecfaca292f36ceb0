import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChanges, type Actor } from '../db/record-change.ts'

/**
 * What was typed at the door follows when it becomes known which organisation was meant: people who came without a
 * registration, and the attendance that was fixed. The entries stay as they were made. Who was there does not change;
 * whether the organisation was new is said anew where only now is known which it was, and of those at later meetings
 * that it turns out to have been at before.
 * @param names by which the organisation is known, in any case of letters.
 */
export async function followOrganisation(
  trx: Trx,
  actor: Actor,
  names: readonly string[],
  organisationId: string,
): Promise<void> {
  const typed = names.map(name => name.toLowerCase())
  const isMeant = sql`lower(organisation_typed) = any(${typed}::text[])`
  // the counts of these meetings change: locked in one order, whoever else does the same
  await sql`
    select from meetings where id in (
      select meeting_id from attendance where ${isMeant} union select meeting_id from attendance where organisation_id = ${organisationId}
    ) order by id for no key update`.execute(trx)
  const { rows: met } = await sql<{ meetingId: string }>`
    update walk_ins set organisation_id = ${organisationId}, organisation_typed = null where ${isMeant} returning meeting_id`.execute(
    trx,
  )
  const { rows: fixed } = await sql<{ meetingId: string; attendeeId: string }>`
    update attendance a set organisation_id = o.id, organisation_typed = null, sector = coalesce(a.sector, o.sector),
      name_key = split_part(a.name_key, '|', 1) || '|' || o.id
    from organisations o where o.id = ${organisationId} and ${isMeant} returning a.meeting_id, a.attendee_id`.execute(
    trx,
  )
  if (fixed.length > 0) await sayAnewWhoIsNew(trx, organisationId, fixed)
  const meetings = new Set([...met, ...fixed].map(({ meetingId }) => meetingId))
  await recordChanges(
    trx,
    actor,
    [...meetings].map(id => ({ object: 'attendance', id, kind: 'organisation_settled' })),
  )
}

/** Compares as the conclusion does: with meetings before, that were concluded by then. */
async function sayAnewWhoIsNew(
  trx: Trx,
  organisationId: string,
  fixed: { meetingId: string; attendeeId: string }[],
): Promise<void> {
  const rows = JSON.stringify(fixed.map(row => ({ meeting_id: row.meetingId, attendee_id: row.attendeeId })))
  const isFixed = (alias: string) =>
    sql`exists (select from jsonb_to_recordset(${rows}::jsonb) as f (meeting_id uuid, attendee_id uuid)
      where f.meeting_id = ${sql.ref(`${alias}.meetingId`)} and f.attendee_id = ${sql.ref(`${alias}.attendeeId`)})`
  await sql`
    update attendance a set new_organisation = ${isFixed('a')} and not exists (
      select from attendance b join meetings m on m.id = b.meeting_id join meetings this on this.id = a.meeting_id
      where b.organisation_id = a.organisation_id and b.arrived_at is not null
        and m.concluded_at <= this.concluded_at and m.deleted_at is null and m.starts_at < this.starts_at)
    where a.organisation_id = ${organisationId} and a.arrived_at is not null and (${isFixed('a')} or a.new_organisation and exists (
      select from attendance b join meetings m on m.id = b.meeting_id join meetings this on this.id = a.meeting_id
      where b.organisation_id = a.organisation_id and b.arrived_at is not null and ${isFixed('b')}
        and m.concluded_at <= this.concluded_at and m.deleted_at is null and m.starts_at < this.starts_at))`.execute(
    trx,
  )
}
