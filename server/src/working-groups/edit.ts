import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { searchText } from '@treffpunkt/shared/names'
import type { NewWorkingGroup, WorkingGroup, WorkingGroupChanges } from '@treffpunkt/shared/working-groups'
import type { Trx } from '../db/connect.ts'
import { stillRestorable } from '../db/deleted.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { problem } from '../problems.ts'
import { getWorkingGroup } from './queries.ts'

const searchTextOf = (group: { name: string; summary?: string | null }) => searchText(group.name, group.summary)

export async function enterWorkingGroup(trx: Trx, actor: Actor, input: NewWorkingGroup): Promise<WorkingGroup> {
  const id = randomUUIDv7()
  await trx
    .insertInto('workingGroups')
    .values({ id, state: 'active', ...input, searchText: searchTextOf(input) })
    .execute()
  await recordChange(trx, actor, { object: 'working_group', id, kind: 'created', after: input })
  return getWorkingGroup(trx, id)
}

/** @param before the locked row as the caller knew it. */
export async function changeWorkingGroup(
  trx: Trx,
  actor: Actor,
  before: WorkingGroup,
  changes: WorkingGroupChanges,
): Promise<WorkingGroup> {
  const after = { ...before, ...changes }
  await trx
    .updateTable('workingGroups')
    .set({ ...changes, searchText: searchTextOf(after), version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  await recordChange(trx, actor, { object: 'working_group', id: before.id, kind: 'changed', before, after })
  return getWorkingGroup(trx, before.id)
}

/** Takes a group out that was entered by mistake; a group that did its work is concluded instead. */
export async function deleteWorkingGroup(trx: Trx, actor: Actor, before: WorkingGroup): Promise<void> {
  const meeting = await trx
    .selectFrom('meetings')
    .select('id')
    .where('workingGroupId', '=', before.id)
    .where('deletedAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (meeting !== undefined) throw problem('still_used', 'Meetings belong to this working group; conclude it instead.')
  await trx
    .updateTable('workingGroups')
    .set({ deletedAt: sql`now()`, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  await recordChange(trx, actor, { object: 'working_group', id: before.id, kind: 'deleted' })
}

/** Undoes a deletion; a workingGroup that is in use stays as it is. */
export async function restoreWorkingGroup(trx: Trx, actor: Actor, id: string): Promise<WorkingGroup> {
  const restored = await trx
    .updateTable('workingGroups')
    .set({ deletedAt: null, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .where(stillRestorable)
    .returning('id')
    .executeTakeFirst()
  if (restored !== undefined) await recordChange(trx, actor, { object: 'working_group', id, kind: 'restored' })
  return getWorkingGroup(trx, id)
}
