import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { searchText } from '@treffpunkt/shared/names'
import type { NewOrganisation, Organisation, OrganisationChanges } from '@treffpunkt/shared/organisations'
import type { Trx } from '../db/connect.ts'
import { stillRestorable } from '../db/deleted.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { problem } from '../problems.ts'
import { getOrganisation, lockOrganisation } from './queries.ts'

/** What follows elsewhere when an organisation gets names, in the same transaction; handed over by `app.ts`. */
export type OnOrganisationNamed = (
  trx: Trx,
  actor: Actor,
  names: readonly string[],
  organisationId: string,
) => Promise<void>

const searchTextOf = (organisation: { name: string; aliases?: string[]; municipality?: string | null }) =>
  searchText(organisation.name, ...(organisation.aliases ?? []), organisation.municipality)

export async function enterOrganisation(trx: Trx, actor: Actor, input: NewOrganisation): Promise<Organisation> {
  const id = randomUUIDv7()
  const { aliases = [], ...row } = input
  await trx
    .insertInto('organisations')
    .values({ id, ...row, searchText: searchTextOf(input) })
    .execute()
  await writeAliases(trx, id, aliases)
  await recordChange(trx, actor, { object: 'organisation', id, kind: 'created', after: input })
  return getOrganisation(trx, id)
}

/** @param before the locked row as the caller knew it. */
export async function changeOrganisation(
  trx: Trx,
  actor: Actor,
  before: Organisation,
  changes: OrganisationChanges,
): Promise<Organisation> {
  const after = { ...before, ...changes }
  const { aliases, ...row } = changes
  await trx
    .updateTable('organisations')
    .set({ ...row, searchText: searchTextOf(after), version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  if (aliases !== undefined) {
    await trx.deleteFrom('organisationAliases').where('organisationId', '=', before.id).execute()
    await writeAliases(trx, before.id, aliases)
  }
  await recordChange(trx, actor, { object: 'organisation', id: before.id, kind: 'changed', before, after })
  return getOrganisation(trx, before.id)
}

/** Another name under which people look for it, so that it is recognised next time; one that is known changes nothing. */
export async function addAlias(trx: Trx, actor: Actor, id: string, alias: string): Promise<void> {
  const before = await lockOrganisation(trx, id)
  const known = [before.name, ...before.aliases].some(name => name.toLowerCase() === alias.toLowerCase())
  if (!known) await changeOrganisation(trx, actor, before, { aliases: [...before.aliases, alias] })
}

async function writeAliases(trx: Trx, organisationId: string, aliases: string[]): Promise<void> {
  if (aliases.length > 0)
    await trx
      .insertInto('organisationAliases')
      .values(aliases.map(alias => ({ organisationId, alias })))
      .execute()
}

/** Takes an organisation out that was entered by mistake. Refused while people belong to it, or a coming meeting needs it. */
export async function deleteOrganisation(trx: Trx, actor: Actor, before: Organisation): Promise<void> {
  const member = await trx
    .selectFrom('affiliations')
    .innerJoin('people', 'people.id', 'affiliations.personId')
    .select('people.id')
    .where('organisationId', '=', before.id)
    .where('people.deletedAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  const { rows: meetings } = await sql<{ name: string; isHost: boolean; hasSeats: boolean }>`
    select m.name, h.is_host, h.has_seats from meeting_facts m cross join lateral (
      select exists (select from meeting_hosts h where h.meeting_id = m.id and h.organisation_id = ${before.id} and h.state <> 'declined') as is_host,
        exists (select from contingents c where c.meeting_id = m.id and c.organisation_id = ${before.id}) as has_seats) h
    where m.deleted_at is null and m.cancelled_at is null and m.concluded_at is null and m.ends_at > now()
      and (h.is_host or h.has_seats)
    order by m.starts_at`.execute(trx)
  const hosted = meetings.find(({ isHost }) => isHost)
  const kept = meetings.find(({ hasSeats }) => hasSeats)
  requireUnused([
    member && (['has_people', 'People belong to this organisation; give them another one first.'] as const),
    hosted && (['is_host', `A coming meeting has this organisation as host: ${hosted.name}.`] as const),
    kept && (['has_seats', `A coming meeting keeps seats for this organisation: ${kept.name}.`] as const),
  ])
  await trx
    .updateTable('organisations')
    .set({ deletedAt: sql`now()`, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  await recordChange(trx, actor, { object: 'organisation', id: before.id, kind: 'deleted' })
}

type StillUsedBy = readonly ['has_people' | 'is_host' | 'has_seats', string]

/** All that still refers to the organisation stands in `errors`. */
function requireUnused(uses: (StillUsedBy | undefined)[]): void {
  const mistakes = uses.filter(use => use !== undefined).map(([code, detail]) => ({ pointer: '', code, detail }))
  if (mistakes[0] !== undefined) throw problem('still_used', mistakes[0].detail, { mistakes })
}

/** Undoes a deletion; an organisation that is in use stays as it is. */
export async function restoreOrganisation(trx: Trx, actor: Actor, id: string): Promise<Organisation> {
  const restored = await trx
    .updateTable('organisations')
    .set({ deletedAt: null, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .where(stillRestorable)
    .returning('id')
    .executeTakeFirst()
  if (restored !== undefined) await recordChange(trx, actor, { object: 'organisation', id, kind: 'restored' })
  return getOrganisation(trx, id)
}
