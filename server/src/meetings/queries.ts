import { sql, type RawBuilder } from 'kysely'
import type { OnlineRoom } from '@treffpunkt/shared/attendance-modes'
import type { NewContingent } from '@treffpunkt/shared/contingents'
import type { NewHost } from '@treffpunkt/shared/hosts'
import type { Meeting, MeetingQuery } from '@treffpunkt/shared/meetings'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { matches } from '../db/search.ts'
import { notFound } from '../problems.ts'
import { contingentsOf } from './contingents-queries.ts'
import { hostsOf } from './hosts-queries.ts'

const orders = {
  startsAt: { key: 'startsAt', column: 'm.startsAt', idColumn: 'm.id', direction: 'asc', type: 'timestamptz' },
  '-startsAt': { key: '-startsAt', column: 'm.startsAt', idColumn: 'm.id', direction: 'desc', type: 'timestamptz' },
} as const satisfies Record<string, Order>

/** A meeting without its address, which depends on where the service is reached; `begun` by the clock of the database. */
export type MeetingRow = Omit<Meeting, 'url'> & { begun: boolean }

export async function listMeetings(db: Db, query: MeetingQuery): Promise<{ items: MeetingRow[]; next: string | null }> {
  const order = orders[query.sort ?? '-startsAt']
  let rows = facts(db).select(sql<string>`${sql.ref(order.column)}::text`.as('sortValue'))
  if (query.kind !== undefined) rows = rows.where('m.kind', '=', query.kind)
  if (query.state !== undefined) rows = rows.where('m.state', '=', query.state)
  if (query.cancelled !== undefined) rows = rows.where('m.cancelledAt', query.cancelled ? 'is not' : 'is', null)
  if (query.from !== undefined) rows = rows.where('m.startsAt', '>=', query.from)
  if (query.to !== undefined) rows = rows.where('m.startsAt', '<', query.to)
  if (query.year !== undefined)
    rows = rows.where('m.startsAt', '>=', newYear(query.year)).where('m.startsAt', '<', newYear(query.year + 1))
  if (query.host !== undefined)
    rows = rows.where(
      sql<boolean>`(exists (select from meeting_hosts h where h.meeting_id = m.id and h.organisation_id = ${query.host})
        or exists (select from contingents c where c.meeting_id = m.id and c.organisation_id = ${query.host}))`,
    )
  if (query.venueId !== undefined) rows = rows.where('m.venueId', '=', query.venueId)
  if (query.workingGroupId !== undefined) rows = rows.where('m.workingGroupId', '=', query.workingGroupId)
  if (query.q !== undefined) rows = rows.where(matches('m.searchText', query.q))
  const page = await keysetPage(rows, order, query)
  return { items: page.rows, next: page.next }
}

export const getMeeting = (db: Db, id: string): Promise<MeetingRow> =>
  facts(db).where('m.id', '=', id).executeTakeFirstOrThrow(notFound)

/**
 * Locks the meeting's row, then reads it: two statements, because one that waits for the lock would still see what was
 * there before it waited.
 */
export async function lockMeeting(trx: Trx, id: string): Promise<MeetingRow> {
  await trx
    .selectFrom('meetings')
    .select('id')
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .forUpdate()
    .executeTakeFirstOrThrow(notFound)
  return getMeeting(trx, id)
}

/** What meeting `id` gives to one that begins at `startsAt`: what it refers to and is still there, and its sign-up window. */
export type Model = {
  venueId: string | null
  workingGroupId: string | null
  registrationOpensAt: string | null
  registrationClosesAt: string | null
  contingents: NewContingent[]
  hosts: NewHost[]
}

export async function getModel(db: Db, id: string, startsAt: string): Promise<Model> {
  const { rows } = await sql<Model>`
    select
      (select v.id from venues v where v.id = m.venue_id and v.deleted_at is null) as venue_id,
      (select g.id from working_groups g where g.id = m.working_group_id and g.deleted_at is null) as working_group_id,
      ${sameDistance(asPlanned(sql`m.registration_opens_at`, sql`interval '0'`), startsAt)} as registration_opens_at,
      case when m.registration_closes_at is not null then
        ${sameDistance(sql`least(m.starts_at, ${asPlanned(sql`m.registration_closes_at`, quarter)})`, startsAt)} end as registration_closes_at,
      (select coalesce(json_agg(json_strip_nulls(json_build_object('organisationId', c.organisation_id, 'sector', c.sector, 'seats', c.seats,
          'releasesAt', least(${startsAt}::timestamptz, ${sameDistance(sql`c.releases_at`, startsAt)}))) order by o.name, c.sector), '[]')
        from contingents c left join organisations o on o.id = c.organisation_id
        where c.meeting_id = m.id and o.deleted_at is null) as contingents,
      (select coalesce(json_agg(json_build_object('organisationId', h.organisation_id, 'state', 'asked') order by h.position), '[]')
        from meeting_hosts h join organisations o on o.id = h.organisation_id
        where h.meeting_id = m.id and h.state <> 'declined' and o.deleted_at is null) as hosts
    from meetings m cross join settings s where m.id = ${id}`.execute(db)
  const [model] = rows
  if (model === undefined) throw notFound()
  return model
}

const quarter = sql`interval '15 minutes'`

/**
 * A moment that somebody might have planned: at a press of a button it is 14:37, and some seconds; then sign-up opens with
 * the quarter of an hour that had begun, and closes with its end. What was typed has no seconds, and is meant.
 */
const asPlanned = (moment: RawBuilder<unknown>, later: RawBuilder<unknown>) =>
  sql`case when date_trunc('minute', ${moment}) = ${moment} then ${moment}
    else date_bin(${quarter}, ${moment}, '2000-01-01T00:00:00Z') + ${later} end`

/**
 * A moment before meeting `m`, moved to before one that begins at `startsAt`, by the clocks on the walls of the network,
 * whatever was done to them in between: as many days before at the same time, on the day itself as long before. Seconds
 * come from a press of a button, and stay out.
 */
export function sameDistance(moment: RawBuilder<unknown>, startsAt: string): RawBuilder<string | null> {
  const local = (instant: RawBuilder<unknown>) => sql`date_trunc('minute', ${instant} at time zone s.time_zone)`
  const [then, from, to] = [local(moment), local(sql`m.starts_at`), local(sql`${startsAt}::timestamptz`)]
  return sql`(case
    when ${then}::date = ${from}::date then ${to} + (${then} - ${from})
    else ${to}::date + (${then}::date - ${from}::date) + ${then}::time
  end at time zone s.time_zone)`
}

/** The first moment of a year where the network lives. */
export const newYear = (year: number) =>
  sql<string>`make_timestamptz(${year}::integer, 1, 1, 0, 0, 0, (select time_zone from settings))`

/** Registration `r` holds a seat now, whether or not anybody has marked a hold that ran out. */
export const holdsSeat = sql<boolean>`(r.status in ('unconfirmed', 'confirmed', 'offered') and (r.expires_at is null or r.expires_at > now()))`

/** Seats of meeting `m` that are held now. */
const heldSeats = sql<number>`(select count(*)::integer from registrations r where r.meeting_id = m.id and ${holdsSeat})`

/** Seats in the room of meeting `m` that are held now, without who joins it online where it is mixed. */
export const heldInRoom = sql<number>`(select count(*)::integer from registrations r where r.meeting_id = m.id and ${holdsSeat}
  and r.attends is distinct from 'online')`

/** Online places of a mixed meeting `m` that are held now. */
export const heldOnline = sql<number>`(select count(*)::integer from registrations r where r.meeting_id = m.id and ${holdsSeat}
  and r.attends = 'online')`

/** Free seats of meeting `m` that its contingents keep now. */
export const keptSeats = sql<number>`(select coalesce(sum(k.seats - k.taken), 0)::integer from contingent_rooms(m.id, now()) k)`

/**
 * What meeting `m` is compared with: meetings `b` of its kind before it; ids order those that begin together. Looked up in
 * an index for each row that is shown, because a window over all meetings would cost more with every year.
 */
export const isEarlier = sql<boolean>`b.kind = m.kind and b.concluded_at is not null and b.attended is not null and b.deleted_at is null
  and (b.starts_at, b.id) < (m.starts_at, m.id)`

const isRecord = sql<boolean>`coalesce(
  m.attended > (select b.attended from meetings b where ${isEarlier} order by b.attended desc, b.starts_at, b.id limit 1), false)`

/** The way into the online room of a meeting, until it is over. Whoever asks makes sure that it is told to nobody without a seat. */
export const findOnlineRoom = (db: Db, id: string): Promise<OnlineRoom | undefined> =>
  db
    .selectFrom('meetings')
    .select(['onlineUrl as url', 'onlineNotes as notes'])
    .where('id', '=', id)
    .where('attendanceMode', '<>', 'on_site')
    .where('cancelledAt', 'is', null)
    .where('endsAt', '>', sql<string>`now()`)
    .executeTakeFirst()

/** Columns of a view are nullable to PostgreSQL; those named here are not in the table below it. */
type Known = {
  [K in 'id' | 'version' | 'createdAt' | 'updatedAt' | 'startsAt' | 'endsAt' | 'name']: Meeting[K]
} & Pick<Meeting, 'kind' | 'state' | 'visibility' | 'approval' | 'venue' | 'translations' | 'attendanceMode'>

const facts = (db: Db) =>
  db
    .selectFrom('meetingFacts as m')
    .select([
      'm.id',
      'm.version',
      'm.createdAt',
      'm.updatedAt',
      'm.kind',
      'm.title',
      'm.focusTopic',
      'm.summary',
      'm.costs',
      'm.translations',
      'm.startsAt',
      'm.endsAt',
      'm.venueId',
      'm.attendanceMode',
      'm.onlineUrl',
      'm.onlineNotes',
      'm.capacity',
      'm.onlineCapacity',
      'm.registrationOpensAt',
      'm.registrationClosesAt',
      'm.workingGroupId',
      'm.visibility',
      'm.approval',
      'm.name',
      'm.seriesNumber',
      'm.state',
      'm.publishedAt',
      'm.cancelledAt',
      'm.cancelReason',
      'm.concludedAt',
      'm.headCount',
      'm.attended',
    ])
    .select(
      sql<
        Meeting['venue']
      >`(select json_build_object('id', v.id, 'name', v.name, 'municipality', v.municipality) from venues v where v.id = m.venue_id)`.as(
        'venue',
      ),
    )
    .select(
      sql<Meeting['rescheduledFrom']>`case when m.original_starts_at is not null then (
        select json_build_object('startsAt', m.original_starts_at, 'endsAt', m.original_ends_at,
          'attendanceMode', coalesce(m.original_attendance_mode, 'on_site'),
          'venue', case when v.id is not null then json_build_object('id', v.id, 'name', v.name, 'municipality', v.municipality) end)
        from (select) one left join venues v on v.id = m.original_venue_id) end`.as('rescheduledFrom'),
    )
    .select([
      sql<boolean>`m.starts_at <= now()`.as('begun'),
      isRecord.as('isRecord'),
      contingentsOf.as('contingents'),
      hostsOf.as('hosts'),
    ])
    .select(sql<Meeting['reminders']>`(select r.reminders from meetings r where r.id = m.id)`.as('reminders'))
    .select(
      sql<number | null>`case when m.published_at is not null and m.concluded_at is null then ${heldSeats} end`.as(
        'registered',
      ),
    )
    .select(
      sql<
        number | null
      >`case when m.attendance_mode = 'mixed' and m.published_at is not null and m.concluded_at is null then ${heldOnline} end`.as(
        'registeredOnline',
      ),
    )
    .$narrowType<Known>()
    .where('m.deletedAt', 'is', null)
