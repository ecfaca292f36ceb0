import { sql } from 'kysely'
import type { View } from '@treffpunkt/shared/views'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { notFound } from '../problems.ts'

const byName = { key: 'name', column: 'name', idColumn: 'id', direction: 'asc', type: 'text' } as const satisfies Order

export async function listViews(
  db: Db,
  query: { cursor?: string; limit?: number },
): Promise<{ items: View[]; next: string | null }> {
  const page = await keysetPage(live(db).select(sql<string>`name`.as('sortValue')), byName, query)
  return { items: page.rows, next: page.next }
}

export const getView = (db: Db, id: string): Promise<View> =>
  live(db).where('id', '=', id).executeTakeFirstOrThrow(notFound)

export const lockView = (trx: Trx, id: string): Promise<View> =>
  live(trx).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound)

const live = (db: Db) =>
  db
    .selectFrom('views')
    .select(['id', 'version', 'createdAt', 'updatedAt', 'name', 'filter'])
    .$narrowType<Pick<View, 'filter'>>()
    .where('deletedAt', 'is', null)
