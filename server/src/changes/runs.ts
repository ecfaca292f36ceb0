import { sql, type SqlBool } from 'kysely'
import type { Db } from '../db/connect.ts'

// A text that saves by itself leaves a change every few seconds. What the same person changed in the same object shortly
// after each other, with nothing else happening to it in between, is a run, and a run is one line of the history.

/** How long after a change the next one still belongs to its run. */
const pause = sql`interval '30 minutes'`

const table = (name: string) => sql.ref(name)

/** Is this change one of many that one request made? Those are a line of their own. */
const isOfMany = (
  name: string,
) => sql<SqlBool>`exists (select from changes many where many.request_id = ${table(name)}.request_id
  and many.object = ${table(name)}.object and many.kind = ${table(name)}.kind and many.id <> ${table(name)}.id)`

const dayOf = (name: string) => sql`(${table(name)}.at at time zone (select time_zone from settings))::date`

/** Does `newer`, the next thing that happened to the object after `older`, go on with the same run? A day begins a new one. */
const goesOn = (
  older: string,
  newer: string,
) => sql<SqlBool>`(${table(newer)}.kind = 'changed' and ${table(older)}.kind = 'changed'
  and ${table(newer)}.actor_kind = ${table(older)}.actor_kind and ${table(newer)}.actor_id = ${table(older)}.actor_id
  and ${table(newer)}.at <= ${table(older)}.at + ${pause} and ${dayOf(newer)} = ${dayOf(older)}
  and not ${isOfMany(older)} and not ${isOfMany(newer)})`

/** Nothing goes on with the run of change `c`: it is the line of its run. */
export const isLastOfRun = sql<SqlBool>`(c.kind <> 'changed' or c.actor_id is null or not exists (
  select from lateral (
    select s.* from changes s where s.object = c.object and s.object_id = c.object_id and (s.at, s.id) > (c.at, c.id)
    order by s.at, s.id limit 1) next
  where ${goesOn('c', 'next')}))`

/** A change by itself, or the run that ends with it. */
export type Extent = 'change' | 'run'

type Run = { ids: string[]; fields: string[]; since: string }

const columns = ['id', 'object', 'objectId', 'kind', 'actorKind', 'actorId', 'requestId', 'fields', 'at']

/** What happened to the object of `row` next to it, by whose run it may belong: a lateral row. */
const nextTo = (row: string, towards: 'older' | 'newer') => sql`(
  select ${sql.join(columns.map(name => sql.ref(`e.${name}`)))} from changes e
  where e.object = ${sql.ref(`${row}.object`)} and e.object_id = ${sql.ref(`${row}.objectId`)}
    and (e.at, e.id) ${towards === 'older' ? sql`<` : sql`>`} (${sql.ref(`${row}.at`)}, ${sql.ref(`${row}.id`)})
  order by ${towards === 'older' ? sql`e.at desc, e.id desc` : sql`e.at, e.id`} limit 1)`

/** The changes of a run from one of them on, into the past or towards now: a recursive term. */
const runFrom = (row: string, towards: 'older' | 'newer') => sql`run as (
  select ${sql.join(columns.map(name => sql.ref(`${row}.${name}`)))}
  union all
  select p.* from run, lateral ${nextTo('run', towards)} p
  where run.kind = 'changed' and ${towards === 'older' ? goesOn('p', 'run') : goesOn('run', 'p')})`

/** The run that ends with a change, oldest first; of what is no run the change itself. A lateral row. */
const runOfRow = (row: string) => sql<Run>`(
  with recursive ${runFrom(row, 'older')}
  select array_agg(run.id order by run.at, run.id) as ids, min(run.at) as since,
    array(select f from run, unnest(run.fields) with ordinality as named (f, place)
      group by f order by min(run.at), min(place)) as fields
  from run)`

/** The id of the line of a change: of the last one of its run. */
export const lineOf = (row: string) => sql<string>`(
  with recursive ${runFrom(row, 'newer')} select run.id from run order by run.at desc, run.id desc limit 1)`

/** Of change `c`. */
export const runOf = runOfRow('c')

/** Whether `c` is one of the changes of this line. */
export const isPartOf = (id: string) => sql<SqlBool>`c.id in (
  select unnest(whole.ids) from changes line cross join lateral ${runOfRow('line')} whole where line.id = ${id}::uuid)`

type Values = Record<string, unknown>

/** What fields held before a change and after it; of a run before the first of its changes and after the last. */
export async function valuesOf(db: Db, id: string, extent: Extent): Promise<{ before: Values; after: Values }> {
  const { rows } = await sql<{ before: Values | null; after: Values | null }>`
    select v.before, v.after from changes c join change_values v on v.change_id = c.id
    where ${extent === 'run' ? isPartOf(id) : sql`c.id = ${id}::uuid`} order by c.at, c.id`.execute(db)
  const before = Object.assign({}, ...rows.map(row => row.before ?? {}).toReversed()) as Values
  const after = Object.assign({}, ...rows.map(row => row.after ?? {})) as Values
  return { before, after }
}
