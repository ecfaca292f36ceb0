import { sql, type RawBuilder } from 'kysely'
import { usualDays, type AccessTask, type AccessTasks } from '@treffpunkt/shared/access-tasks'
import type { Db } from '../db/connect.ts'
import { holdsSeat } from '../meetings/queries.ts'

/** The tasks of a meeting, as a subquery of which `meetingId` may be a column around it: counted from what people need now, with what was decided about it. */
export const accessTasksOf = (meetingId: RawBuilder<unknown>) => sql<AccessTask>`(
    with needed as (
      select n.needs, r.created_at from registrations r join registration_needs n on n.registration_id = r.id
      where r.meeting_id = ${meetingId} and ${holdsSeat}
    ), counted as (
      select lower(trim(needs ->> 'interpreter')) as interpreter, count(*)::integer as people,
        (array_agg(trim(needs ->> 'interpreter') order by created_at))[1] as written
      from needed where trim(needs ->> 'interpreter') <> '' group by 1
      union all
      select '', count(*)::integer, null from needed where (needs ->> 'stepFree')::boolean having count(*) > 0
    )
    select nullif(coalesce(c.written, t.interpreter, ''), '') as interpreter, coalesce(c.people, 0) as people, d.days as "daysBefore",
      m.starts_at - make_interval(days => d.days) as "dueAt",
      case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as owner,
      case when coalesce(c.people, 0) <= t.done_for then t.done_at end as "doneAt", t.done_for as "doneFor"
    from counted c full join (select * from access_tasks where meeting_id = ${meetingId}) t on t.interpreter = c.interpreter
    join meetings m on m.id = ${meetingId}
    left join accounts a on a.id = t.owner_id
    cross join lateral (select coalesce(t.days_before, case when coalesce(c.interpreter, t.interpreter) = ''
      then ${usualDays.stepFree}::integer else ${usualDays.interpreter}::integer end) as days) d
    where c.people > 0 or t.done_for > 0)`

/** What is to be organised at a meeting. */
export async function listAccessTasks(db: Db, meetingId: string): Promise<AccessTasks> {
  const { rows: items } = await sql<AccessTask>`
    select * from ${accessTasksOf(sql`${meetingId}::uuid`)} tasks order by "dueAt", interpreter nulls last`.execute(db)
  const owners = await db
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('role', 'in', ['coordinator', 'admin'])
    .where('disabled', '=', false)
    .orderBy('name')
    .orderBy('id')
    .execute()
  return { items, owners }
}
