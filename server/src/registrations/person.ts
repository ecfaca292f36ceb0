import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import { enterPerson } from '../people/edit.ts'

/**
 * Ties a registration to the person it belongs to, once the address is known to be theirs: the one with this address
 * and name, or a new one. Adds the affiliation that was named, if it is new.
 */
export async function linkPerson(trx: Trx, actor: Actor, registrationId: string): Promise<void> {
  const registration = await trx
    .selectFrom('registrations')
    .select(['personId', 'personKey', 'firstName', 'lastName', 'email', 'organisationId', 'engagement'])
    .where('id', '=', registrationId)
    .executeTakeFirstOrThrow()
  if (registration.personId !== null || registration.personKey === null) return
  // the same person may confirm for two meetings at once
  await sql`select pg_advisory_xact_lock(hashtextextended(${registration.personKey}, 1))`.execute(trx)
  const known = await trx
    .selectFrom('people')
    .select('id')
    .where('personKey', '=', registration.personKey)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  const { firstName, lastName, email, organisationId, engagement } = registration
  const personId = known?.id ?? (await enterPerson(trx, actor, { firstName, lastName, email })).id
  await trx.updateTable('registrations').set({ personId }).where('id', '=', registrationId).execute()
  if (organisationId === null) return
  const affiliation = await trx
    .selectFrom('affiliations')
    .select('id')
    .where('personId', '=', personId)
    .where('organisationId', '=', organisationId)
    .where('toDate', 'is', null)
    .executeTakeFirst()
  if (affiliation === undefined)
    await trx.insertInto('affiliations').values({ id: randomUUIDv7(), personId, organisationId, engagement }).execute()
}
