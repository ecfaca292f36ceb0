import { sql } from 'kysely'
import type { AttendanceCount, AttendanceOfPerson, AttendanceQuery, Attendee } from '@treffpunkt/shared/attendance'
import type { Engagement } from '@treffpunkt/shared/people'
import type { Db } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { matches } from '../db/search.ts'
import { holdsSeat } from '../meetings/queries.ts'
import { currentStatus } from '../registrations/queries.ts'

const byName = {
  key: 'name',
  column: 'a.sortName',
  idColumn: 'a.id',
  direction: 'asc',
  type: 'text',
} as const satisfies Order

type Row = Attendee & { sortName: string; searchText: string; hasPlace: boolean }

/**
 * Who has a place at a meeting, and everybody about whom anything was entered that counts. @param all also those who wait,
 * have withdrawn or were too late: whoever stands at the door all the same is to be found.
 */
const attendees = (meetingId: string, { all = false } = {}) => sql<Row>`(
  select p.*, e.kind as state, s.arrived_at, s.entry_id, e.how, coalesce(c.name, d.name) as by,
    (select f.newcomer from attendance f where f.meeting_id = ${meetingId} and f.attendee_id = p.id) as newcomer,
    case when o.id is not null then json_build_object('id', o.id, 'name', o.name) end as organisation,
    coalesce(p.said_sector, o.sector) as sector
  from (
    select r.id, false as is_walk_in, r.erased_at is not null as is_erased, r.first_name || ' ' || r.last_name as name, r.sort_name, r.search_text, r.organisation_id, r.organisation_typed,
      r.sector as said_sector, r.engagement, ${currentStatus} as place, r.attends,
      ${holdsSeat} as has_place
    from registrations r where r.meeting_id = ${meetingId}
    union all
    select w.id, true, w.erased_at is not null, w.name, w.sort_name, w.search_text, w.organisation_id, w.organisation_typed, null, null, null, null, false
    from walk_ins w where w.meeting_id = ${meetingId}
  ) p
  left join organisations o on o.id = p.organisation_id
  left join lateral (
    select s.entry_id, s.arrived_at from attendance_states s where s.meeting_id = ${meetingId} and s.attendee_id = p.id offset 0
  ) s on true
  left join attendance_entries e on e.id = s.entry_id
  left join accounts c on e.actor_kind = 'account' and c.id = e.actor_id
  left join door_links d on e.actor_kind = 'door_link' and d.id = e.actor_id
  where p.has_place or s.entry_id is not null or ${all}::boolean
)`

/** One page of who is expected at a meeting and who came, by name; a search finds everybody who ever signed up for it. */
export async function listAttendance(
  db: Db,
  meetingId: string,
  { show, q, ...page }: AttendanceQuery,
): Promise<{ items: Attendee[]; next: string | null }> {
  let rows = db
    .selectFrom(attendees(meetingId, { all: q !== undefined && show === undefined }).as('a'))
    .select([
      'a.id',
      'a.isWalkIn',
      'a.isErased',
      'a.name',
      'a.organisation',
      'a.organisationTyped',
      'a.sector',
      'a.engagement',
      'a.place',
      'a.attends',
      'a.state',
      'a.arrivedAt',
      'a.entryId',
      'a.how',
      'a.by',
      'a.newcomer',
      'a.sortName as sortValue',
    ])
  if (show === 'came') rows = rows.where('a.arrivedAt', 'is not', null)
  if (show === 'expected') rows = rows.where('a.hasPlace', '=', true).where('a.state', 'is', null)
  if (show === 'excused' || show === 'no_show') rows = rows.where('a.state', '=', show).where('a.arrivedAt', 'is', null)
  if (show === 'walk_in') rows = rows.where('a.isWalkIn', '=', true)
  if (q !== undefined) rows = rows.where(matches('a.searchText', q))
  const { rows: items, next } = await keysetPage(rows, byName, page)
  return { items, next }
}

/** How it stands: everybody in one place only, whoever came among those who came. */
export const countAttendance = (db: Db, meetingId: string): Promise<AttendanceCount> =>
  db
    .selectFrom(attendees(meetingId).as('a'))
    .select([
      sql<number>`count(*) filter (where a.arrived_at is not null)`.as('came'),
      sql<number>`count(*) filter (where a.arrived_at is not null or a.has_place)`.as('total'),
      sql<number>`count(*) filter (where a.has_place and a.state is null)`.as('expected'),
      sql<number>`count(*) filter (where a.arrived_at is null and a.state = 'excused')`.as('excused'),
      sql<number>`count(*) filter (where a.arrived_at is null and a.state = 'no_show')`.as('noShow'),
      sql<number>`count(*) filter (where a.arrived_at is not null and a.is_walk_in)`.as('walkIns'),
    ])
    .executeTakeFirstOrThrow()

const newestMeetingFirst = {
  key: '-startsAt',
  column: 'm.startsAt',
  idColumn: 'r.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

/**
 * What somebody was registered for, by the day of the meeting. Where they came from is what was fixed for that day, else
 * what was so when they came, else what their registration says.
 */
export async function listAttendanceOfPerson(
  db: Db,
  personId: string,
  query: { cursor?: string; limit?: number },
): Promise<{ items: AttendanceOfPerson[]; next: string | null }> {
  const rows = db
    .selectFrom('registrations as r')
    .innerJoin('meetings as m', 'm.id', 'r.meetingId')
    // one by one: the view would fold the entries of every meeting there was
    .leftJoinLateral(
      sql<{ entryId: string | null; arrivedAt: string | null }>`(
        select a.entry_id, a.arrived_at from attendance_states a where a.meeting_id = r.meeting_id and a.attendee_id = r.id offset 0
      )`.as('s'),
      join => join.onTrue(),
    )
    .leftJoin('attendanceEntries as e', 'e.id', 's.entryId')
    .leftJoin('attendance as f', join =>
      join.onRef('f.meetingId', '=', 'r.meetingId').onRef('f.attendeeId', '=', 'r.id'),
    )
    .innerJoinLateral(
      sql<{ organisationId: string | null; organisationTyped: string | null; engagement: Engagement | null }>`(
        select f.organisation_id, f.organisation_typed, f.engagement where f.attendee_id is not null
        union all select e.organisation_id, e.organisation_typed, e.engagement where f.attendee_id is null and e.id is not null
        union all select r.organisation_id, r.organisation_typed, r.engagement where f.attendee_id is null and e.id is null
      )`.as('said'),
      join => join.onTrue(),
    )
    .leftJoin('organisations as o', 'o.id', 'said.organisationId')
    .select([
      'r.id',
      'r.addressConfirmedAt',
      'said.organisationTyped',
      'said.engagement',
      's.arrivedAt',
      'f.newcomer',
      currentStatus.as('place'),
      sql<AttendanceOfPerson['attends']>`r.attends`.as('attends'),
      sql<AttendanceOfPerson['state']>`e.kind`.as('state'),
      sql<AttendanceOfPerson['organisation']>`case when o.id is not null
        then json_build_object('id', o.id, 'name', o.name) end`.as('organisation'),
      sql<AttendanceOfPerson['meeting']>`(
        select json_build_object('id', m.id, 'name', n.name, 'startsAt', m.starts_at, 'endsAt', m.ends_at,
          'cancelledAt', m.cancelled_at, 'concludedAt', m.concluded_at) from meeting_facts n where n.id = m.id)`.as(
        'meeting',
      ),
      sql<string>`m.starts_at::text`.as('sortValue'),
    ])
    .where('r.personId', '=', personId)
    .where('r.erasedAt', 'is', null)
    .where('m.deletedAt', 'is', null)
  const page = await keysetPage(rows, newestMeetingFirst, query)
  return { items: page.rows, next: page.next }
}
