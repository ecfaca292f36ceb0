import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { searchText } from '@treffpunkt/shared/names'
import type { NewVenue, Venue, VenueChanges } from '@treffpunkt/shared/venues'
import type { Trx } from '../db/connect.ts'
import { stillRestorable } from '../db/deleted.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { problem } from '../problems.ts'
import { getVenue } from './queries.ts'

const searchTextOf = (venue: { name: string; street?: string | null; municipality: string }) =>
  searchText(venue.name, venue.street, venue.municipality)

export async function enterVenue(trx: Trx, actor: Actor, input: NewVenue): Promise<Venue> {
  const id = randomUUIDv7()
  await trx
    .insertInto('venues')
    .values({ id, ...input, searchText: searchTextOf(input) })
    .execute()
  await recordChange(trx, actor, { object: 'venue', id, kind: 'created', after: input })
  return getVenue(trx, id)
}

/** @param before the locked row as the caller knew it. */
export async function changeVenue(trx: Trx, actor: Actor, before: Venue, changes: VenueChanges): Promise<Venue> {
  const after = { ...before, ...changes }
  await trx
    .updateTable('venues')
    .set({ ...changes, searchText: searchTextOf(after), version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  await recordChange(trx, actor, { object: 'venue', id: before.id, kind: 'changed', before, after })
  return getVenue(trx, before.id)
}

/** Takes a venue out of use; past meetings keep naming it. Refused while a coming meeting is planned there. */
export async function deleteVenue(trx: Trx, actor: Actor, before: Venue): Promise<void> {
  const coming = await trx
    .selectFrom('meetings')
    .select('id')
    .where('venueId', '=', before.id)
    .where('deletedAt', 'is', null)
    .where('cancelledAt', 'is', null)
    .where('concludedAt', 'is', null)
    .where('endsAt', '>', sql<string>`now()`)
    .limit(1)
    .executeTakeFirst()
  if (coming !== undefined) throw problem('still_used', 'Coming meetings are planned at this venue; move them first.')
  await trx
    .updateTable('venues')
    .set({ deletedAt: sql`now()`, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  await recordChange(trx, actor, { object: 'venue', id: before.id, kind: 'deleted' })
}

/** Undoes a deletion; a venue that is in use stays as it is. */
export async function restoreVenue(trx: Trx, actor: Actor, id: string): Promise<Venue> {
  const restored = await trx
    .updateTable('venues')
    .set({ deletedAt: null, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .where(stillRestorable)
    .returning('id')
    .executeTakeFirst()
  if (restored !== undefined) await recordChange(trx, actor, { object: 'venue', id, kind: 'restored' })
  return getVenue(trx, id)
}
