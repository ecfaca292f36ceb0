import { sql, type Selectable } from 'kysely'
import type { Changes } from '../db/types.ts'
import { stillRestorable } from '../db/deleted.ts'
import { editable, editableFields, isPresent } from './comparable.ts'
import { deletable } from './deletable.ts'
import { lineOf } from './runs.ts'

// Where the lines that can be undone are to be looked for. Each is looked at closely afterwards; what is left out here is none
// for certain. Asked are the things themselves rather than all that was done with them; of what can be edited field by field,
// which is little beside sign-ups and attendance, the changes of a month.
//
// `object not in ('registration', 'attendance')` says nothing new where it stands beside other objects, but it is the
// condition of the index of all the others.

type Row = Selectable<Changes>

export const everyChange = sql<Row>`changes`

/** The deletion of each thing that can be brought back. */
const deletions = sql`${sql.join(
  Object.entries(deletable).map(
    ([object, { table }]) => sql`select l.id from ${sql.table(table)} o join changes l on l.object = ${sql.lit(object)}
      and l.object_id = o.id and l.kind = 'deleted' and l.at between o.deleted_at and o.deleted_at + interval '1 minute'
      where ${stillRestorable}`,
  ),
  sql` union all `,
)}`

/** The last withdrawal of each registration that may come still, as the line of those withdrawn with it. */
const withdrawals = sql`
  select coalesce((select n.id from changes n where n.request_id = l.request_id and n.object = l.object and n.kind = l.kind
    order by n.at desc, n.id desc limit 1), l.id)
  from meetings m
    join registrations r on r.meeting_id = m.id and r.status = 'withdrawn' and r.erased_at is null
    cross join lateral (select * from changes w where w.object = 'registration' and w.object_id = r.id
      and w.kind = 'withdrawn' order by w.at desc, w.id desc limit 1) l
  where m.starts_at > now() and l.actor_kind = 'account'`

/** The last change of each field of each thing, as the line of its run: a run begins and ends on one day. */
const edits = sql`
  select ${lineOf('l')} from (
    select c.object, c.object_id, c.at, array_agg(c.field) as fields from (
      select e.object, e.object_id, f.field, max(e.at) as at from changes e cross join unnest(e.fields) f (field)
      where e.object in (${sql.join(Object.keys(editableFields).map(object => sql.lit(object)))})
        and e.object not in ('registration', 'attendance') and e.at > now() - interval '31 days'
      group by e.object, e.object_id, f.field) c
    where c.field = any(${editable}) and ${isPresent}
    group by c.object, c.object_id, c.at) last
  join changes l on l.object = last.object and l.object_id = last.object_id and l.at = last.at and l.fields && last.fields
  where l.kind = 'changed'`

/** What has versions; there is little of it. */
const versions = sql`select l.id from changes l where l.object in ('text', 'mail_template')
  and l.object not in ('registration', 'attendance') and l.at > now() - interval '30 days'`

/** In their order, so that who asks for one page looks at no more than its lines. */
const changesOf = (ids: typeof deletions) => sql<Row>`(
  select c.* from (${ids}) line (id) join changes c on c.id = line.id order by c.at desc, c.id desc offset 0)`

export const deletedChanges = changesOf(deletions)
export const undoableChanges = changesOf(sql`${deletions} union ${withdrawals} union ${edits} union ${versions}`)
