import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { foldedForm } from '@treffpunkt/shared/names'
import type { Trx } from '../db/connect.ts'
import { recordChanges, type Actor } from '../db/record-change.ts'
import { appendEntries, lastPosition } from './append.ts'
import { lockAttendance } from './lock.ts'
import { organisationNamed } from './queries.ts'

/** What follows when a meeting is concluded: fixes who was there. A meeting without entries has nothing to fix. */
export async function fixConcluded(trx: Trx, actor: Actor, meetingId: string): Promise<void> {
  await lockAttendance(trx, meetingId)
  await fixAttendance(trx, actor, meetingId)
}

/**
 * Fixes who was there, under the lock. If anybody was seen, those who had a seat and of whom nobody said anything did not
 * come (`closing`); if nobody was, the door was not used, and nothing is invented. What is fixed stays: later entries
 * change where those stand whom they are about, not who they were and where from.
 * @param about only these, after entries that came when the meeting was concluded already.
 * @returns how many entries were added.
 */
export async function fixAttendance(trx: Trx, actor: Actor, meetingId: string, about?: string[]): Promise<number> {
  const unseen = await closeUnseen(trx, actor, meetingId)
  await fold(trx, meetingId, about === undefined ? null : [...about, ...unseen])
  return unseen.length
}

async function closeUnseen(trx: Trx, actor: Actor, meetingId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string; at: string }>`
    select r.id, m.starts_at as at from registrations r join meetings m on m.id = r.meeting_id
    where r.meeting_id = ${meetingId} and r.status = 'confirmed'
      and exists (select from attendance_states s where s.meeting_id = ${meetingId} and s.arrived_at is not null)
      and not exists (
        select from attendance_entries e where e.attendee_id = r.id and e.kind <> 'undone'
          and not exists (select from attendance_entries u where u.undoes = e.id))
      -- said once: who undoes it knows better
      and not exists (select from attendance_entries c where c.attendee_id = r.id and c.how = 'closing')
    order by r.sort_name, r.id`.execute(trx)
  if (rows.length === 0) return []
  const entries = rows.map(({ id: attendeeId, at }) => ({
    id: randomUUIDv7(),
    kind: 'no_show' as const,
    how: 'closing' as const,
    attendeeId,
    undoes: null,
    at,
  }))
  await appendEntries(trx, actor, { meetingId, after: await lastPosition(trx, meetingId), sentAt: null, entries })
  await recordChanges(
    trx,
    actor,
    entries.map(({ kind, attendeeId }) => ({ object: 'attendance', id: meetingId, kind, after: { attendeeId } })),
  )
  return rows.map(({ id }) => id)
}

/** Writes where people stand into `attendance`: everybody, or some. */
async function fold(trx: Trx, meetingId: string, about: string[] | null): Promise<void> {
  const isMeant = (column: string) =>
    about === null ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = any(${about}::uuid[])`
  const { rows } = await sql<{ attendeeId: string; name: string; typed: string | null }>`
    select s.attendee_id, coalesce(r.first_name || ' ' || r.last_name, w.name) as name, e.organisation_typed as typed
    from attendance_states s
    join attendance_entries e on e.id = s.entry_id
    left join registrations r on r.id = e.registration_id
    left join walk_ins w on w.id = e.walk_in_id
    where s.meeting_id = ${meetingId} and ${isMeant('s.attendeeId')}`.execute(trx)
  const keys = rows.map(({ attendeeId, name, typed }) => ({
    id: attendeeId,
    name: foldedForm(name),
    typed: typed === null ? null : foldedForm(typed),
  }))
  const standing = keys.map(({ id }) => id)
  await sql`delete from attendance where meeting_id = ${meetingId} and ${isMeant('attendeeId')} and attendee_id <> all(${standing}::uuid[])`.execute(
    trx,
  )
  await sql`
    with standing as (
      select s.attendee_id, e.registration_id, r.person_id, k.name || '|' || coalesce(o.id::text, k.typed, '') as name_key, e.kind as state, s.arrived_at,
        o.id as organisation_id, case when o.id is null then e.organisation_typed end as organisation_typed, coalesce(e.sector, o.sector) as sector, e.engagement
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (id uuid, name text, typed text)
      -- one by one, whatever PostgreSQL believes of how many there are
      cross join lateral (select s.* from attendance_states s where s.meeting_id = ${meetingId} and s.attendee_id = k.id offset 0) s
      join attendance_entries e on e.id = s.entry_id
      left join registrations r on r.id = e.registration_id
      -- what was typed at the door may have been recognised since
      left join lateral ${organisationNamed('e.organisation_typed')} named on e.organisation_id is null
      left join organisations o on o.id = coalesce(e.organisation_id, named.id)
    ),
    -- looked up for a few, read once for many
    earlier as not materialized (
      select a.person_id, a.name_key, a.organisation_id, lower(a.organisation_typed) as typed
      from attendance a join meetings m on m.id = a.meeting_id join meetings this on this.id = ${meetingId}
      where a.arrived_at is not null and m.concluded_at is not null and m.deleted_at is null and m.starts_at < this.starts_at
    )
    insert into attendance (meeting_id, attendee_id, registration_id, person_id, name_key, state, arrived_at,
      organisation_id, organisation_typed, sector, engagement, newcomer, new_organisation)
    select ${meetingId}, attendee_id, registration_id, person_id, name_key, state, arrived_at, organisation_id, organisation_typed, sector, engagement,
      case when arrived_at is not null then not exists (select from earlier e where e.person_id = n.person_id)
        and not exists (select from earlier e where e.name_key = n.name_key) end,
      case when arrived_at is null then null
        when organisation_id is not null then not exists (select from earlier e where e.organisation_id = n.organisation_id)
        when organisation_typed is not null then not exists (select from earlier e where e.typed = lower(n.organisation_typed)) end
    from standing n
    on conflict (meeting_id, attendee_id) do update set
      state = excluded.state,
      arrived_at = excluded.arrived_at,
      newcomer = case when excluded.arrived_at is not null then coalesce(attendance.newcomer, excluded.newcomer) end,
      new_organisation = case when excluded.arrived_at is not null then coalesce(attendance.new_organisation, excluded.new_organisation) end`.execute(
    trx,
  )
}
