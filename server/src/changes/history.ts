import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { may, type Role } from '@treffpunkt/shared/accounts'
import type { Change, HistoryEntry, HistoryQuery, ObjectType } from '@treffpunkt/shared/changes'
import { stillRestorable } from '../db/deleted.ts'
import type { Db } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { isByOtherAttendee } from '../registrations/actor-queries.ts'
import { isComparable, isRunComparable, isUntouched } from './comparable.ts'
import { deletable } from './deletable.ts'
import { isLastOfRun, isPartOf, runOf, type Extent } from './runs.ts'
import { deletedChanges, everyChange, undoableChanges } from './undoable.ts'

const newestFirst = {
  key: '-at',
  column: 'c.at',
  idColumn: 'c.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

/** What somebody with this role does not hear of: when colleagues came and went, what was reported. */
export const hiddenFrom = (role: Role): ObjectType[] => [
  ...(may(role, 'admin') ? [] : (['account'] as const)),
  ...(may(role, 'coordinator') ? [] : (['barrier_report', 'door_link', 'mailing', 'api_key'] as const)),
]

const others = {
  registration: {
    table: 'registrations',
    name: sql`case when o.erased_at is null then o.first_name || ' ' || o.last_name end`,
  },
  account: { table: 'accounts', name: sql`o.name` },
  door_link: { table: 'door_links', name: sql`o.name` },
  text: { table: 'texts', name: sql`o.kind` },
  barrier_report: { table: 'barrier_reports', name: sql`o.reference` },
  api_key: { table: 'api_keys', name: sql`o.name` },
  mailing: { table: 'mailings', name: sql`o.kind` },
  question: { table: 'questions', name: sql`o.label` },
  mail_template: { table: 'mail_templates', name: sql`o.kind || ' ' || o.language` },
  invitation: {
    table: 'invitations',
    name: sql`(select p.first_name || ' ' || p.last_name from people p where p.id = o.person_id)`,
  },
} as const

type Named = { table: string; name: RawBuilder<unknown> }

/** Of the object that `c` is about, in whichever table it stands (as `o`). */
const ofEach = (column: (object: string, row: Named) => RawBuilder<unknown>, rows: Record<string, Named>) =>
  sql`case c.object ${sql.join(
    Object.entries(rows).map(
      ([object, row]) =>
        sql`when ${sql.lit(object)} then (select ${column(object, row)} from ${sql.table(row.table)} o where o.id = c.object_id)`,
    ),
    sql` `,
  )} end`

const name = sql<string | null>`${ofEach((_, row) => row.name, { ...deletable, ...others })}`
const present = sql<boolean>`coalesce(${ofEach(
  object => (object in deletable ? sql`o.deleted_at is null` : sql`true`),
  {
    ...deletable,
    ...others,
  },
)}, false)`

/** The meeting that something belongs to; attendance is logged under the id of its meeting. */
const meeting = sql<HistoryEntry['meeting']>`(
  select json_build_object('id', f.id, 'name', f.name) from meeting_facts f
  where f.deleted_at is null and f.id = case c.object
    when 'registration' then (select r.meeting_id from registrations r where r.id = c.object_id)
    when 'door_link' then (select d.meeting_id from door_links d where d.id = c.object_id)
    when 'question' then (select q.meeting_id from questions q where q.id = c.object_id)
    when 'invitation' then (select i.meeting_id from invitations i where i.id = c.object_id)
    when 'mailing' then (select g.meeting_id from mailings g where g.id = c.object_id)
    when 'attendance' then c.object_id
    end)`

/** The changes `l` that one request made together with `c`: of the same kind, of objects of the same kind. */
const together = sql<SqlBool>`(l.id = c.id or (l.request_id = c.request_id and l.object = c.object and l.kind = c.kind))`

/** Registration `l.object_id` has not been withdrawn once more after `l`, perhaps by its own person. */
const lastWithdrawal = sql<SqlBool>`not exists (select from changes w
  where w.object = l.object and w.object_id = l.object_id and w.kind = l.kind and w.at > l.at)`

const fieldsOf = (extent: Extent) => sql<string[]>`${sql.ref(extent === 'run' ? 'run.fields' : 'c.fields')}`
const comparable = (role: Role, extent: Extent) => (extent === 'run' ? isRunComparable(role) : isComparable(role))

/** Until when `c` can be undone; null when what it did does not hold any more, or it is too late. */
const undoableUntil = (role: Role, extent: Extent) => sql<string | null>`case
  when c.at < now() - interval '30 days' then null
  when ${comparable(role, extent)} then case when ${isUntouched(fieldsOf(extent))} then c.at + interval '30 days' end
  when c.kind = 'deleted' then ${ofEach(
    () =>
      sql`case when o.deleted_at between c.at - interval '1 minute' and c.at then o.deleted_at + interval '30 days' end`,
    deletable,
  )}
  when c.kind = 'withdrawn' and c.object = 'registration' and c.actor_kind = 'account' then (
    select case when count(*) > 0 then least(c.at + interval '30 days', min(m.starts_at)) end
    from changes l join registrations r on r.id = l.object_id join meetings m on m.id = r.meeting_id
    where ${together} and ${lastWithdrawal} and r.status = 'withdrawn' and r.erased_at is null and m.starts_at > now()
      and m.concluded_at is null and m.cancelled_at is null and m.deleted_at is null)
  end`

/** Somebody who did it for another: who signed them up, say. Nobody's name once they are erased. */
const otherAttendee = sql<string>`coalesce((select e.first_name || ' ' || e.last_name || ' (angemeldete Person)'
  from registrations e where e.id = c.actor_id and e.erased_at is null), 'other_attendee')`

/** What was changed, and by whom, in words. */
const changes = (db: Db, role: Role, extent: Extent, among = everyChange) =>
  db
    .selectFrom(among.as('c'))
    // of a change by itself nobody asks for the run before it, and to find it for each part of a long one took seconds
    .$if(extent === 'run', rows => rows.innerJoinLateral(runOf.as('run'), join => join.onTrue()))
    .leftJoin('accounts as a', 'a.id', 'c.actorId')
    .leftJoin('doorLinks as d', 'd.id', 'c.actorId')
    .leftJoin('apiKeys as k', 'k.id', 'c.actorId')
    .leftJoin('organisations as ko', 'ko.id', 'k.organisationId')
    .select(
      sql<string>`coalesce(a.name, d.name, 'Schlüssel „' || k.name || '“ von ' || ko.name, case when ${isByOtherAttendee('c')} then ${otherAttendee} end, c.actor_kind)`.as(
        'actor',
      ),
    )
    .select([
      'c.id',
      'c.kind',
      fieldsOf(extent).as('fields'),
      'c.at',
      undoableUntil(role, extent).as('undoableUntil'),
      comparable(role, extent).as('comparable'),
      (extent === 'run' ? sql<number>`cardinality(run.ids)` : sql<number>`1`).as('parts'),
      sql<string>`${sql.ref(extent === 'run' ? 'run.since' : 'c.at')}`.as('since'),
    ])

const entries = (db: Db, role: Role, extent: Extent, among = everyChange) =>
  changes(db, role, extent, among)
    .select(['c.object', 'c.objectId'])
    .select([
      sql<number>`(select count(*)::integer from changes l where ${together})`.as('count'),
      name.as('name'),
      present.as('present'),
      meeting.as('meeting'),
    ])
    .$narrowType<{ object: ObjectType }>()

const kindsOfActors = {
  office: ['account', 'door_link', 'partner'],
  people: ['attendee', 'public'],
  service: ['system'],
} as const

/** Midnight at which a day begins where the network lives. */
const beginning = (day: string, after = 0) =>
  sql<string>`((${day}::date + ${sql.lit(after)}) at time zone (select time_zone from settings))`

/** Of what one request did with many, and of a run, only the last change is a line. */
const isLine = sql<SqlBool>`(${isLastOfRun} and not exists (select from changes l where l.request_id = c.request_id
  and l.object = c.object and l.kind = c.kind and (l.at, l.id) > (c.at, c.id)))`

/** Few can be undone, and to ask each change of a month whether it is one of them took seconds. */
function amongWhich({ partsOf, undoable, deleted }: HistoryQuery) {
  if (partsOf !== undefined) return everyChange
  if (deleted === true) return deletedChanges
  return undoable === true ? undoableChanges : everyChange
}

/** The history of everything, newest first, by lines or by the changes of one of them. */
export async function listHistory(
  db: Db,
  role: Role,
  query: HistoryQuery & { without?: ObjectType[]; byPeople?: boolean },
): Promise<{ items: HistoryEntry[]; next: string | null }> {
  let rows = entries(db, role, query.partsOf === undefined ? 'run' : 'change', amongWhich(query))
    .select(sql<string>`c.at::text`.as('sortValue'))
    .where(query.partsOf === undefined ? isLine : isPartOf(query.partsOf))
  const hidden = [...hiddenFrom(role), ...(query.without ?? [])]
  if (hidden.length > 0) rows = rows.where('c.object', 'not in', hidden)
  if (query.byPeople === true) rows = rows.where('c.actorKind', '<>', 'system')
  if (query.object !== undefined) rows = rows.where('c.object', '=', query.object)
  if (query.actor !== undefined) rows = rows.where('c.actorKind', 'in', kindsOfActors[query.actor])
  if (query.accountId !== undefined)
    rows = rows.where('c.actorKind', '=', 'account').where('c.actorId', '=', query.accountId)
  if (query.from !== undefined) rows = rows.where('c.at', '>=', beginning(query.from))
  if (query.to !== undefined) rows = rows.where('c.at', '<', beginning(query.to, 1))
  if (query.undoable === true)
    rows = rows
      .where('c.kind', 'in', ['deleted', 'withdrawn', 'changed', 'written'])
      .where(sql<SqlBool>`c.at > now() - interval '30 days'`)
      .where(sql<SqlBool>`(${undoableUntil(role, 'run')}) > now()`)
  if (query.deleted === true)
    rows = rows
      .where('c.kind', '=', 'deleted')
      .where(sql<SqlBool>`c.at > now() - interval '30 days'`)
      .where(sql<SqlBool>`(${undoableUntil(role, 'change')}) > now()`)
  const page = await keysetPage(rows, newestFirst, query)
  return { items: page.rows, next: page.next }
}

/** The history of one object, newest first; a run is one line. */
export const listChangesOf = (db: Db, role: Role, object: ObjectType, id: string): Promise<Change[]> =>
  changes(db, role, 'run')
    .where(isLastOfRun)
    .where('c.object', '=', object)
    .where('c.objectId', '=', id)
    .orderBy('c.at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(200)
    .execute()

/** How many deleted objects are final within a week. */
export async function countLastChances(db: Db): Promise<number> {
  const each = Object.values(deletable).map(
    ({ table }) =>
      sql`select count(*) as n from ${sql.table(table)} where ${stillRestorable} and deleted_at < now() - interval '23 days'`,
  )
  const { rows } = await sql<{
    n: number
  }>`select sum(n)::integer as n from (${sql.join(each, sql` union all `)}) t`.execute(db)
  return rows[0]?.n ?? 0
}

/** A line of the history as undoing it sees it: what it was about, and until when it can be undone. */
export async function getUndoable(
  db: Db,
  role: Role,
  id: string,
  extent: Extent = 'change',
): Promise<HistoryEntry | undefined> {
  const row = await entries(db, role, extent).where('c.id', '=', id).executeTakeFirst()
  return row === undefined || hiddenFrom(role).includes(row.object) ? undefined : row
}

/** Those whom the request of this change has withdrawn, as far as that is what holds; and whether they were told by mail. */
export async function withdrawnBy(db: Db, id: string): Promise<{ meetingId: string; ids: string[]; told: boolean }> {
  const { rows } = await sql<{ id: string; meetingId: string; told: boolean }>`
    select r.id, r.meeting_id, exists (select from mails e where e.registration_id = r.id and e.kind = 'withdrawn'
      and e.created_at between l.at - interval '1 minute' and l.at + interval '1 minute') as told
    from changes c join changes l on ${together} join registrations r on r.id = l.object_id
    where c.id = ${id} and ${lastWithdrawal} order by r.created_at, r.id`.execute(db)
  return { meetingId: rows[0]?.meetingId ?? '', ids: rows.map(row => row.id), told: rows.some(({ told }) => told) }
}
