import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Consents, Needs } from '@treffpunkt/shared/registrations'
import type { Trx } from '../db/connect.ts'

/** Stores what somebody needs; nothing where nothing is needed. */
export async function writeNeeds(trx: Trx, registrationId: string, needs: Needs | null): Promise<void> {
  await trx.deleteFrom('registrationNeeds').where('registrationId', '=', registrationId).execute()
  await insertNeeds(trx, registrationId, needs)
}

/** The same for a registration that is new. */
export async function insertNeeds(trx: Trx, registrationId: string, needs: Needs | null): Promise<void> {
  if (needs !== null && (needs.stepFree || needs.interpreter?.trim() || needs.food !== null || needs.other?.trim()))
    await trx
      .insertInto('registrationNeeds')
      .values({ registrationId, needs: JSON.stringify(needs) })
      .execute()
}

const purposes = [
  ['contactList', 'contact_list'],
  ['invitations', 'invitations'],
  ['photographs', 'photographs'],
] as const

/** Version of the consent texts in shared/src/texts; raise it when one of them changes. */
const consentTextVersion = 1

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
  await insertConsents(trx, registrationId, consents, { source, given })
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

/** Writes down what is newly agreed to. @param given what stands already; nothing where the registration is new. */
export async function insertConsents(
  trx: Trx,
  registrationId: string,
  consents: Consents,
  { source, given = new Set() }: { source: 'sign_up' | 'link'; given?: ReadonlySet<string> },
): Promise<void> {
  const added = purposes.filter(([field, purpose]) => consents[field] && !given.has(purpose))
  if (added.length === 0) return
  await trx
    .insertInto('consents')
    .values(eb =>
      added.map(([, purpose]) => ({
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
