import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { personKey, searchText } from '@treffpunkt/shared/names'
import type { NewAffiliation, NewPerson, Person, PersonChanges } from '@treffpunkt/shared/people'
import type { Trx } from '../db/connect.ts'
import { stillRestorable } from '../db/deleted.ts'
import { forgetValues, recordChange, recordChanges, type Actor } from '../db/record-change.ts'
import { mistake, problem } from '../problems.ts'
import { getPerson, lockPerson } from './queries.ts'

type Named = { firstName: string; lastName: string; email?: string | null }

/** What is computed from name and address: how the person is found, and how the same person is recognised. */
const derived = (person: Named) => ({
  searchText: searchText(person.firstName, person.lastName, person.email),
  personKey: person.email ? personKey(person.email, person.firstName, person.lastName) : null,
})

export async function enterPerson(trx: Trx, actor: Actor, input: NewPerson): Promise<Person> {
  const id = randomUUIDv7()
  const { affiliations = [], ...row } = input
  await trx
    .insertInto('people')
    .values({ id, ...row, ...derived(input) })
    .execute()
  await writeAffiliations(trx, id, affiliations)
  await recordChange(trx, actor, { object: 'person', id, kind: 'created', after: input })
  return getPerson(trx, id)
}

/** @param before the locked row as the caller knew it. */
export async function changePerson(trx: Trx, actor: Actor, before: Person, changes: PersonChanges): Promise<Person> {
  const { affiliations, ...row } = changes
  await trx
    .updateTable('people')
    .set({ ...row, ...derived({ ...before, ...row }), version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  if (affiliations !== undefined) {
    await trx.deleteFrom('affiliations').where('personId', '=', before.id).execute()
    await writeAffiliations(trx, before.id, affiliations)
  }
  const after = await getPerson(trx, before.id)
  await recordChange(trx, actor, { object: 'person', id: before.id, kind: 'changed', before, after })
  return after
}

/** Adds a present affiliation, if the person has none with this organisation. */
export async function addAffiliation(
  trx: Trx,
  actor: Actor,
  personId: string,
  { organisationId, engagement }: Pick<NewAffiliation, 'organisationId' | 'engagement'>,
): Promise<void> {
  const before = await lockPerson(trx, personId)
  if (before.affiliations.some(({ organisation, to }) => organisation.id === organisationId && to === null)) return
  await writeAffiliations(trx, personId, [{ organisationId, engagement }])
  await trx
    .updateTable('people')
    .set({ version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', personId)
    .execute()
  const after = await getPerson(trx, personId)
  await recordChange(trx, actor, { object: 'person', id: personId, kind: 'changed', before, after })
}

/** Takes a person out of the directory; what they took part in stays. */
export async function deletePerson(trx: Trx, actor: Actor, before: Person): Promise<void> {
  await trx
    .updateTable('people')
    .set({ deletedAt: sql`now()`, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  await recordChange(trx, actor, { object: 'person', id: before.id, kind: 'deleted' })
}

/** Undoes a deletion; a person who is in the directory stays as they are. */
export async function restorePerson(trx: Trx, actor: Actor, id: string): Promise<Person> {
  const restored = await trx
    .updateTable('people')
    .set({ deletedAt: null, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .where(stillRestorable)
    .returning('id')
    .executeTakeFirst()
  if (restored !== undefined) {
    const { rows } = await sql<{ name: string }>`
      select o.name from affiliations f join organisations o on o.id = f.organisation_id
      where f.person_id = ${id} and o.deleted_at is not null order by o.name`.execute(trx)
    if (rows[0] !== undefined)
      throw problem('reference_deleted', `${rows[0].name} was deleted as well; bring that back first.`)
    await recordChange(trx, actor, { object: 'person', id, kind: 'restored' })
  }
  return getPerson(trx, id)
}

/** Erases people for good, with where they belong; what names them elsewhere has to be gone before. */
export async function erasePeople(trx: Trx, actor: Actor, ids: string[]): Promise<void> {
  const isMeant = sql<string>`any(${ids}::uuid[])`
  await trx.selectFrom('people').select('id').where('id', '=', isMeant).orderBy('id').forUpdate().execute()
  await trx.deleteFrom('people').where('id', '=', isMeant).execute()
  await forgetValues(trx, 'person', ids)
  await recordChanges(
    trx,
    actor,
    ids.map(id => ({ object: 'person', id, kind: 'erased' })),
  )
}

/**
 * Takes an address that was somebody else's from those of these people whom no registration has at it any more.
 * @param about by the keys that the address is part of.
 * @returns which they were; their log is for who calls it.
 */
export async function forgetAddressOf(trx: Trx, about: { ids: string[]; keys: string[] }): Promise<string[]> {
  const people = await trx
    .selectFrom('people as p')
    .select(['p.id', 'p.firstName', 'p.lastName'])
    .where('p.id', '=', sql<string>`any(${about.ids}::uuid[])`)
    .where('p.personKey', '=', sql<string>`any(${about.keys}::text[])`)
    .where(
      sql<boolean>`not exists (select from registrations o where o.person_id = p.id and lower(o.email) = lower(p.email))`,
    )
    .orderBy('p.id')
    .forUpdate()
    .execute()
  for (const { id, firstName, lastName } of people)
    await trx
      .updateTable('people')
      .set({
        email: null,
        personKey: null,
        searchText: searchText(firstName, lastName),
        version: sql`version + 1`,
        updatedAt: sql`now()`,
      })
      .where('id', '=', id)
      .execute()
  return people.map(({ id }) => id)
}

async function writeAffiliations(trx: Trx, personId: string, affiliations: NewAffiliation[]): Promise<void> {
  if (affiliations.length === 0) return
  const ids = [...new Set(affiliations.map(({ organisationId }) => organisationId))]
  // locked against being deleted meanwhile
  const known = await trx
    .selectFrom('organisations')
    .select('id')
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('deletedAt', 'is', null)
    .forKeyShare()
    .execute()
  const unknown = affiliations.findIndex(({ organisationId }) => !known.some(({ id }) => id === organisationId))
  if (unknown >= 0)
    throw mistake(`/affiliations/${unknown}/organisationId`, 'unknown_id', 'Name an organisation that exists.')
  await trx
    .insertInto('affiliations')
    .values(
      affiliations.map(({ organisationId, role, engagement, from, to }) => ({
        id: randomUUIDv7(),
        personId,
        organisationId,
        role,
        engagement,
        fromDate: from,
        toDate: to,
      })),
    )
    .execute()
}
