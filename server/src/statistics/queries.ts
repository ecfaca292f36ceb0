import { sql } from 'kysely'
import type { FiguresQuery, MeetingFigures } from '@treffpunkt/shared/statistics'
import type { Db } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { isEarlier, newYear } from '../meetings/queries.ts'
import { notFound, problem } from '../problems.ts'

const newestFirst = {
  key: '-startsAt',
  column: 'm.startsAt',
  idColumn: 'm.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

/** The figures of the meetings that were held, newest first. A filter leaves out rows, never what a row is compared with. */
export async function listFigures(
  db: Db,
  query: FiguresQuery,
): Promise<{ items: MeetingFigures[]; next: string | null }> {
  let rows = figures(db).select(sql<string>`m.starts_at::text`.as('sortValue'))
  if (query.kind !== undefined) rows = rows.where('m.kind', '=', query.kind)
  if (query.year !== undefined)
    rows = rows.where('m.startsAt', '>=', newYear(query.year)).where('m.startsAt', '<', newYear(query.year + 1))
  const page = await keysetPage(rows, newestFirst, query)
  return { items: page.rows.map(toFigures), next: page.next }
}

/**
 * The figures of one meeting.
 * @throws not_found, or meeting_not_held before it is concluded.
 */
export async function getFigures(db: Db, meetingId: string): Promise<MeetingFigures> {
  const row = await figures(db).where('m.id', '=', meetingId).executeTakeFirst()
  if (row !== undefined) return toFigures(row)
  await db
    .selectFrom('meetings')
    .select('id')
    .where('id', '=', meetingId)
    .where('deletedAt', 'is', null)
    .executeTakeFirstOrThrow(notFound)
  throw problem('meeting_not_held', 'Conclude the meeting first; what it came to is counted then.')
}

/** The one with the most people, of equals the earliest. */
const recordBefore = sql<MeetingFigures['recordBefore']>`(
  select json_build_object('meetingId', b.id, 'name', (select f.name from meeting_facts f where f.id = b.id),
    'startsAt', b.starts_at, 'attended', b.attended)
  from meetings b where ${isEarlier} order by b.attended desc, b.starts_at, b.id limit 1
)`

const usual = sql<{ least: number | null; most: number | null; meetings: number }>`(
  select json_build_object('least', min(l.attended), 'most', max(l.attended), 'meetings', count(*))
  from (select b.attended from meetings b where ${isEarlier} order by b.starts_at desc, b.id desc limit 8) l
)`

/** What the rows of the attendance of one meeting come to. */
type Counted = Pick<MeetingFigures, 'expected' | 'bySector' | 'byEngagement'> & {
  [Key in 'walkIns' | 'withoutPlace' | 'excused' | 'noShow' | 'newcomers' | 'returning' | 'newOrganisations']: number
}

// `attendance` has a row for everybody whose registration was confirmed (holds end before the meeting begins, and nobody
// who waits has a place) and for everybody of whom anything was said; `state` is null where nobody knows. Excused and no
// show are counted of the expected. Who came is counted in one of three ways: of the expected, without a place
// (withdrawn, waiting, not confirmed), or walked in. So entered = (expected - excused - noShow) + withoutPlace + walkIns.
const counted = sql<Counted>`(
  select json_build_object(
    'expected', nullif(count(*) filter (where a.had_place), 0),
    'walkIns', count(*) filter (where a.came and a.walked_in),
    'withoutPlace', count(*) filter (where a.came and not a.had_place and not a.walked_in),
    'excused', count(*) filter (where a.had_place and not a.came and a.state = 'excused'),
    'noShow', count(*) filter (where a.had_place and not a.came and a.state is distinct from 'excused'),
    'newcomers', count(*) filter (where a.came and a.newcomer),
    'returning', count(*) filter (where a.came and not a.newcomer),
    'newOrganisations', count(distinct a.organisation) filter (where a.came and a.new_organisation),
    'bySector', (
      select coalesce(json_agg(json_build_object('sector', g.sector, 'count', g.n) order by g.sector is null, g.n desc, g.sector), '[]')
      from (select sector, count(*) as n from attendance where meeting_id = m.id and arrived_at is not null group by sector) g
    ),
    'byEngagement', (
      select coalesce(json_agg(json_build_object('engagement', g.engagement, 'count', g.n) order by g.engagement is null, g.n desc, g.engagement), '[]')
      from (select engagement, count(*) as n from attendance where meeting_id = m.id and arrived_at is not null group by engagement) g
    )
  )
  from (
    select t.state, t.had_place, t.walked_in, t.newcomer, t.new_organisation, t.arrived_at is not null as came,
      coalesce(t.organisation_id::text, lower(t.organisation_typed)) as organisation
    from attendance t where t.meeting_id = m.id
  ) a
)`

const figures = (db: Db) =>
  db
    .selectFrom('meetings as m')
    .select(['m.id', 'm.kind', 'm.focusTopic', 'm.startsAt', 'm.headCount', 'm.attended', 'm.organisations'])
    .select([
      sql<number | null>`nullif(m.entered, 0)`.as('entered'),
      sql<string>`(select f.name from meeting_facts f where f.id = m.id)`.as('name'),
      sql<string | null>`(select v.name from venues v where v.id = m.venue_id)`.as('venue'),
      recordBefore.as('recordBefore'),
      usual.as('usual'),
      counted.as('counted'),
    ])
    .$narrowType<Pick<MeetingFigures, 'kind'>>()
    .where('m.concludedAt', 'is not', null)
    .where('m.deletedAt', 'is', null)

type Row = Pick<
  MeetingFigures,
  'kind' | 'focusTopic' | 'startsAt' | 'headCount' | 'attended' | 'entered' | 'name' | 'venue' | 'recordBefore'
> & {
  id: string
  organisations: number
  usual: { least: number | null; most: number | null; meetings: number }
  counted: Counted
}

function toFigures({ id, organisations, usual: { least, most, meetings }, counted, ...row }: Row): MeetingFigures {
  const { attended, entered, recordBefore } = row
  /** Where nobody was entered, zero would be a claim. */
  const named = (count: number) => (entered === null ? null : count)
  return {
    ...row,
    meetingId: id,
    expected: counted.expected,
    walkIns: named(counted.walkIns),
    withoutPlace: named(counted.withoutPlace),
    excused: named(counted.excused),
    noShow: named(counted.noShow),
    newcomers: named(counted.newcomers),
    returning: named(counted.returning),
    organisations: named(organisations),
    newOrganisations: named(counted.newOrganisations),
    bySector: counted.bySector,
    byEngagement: counted.byEngagement,
    isRecord: attended !== null && recordBefore !== null && attended > recordBefore.attended,
    // JSON carries the instant in the offset of the session
    recordBefore: recordBefore && { ...recordBefore, startsAt: new Date(recordBefore.startsAt).toISOString() },
    usual: least === null || most === null ? null : { least, most, meetings },
  }
}
