import { sql } from 'kysely'
import { usualDays, type AccessTaskDecision } from '@treffpunkt/shared/access-tasks'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'
import { lockMeeting } from '../meetings/queries.ts'
import { listAccessTasks } from './queries.ts'

/** Writes down what is decided about a task, under the lock of the meeting. The history says that, and not what is needed. */
export async function decideAccessTask(
  trx: Trx,
  actor: Actor,
  meetingId: string,
  { interpreter: written, ownerId, daysBefore, done }: AccessTaskDecision,
): Promise<void> {
  await lockMeeting(trx, meetingId)
  const interpreter = written?.trim().toLowerCase() ?? ''
  const before = await trx
    .selectFrom('accessTasks')
    .select(['ownerId', 'daysBefore', 'doneFor'])
    .where('meetingId', '=', meetingId)
    .where('interpreter', '=', interpreter)
    .executeTakeFirst()
  const { items } = await listAccessTasks(trx, meetingId)
  const people = items.find(one => (one.interpreter?.toLowerCase() ?? '') === interpreter)?.people ?? 0
  // nobody needs it any more, and nothing was decided about it: what a page from before says is not kept
  if (before === undefined && people === 0) return
  const doneFor = done === undefined ? (before?.doneFor ?? null) : done ? people : null
  const after = {
    ownerId: ownerId === undefined ? (before?.ownerId ?? null) : ownerId,
    daysBefore: daysBefore ?? before?.daysBefore ?? (interpreter === '' ? usualDays.stepFree : usualDays.interpreter),
    doneFor,
  }
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(after)) return
  const columns = { ...after, doneAt: doneFor === null ? null : sql<string>`now()` }
  await trx
    .insertInto('accessTasks')
    .values({ meetingId, interpreter, ...columns })
    .onConflict(conflict => conflict.constraint('access_tasks_pkey').doUpdateSet(columns))
    .execute()
  await recordChange(trx, actor, { object: 'meeting', id: meetingId, kind: 'access_task_decided' })
}

/**
 * Forgets what was decided about languages that nobody of these meetings has written down any more: they are the words of
 * somebody erased. Under the locks of the meetings.
 */
export async function forgetUnneeded(trx: Trx, meetingIds: string[]): Promise<void> {
  await sql`delete from access_tasks t where t.meeting_id = any(${meetingIds}::uuid[]) and t.interpreter <> '' and not exists (
    select from registrations r join registration_needs n on n.registration_id = r.id
    where r.meeting_id = t.meeting_id and lower(trim(n.needs ->> 'interpreter')) = t.interpreter)`.execute(trx)
}

/** They go with the needs that they follow from. */
export const accessTaskRetention: RetentionSteps = {
  accessTasks: deleteDue(
    'access_tasks',
    sql`exists (select from meetings m where m.id = meeting_id and m.ends_at < now() - interval '7 days')`,
    'ctid',
  ),
}
