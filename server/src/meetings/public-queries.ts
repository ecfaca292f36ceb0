import { sql, type RawBuilder } from 'kysely'
import type { PublicMeeting, PublicMeetingQuery } from '@treffpunkt/shared/meetings'
import type { Db } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { notFound } from '../problems.ts'
import { publicHostsOf } from './hosts-queries.ts'
import { heldInRoom, heldOnline, keptSeats } from './queries.ts'

// A meeting counts as coming until it is over or concluded, so that people on the way still find it on top.
const isComing = sql<boolean>`(m.ends_at > now() and m.concluded_at is null)`
const orders = {
  upcoming: { key: 'upcoming', column: 'm.startsAt', idColumn: 'm.id', direction: 'asc', type: 'timestamptz' },
  past: { key: 'past', column: 'm.startsAt', idColumn: 'm.id', direction: 'desc', type: 'timestamptz' },
} as const satisfies Record<string, Order>

/**
 * Published meetings: the coming ones, soonest first, or the past ones, newest first.
 * @param query `cancelled`: false leaves out those that are, true shows nothing else.
 */
export async function listPublicMeetings(
  db: Db,
  query: PublicMeetingQuery & { cancelled?: boolean },
): Promise<{ items: PublicMeeting[]; next: string | null }> {
  const when = query.when ?? 'upcoming'
  const order = orders[when]
  const { cancelled } = query
  const rows = published(db)
    .where('m.visibility', '<>', 'unlisted')
    .$if(cancelled !== undefined, all => all.where('m.cancelledAt', cancelled === true ? 'is not' : 'is', null))
    .select(sql<string>`${sql.ref(order.column)}::text`.as('sortValue'))
    .where(when === 'upcoming' ? isComing : sql<boolean>`not ${isComing}`)
  const page = await keysetPage(rows, order, query)
  // the page carries its meetings as they are, by no serialiser
  return { items: page.rows.map(({ sortValue: _, ...meeting }) => meeting), next: page.next }
}

export const getPublicMeeting = (db: Db, id: string): Promise<PublicMeeting> =>
  published(db).where('m.id', '=', id).executeTakeFirstOrThrow(notFound)

/** Public meetings of the last twelve months and to come, the newest first, with their last change. */
export const listAnnounced = (db: Db): Promise<(PublicMeeting & { updatedAt: string })[]> =>
  published(db)
    .select('m.updatedAt')
    .$narrowType<{ updatedAt: string }>()
    .where('m.visibility', '=', 'public')
    .where('m.startsAt', '>', sql<string>`now() - interval '12 months'`)
    .orderBy('m.startsAt', 'desc')
    .orderBy('m.id')
    .limit(200)
    .execute()

/** Ids of all public meetings, the newest first. */
export const listPublicIds = async (db: Db): Promise<string[]> => {
  const rows = await db
    .selectFrom('meetings')
    .select('id')
    .where('publishedAt', 'is not', null)
    .where('deletedAt', 'is', null)
    .where('visibility', '=', 'public')
    .orderBy('startsAt', 'desc')
    .orderBy('id')
    .limit(10_000)
    .execute()
  return rows.map(({ id }) => id)
}

/** As the public reads it, or will read it: a draft as if it were published now. */
export const getMeetingPreview = (db: Db, id: string): Promise<PublicMeeting> =>
  asPublic(db).where('m.id', '=', id).executeTakeFirstOrThrow(notFound)

// Of the seats that are there for everybody. Bands instead of numbers: an exact number would tell whether an address was known. "Few" is a tenth, at least three.
const bandOf = (capacity: RawBuilder<unknown>, taken: RawBuilder<unknown>, isSame: RawBuilder<unknown>) => sql<
  PublicMeeting['seats']
>`case
  when m.state_once_published <> 'open' or m.cancelled_at is not null then null
  when ${capacity} is null then 'free'
  else (
    select case when free <= 0 or waiting then 'waiting_list' when free <= greatest(3, ${capacity} / 10) then 'few' else 'free' end
    from (
      select ${capacity} - ${taken} as free,
        exists (
          select from registrations r where r.meeting_id = m.id and r.status = 'waitlisted' and r.address_confirmed_at is not null
            and ${isSame}
        ) as waiting
    ) seats
  ) end`
const seatBand = bandOf(sql`m.capacity`, sql`(${heldInRoom} + ${keptSeats})`, sql`r.attends is distinct from 'online'`)
const onlineBand = sql<PublicMeeting['onlineSeats']>`case when m.attendance_mode = 'mixed'
  then ${bandOf(sql`m.online_capacity`, heldOnline, sql`r.attends = 'online'`)} end`

// Less than three would tell who.
const countOf = (column: string) =>
  sql<number | null>`case when m.concluded_at is not null and ${sql.ref(column)} >= 3 then ${sql.ref(column)} end`

// Counted of those entered by name; beside a head count that is lower they would not be those who came.
const organisations = sql<number | null>`case when m.head_count is null or m.head_count >= m.entered
  then ${countOf('m.organisations')} end`

/** Columns of a view are nullable to PostgreSQL; those named here are not in the table below it. */
type Known = Pick<
  PublicMeeting,
  | 'id'
  | 'kind'
  | 'visibility'
  | 'name'
  | 'startsAt'
  | 'endsAt'
  | 'state'
  | 'venue'
  | 'registrationClosesAt'
  | 'seats'
  | 'onlineSeats'
  | 'approval'
  | 'translations'
  | 'attendanceMode'
>

const published = (db: Db) => asPublic(db).where('m.publishedAt', 'is not', null)

// of what is published, state and name are those it has
const asPublic = (db: Db) =>
  db
    .selectFrom('meetingFacts as m')
    .select([
      'm.id',
      'm.kind',
      'm.visibility',
      'm.nameOncePublished as name',
      'm.focusTopic',
      'm.summary',
      'm.costs',
      'm.translations',
      'm.startsAt',
      'm.endsAt',
      'm.stateOncePublished as state',
      'm.registrationOpensAt',
      'm.cancelledAt',
      'm.cancelReason',
      'm.approval',
      'm.attendanceMode',
    ])
    .select([
      sql<string>`coalesce(m.registration_closes_at, m.starts_at)`.as('registrationClosesAt'),
      seatBand.as('seats'),
      onlineBand.as('onlineSeats'),
      publicHostsOf.as('hosts'),
      countOf('m.attended').as('attended'),
      organisations.as('organisations'),
      sql<PublicMeeting['venue']>`(
        select json_build_object('name', v.name, 'street', v.street, 'postalCode', v.postal_code, 'municipality', v.municipality, 'stepFree', v.step_free,
          'accessibleToilet', v.accessible_toilet, 'inductionLoop', v.induction_loop, 'directions', v.directions)
        from venues v where v.id = m.venue_id)`.as('venue'),
      sql<PublicMeeting['rescheduledFrom']>`case when m.original_starts_at is not null then json_build_object(
        'startsAt', m.original_starts_at, 'endsAt', m.original_ends_at, 'attendanceMode', coalesce(m.original_attendance_mode, 'on_site'),
        'place', (select v.name || ', ' || v.municipality from venues v where v.id = m.original_venue_id)) end`.as(
        'rescheduledFrom',
      ),
    ])
    .$narrowType<Known>()
    .where('m.deletedAt', 'is', null)
