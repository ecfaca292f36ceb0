import { sql } from 'kysely'
import { plainForm } from '@treffpunkt/shared/names'
import type { OrganisationName } from '@treffpunkt/shared/organisations'
import type { Db } from '../db/connect.ts'
import { matches } from '../db/search.ts'

/** Organisations that fit what was typed, those whose name begins with it first; ten at most. */
export const suggestOrganisations = (db: Db, q: string): Promise<OrganisationName[]> =>
  db
    .selectFrom('organisations')
    .select(['id', 'name'])
    .where('deletedAt', 'is', null)
    .where(matches('searchText', q))
    .orderBy(sql`not starts_with(search_text, ${plainForm(q)})`)
    .orderBy('name')
    .limit(10)
    .execute()
