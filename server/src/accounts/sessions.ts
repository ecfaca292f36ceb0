import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { AccountSession } from '@treffpunkt/shared/own-account'
import type { Db, Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { hashToken, newToken } from '../http/keys.ts'
import { notFound } from '../problems.ts'
import { dropLinks } from './links.ts'
import { isLive } from './queries.ts'

/** Where a sign-in comes from. */
export type NewSession = { byLink: boolean; browser: string | null; system: string | null }

/** A new session of the account; the token goes into the cookie and is known to nobody else. */
export async function openSession(
  trx: Trx,
  accountId: string,
  session: NewSession,
): Promise<{ id: string; token: string }> {
  const id = randomUUIDv7()
  const token = newToken()
  await trx
    .insertInto('sessions')
    .values({ id, accountId, ...session, tokenHash: hashToken(token), expiresAt: sql`now() + interval '14 days'` })
    .execute()
  await trx
    .updateTable('accounts')
    .set({ lastSignInAt: sql`now()` })
    .where('id', '=', accountId)
    .execute()
  // whoever has come in needs no invitation, and nobody else shall have one
  await dropLinks(trx, accountId, ['invitation'])
  return { id, token }
}

/** Where an account is signed in, the last used first. @param current the session that asks. */
export const listSessions = (db: Db, accountId: string, current: string): Promise<AccountSession[]> =>
  db
    .selectFrom('sessions as s')
    .select(['s.id', 's.browser', 's.system', 's.createdAt', 's.seenAt'])
    .select(sql<boolean>`s.id = ${current}`.as('current'))
    .where('s.accountId', '=', accountId)
    .where(isLive)
    .orderBy('current', 'desc')
    .orderBy('s.seenAt', 'desc')
    .orderBy('s.id')
    .execute()

/** Whose session it is; undefined when there is none. */
export const findOwner = async (db: Db, sessionId: string): Promise<string | undefined> =>
  (await db.selectFrom('sessions').select('accountId').where('id', '=', sessionId).executeTakeFirst())?.accountId

/**
 * Ends sessions of an account. What they could do is over with the next request on every server; the change that is
 * written down makes open streams ask anew.
 * @param which one of them, or all but one; without it all. @throws not_found when the one is not there any more.
 */
export async function endSessions(
  trx: Trx,
  actor: Actor,
  accountId: string,
  which: { only?: string; but?: string } = {},
): Promise<void> {
  let ending = trx.deleteFrom('sessions').where('accountId', '=', accountId)
  if (which.only !== undefined) ending = ending.where('id', '=', which.only)
  if (which.but !== undefined) ending = ending.where('id', '<>', which.but)
  const ended = await ending.returning('id').execute()
  if (which.only !== undefined && ended.length === 0) throw notFound()
  if (ended.length > 0) await recordChange(trx, actor, { object: 'account', id: accountId, kind: 'signed_out' })
}
