import { sql } from 'kysely'
import type { WorkingGroup, WorkingGroupQuery } from '@treffpunkt/shared/working-groups'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { matches } from '../db/search.ts'
import { notFound } from '../problems.ts'

const columns = ['id', 'version', 'createdAt', 'updatedAt', 'name', 'summary', 'state'] as const

const orders = {
  name: { key: 'name', column: 'name', idColumn: 'id', direction: 'asc', type: 'text' },
  '-name': { key: '-name', column: 'name', idColumn: 'id', direction: 'desc', type: 'text' },
  '-createdAt': { key: '-createdAt', column: 'createdAt', idColumn: 'id', direction: 'desc', type: 'timestamptz' },
} as const satisfies Record<string, Order>

export async function listWorkingGroups(
  db: Db,
  query: WorkingGroupQuery,
): Promise<{ items: WorkingGroup[]; next: string | null }> {
  const order = orders[query.sort ?? 'name']
  let rows = live(db).select(sql<string>`${sql.ref(order.column)}::text`.as('sortValue'))
  if (query.state !== undefined) rows = rows.where('state', '=', query.state)
  if (query.q !== undefined) rows = rows.where(matches('searchText', query.q))
  const page = await keysetPage(rows, order, query)
  return { items: page.rows, next: page.next }
}

export const getWorkingGroup = (db: Db, id: string): Promise<WorkingGroup> =>
  live(db).where('id', '=', id).executeTakeFirstOrThrow(notFound)

/** Locks the row against changes and against meetings that begin to refer to it. */
export const lockWorkingGroup = (trx: Trx, id: string): Promise<WorkingGroup> =>
  live(trx).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound)

const live = (db: Db) =>
  db
    .selectFrom('workingGroups')
    .select(columns)
    .$narrowType<{ state: WorkingGroup['state'] }>()
    .where('deletedAt', 'is', null)
