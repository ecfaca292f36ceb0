import { sql } from 'kysely'
import { jsonArrayFrom, jsonBuildObject } from 'kysely/helpers/postgres'
import type { Affiliation, Person, PersonQuery } from '@treffpunkt/shared/people'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { matches } from '../db/search.ts'
import { notFound } from '../problems.ts'

const orders = {
  name: { key: 'name', column: 'sortName', idColumn: 'id', direction: 'asc', type: 'text' },
  '-name': { key: '-name', column: 'sortName', idColumn: 'id', direction: 'desc', type: 'text' },
  '-createdAt': { key: '-createdAt', column: 'createdAt', idColumn: 'id', direction: 'desc', type: 'timestamptz' },
} as const satisfies Record<string, Order>

export async function listPeople(db: Db, query: PersonQuery): Promise<{ items: Person[]; next: string | null }> {
  const order = orders[query.sort ?? 'name']
  let rows = live(db).select(sql<string>`${sql.ref(order.column)}::text`.as('sortValue'))
  if (query.q !== undefined) rows = rows.where(matches('searchText', query.q))
  if (query.organisationId !== undefined)
    rows = rows.where(eb =>
      eb.exists(
        eb
          .selectFrom('affiliations as a')
          .select('a.id')
          .whereRef('a.personId', '=', 'people.id')
          .where('a.organisationId', '=', query.organisationId ?? ''),
      ),
    )
  const page = await keysetPage(rows, order, query)
  return { items: page.rows, next: page.next }
}

export const getPerson = (db: Db, id: string): Promise<Person> =>
  live(db).where('people.id', '=', id).executeTakeFirstOrThrow(notFound)

/** Locks the row against changes. */
export const lockPerson = (trx: Trx, id: string): Promise<Person> =>
  live(trx).where('people.id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound)

const live = (db: Db) =>
  db
    .selectFrom('people')
    .select(['id', 'version', 'createdAt', 'updatedAt', 'firstName', 'lastName', 'email'])
    .select(eb =>
      jsonArrayFrom(
        eb
          .selectFrom('affiliations as a')
          .innerJoin('organisations as o', 'o.id', 'a.organisationId')
          .select(of => [
            jsonBuildObject({ id: of.ref('o.id'), name: of.ref('o.name') }).as('organisation'),
            'a.role',
            'a.engagement',
            'a.fromDate as from',
            'a.toDate as to',
          ])
          .whereRef('a.personId', '=', 'people.id')
          .orderBy(sql`a.to_date is not null`)
          .orderBy('a.fromDate', 'desc')
          .orderBy('a.id'),
      ).as('affiliations'),
    )
    .$narrowType<{ affiliations: Affiliation[] }>()
    .where('deletedAt', 'is', null)
