import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Account, AccountChanges, NewAccount } from '@treffpunkt/shared/accounts'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueAccountMail } from '../mail/queue.ts'
import { problem } from '../problems.ts'
import { dropLinks } from './links.ts'
import { getAccount } from './queries.ts'

/** A new account. Nobody is told: `invite` sends a mail, `makeSignInLink` gives a link to hand over. */
export async function createAccount(trx: Trx, actor: Actor, input: NewAccount): Promise<Account> {
  const id = randomUUIDv7()
  await trx
    .insertInto('accounts')
    .values({ id, ...input })
    .execute()
  await recordChange(trx, actor, { object: 'account', id, kind: 'created', after: input })
  return getAccount(trx, id)
}

/**
 * Changes an account. Disabling it ends its sessions and links; one admin who can sign in always remains.
 * @param before locked with the admins, see `lockWithAdmins`.
 */
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
  // a link that went to another address is not for the one who has the account now
  if (after.disabled || after.email !== before.email)
    await dropLinks(trx, before.id, ['invitation', 'password_reset', 'email_change'])
  if (after.disabled) {
    await trx.deleteFrom('sessions').where('accountId', '=', before.id).execute()
    await trx.deleteFrom('signInLinks').where('accountId', '=', before.id).where('usedAt', 'is', null).execute()
  }
  await recordChange(trx, actor, { object: 'account', id: before.id, kind: 'changed', before, after })
  return getAccount(trx, before.id)
}

/**
 * Stores a new password, ends all sessions but the one it was set in, and all links that would sign in. Whoever had a
 * password before is told by mail.
 */
export async function storePassword(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  { accountId, sessionId, passwordHash }: { accountId: string; sessionId?: string; passwordHash: string },
): Promise<void> {
  const before = await trx
    .selectFrom('accounts')
    .select(['email', sql<boolean>`password_hash is not null`.as('hadPassword')])
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  await trx
    .updateTable('accounts')
    .set({ passwordHash, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', accountId)
    .execute()
  let others = trx.deleteFrom('sessions').where('accountId', '=', accountId)
  if (sessionId !== undefined) others = others.where('id', '<>', sessionId)
  await others.execute()
  // each of them would give the account to whoever has the mail
  await dropLinks(trx, accountId, ['invitation', 'password_reset', 'email_change'])
  await trx.deleteFrom('signInLinks').where('accountId', '=', accountId).where('usedAt', 'is', null).execute()
  await recordChange(trx, actor, { object: 'account', id: accountId, kind: 'password_set' })
  if (before.hadPassword)
    await queueAccountMail(trx, jobs, { kind: 'password_changed', accountId, toAddress: before.email })
}

const isAdmin = (account: { role: string; disabled: boolean }) => account.role === 'admin' && !account.disabled

/** Whoever has never signed in may never do so: an invitation alone keeps nobody in. */
async function requireAnotherAdmin(trx: Trx, accountId: string): Promise<void> {
  const other = await trx
    .selectFrom('accounts')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled', '=', false)
    .where('lastSignInAt', 'is not', null)
    .where('id', '<>', accountId)
    .limit(1)
    .executeTakeFirst()
  if (other === undefined) throw problem('last_admin', 'Make somebody else an admin first.')
}
