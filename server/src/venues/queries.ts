import { sql } from 'kysely'
import type { Venue, VenueQuery } from '@treffpunkt/shared/venues'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { matches } from '../db/search.ts'
import { notFound } from '../problems.ts'

const columns = [
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'name',
  'street',
  'postalCode',
  'municipality',
  'capacity',
  'stepFree',
  'accessibleToilet',
  'inductionLoop',
  'directions',
  'contactName',
  'contactEmail',
  'contactPhone',
] as const

const orders = {
  name: { key: 'name', column: 'name', idColumn: 'id', direction: 'asc', type: 'text' },
  '-name': { key: '-name', column: 'name', idColumn: 'id', direction: 'desc', type: 'text' },
  '-createdAt': { key: '-createdAt', column: 'createdAt', idColumn: 'id', direction: 'desc', type: 'timestamptz' },
} as const satisfies Record<string, Order>

export async function listVenues(db: Db, query: VenueQuery): Promise<{ items: Venue[]; next: string | null }> {
  const order = orders[query.sort ?? 'name']
  let rows = live(db).select(sql<string>`${sql.ref(order.column)}::text`.as('sortValue'))
  if (query.municipality !== undefined) rows = rows.where('municipality', '=', query.municipality)
  if (query.q !== undefined) rows = rows.where(matches('searchText', query.q))
  const page = await keysetPage(rows, order, query)
  return { items: page.rows, next: page.next }
}

export const getVenue = (db: Db, id: string): Promise<Venue> =>
  live(db).where('id', '=', id).executeTakeFirstOrThrow(notFound)

/** Locks the row against changes and against meetings that begin to refer to it. */
export const lockVenue = (trx: Trx, id: string): Promise<Venue> =>
  live(trx).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound)

const live = (db: Db) => db.selectFrom('venues').select(columns).where('deletedAt', 'is', null)
