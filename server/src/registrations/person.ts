import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import { addAffiliation, enterPerson } from '../people/edit.ts'

/**
 * Ties a registration to the person it belongs to, once the address is known to be theirs: the one with this address
 * and name, or a new one. Adds the affiliation that was named, if it is new.
 */
export async function linkPerson(trx: Trx, actor: Actor, registrationId: string): Promise<void> {
  const { personId, personKey, firstName, lastName, email } = await trx
    .selectFrom('registrations')
    .select(['personId', 'personKey', 'firstName', 'lastName', 'email'])
    .where('id', '=', registrationId)
    .executeTakeFirstOrThrow()
  if (personId !== null || personKey === null) return
  // the same person may confirm for two meetings at once
  await sql`select pg_advisory_xact_lock(hashtextextended(${personKey}, 1))`.execute(trx)
  const known = await trx
    .selectFrom('people')
    .select('id')
    .where('personKey', '=', personKey)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  const id = known?.id ?? (await enterPerson(trx, actor, { firstName, lastName, email })).id
  await trx.updateTable('registrations').set({ personId: id }).where('id', '=', registrationId).execute()
  await linkAffiliation(trx, actor, registrationId)
}

/** The same for several; most are tied already. */
export async function linkPeople(trx: Trx, actor: Actor, registrationIds: readonly string[]): Promise<void> {
  const untied = await trx
    .selectFrom('registrations')
    .select('id')
    .where('id', '=', sql<string>`any(${registrationIds}::uuid[])`)
    .where('personId', 'is', null)
    .where('personKey', 'is not', null)
    .orderBy('id')
    .execute()
  for (const { id } of untied) await linkPerson(trx, actor, id)
}

/** Ties a registration whose address was corrected to the person the new address belongs to. */
export async function relinkPerson(trx: Trx, actor: Actor, registrationId: string): Promise<void> {
  await trx.updateTable('registrations').set({ personId: null }).where('id', '=', registrationId).execute()
  await linkPerson(trx, actor, registrationId)
}

/** The organisation of a registration is the person's, too, from now on. */
export async function linkAffiliation(trx: Trx, actor: Actor, registrationId: string): Promise<void> {
  const { personId, organisationId, engagement } = await trx
    .selectFrom('registrations')
    // a person who was taken out of the directory gets nothing new
    .leftJoin('people', join => join.onRef('people.id', '=', 'personId').on('people.deletedAt', 'is', null))
    .select(['people.id as personId', 'organisationId', 'engagement'])
    .$narrowType<{ engagement: 'professional' | 'volunteer' | null }>()
    .where('registrations.id', '=', registrationId)
    .executeTakeFirstOrThrow()
  if (personId !== null && organisationId !== null)
    await addAffiliation(trx, actor, personId, { organisationId, engagement })
}
