import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { AccountLink } from '@treffpunkt/shared/own-account'
import type { Db, Trx } from '../db/connect.ts'
import { equalTokens, idOfToken, linkToken, type Keys } from '../http/keys.ts'
import { problem } from '../problems.ts'

export type LinkPurpose = AccountLink['purpose']

const lifetime: Record<LinkPurpose, string> = { invitation: '7 days', password_reset: '1 hour', email_change: '1 day' }

/** The token of a link, derived from its row; the row says what it is good for, and whether it still is. */
export const accountLinkToken = (keys: Keys, linkId: string): string => linkToken(keys, 'account-link', linkId, 1)

/**
 * A new one-time link for the account; the one before, for the same purpose, is over.
 * @param link `madeBy`: who invited. `newEmail`: the address that it confirms.
 */
export async function makeAccountLink(
  trx: Trx,
  accountId: string,
  purpose: LinkPurpose,
  link: { madeBy?: string | null; newEmail?: string } = {},
): Promise<string> {
  await dropLinks(trx, accountId, [purpose])
  const id = randomUUIDv7()
  await trx
    .insertInto('accountLinks')
    .values({
      id,
      accountId,
      purpose,
      madeBy: link.madeBy ?? null,
      newEmail: link.newEmail ?? null,
      expiresAt: sql`now() + ${lifetime[purpose]}::interval`,
    })
    .execute()
  return id
}

/** Ends the links of an account that nobody has used. */
export const dropLinks = (trx: Trx, accountId: string, purposes: LinkPurpose[]): Promise<unknown> =>
  trx
    .deleteFrom('accountLinks')
    .where('accountId', '=', accountId)
    .where('purpose', 'in', purposes)
    .where('usedAt', 'is', null)
    .execute()

export type FoundLink = AccountLink & { id: string; accountId: string; disabled: boolean }

/** The link of a token, used and expired ones as well; undefined for one that is not ours or was taken back. */
export async function findAccountLink(db: Db, keys: Keys, token: string): Promise<FoundLink | undefined> {
  const id = idOfToken(token)
  if (id === undefined || !equalTokens(token, accountLinkToken(keys, id))) return undefined
  return linkById(db, id)
}

/** One link with what its mail and its page say. */
export const linkById = (db: Db, id: string): Promise<FoundLink | undefined> =>
  db
    .selectFrom('accountLinks as l')
    .innerJoin('accounts as a', 'a.id', 'l.accountId')
    .leftJoin('accounts as i', 'i.id', 'l.madeBy')
    .select(['l.id', 'l.accountId', 'l.purpose', 'l.expiresAt', 'a.name', 'a.disabled', 'i.name as invitedBy'])
    .select([
      sql<string>`coalesce(l.new_email, a.email)`.as('email'),
      sql<AccountLink['state']>`case when l.used_at is not null then 'used'
        when l.expires_at <= now() then 'expired' else 'open' end`.as('state'),
    ])
    .$narrowType<{ purpose: LinkPurpose }>()
    .where('l.id', '=', id)
    .executeTakeFirst()

/**
 * Uses a link up: of two who do at once one wins.
 * @throws link_expired for a used, old or unknown one, one that is for something else, and one of a disabled account.
 */
export async function redeemAccountLink(
  trx: Trx,
  linkId: string,
  purposes: LinkPurpose[],
): Promise<{ accountId: string; purpose: LinkPurpose; newEmail: string | null }> {
  const used = await trx
    .updateTable('accountLinks as l')
    .set({ usedAt: sql`now()` })
    .from('accounts as a')
    .whereRef('a.id', '=', 'l.accountId')
    .where('a.disabled', '=', false)
    .where('l.id', '=', linkId)
    .where('l.purpose', 'in', purposes)
    .where('l.usedAt', 'is', null)
    .where('l.expiresAt', '>', sql<string>`now()`)
    .returning(['l.accountId', 'l.purpose', 'l.newEmail'])
    .$narrowType<{ purpose: LinkPurpose }>()
    .executeTakeFirst()
  if (used === undefined) throw linkOver()
  return used
}

export const linkOver = () => problem('link_expired', 'Ask for a new link; each works once and for a while.')
