import { sql } from 'kysely'
import { searchText } from '@treffpunkt/shared/names'
import type { Db, Trx } from '../db/connect.ts'
import { recordChanges, type Actor } from '../db/record-change.ts'
import { forgetMails } from '../mail/queue.ts'
import { forgetAddressOf } from '../people/edit.ts'

// Whoever is signed up by somebody else without an address is written to at the address of that one.

/** Somebody who is registered at the address of who signed them up. */
export type Borrower = { id: string; name: string; personKey: string }

/** Whom these registrations signed up at their own address, others than themselves. */
export const listBorrowers = (db: Db, ids: string[]): Promise<Borrower[]> =>
  db
    .selectFrom('registrations as r')
    .innerJoin('registrations as s', 's.id', 'r.signedUpBy')
    .select(['r.id', 'r.personKey'])
    .select(sql<string>`r.first_name || ' ' || r.last_name`.as('name'))
    .$narrowType<{ personKey: string }>()
    .where('s.id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('r.id', '<>', sql<string>`all(${ids}::uuid[])`)
    .where(sql<boolean>`lower(r.email) = lower(s.email)`)
    .where('r.personKey', 'is not', null)
    .orderBy('r.id')
    .execute()

/**
 * Takes the address from those who had it from somebody that is erased: they stay registered, by the links they have, and
 * are written to no more. Whom the directory knows by another registration at it keeps it there. Under their locks.
 */
export async function forgetBorrowedAddress(trx: Trx, actor: Actor, borrowers: readonly Borrower[]): Promise<void> {
  if (borrowers.length === 0) return
  const ids = borrowers.map(({ id }) => id)
  const isOne = sql<string>`any(${ids}::uuid[])`
  const rows = await trx
    .selectFrom('registrations')
    .select(['id', 'personId', 'firstName', 'lastName', 'organisationTyped'])
    .where('id', '=', isOne)
    .execute()
  for (const { id, firstName, lastName, organisationTyped } of rows) {
    await forgetMails(trx, id)
    await trx
      .updateTable('registrations')
      .set({
        email: null,
        personKey: null,
        searchText: searchText(firstName, lastName, organisationTyped),
        version: sql`version + 1`,
        updatedAt: sql`now()`,
      })
      .where('id', '=', id)
      .execute()
  }
  await trx.deleteFrom('signUpAttempts').where('registrationId', '=', isOne).execute()
  const people = await forgetAddressOf(trx, {
    ids: rows.flatMap(({ personId }) => personId ?? []),
    keys: borrowers.map(({ personKey }) => personKey),
  })
  const changed = [
    ...ids.map(id => ({ object: 'registration' as const, id })),
    ...people.map(id => ({ object: 'person' as const, id })),
  ]
  await sql`update change_values v set before = v.before - 'email', after = v.after - 'email'
    from changes c where c.id = v.change_id and c.object in ('registration', 'person')
      and c.object_id = any(${changed.map(({ id }) => id)}::uuid[])`.execute(trx)
  await recordChanges(
    trx,
    actor,
    changed.map(one => ({ ...one, kind: 'changed' })),
  )
}
