import { sql } from 'kysely'
import type { Account, Role } from '@treffpunkt/shared/accounts'
import type { OwnAccount } from '@treffpunkt/shared/own-account'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { notFound } from '../problems.ts'
import type { SignedIn } from '../http/actor.ts'

const order = { key: 'name', column: 'name', idColumn: 'id', direction: 'asc', type: 'text' } as const satisfies Order

export async function listAccounts(
  db: Db,
  query: { cursor?: string; limit?: number; q?: string },
): Promise<{ items: Account[]; next: string | null }> {
  let rows = all(db).select('name as sortValue')
  if (query.q !== undefined) rows = rows.where(sql<boolean>`strpos(lower(name || ' ' || email), lower(${query.q})) > 0`)
  const page = await keysetPage(rows, order, query)
  return { items: page.rows, next: page.next }
}

export const getAccount = (db: Db, id: string): Promise<Account> =>
  all(db).where('id', '=', id).executeTakeFirstOrThrow(notFound)

export const lockAccount = (trx: Trx, id: string): Promise<Account> =>
  all(trx).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound)

/**
 * Locks the account together with all admins, in one order, before anything is read: of two who take each other's right
 * away the later one sees what the earlier one did.
 */
export async function lockWithAdmins(trx: Trx, id: string): Promise<Account> {
  await trx
    .selectFrom('accounts')
    .select('id')
    .where(eb => eb.or([eb('id', '=', id), eb('role', '=', 'admin')]))
    .orderBy('id')
    .forUpdate()
    .execute()
  return getAccount(trx, id)
}

const all = (db: Db) =>
  db
    .selectFrom('accounts')
    .select(['id', 'version', 'createdAt', 'updatedAt', 'name', 'email', 'role', 'disabled', 'lastSignInAt'])
    .select(sql<boolean>`password_hash is not null`.as('hasPassword'))
    .select(
      // whoever has signed in, by whatever way, needs no invitation any more
      sql<Account['invitation']>`case when last_sign_in_at is null then (
        select json_build_object('sentAt', l.created_at, 'expiresAt', l.expires_at, 'expired', l.expires_at <= now())
        from account_links l where l.account_id = accounts.id and l.purpose = 'invitation' and l.used_at is null
      ) end`.as('invitation'),
    )
    .$narrowType<{ role: Role }>()

/** The oldest admin, while none of the admins has ever signed in: whoever starts the service is to do so by link. */
export const findFirstAdmin = (db: Db) =>
  db
    .selectFrom('accounts')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled', '=', false)
    .where(
      sql<boolean>`not exists (select from accounts a where a.role = 'admin' and not a.disabled and (a.password_hash is not null or a.last_sign_in_at is not null))`,
    )
    .orderBy('createdAt')
    .limit(1)
    .executeTakeFirst()

/** The own account, with the address that waits for its confirmation. */
export const getOwnAccount = (db: Db, id: string): Promise<OwnAccount> =>
  all(db)
    .select(
      sql<OwnAccount['newEmail']>`(
        select json_build_object('email', l.new_email, 'expiresAt', l.expires_at) from account_links l
        where l.account_id = accounts.id and l.purpose = 'email_change' and l.used_at is null and l.expires_at > now()
      )`.as('newEmail'),
    )
    .select('shortcuts')
    .where('id', '=', id)
    .executeTakeFirstOrThrow(notFound)

/** Who may sign in under this address, with what is needed to check it. */
export const findForSignIn = (db: Db, email: string) =>
  db
    .selectFrom('accounts')
    .select(['id', 'passwordHash', 'disabled', 'lastSignInAt'])
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst()

/** A session `s` ends 12 hours after it was last used, and 14 days after it began, by the clock of the database. */
export const isLive = sql<boolean>`s.expires_at > now() and s.seen_at > now() - interval '12 hours'`

/**
 * The role of a session that still holds; undefined when it has ended or the account is shut. Does not keep the session
 * alive: for what goes on without anybody pressing anything.
 */
export const roleOfSession = async (db: Db, sessionId: string): Promise<Role | undefined> =>
  (
    await db
      .selectFrom('sessions as s')
      .innerJoin('accounts as a', 'a.id', 's.accountId')
      .select('a.role')
      .$narrowType<{ role: Role }>()
      .where('s.id', '=', sessionId)
      .where(isLive)
      .where('a.disabled', '=', false)
      .executeTakeFirst()
  )?.role

/** The account of a live session; its last use is written down at most once a minute. */
export async function findSession(db: Db, tokenHash: Buffer): Promise<SignedIn | null> {
  const row = await db
    .selectFrom('sessions as s')
    .innerJoin('accounts as a', 'a.id', 's.accountId')
    .select(['s.id as sessionId', 'a.id as accountId', 'a.name', 'a.email', 'a.role', 'a.shortcuts'])
    .select([
      sql<boolean>`a.password_hash is not null`.as('hasPassword'),
      sql<boolean>`s.by_link and s.created_at > now() - interval '15 minutes'`.as('freshByLink'),
      sql<boolean>`s.seen_at < now() - interval '1 minute'`.as('stale'),
    ])
    .$narrowType<{ role: Role }>()
    .where('s.tokenHash', '=', tokenHash)
    .where(isLive)
    .where('a.disabled', '=', false)
    .executeTakeFirst()
  if (row === undefined) return null
  const { stale, ...signedIn } = row
  if (stale)
    await db
      .updateTable('sessions')
      .set({ seenAt: sql`now()` })
      .where('id', '=', row.sessionId)
      .execute()
  return signedIn
}
