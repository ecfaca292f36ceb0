import { sql } from 'kysely'
import type { OwnAccountChanges } from '@treffpunkt/shared/own-account'
import type { Db, Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueAccountMail } from '../mail/queue.ts'
import { undefinedWhenGone } from '../problems.ts'
import { storePassword } from './edit.ts'
import { dropLinks, linkById, linkOver, makeAccountLink, redeemAccountLink, type FoundLink } from './links.ts'
import { findForSignIn, lockAccount } from './queries.ts'

/** Changes what somebody says of themselves. */
export async function changeOwnAccount(
  trx: Trx,
  actor: Actor,
  before: { id: string; name: string },
  changes: OwnAccountChanges,
): Promise<void> {
  await trx
    .updateTable('accounts')
    .set({ ...changes, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  await recordChange(trx, actor, {
    object: 'account',
    id: before.id,
    kind: 'changed',
    before,
    after: { ...before, ...changes },
  })
}

/** Sends a link to the new address; until it is opened there, the old one holds. */
export async function requestEmailChange(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  accountId: string,
  newEmail: string,
): Promise<void> {
  await lockAccount(trx, accountId)
  const accountLinkId = await makeAccountLink(trx, accountId, 'email_change', { newEmail })
  await queueAccountMail(trx, jobs, { kind: 'email_confirmation', accountId, toAddress: newEmail, accountLinkId })
  await recordChange(trx, actor, { object: 'account', id: accountId, kind: 'email_change_requested' })
}

/** The new address holds from now on, and the old one is told. A link that was used already changes nothing. */
export async function confirmEmail(trx: Trx, jobs: JobQueue, requestId: string, link: FoundLink): Promise<FoundLink> {
  const { id, email } = await lockAccount(trx, link.accountId)
  const now = await linkById(trx, link.id)
  if (now?.state === 'used') return now
  const { newEmail } = await redeemAccountLink(trx, link.id, ['email_change'])
  if (newEmail === null) throw linkOver()
  await trx
    .updateTable('accounts')
    .set({ email: newEmail, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()
  await dropLinks(trx, id, ['invitation', 'password_reset'])
  const after = { email: newEmail }
  await recordChange(trx, own(id, requestId), { object: 'account', id, kind: 'changed', before: { email }, after })
  await queueAccountMail(trx, jobs, { kind: 'email_changed', accountId: id, toAddress: email })
  return { ...link, state: 'used' }
}

/** Accepts an invitation or replaces a forgotten password. @returns the account that may sign in now. */
export async function setPasswordByLink(
  trx: Trx,
  jobs: JobQueue,
  requestId: string,
  link: FoundLink,
  passwordHash: string,
): Promise<string> {
  // an invitation may be taken back at this moment, and the account with it
  if ((await lockAccount(trx, link.accountId).catch(undefinedWhenGone)) === undefined) throw linkOver()
  const { accountId } = await redeemAccountLink(trx, link.id, ['invitation', 'password_reset'])
  await storePassword(trx, jobs, own(accountId, requestId), { accountId, passwordHash })
  return accountId
}

/**
 * Mails a link for a new password. Nobody unknown or disabled gets one; whoever has not come in yet gets their
 * invitation once more, as long as it is good.
 */
export async function resetPassword(db: Db, jobs: JobQueue, actor: Actor, email: string): Promise<void> {
  await db.transaction().execute(async trx => {
    const found = await findForSignIn(trx, email)
    if (found === undefined || found.disabled) return
    const account = await lockAccount(trx, found.id)
    const to = { accountId: account.id, toAddress: account.email }
    if (account.lastSignInAt !== null || account.hasPassword) {
      const accountLinkId = await makeAccountLink(trx, account.id, 'password_reset')
      await queueAccountMail(trx, jobs, { kind: 'password_reset', ...to, accountLinkId })
      await recordChange(trx, actor, { object: 'account', id: account.id, kind: 'password_reset_requested' })
    } else {
      const open = await trx
        .selectFrom('accountLinks')
        .select('id')
        .where('accountId', '=', account.id)
        .where('purpose', '=', 'invitation')
        .where('usedAt', 'is', null)
        .where('expiresAt', '>', sql<string>`now()`)
        .executeTakeFirst()
      if (open !== undefined) await queueAccountMail(trx, jobs, { kind: 'invitation', ...to, accountLinkId: open.id })
    }
  })
}

const own = (id: string, requestId: string): Actor => ({ kind: 'account', id, requestId })
