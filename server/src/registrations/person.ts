import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import { addAffiliation, changePerson, enterPerson } from '../people/edit.ts'
import { lockPerson } from '../people/queries.ts'

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
  const known = await findByKey(trx, personKey)
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

/**
 * A name was corrected: the person bears it as well, if this is all they are known by; else the registration belongs to
 * another person now, one of several with this mailbox. Whoever did so by the personal link, or by a key, has not proven
 * to be that person: the link speaks for this registration alone from now on. A partner renames nobody who was known
 * before it entered them.
 */
export async function followName(trx: Trx, actor: Actor, registrationId: string): Promise<void> {
  const { personId, personKey, firstName, lastName, knownBefore } = await trx
    .selectFrom('registrations')
    .leftJoin('people', join => join.onRef('people.id', '=', 'personId').on('people.deletedAt', 'is', null))
    .select(['people.id as personId', 'registrations.personKey', 'registrations.firstName', 'registrations.lastName'])
    .select(sql<boolean>`people.created_at < registrations.created_at`.as('knownBefore'))
    .where('registrations.id', '=', registrationId)
    .executeTakeFirstOrThrow()
  if (personKey === null || personId === null) return
  const other = await findByKey(trx, personKey)
  if (other?.id === personId) return
  const sharing = await trx
    .selectFrom('registrations')
    .select('id')
    .where('personId', '=', personId)
    .where('id', '<>', registrationId)
    .limit(1)
    .executeTakeFirst()
  const isNotTheirs = actor.kind === 'partner' && knownBefore
  if (other === undefined && sharing === undefined && !isNotTheirs)
    await changePerson(trx, actor, await lockPerson(trx, personId), { firstName, lastName })
  else {
    await relinkPerson(trx, actor, registrationId)
    if (other !== undefined && actor.kind !== 'account')
      await trx.updateTable('registrations').set({ speaksAlone: true }).where('id', '=', registrationId).execute()
  }
}

/** Nobody else links or erases who bears these keys until the transaction ends: they may confirm for two meetings at once. */
export async function lockPersonKeys(trx: Trx, keys: string[]): Promise<void> {
  for (const key of keys) await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 1))`.execute(trx)
}

async function findByKey(trx: Trx, personKey: string): Promise<{ id: string } | undefined> {
  await lockPersonKeys(trx, [personKey])
  return trx
    .selectFrom('people')
    .select('id')
    .where('personKey', '=', personKey)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
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
