import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { hashToken, newToken } from '../http/keys.ts'
import { problem } from '../problems.ts'

/** A one-time link for the account; it works for 24 hours, or until it is used. */
export async function makeSignInLink(
  trx: Trx,
  actor: Actor,
  accountId: string,
  publicUrl: string,
): Promise<{ url: string; expiresAt: string }> {
  const token = newToken()
  const { expiresAt } = await trx
    .insertInto('signInLinks')
    .values({ id: randomUUIDv7(), accountId, tokenHash: hashToken(token), expiresAt: sql`now() + interval '24 hours'` })
    .returning('expiresAt')
    .executeTakeFirstOrThrow()
  await recordChange(trx, actor, { object: 'account', id: accountId, kind: 'link_made' })
  return { url: `${publicUrl}/sign-in/${token}`, expiresAt }
}

/** Makes the one-time links of an account void that nobody has used: where each start prints one, only the newest holds. */
export async function voidSignInLinks(trx: Trx, accountId: string): Promise<void> {
  await trx
    .updateTable('signInLinks')
    .set({ expiresAt: sql`now()` })
    .where('accountId', '=', accountId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', sql<string>`now()`)
    .execute()
}

/**
 * Uses up a one-time link: of two requests with the same link one wins. The account is locked before its link, as by whoever
 * shuts it or sets its password: each waits for the other, and neither holds what the other wants.
 * @returns the account that may sign in now. @throws link_expired for a used, old or unknown one alike.
 */
export async function redeemSignInLink(trx: Trx, token: string): Promise<string> {
  const tokenHash = hashToken(token)
  await trx
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', eb => eb.selectFrom('signInLinks').select('accountId').where('tokenHash', '=', tokenHash))
    .forUpdate()
    .execute()
  const used = await trx
    .updateTable('signInLinks')
    .set({ usedAt: sql`now()` })
    .from('accounts')
    .whereRef('accounts.id', '=', 'signInLinks.accountId')
    .where('accounts.disabled', '=', false)
    .where('signInLinks.tokenHash', '=', tokenHash)
    .where('signInLinks.usedAt', 'is', null)
    .where('signInLinks.expiresAt', '>', sql<string>`now()`)
    .returning('signInLinks.accountId')
    .executeTakeFirst()
  if (used === undefined) throw problem('link_expired', 'Ask for a new sign-in link; each works once and for 24 hours.')
  return used.accountId
}
