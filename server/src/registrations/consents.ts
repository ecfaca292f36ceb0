import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Consents } from '@treffpunkt/shared/registrations'
import type { Trx } from '../db/connect.ts'
import { recordChanges, type Actor } from '../db/record-change.ts'
import { consentsNow, listConsents } from './consent-queries.ts'

// The contact list and photographs belong to one meeting. Invitations belong to the person: agreed to once they hold
// for every registration of theirs, and taken back once they end in each.

const purposes = [
  ['contactList', 'contact_list'],
  ['invitations', 'invitations'],
  ['photographs', 'photographs'],
] as const

/** What somebody agrees to. */
export const purposesOf = (consents: Consents): string[] =>
  purposes.filter(([field]) => consents[field]).map(([, purpose]) => purpose)

/** Version of the consent texts in shared/src/texts; raise it when one of them changes. */
export const consentTextVersion = 1

/** Locks every registration of whoever has this one against other words of theirs. */
export const lockConsentsWith = (trx: Trx, registrationId: string): Promise<unknown> =>
  sql`select r.id from registrations r where r.person_id = (
    select own.person_id from registrations own where own.id = ${registrationId}::uuid and not own.speaks_alone)
    order by r.id for update`.execute(trx)

/** What a form says, in a registration that nobody has confirmed yet. */
export async function writeConsents(trx: Trx, registrationId: string, consents: Consents): Promise<void> {
  const live = await trx
    .selectFrom('consents')
    .select('purpose')
    .where('registrationId', '=', registrationId)
    .where('withdrawnAt', 'is', null)
    .execute()
  const given = new Set(live.map(({ purpose }) => purpose))
  await give(
    trx,
    registrationId,
    purposesOf(consents).filter(purpose => !given.has(purpose)),
    'sign_up',
  )
  const withdrawn = purposes.filter(([field]) => !consents[field]).map(([, purpose]) => purpose)
  await withdraw(trx, registrationId, withdrawn)
}

/** What somebody says by their link: what is new is written down with its moment, and what they take back. */
export async function changeConsents(
  trx: Trx,
  actor: Actor,
  registrationId: string,
  consents: Consents,
): Promise<void> {
  const before = consentsNow(await listConsents(trx, registrationId))
  const added = purposes.filter(([field]) => consents[field] && !before[field]).map(([, purpose]) => purpose)
  const withdrawn = purposes.filter(([field]) => !consents[field] && before[field]).map(([, purpose]) => purpose)
  await give(trx, registrationId, added, 'link')
  await withdraw(trx, registrationId, withdrawn)
  if (consents.invitations === before.invitations) return
  const { personId } = await trx
    .selectFrom('registrations')
    .select(sql<string | null>`case when not speaks_alone then person_id end`.as('personId'))
    .where('id', '=', registrationId)
    .executeTakeFirstOrThrow()
  if (personId === null) return
  const ended = consents.invitations ? [] : await endConsents(trx, personId, 'invitations')
  await logOthers(trx, actor, personId, { given: consents.invitations, ended, said: registrationId })
}

/** Somebody wants no more invitations, and says so without a registration of theirs. */
export async function endInvitations(trx: Trx, actor: Actor, personId: string): Promise<void> {
  // who agrees anew at this moment is waited for, and taken back as well
  await sql`select r.id from registrations r where r.person_id = ${personId}::uuid order by r.id for update`.execute(
    trx,
  )
  const ended = await endConsents(trx, personId, 'invitations')
  if (ended.length > 0) await logOthers(trx, actor, personId, { given: false, ended, said: null })
}

/** Takes back what a person agreed to, in every registration where they did. @returns these registrations. */
async function endConsents(trx: Trx, personId: string, purpose: 'invitations'): Promise<string[]> {
  const ended = await trx
    .updateTable('consents as c')
    .from('registrations as r')
    .set({ withdrawnAt: sql`now()` })
    .whereRef('r.id', '=', 'c.registrationId')
    .where('r.personId', '=', personId)
    .where('c.purpose', '=', purpose)
    .where('c.withdrawnAt', 'is', null)
    .returning('c.registrationId')
    .execute()
  return ended.map(({ registrationId }) => registrationId)
}

/**
 * What the other pages of a person show has changed, so that what they still have open there is not sent over it. A page that
 * speaks alone shows its own consent only: for it nothing has changed, unless that was one of those `ended`.
 * @param change `said`: the registration by whose page it was said, which is logged with what else was changed there.
 */
async function logOthers(
  trx: Trx,
  actor: Actor,
  personId: string,
  { given, ended, said }: { given: boolean; ended: string[]; said: string | null },
): Promise<void> {
  const others = await trx
    .updateTable('registrations')
    .set({ version: sql`version + 1` })
    .where('personId', '=', personId)
    .where('id', 'is distinct from', said)
    .where(sql<boolean>`((not speaks_alone and address_confirmed_at is not null) or id = any(${ended}::uuid[]))`)
    .returning('id')
    .execute()
  await recordChanges(
    trx,
    actor,
    others.map(({ id }) => ({
      object: 'registration',
      id,
      kind: 'changed',
      before: { consents: { invitations: !given } },
      after: { consents: { invitations: given } },
    })),
  )
}

async function give(trx: Trx, registrationId: string, given: string[], source: 'sign_up' | 'link'): Promise<void> {
  if (given.length === 0) return
  await trx
    .insertInto('consents')
    .values(eb =>
      given.map(purpose => ({
        id: randomUUIDv7(),
        registrationId,
        purpose,
        textVersion: consentTextVersion,
        language: eb.selectFrom('registrations').select('language').where('id', '=', registrationId),
        source,
      })),
    )
    .execute()
}

async function withdraw(trx: Trx, registrationId: string, withdrawn: string[]): Promise<void> {
  if (withdrawn.length === 0) return
  await trx
    .updateTable('consents')
    .set({ withdrawnAt: sql`now()` })
    .where('registrationId', '=', registrationId)
    .where('purpose', '=', sql<string>`any(${withdrawn}::text[])`)
    .where('withdrawnAt', 'is', null)
    .execute()
}
