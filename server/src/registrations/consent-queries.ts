import { sql } from 'kysely'
import type { ConsentData, Consents } from '@treffpunkt/shared/registrations'
import type { Db } from '../db/connect.ts'

/**
 * Consent `c` holds for the registration: given with it, or by the same person where it belongs to the person. Their
 * registrations are an array, so that each is looked up in the index.
 */
const holdsFor = (registrationId: string) => sql<boolean>`c.registration_id = any(array(
    select ${registrationId}::uuid union all
    select r.id from registrations own join registrations r on r.person_id = own.person_id and r.id <> own.id
    where own.id = ${registrationId}::uuid and not own.speaks_alone and own.address_confirmed_at is not null
      and not r.speaks_alone and r.address_confirmed_at is not null))
  and (c.registration_id = ${registrationId}::uuid or c.purpose = 'invitations')`

/** What was agreed to and taken back, oldest first, as it holds for whoever has this registration. */
export const listConsents = (db: Db, registrationId: string): Promise<ConsentData[]> =>
  db
    .selectFrom('consents as c')
    .select(['c.purpose', 'c.textVersion', 'c.language', 'c.source', 'c.givenAt', 'c.withdrawnAt'])
    .$narrowType<{ purpose: ConsentData['purpose'] }>()
    .where(holdsFor(registrationId))
    .orderBy('c.givenAt')
    .orderBy('c.id')
    .execute()

/** What holds now, of what was agreed to and taken back. */
export function consentsNow(history: Pick<ConsentData, 'purpose' | 'withdrawnAt'>[]): Consents {
  const holds = (purpose: string) => history.some(one => one.purpose === purpose && one.withdrawnAt === null)
  return {
    contactList: holds('contact_list'),
    invitations: holds('invitations'),
    photographs: holds('photographs'),
  }
}
