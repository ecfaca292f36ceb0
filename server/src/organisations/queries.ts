import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Organisation, OrganisationQuery, Sector } from '@treffpunkt/shared/organisations'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { matches } from '../db/search.ts'
import { notFound } from '../problems.ts'

const orders = {
  name: { key: 'name', column: 'name', idColumn: 'id', direction: 'asc', type: 'text' },
  '-name': { key: '-name', column: 'name', idColumn: 'id', direction: 'desc', type: 'text' },
  '-createdAt': { key: '-createdAt', column: 'createdAt', idColumn: 'id', direction: 'desc', type: 'timestamptz' },
} as const satisfies Record<string, Order>

export async function listOrganisations(
  db: Db,
  query: OrganisationQuery,
): Promise<{ items: Organisation[]; next: string | null }> {
  const order = orders[query.sort ?? 'name']
  let rows = live(db).select(sql<string>`${sql.ref(order.column)}::text`.as('sortValue'))
  if (query.sector !== undefined) rows = rows.where('sector', '=', query.sector)
  if (query.municipality !== undefined) rows = rows.where('municipality', '=', query.municipality)
  if (query.q !== undefined) rows = rows.where(matches('searchText', query.q))
  const page = await keysetPage(rows, order, query)
  return { items: page.rows.map(toOrganisation), next: page.next }
}

export const getOrganisation = async (db: Db, id: string): Promise<Organisation> =>
  toOrganisation(await live(db).where('id', '=', id).executeTakeFirstOrThrow(notFound))

/** Locks the row against changes and against people who begin to refer to it. */
export const lockOrganisation = async (trx: Trx, id: string): Promise<Organisation> =>
  toOrganisation(await live(trx).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound))

const live = (db: Db) =>
  db
    .selectFrom('organisations')
    .select(['id', 'version', 'createdAt', 'updatedAt', 'name', 'sector', 'municipality', 'website'])
    .select(eb =>
      jsonArrayFrom(
        eb
          .selectFrom('organisationAliases as a')
          .select('a.alias')
          .whereRef('a.organisationId', '=', 'organisations.id')
          .orderBy('a.alias'),
      ).as('aliases'),
    )
    .$narrowType<{ sector: Sector }>()
    .where('deletedAt', 'is', null)

const toOrganisation = <Row extends { aliases: { alias: string }[] }>(row: Row) => ({
  ...row,
  aliases: row.aliases.map(({ alias }) => alias),
})
