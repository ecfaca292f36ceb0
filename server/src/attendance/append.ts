import { sql } from 'kysely'
import { searchText, sortName } from '@treffpunkt/shared/names'
import type { AttendanceHow, AttendanceKind, WalkIn } from '@treffpunkt/shared/attendance'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import { organisationNamed } from './queries.ts'

// Writing entries, a whole queue in one statement. All of it under the lock of `lockAttendance`.

/** Enters those who came without a registration; an organisation that the directory knows is recognised. */
export async function enterWalkIns(trx: Trx, meetingId: string, walkIns: (WalkIn & { id: string })[]): Promise<void> {
  if (walkIns.length === 0) return
  const rows = walkIns.map(({ id, name, organisation }) => {
    const typed = organisation?.trim() || null
    return { id, name: name.trim(), typed, sort_name: sortName(name), search_text: searchText(name, typed) }
  })
  await sql`
    insert into walk_ins (id, meeting_id, name, organisation_id, organisation_typed, sort_name, search_text)
    select n.id, ${meetingId}, n.name, o.id, case when o.id is null then n.typed end, n.sort_name, n.search_text
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, name text, typed text, sort_name text, search_text text)
    left join lateral ${organisationNamed('n.typed')} o on true`.execute(trx)
}

type Appended = {
  id: string
  kind: AttendanceKind
  how: AttendanceHow
  attendeeId: string
  undoes: string | null
  at: string
}

/** Seconds by which a clock may be off uncorrected: on a bad line the sending itself takes as long as that. */
const tolerance = 60

/**
 * Appends entries in their order. Organisation, sector and engagement are frozen as they are now.
 * @param sentAt the clock of the device when it sent, to correct `at` by; null when `at` is right. Nothing happens later
 * than now, and an instant that cannot be read is now.
 */
export async function appendEntries(
  trx: Trx,
  actor: Actor,
  {
    meetingId,
    after,
    sentAt,
    entries,
  }: { meetingId: string; after: number; sentAt: string | null; entries: Appended[] },
): Promise<void> {
  const rows = entries.map(({ id, kind, how, attendeeId, undoes, at }, index) => ({
    id,
    position: after + index + 1,
    kind,
    how,
    attendee_id: attendeeId,
    undoes,
    at: instant(at),
  }))
  await sql`
    insert into attendance_entries (id, meeting_id, position, kind, how, registration_id, walk_in_id, undoes, device_at, occurred_at,
      actor_kind, actor_id, organisation_id, organisation_typed, sector, engagement)
    select n.id, ${meetingId}, n.position, n.kind, n.how, r.id, w.id, n.undoes, coalesce(n.at, now()),
      date_trunc('milliseconds', least(n.at + case when abs(extract(epoch from c.off)) > ${tolerance} then c.off else interval '0' end, now())),
      ${actor.kind}, ${actor.id}::uuid,
      o.id, coalesce(r.organisation_typed, w.organisation_typed), coalesce(r.sector, o.sector), r.engagement
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n (id uuid, position integer, kind text, how text, attendee_id uuid, undoes uuid, at timestamptz)
    cross join (select now() - coalesce(${instant(sentAt)}::timestamptz, now()) as off) c
    left join registrations r on r.id = n.attendee_id and r.meeting_id = ${meetingId}
    left join walk_ins w on w.id = n.attendee_id and w.meeting_id = ${meetingId} and r.id is null
    left join organisations o on o.id = coalesce(r.organisation_id, w.organisation_id)
    order by n.position`.execute(trx)
  const position = after + entries.length
  await trx
    .insertInto('attendancePositions')
    .values({ meetingId, position })
    .onConflict(conflict => conflict.column('meetingId').doUpdateSet({ position }))
    .execute()
}

/** In UTC, because PostgreSQL reads fewer offsets than the format allows; null for a second that leaps. */
function instant(text: string | null): string | null {
  const time = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
