import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { NewView, View, ViewChanges } from '@treffpunkt/shared/views'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'
import { getView } from './queries.ts'

const columnsOf = ({ name, filter }: ViewChanges) => ({
  ...(name === undefined ? {} : { name: name.trim() }),
  ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }),
})

/** @throws already_exists when another view has the name. */
export async function saveView(trx: Trx, actor: Actor, { name, filter }: NewView): Promise<View> {
  const id = randomUUIDv7()
  await trx
    .insertInto('views')
    .values({ id, name: name.trim(), filter: JSON.stringify(filter) })
    .execute()
  await recordChange(trx, actor, { object: 'view', id, kind: 'created', after: { name, filter } })
  return getView(trx, id)
}

/** @param before the locked row as the caller knew it. @throws already_exists when another view has the name. */
export async function changeView(trx: Trx, actor: Actor, before: View, changes: ViewChanges): Promise<View> {
  await trx
    .updateTable('views')
    .set({ ...columnsOf(changes), version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  const after = { ...before, ...changes }
  await recordChange(trx, actor, { object: 'view', id: before.id, kind: 'changed', before, after })
  return getView(trx, before.id)
}

export async function deleteView(trx: Trx, actor: Actor, { id }: View): Promise<void> {
  await trx
    .updateTable('views')
    .set({ deletedAt: sql`now()`, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()
  await recordChange(trx, actor, { object: 'view', id, kind: 'deleted' })
}

/** Undoes a deletion; a view that is there stays as it is. @throws already_exists when the name was given anew. */
export async function restoreView(trx: Trx, actor: Actor, id: string): Promise<View> {
  const restored = await trx
    .updateTable('views')
    .set({ deletedAt: null, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .where('deletedAt', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  if (restored !== undefined) await recordChange(trx, actor, { object: 'view', id, kind: 'restored' })
  return getView(trx, id)
}

/** What was deleted can be restored for 30 days. */
export const viewRetention: RetentionSteps = {
  views: deleteDue('views', sql`deleted_at < now() - interval '30 days'`),
}
