import { sql, type RawBuilder } from 'kysely'
import type { ObjectType } from '@treffpunkt/shared/changes'
import type { Db, Trx } from '../db/connect.ts'
import { forgetValues, recordChanges, systemActor } from '../db/record-change.ts'
import { lockSeed } from './seed.ts'

export type Cleared = {
  /** How many examples are gone; undefined when nothing was done because of `added`. */
  removed: number | undefined
  /** Examples that are in use and stay, a line each; they are examples no more. */
  kept: string[]
  /** What the office has added to example meetings, a line for each of these. */
  added: string[]
}

/**
 * Takes the example network out again, for good: it is what `seed` brought in, so this alone writes the tables of all
 * nouns. A meeting goes with all that happened at it; what is only referred to (venues, organisations, groups, people)
 * stays where something of the office's own refers to it, or the office has changed it.
 * @param force removes also what the office has added to the meetings; without it nothing happens when there is any.
 */
export const clearExample = (db: Db, { force }: { force: boolean }): Promise<Cleared> =>
  db.transaction().execute(async trx => {
    await lockSeed(trx)
    await sql`select from meetings where ${isExample('meeting')} order by id for update`.execute(trx)
    const added = await listAdded(trx)
    if (added.length > 0 && !force) return { removed: undefined, kept: [], added }
    const kept = await keepUsed(trx)
    const removed = await remove(trx)
    await trx.deleteFrom('exampleObjects').execute()
    return { removed, kept, added }
  })

const isExample = (object: ObjectType, id: RawBuilder<unknown> = sql`id`) =>
  sql<boolean>`${id} in (select object_id from example_objects where object = ${object})`

/** What people other than the example itself have left at its meetings. */
async function listAdded(trx: Trx): Promise<string[]> {
  const { rows } = await sql<{ name: string; parts: string }>`
    select m.name, concat_ws(', ',
      nullif(r.n, 0) || ' registrations', nullif(w.n, 0) || ' people without registration', nullif(e.n, 0) || ' entries at the door',
      nullif(d.n, 0) || ' door links', nullif(g.n, 0) || ' messages', nullif(q.n, 0) || ' questions', 'changed ' || nullif(c.n, 0) || ' times') as parts
    from meeting_facts m
    cross join lateral (select count(*) as n from registrations r where r.meeting_id = m.id and not ${isExample('registration', sql`r.id`)}) r
    cross join lateral (select count(distinct e.walk_in_id) as n from attendance_entries e where e.meeting_id = m.id and e.actor_kind <> 'system') w
    cross join lateral (select count(*) as n from attendance_entries e where e.meeting_id = m.id and e.actor_kind <> 'system') e
    cross join lateral (select count(*) as n from door_links d where d.meeting_id = m.id) d
    cross join lateral (select count(*) as n from mailings g where g.meeting_id = m.id) g
    cross join lateral (select count(*) as n from questions q where q.meeting_id = m.id) q
    cross join lateral (select count(*) as n from changes c where c.object = 'meeting' and c.object_id = m.id and c.actor_kind <> 'system') c
    where ${isExample('meeting', sql`m.id`)} and (r.n > 0 or w.n > 0 or e.n > 0 or d.n > 0 or g.n > 0 or q.n > 0 or c.n > 0)
    order by m.starts_at, m.id`.execute(trx)
  return rows.map(({ name, parts }) => `${name}: ${parts}`)
}

/** Takes the mark of an example from what is in use outside of the example. @returns a line for each. */
async function keepUsed(trx: Trx): Promise<string[]> {
  const own = (column: string) => sql`not ${isExample('meeting', sql.ref(column))}`
  const changed = (object: ObjectType) =>
    sql`exists (select from changes c where c.object = ${object} and c.object_id = x.id and c.actor_kind <> 'system')`
  const { rows: people } = await sql<{ line: string }>`
    with used as (
      select x.id, 'person ' || x.first_name || ' ' || x.last_name as line from people x where ${isExample('person', sql`x.id`)} and (
        ${changed('person')}
        or exists (select from registrations r where r.person_id = x.id and ${own('r.meeting_id')})
        or exists (select from attendance a where a.person_id = x.id and ${own('a.meeting_id')}))
    ), unmarked as (delete from example_objects where object = 'person' and object_id in (select id from used))
    select line from used`.execute(trx)
  // after the people, whose affiliations stay with them
  const { rows: others } = await sql<{ line: string }>`
    with used as (
      select 'organisation' as object, x.id, 'organisation ' || x.name as line from organisations x where ${isExample('organisation', sql`x.id`)} and (
        ${changed('organisation')}
        or exists (select from affiliations f where f.organisation_id = x.id and not ${isExample('person', sql`f.person_id`)})
        or exists (select from registrations r where r.organisation_id = x.id and ${own('r.meeting_id')})
        or exists (select from api_keys k where k.organisation_id = x.id)
        or exists (select from registrations r where r.entered_by = x.id and ${own('r.meeting_id')})
        or exists (select from contingents c where c.organisation_id = x.id and ${own('c.meeting_id')})
        or exists (select from meeting_hosts h where h.organisation_id = x.id and ${own('h.meeting_id')})
        or exists (select from walk_ins w where w.organisation_id = x.id and ${own('w.meeting_id')})
        or exists (select from attendance_entries e where e.organisation_id = x.id and ${own('e.meeting_id')})
        or exists (select from attendance a where a.organisation_id = x.id and ${own('a.meeting_id')}))
      union all
      select 'venue', x.id, 'venue ' || x.name from venues x where ${isExample('venue', sql`x.id`)} and (
        ${changed('venue')}
        or exists (select from meetings m where x.id in (m.venue_id, m.original_venue_id) and ${own('m.id')}))
      union all
      select 'working_group', x.id, 'working group ' || x.name from working_groups x where ${isExample('working_group', sql`x.id`)} and (
        ${changed('working_group')}
        or exists (select from meetings m where m.working_group_id = x.id and ${own('m.id')}))
    ), unmarked as (delete from example_objects e using used u where e.object = u.object and e.object_id = u.id)
    select line from used`.execute(trx)
  return [...people, ...others].map(({ line }) => line)
}

/** What goes, in the order in which the one refers to the other. The log says of each that it is erased. */
async function remove(trx: Trx): Promise<number> {
  const atMeeting = isExample('meeting', sql`meeting_id`)
  await sql`delete from attendance where ${atMeeting}`.execute(trx)
  const gone: [ObjectType, RawBuilder<unknown>][] = [
    ['mailing', sql`delete from mailings where ${atMeeting}`],
    ['registration', sql`delete from registrations where ${atMeeting}`],
    ['door_link', sql`delete from door_links where ${atMeeting}`],
    ['person', sql`delete from people where ${isExample('person')}`],
  ]
  let examples = 0
  const erase = async (object: ObjectType, statement: RawBuilder<unknown>) => {
    const { rows } = await sql<{ id: string }>`${statement} returning id`.execute(trx)
    const ids = rows.map(({ id }) => id)
    await forgetValues(trx, object, ids)
    await recordChanges(
      trx,
      systemActor,
      ids.map(id => ({ object, id, kind: 'erased' })),
    )
    examples += ids.length
  }
  for (const [object, statement] of gone) await erase(object, statement)
  await sql`delete from walk_ins where ${atMeeting}`.execute(trx)
  await sql`delete from attendance_positions where ${atMeeting}`.execute(trx)
  await erase('meeting', sql`delete from meetings where ${isExample('meeting')}`)
  await erase('venue', sql`delete from venues where ${isExample('venue')}`)
  await erase('organisation', sql`delete from organisations where ${isExample('organisation')}`)
  await erase('working_group', sql`delete from working_groups where ${isExample('working_group')}`)
  return examples
}
