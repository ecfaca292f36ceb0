import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { foldedForm } from '@treffpunkt/shared/names'
import type { Trx } from '../db/connect.ts'
import { recordChanges, type Actor } from '../db/record-change.ts'
import { appendEntries } from './append.ts'
import { lockAttendance } from './lock.ts'
import { lastPosition, organisationNamed } from './queries.ts'

/** What follows when a meeting is concluded: fixes who had a place and who was there. */
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

/** Writes who had a place and where people stand into `attendance`: everybody, or some. */
async function fold(trx: Trx, meetingId: string, about: string[] | null): Promise<void> {
  const isMeant = (column: string) =>
    about === null ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = any(${about}::uuid[])`
  // one by one, whatever PostgreSQL believes of how many there are
  const stateOf = (column: string) =>
    sql`lateral (select s.* from attendance_states s where s.meeting_id = ${meetingId} and s.attendee_id = ${sql.ref(column)} offset 0) s on true`
  const { rows } = await sql<{ id: string; name: string; typed: string | null }>`
    select r.id, r.first_name || ' ' || r.last_name as name, coalesce(e.organisation_typed, r.organisation_typed) as typed
    from registrations r left join ${stateOf('r.id')} left join attendance_entries e on e.id = s.entry_id
    where r.meeting_id = ${meetingId} and ${isMeant('r.id')} and (r.status = 'confirmed' or s.entry_id is not null)
    union all
    select w.id, w.name, e.organisation_typed
    from walk_ins w join ${stateOf('w.id')} join attendance_entries e on e.id = s.entry_id
    where w.meeting_id = ${meetingId} and ${isMeant('w.id')}`.execute(trx)
  const keys = rows.map(({ id, name, typed }) => ({
    id,
    name: foldedForm(name),
    typed: typed === null ? null : foldedForm(typed),
  }))
  const standing = keys.map(({ id }) => id)
  await sql`delete from attendance where meeting_id = ${meetingId} and ${isMeant('attendeeId')} and attendee_id <> all(${standing}::uuid[])`.execute(
    trx,
  )
  await sql`
    with standing as (
      select k.id as attendee_id, r.id as registration_id, r.person_id, coalesce(r.status = 'confirmed', false) as had_place, r.id is null as walked_in,
        e.kind as state, s.arrived_at,
        case when s.arrived_at is not null and coalesce(r.erased_at, w.erased_at) is null then k.name || '|' || coalesce(o.id::text, k.typed, '') end as name_key,
        o.id as organisation_id, case when o.id is null then said.organisation_typed end as organisation_typed, coalesce(said.sector, o.sector) as sector, said.engagement
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (id uuid, name text, typed text)
      left join ${stateOf('k.id')}
      left join attendance_entries e on e.id = s.entry_id
      left join registrations r on r.id = k.id
      left join walk_ins w on w.id = k.id
      -- frozen with the entry; of whom nothing was said, as it is now
      cross join lateral (
        select e.organisation_id, e.organisation_typed, e.sector, e.engagement where e.id is not null
        union all select r.organisation_id, r.organisation_typed, r.sector, r.engagement where e.id is null
      ) said
      -- what was typed at the door may have been recognised since
      left join lateral ${organisationNamed('said.organisation_typed')} named on said.organisation_id is null
      left join organisations o on o.id = coalesce(said.organisation_id, named.id)
    ),
    -- looked up for a few, read once for many
    earlier as not materialized (
      select a.person_id, a.name_key, a.organisation_id, lower(a.organisation_typed) as typed
      from attendance a join meetings m on m.id = a.meeting_id join meetings this on this.id = ${meetingId}
      where a.arrived_at is not null and m.concluded_at is not null and m.deleted_at is null and m.starts_at < this.starts_at
    )
    insert into attendance (meeting_id, attendee_id, registration_id, person_id, name_key, had_place, walked_in, state, arrived_at,
      organisation_id, organisation_typed, sector, engagement, newcomer, new_organisation)
    select ${meetingId}, attendee_id, registration_id, person_id, name_key, had_place, walked_in, state, arrived_at,
      organisation_id, organisation_typed, sector, engagement,
      case when arrived_at is not null then not exists (select from earlier e where e.person_id = n.person_id)
        -- two with an address each are two people, whatever their names
        and not exists (select from earlier e where e.name_key = n.name_key and (e.person_id is null or n.person_id is null)) end,
      case when arrived_at is null then null
        when organisation_id is not null then not exists (select from earlier e where e.organisation_id = n.organisation_id)
        when organisation_typed is not null then not exists (select from earlier e where e.typed = lower(n.organisation_typed)) end
    from standing n
    on conflict (meeting_id, attendee_id) do update set
      state = excluded.state,
      arrived_at = excluded.arrived_at,
      name_key = case when excluded.arrived_at is not null then coalesce(attendance.name_key, excluded.name_key) end,
      newcomer = case when excluded.arrived_at is not null then coalesce(attendance.newcomer, excluded.newcomer) end,
      new_organisation = case when excluded.arrived_at is not null then coalesce(attendance.new_organisation, excluded.new_organisation) end`.execute(
    trx,
  )
}
