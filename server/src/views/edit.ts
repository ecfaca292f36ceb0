import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { NewView, View, ViewChanges } from '@treffpunkt/shared/views'
import type { Trx } from '../db/connect.ts'
import { stillRestorable } from '../db/deleted.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'
import { getView } from './queries.ts'

const columnsOf = ({ name, filter }: ViewChanges) => ({
  ...(name === undefined ? {} : { name: name.trim() }),
  ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }),
})

/** What is searched for may be a name, which goes with its person: a view keeps the filters alone. */
const withoutSearch = ({ q: _, ...filter }: View['filter']): View['filter'] => filter

/** @throws already_exists when another view has the name. */
export async function saveView(trx: Trx, actor: Actor, view: NewView): Promise<View> {
  const id = randomUUIDv7()
  const { name } = view
  const filter = withoutSearch(view.filter)
  await trx
    .insertInto('views')
    .values({ id, name: name.trim(), filter: JSON.stringify(filter) })
    .execute()
  await recordChange(trx, actor, { object: 'view', id, kind: 'created', after: { name, filter } })
  return getView(trx, id)
}

/** @param before the locked row as the caller knew it. @throws already_exists when another view has the name. */
export async function changeView(trx: Trx, actor: Actor, before: View, wanted: ViewChanges): Promise<View> {
  const changes = wanted.filter === undefined ? wanted : { ...wanted, filter: withoutSearch(wanted.filter) }
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
    .where(stillRestorable)
    .returning('id')
    .executeTakeFirst()
  if (restored !== undefined) await recordChange(trx, actor, { object: 'view', id, kind: 'restored' })
  return getView(trx, id)
}

/** What was deleted can be restored for 30 days. */
export const viewRetention: RetentionSteps = {
  views: deleteDue('views', sql`deleted_at < now() - interval '30 days'`),
}
