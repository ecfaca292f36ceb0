import { sql } from 'kysely'
import { may, type Role } from '@treffpunkt/shared/accounts'
import type { FirstSteps, Task } from '@treffpunkt/shared/today'
import { accessTasksOf } from '../access-tasks/queries.ts'
import type { Db } from '../db/connect.ts'
import { countsAgainstAddress } from '../mail/queries.ts'
import { getMeeting, holdsSeat, type MeetingRow } from '../meetings/queries.ts'

/** The meeting that comes next or is under way, drafts included; undefined when none is planned. */
export async function findNext(db: Db): Promise<MeetingRow | undefined> {
  const next = await db
    .selectFrom('meetings')
    .select('id')
    .where('deletedAt', 'is', null)
    .where('cancelledAt', 'is', null)
    .where('concludedAt', 'is', null)
    // a meeting of the evening is concluded before one looks at the next
    .where('startsAt', '>', sql<string>`now() - interval '1 day'`)
    .where('endsAt', '>', sql<string>`now()`)
    .orderBy('startsAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return next === undefined ? undefined : getMeeting(db, next.id)
}

/** How many of those who hold a seat need something at the meeting. */
export async function countNeeds(db: Db, meetingId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from registration_needs n join registrations r on r.id = n.registration_id
    where r.meeting_id = ${meetingId} and ${holdsSeat}`.execute(db)
  return rows[0]?.n ?? 0
}

/** The meetings of the last and the next weeks: all that the questions below ask about. */
const near = sql`(
  select m.id, m.name, m.starts_at, m.ends_at, m.published_at, m.concluded_at,
    (m.starts_at at time zone s.time_zone)::date as day
  from meeting_facts m cross join settings s
  where m.deleted_at is null and m.cancelled_at is null and m.starts_at between now() - interval '1 year' and now() + interval '1 year'
    and m.concluded_at is null)`

const today = sql`(now() at time zone (select time_zone from settings))::date`

/** What is to be done, the most pressing first; of what somebody with this role may know. */
export async function listTasks(db: Db, role: Role, countLastChances: (db: Db) => Promise<number>): Promise<Task[]> {
  const mayChange = may(role, 'coordinator')
  const [{ rows }, lastChances] = await Promise.all([
    sql<Task>`
      with near as materialized ${near},
      coming as (
        select n.*, c.unconfirmed from near n cross join lateral (
          select count(*)::integer as unconfirmed from registrations r
          where r.meeting_id = n.id and r.status = 'unconfirmed' and r.expires_at > now()
        ) c
        where n.published_at is not null and n.starts_at > now() and n.starts_at < now() + interval '6 weeks'
      )
      select kind, count, day, overdue, meeting, "barrierReport", organisation from (
        select 1 as rank, 'barrier' as kind, 1 as count, b.due_on as day, b.due_on < ${today} as overdue,
          null::json as meeting, json_build_object('id', b.id, 'reference', b.reference) as "barrierReport",
          null::json as organisation
        from barrier_reports b where b.answered_at is null and b.closed_at is null and ${mayChange}
        union all
        select 2, 'conclude', 1, n.day, n.ends_at < now() - interval '7 days',
          json_build_object('id', n.id, 'name', n.name), null, null
        from near n where n.published_at is not null and n.ends_at <= now()
        union all
        select 3, 'publish', 1, n.day, n.starts_at < now() + interval '14 days',
          json_build_object('id', n.id, 'name', n.name), null, null
        from near n where n.published_at is null and n.starts_at > now() and n.starts_at < now() + interval '8 weeks'
        union all
        select 4, 'requests', x.n, n.day, false, json_build_object('id', n.id, 'name', n.name), null, null
        from near n cross join lateral (
          select count(*)::integer as n from registrations r
          where r.meeting_id = n.id and r.status = 'pending' and r.address_confirmed_at is not null) x
        where n.published_at is not null and n.starts_at > now() and x.n > 0
        union all
        select 5, 'mails', x.n, null, true, null, null, null
        from (
          -- the addresses of GET /undeliverable-addresses
          select count(distinct lower(e.to_address))::integer as n from mails e join registrations r on r.id = e.registration_id
          where lower(r.email) = lower(e.to_address) and ${countsAgainstAddress}) x
        where x.n > 0
        union all
        select 6, 'needs', x.n, (x.due_at at time zone s.time_zone)::date, x.due_at < now(),
          json_build_object('id', near.id, 'name', near.name), null, null
        from near cross join settings s cross join lateral (
          select count(*)::integer as n, min("dueAt") as due_at from ${accessTasksOf(sql`near.id`)} tasks
          where "doneAt" is null and "dueAt" < now() + interval '2 weeks') x
        where near.published_at is not null and near.starts_at > now() and x.n > 0 and ${mayChange}
        union all
        select 7, 'confirm', c.unconfirmed, c.day, false, json_build_object('id', c.id, 'name', c.name), null, null
        from coming c where c.unconfirmed > 0
        union all
        select 8, 'organisations', x.n, c.day, false, json_build_object('id', c.id, 'name', c.name), null, null
        from coming c cross join lateral (
          select count(distinct lower(r.organisation_typed))::integer as n from registrations r
          where r.meeting_id = c.id and r.organisation_typed is not null and not r.organisation_settled
            and r.status in ('unconfirmed', 'confirmed', 'offered', 'waitlisted')) x
        where x.n > 0
        union all
        select 9, 'keys', count(*)::integer, (min(k.expires_at) at time zone s.time_zone)::date,
          min(k.expires_at) < now() + interval '2 days', null, null, json_build_object('id', o.id, 'name', o.name)
        from api_keys k join organisations o on o.id = k.organisation_id cross join settings s
        where ${mayChange} and k.revoked_at is null and o.deleted_at is null
          and k.expires_at > now() and k.expires_at <= now() + interval '14 days'
        group by o.id, o.name, s.time_zone
        union all
        select 10, 'review', 1, null, false, null, null, null
        from settings s where ${may(role, 'admin')} and exists (select from meetings)
          and coalesce(s.accessibility_reviewed_on, '-infinity') < ${today} - 365
      ) t order by overdue desc, rank, day nulls last limit 30`.execute(db),
    mayChange ? countLastChances(db) : 0,
  ])
  const deletions: Task = {
    kind: 'deletions',
    count: lastChances,
    day: null,
    overdue: false,
    meeting: null,
    barrierReport: null,
    organisation: null,
  }
  return lastChances > 0 ? [...rows, deletions] : rows
}

/**
 * What a new network still needs; null once all is there, or the office has put the list away, or while the example
 * network stands in its place.
 * @param hasMailServer known from the configuration.
 */
export async function readFirstSteps(db: Db, hasMailServer: boolean): Promise<FirstSteps | null> {
  const { rows } = await sql<Omit<FirstSteps, 'mail'> & { hidden: boolean }>`select
    s.first_steps_hidden or exists (select from example_objects) as hidden,
    s.network_name <> 'Unser Netzwerk' and (s.contact_email is not null or s.contact_phone is not null) as office,
    (select count(distinct kind) from texts where kind in ('imprint', 'privacy') and written_by is not null) = 2 as texts,
    exists (select from venues where deleted_at is null) as venue,
    exists (select from meetings where deleted_at is null) as meeting,
    (select count(*) from accounts where not disabled) > 1 as colleagues
    from settings s`.execute(db)
  const [row] = rows
  if (row === undefined || row.hidden) return null
  const { hidden: _, ...steps } = row
  const all = { ...steps, mail: hasMailServer }
  return Object.values(all).every(Boolean) ? null : all
}
