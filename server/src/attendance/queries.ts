import { sql, type RawBuilder } from 'kysely'
import type { AttendanceEntry, DoorGuest, DoorLink, DoorMeeting } from '@treffpunkt/shared/attendance'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { notFound } from '../problems.ts'
import { currentStatus } from '../registrations/queries.ts'

// Door links ---------------------------------------------------------------------------------------------------------

/** A door link without its address, which is made by who has the keys; `live` by the clock of the database. */
export type DoorLinkRow = Omit<DoorLink, 'url'> & { linkVersion: number; live: boolean }

const newestFirst = {
  key: '-createdAt',
  column: 'd.createdAt',
  idColumn: 'd.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

/** Valid for a day after the meeting, or after it was cancelled, so that phones can send what they still hold. */
const expiresAt = sql<string>`least(m.ends_at, m.cancelled_at) + interval '24 hours'`

const doorLinks = (db: Db) =>
  db
    .selectFrom('doorLinks as d')
    .innerJoin('meetings as m', 'm.id', 'd.meetingId')
    .select([
      'd.id',
      'd.version',
      'd.createdAt',
      'd.updatedAt',
      'd.meetingId',
      'd.name',
      'd.revokedAt',
      'd.lastUsedAt',
      'd.linkVersion',
      expiresAt.as('expiresAt'),
      sql<boolean>`d.revoked_at is null and ${expiresAt} > now()`.as('live'),
    ])
    .where('m.deletedAt', 'is', null)

export async function listDoorLinks(
  db: Db,
  meetingId: string,
  query: { cursor?: string; limit?: number },
): Promise<{ items: DoorLinkRow[]; next: string | null }> {
  const rows = doorLinks(db)
    .select(sql<string>`${sql.ref(newestFirst.column)}::text`.as('sortValue'))
    .where('d.meetingId', '=', meetingId)
  const page = await keysetPage(rows, newestFirst, query)
  return { items: page.rows, next: page.next }
}

export const findDoorLink = (db: Db, id: string): Promise<DoorLinkRow | undefined> =>
  doorLinks(db).where('d.id', '=', id).executeTakeFirst()

export const getDoorLink = (db: Db, id: string): Promise<DoorLinkRow> =>
  doorLinks(db).where('d.id', '=', id).executeTakeFirstOrThrow(notFound)

/** Locks the row, then reads it. */
export async function lockDoorLink(trx: Trx, id: string): Promise<DoorLinkRow> {
  await trx.selectFrom('doorLinks').select('id').where('id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound)
  return getDoorLink(trx, id)
}

// The door -----------------------------------------------------------------------------------------------------------

const doorMeetings = (db: Db) =>
  db
    .selectFrom('meetingFacts as m')
    .leftJoin('venues as v', 'v.id', 'm.venueId')
    .select(['m.id', 'm.name', 'm.startsAt', 'm.endsAt', 'm.cancelledAt', 'm.concludedAt'])
    .select([
      sql<string | null>`v.name || ', ' || v.municipality`.as('place'),
      sql<number | null>`coalesce(m.capacity, v.capacity)`.as('capacity'),
    ])
    // columns of a view are nullable to PostgreSQL; these are not in the table below it
    .$narrowType<Pick<DoorMeeting, 'id' | 'name' | 'startsAt' | 'endsAt'>>()
    .where('m.deletedAt', 'is', null)
    .where('m.publishedAt', 'is not', null)

/**
 * How far an account that may only check in sees: long enough back for a phone that comes late to the network, and not
 * into every meeting there ever was.
 */
export async function requireWithinReach(db: Db, id: string): Promise<void> {
  await doorMeetings(db)
    .where('m.id', '=', id)
    .where('m.startsAt', '>', sql<string>`now() - interval '14 days'`)
    .where('m.startsAt', '<', sql<string>`now() + interval '14 days'`)
    .executeTakeFirstOrThrow(notFound)
}

/** A published meeting as the door sees it. @throws not_found for a draft as for an unknown one. */
export const getDoorMeeting = (db: Db, id: string): Promise<DoorMeeting> =>
  doorMeetings(db).where('m.id', '=', id).executeTakeFirstOrThrow(notFound)

/** Meetings of yesterday and the next two weeks, soonest first. */
export const listDoorMeetings = (db: Db): Promise<DoorMeeting[]> =>
  doorMeetings(db)
    .where(
      'm.startsAt',
      '>=',
      sql<string>`(date_trunc('day', now() at time zone (select time_zone from settings)) - interval '1 day') at time zone (select time_zone from settings)`,
    )
    .where('m.startsAt', '<', sql<string>`now() + interval '14 days'`)
    .orderBy('m.startsAt')
    .orderBy('m.id')
    .execute()

/** Somebody on the list at the door, with what their ticket is signed over; null for a walk-in. */
export type GuestRow = Omit<DoorGuest, 'ticketHash'> & { linkVersion: number | null }

/** Everybody who may come to a meeting or has come without a registration, by name. No address, no needs. */
export async function listGuests(db: Db, meetingId: string): Promise<GuestRow[]> {
  const { rows } = await sql<GuestRow>`
    select r.id, r.first_name || ' ' || r.last_name as name, r.sort_name, coalesce(o.name, r.organisation_typed) as organisation,
      ${currentStatus} as place, r.attends, r.short_code, r.link_version,
      -- what was ticked counts once the address is confirmed: until then anybody may have ticked it
      r.address_confirmed_at is null or not exists (
        select from consents c where c.registration_id = r.id and c.purpose = 'photographs' and c.withdrawn_at is null) as no_photographs
    from registrations r left join organisations o on o.id = r.organisation_id where r.meeting_id = ${meetingId}
      -- who is erased is there no more, unless they were let in
      and (r.erased_at is null or exists (select from attendance_states s where s.meeting_id = ${meetingId} and s.attendee_id = r.id))
    union all
    select w.id, w.name, w.sort_name, coalesce(o.name, w.organisation_typed), null, null, null, null, true
    from walk_ins w left join organisations o on o.id = w.organisation_id where w.meeting_id = ${meetingId}
      -- whose coming was taken back was never there
      and exists (select from attendance_states s where s.meeting_id = ${meetingId} and s.attendee_id = w.id)
    order by sort_name, id`.execute(db)
  return rows
}

/**
 * Entries of a meeting after a position, in their order. `isNewGuest`: the first entry about somebody without a
 * registration. @param limit null for all of them.
 */
export async function listEntries(
  db: Db,
  meetingId: string,
  after: number,
  limit: number | null,
): Promise<(AttendanceEntry & { isNewGuest: boolean })[]> {
  const { rows } = await sql<AttendanceEntry & { isNewGuest: boolean }>`
    select e.id, e.position, e.kind, e.how, e.attendee_id, e.undoes, e.occurred_at as at, coalesce(a.name, d.name, e.actor_kind) as by,
      e.walk_in_id is not null and not exists (select from attendance_entries p where p.attendee_id = e.attendee_id and p.position < e.position) as is_new_guest
    from attendance_entries e
    left join accounts a on e.actor_kind = 'account' and a.id = e.actor_id
    left join door_links d on e.actor_kind = 'door_link' and d.id = e.actor_id
    where e.meeting_id = ${meetingId} and e.position > ${after} order by e.position limit ${limit}`.execute(db)
  return rows
}

/** Position of the newest entry there was, 0 when there was none. */
export async function lastPosition(trx: Trx, meetingId: string): Promise<number> {
  const given = await trx
    .selectFrom('attendancePositions')
    .select('position')
    .where('meetingId', '=', meetingId)
    .executeTakeFirst()
  return given?.position ?? 0
}

/** Does any of these registrations belong to the meeting? */
export async function isAnyRegistered(db: Db, meetingId: string, ids: string[]): Promise<boolean> {
  const row = await db
    .selectFrom('registrations')
    .select('id')
    .where('meetingId', '=', meetingId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The organisation of the directory that bears a name, by its own or another one; a lateral row with `id`, or none. */
export const organisationNamed = (column: string): RawBuilder<{ id: string }> => {
  const name = sql.ref(column)
  return sql`(
    select known.id from organisations known
    where known.deleted_at is null and known.id in (
      select own.id from organisations own where lower(own.name) = lower(${name}) and own.deleted_at is null
      union all select other.organisation_id from organisation_aliases other where lower(other.alias) = lower(${name}))
    order by lower(known.name) = lower(${name}) desc, known.id limit 1)`
}
