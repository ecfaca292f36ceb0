import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Account, AccountChanges, NewAccount } from '@treffpunkt/shared/accounts'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { problem } from '../problems.ts'
import { getAccount } from './queries.ts'

export async function createAccount(trx: Trx, actor: Actor, input: NewAccount): Promise<Account> {
  const id = randomUUIDv7()
  await trx
    .insertInto('accounts')
    .values({ id, ...input })
    .execute()
  await recordChange(trx, actor, { object: 'account', id, kind: 'created', after: input })
  return getAccount(trx, id)
}

/** Changes an account. Disabling it ends its sessions; one admin who can sign in always remains. */
export async function changeAccount(
  trx: Trx,
  actor: Actor,
  before: Account,
  changes: AccountChanges,
): Promise<Account> {
  const after = { ...before, ...changes }
  if (isAdmin(before) && !isAdmin(after)) await requireAnotherAdmin(trx, before.id)
  await trx
    .updateTable('accounts')
    .set({ ...changes, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  if (after.disabled) {
    await trx.deleteFrom('sessions').where('accountId', '=', before.id).execute()
    await trx.deleteFrom('signInLinks').where('accountId', '=', before.id).where('usedAt', 'is', null).execute()
  }
  await recordChange(trx, actor, { object: 'account', id: before.id, kind: 'changed', before, after })
  return getAccount(trx, before.id)
}

/** Stores a new password and ends all sessions but the one it was set in. */
export async function storePassword(
  trx: Trx,
  actor: Actor,
  accountId: string,
  sessionId: string,
  passwordHash: string,
): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({ passwordHash, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', accountId)
    .execute()
  await trx.deleteFrom('sessions').where('accountId', '=', accountId).where('id', '<>', sessionId).execute()
  await recordChange(trx, actor, { object: 'account', id: accountId, kind: 'password_set' })
}

const isAdmin = (account: { role: string; disabled: boolean }) => account.role === 'admin' && !account.disabled

async function requireAnotherAdmin(trx: Trx, accountId: string): Promise<void> {
  // locks all admins, so that two who take each other's right away do not both succeed
  const others = await trx
    .selectFrom('accounts')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled', '=', false)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (!others.some(({ id }) => id !== accountId)) throw problem('last_admin', 'Make somebody else an admin first.')
}
