import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Consents, Needs } from '@treffpunkt/shared/registrations'
import type { Trx } from '../db/connect.ts'

/** Stores what somebody needs; nothing where nothing is needed. */
export async function writeNeeds(trx: Trx, registrationId: string, needs: Needs | null): Promise<void> {
  await trx.deleteFrom('registrationNeeds').where('registrationId', '=', registrationId).execute()
  const stored = storedNeeds(needs)
  if (stored !== null)
    await trx
      .insertInto('registrationNeeds')
      .values({ registrationId, needs: JSON.stringify(stored) })
      .execute()
}

/** What is stored of what somebody needs: null where nothing is needed. */
export const storedNeeds = (needs: Needs | null): Needs | null =>
  needs !== null && (needs.stepFree || needs.interpreter?.trim() || needs.food !== null || needs.other?.trim())
    ? needs
    : null

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

/** Writes down what is newly agreed to and what is withdrawn, each with its moment. */
export async function writeConsents(
  trx: Trx,
  registrationId: string,
  consents: Consents,
  source: 'sign_up' | 'link',
): Promise<void> {
  const given = new Set(
    (
      await trx
        .selectFrom('consents')
        .select('purpose')
        .where('registrationId', '=', registrationId)
        .where('withdrawnAt', 'is', null)
        .execute()
    ).map(({ purpose }) => purpose),
  )
  const added = purposesOf(consents).filter(purpose => !given.has(purpose))
  if (added.length > 0)
    await trx
      .insertInto('consents')
      .values(eb =>
        added.map(purpose => ({
          id: randomUUIDv7(),
          registrationId,
          purpose,
          textVersion: consentTextVersion,
          language: eb.selectFrom('registrations').select('language').where('id', '=', registrationId),
          source,
        })),
      )
      .execute()
  const withdrawn = purposes.filter(([field, purpose]) => !consents[field] && given.has(purpose))
  // whoever wants no more invitations says so once, whichever meeting they agreed at
  if (source === 'link' && withdrawn.some(([field]) => field === 'invitations')) {
    const { personId } = await trx
      .selectFrom('registrations')
      .select(sql<string | null>`case when not speaks_alone then person_id end`.as('personId'))
      .where('id', '=', registrationId)
      .executeTakeFirstOrThrow()
    if (personId !== null) await endConsents(trx, personId, 'invitations')
  }
  if (withdrawn.length > 0)
    await trx
      .updateTable('consents')
      .set({ withdrawnAt: sql`now()` })
      .where('registrationId', '=', registrationId)
      .where('purpose', '=', sql<string>`any(${withdrawn.map(([, purpose]) => purpose)}::text[])`)
      .where('withdrawnAt', 'is', null)
      .execute()
}

/** Takes back what a person agreed to, in every registration where they did. @returns these registrations. */
export async function endConsents(trx: Trx, personId: string, purpose: 'invitations'): Promise<string[]> {
  const rows = await trx
    .updateTable('consents as c')
    .from('registrations as r')
    .set({ withdrawnAt: sql`now()` })
    .whereRef('r.id', '=', 'c.registrationId')
    .where('r.personId', '=', personId)
    .where('c.purpose', '=', purpose)
    .where('c.withdrawnAt', 'is', null)
    .returning('c.registrationId')
    .execute()
  return rows.map(({ registrationId }) => registrationId)
}
