import { sql, type RawBuilder } from 'kysely'
import type {
  Mail,
  MailQuery,
  MailReason,
  MailState,
  MailStatus,
  MailTry,
  UndeliverableAddress,
} from '@treffpunkt/shared/mails'
import { addressRefusals, refusalsUntilStop } from '@treffpunkt/shared/mails'
import { may, type Role } from '@treffpunkt/shared/accounts'
import type { Db } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { matches } from '../db/search.ts'
import { countsAgainstAddress } from '../mail/queries.ts'
import { notFound } from '../problems.ts'

const newestFirst = {
  key: '-createdAt',
  column: 'e.createdAt',
  idColumn: 'e.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

const mails = (db: Db) =>
  db
    .selectFrom('mails as e')
    .leftJoin('registrations as r', 'r.id', 'e.registrationId')
    .select(['e.id', 'e.kind', 'e.toAddress as to', 'e.subject', 'e.status', 'e.registrationId', 'r.meetingId'])
    .select([
      'r.personId',
      sql<string | null>`(select f.name from meeting_facts f where f.id = r.meeting_id)`.as('meetingName'),
    ])
    .select(['e.createdAt', 'e.sentAt', 'e.attempts', 'e.reason', 'e.failure'])
    .select(sql<string | null>`r.first_name || ' ' || r.last_name`.as('name'))
    .$narrowType<{ status: MailStatus; reason: MailReason | null }>()

/**
 * The mails somebody may see: those about accounts are for admins; those about a barrier may tell of a disability, and are
 * not for readers, as are those about API keys.
 */
function mailsFor(db: Db, role: Role) {
  if (may(role, 'admin')) return mails(db)
  const ofNoAccount = mails(db).where('e.accountId', 'is', null)
  return may(role, 'coordinator')
    ? ofNoAccount
    : ofNoAccount.where('e.barrierReportId', 'is', null).where('e.apiKeyId', 'is', null)
}

export async function listMails(db: Db, role: Role, query: MailQuery): Promise<{ items: Mail[]; next: string | null }> {
  const rows = filtered(mailsFor(db, role), query).select(
    sql<string>`${sql.ref(newestFirst.column)}::text`.as('sortValue'),
  )
  const page = await keysetPage(rows, newestFirst, query)
  return { items: page.rows, next: page.next }
}

/** Of a registration, a person or a meeting: how many mails there are, and how many were given up though they were needed. */
export async function countMails(
  db: Db,
  role: Role,
  query: MailQuery,
): Promise<{ all: number; failed: number } | null> {
  if (query.cursor !== undefined) return null
  if (query.registrationId === undefined && query.personId === undefined && query.meetingId === undefined) return null
  return filtered(mailsFor(db, role), query)
    .clearSelect()
    .select([
      sql<number>`count(*)::integer`.as('all'),
      sql<number>`(count(*) filter (where ${hasState} = 'failed'))::integer`.as('failed'),
    ])
    .executeTakeFirstOrThrow()
}

/** The state by which mail `e` is found: what was not needed any more failed nobody. */
const hasState = sql<MailState>`case when e.status = 'failed' and e.reason = 'outdated' then 'outdated' else e.status end`

function filtered(all: ReturnType<typeof mailsFor>, query: MailQuery) {
  let rows = all
  if (query.q !== undefined) rows = rows.where(isFound(query.q))
  if (query.kind !== undefined) rows = rows.where('e.kind', '=', query.kind)
  if (query.status !== undefined) rows = rows.where(hasState, '=', query.status)
  if (query.meetingId !== undefined) rows = rows.where('r.meetingId', '=', query.meetingId)
  if (query.registrationId !== undefined) rows = rows.where('e.registrationId', '=', query.registrationId)
  if (query.personId !== undefined) rows = rows.where('r.personId', '=', query.personId)
  if (query.mailingId !== undefined) rows = rows.where('e.mailingId', '=', query.mailingId)
  if (query.reminderId !== undefined) rows = rows.where('e.reminderId', '=', query.reminderId)
  return rows
}

/** Every word of `q` is in the address, in the subject, or in what is known of who is registered. */
function isFound(q: string): RawBuilder<boolean> {
  const words = q.split(/\s+/).filter(Boolean)
  const all = words.map(word => {
    const within = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    return sql`(e.to_address ilike ${within} or e.subject ilike ${within} or ${matches('r.searchText', word)})`
  })
  return all.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(all, sql` and `)})`
}

export const getMail = (db: Db, role: Role, id: string): Promise<Mail> =>
  mailsFor(db, role).where('e.id', '=', id).executeTakeFirstOrThrow(notFound)

/** Every time a mail was given to the mail server, oldest first. */
export const listTries = (db: Db, mailId: string): Promise<MailTry[]> =>
  db
    .selectFrom('mailTries')
    .select(['at', 'outcome', 'replyCode', 'reply'])
    .$narrowType<{ outcome: MailTry['outcome'] }>()
    .where('mailId', '=', mailId)
    .orderBy('at')
    .execute()

const newestRefusal = {
  key: '-lastAt',
  column: 'u.lastAt',
  idColumn: 'u.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

/** Addresses of people registered that have refused mail for good since they were checked. */
export async function listUndeliverable(
  db: Db,
  query: { cursor?: string; limit?: number; registrationId?: string; personId?: string },
): Promise<{ items: UndeliverableAddress[]; next: string | null }> {
  const counted = sql.join(addressRefusals.map(reason => sql.lit(reason)))
  const addresses = db
    .selectFrom('mails as e')
    .innerJoin('registrations as r', 'r.id', 'e.registrationId')
    .distinctOn(sql`lower(e.to_address)`)
    .select(['e.id', 'e.toAddress as email', 'e.registrationId', 'r.meetingId', 'e.reason', 'e.createdAt as lastAt'])
    .select([
      sql<string>`r.first_name || ' ' || r.last_name`.as('name'),
      sql<number>`(count(*) over (partition by lower(e.to_address)))::integer`.as('refusals'),
    ])
    // what the office has corrected since is no address of anybody any more
    .where(sql<boolean>`lower(r.email) = lower(e.to_address)`)
    // says the same as the next, in the words of the index
    .where(sql<boolean>`e.reason in (${counted})`)
    .where(countsAgainstAddress)
    .$if(query.registrationId !== undefined, rows =>
      rows.where(
        sql<boolean>`lower(e.to_address) = (select lower(o.email) from registrations o where o.id = ${query.registrationId}::uuid)`,
      ),
    )
    .$if(query.personId !== undefined, rows =>
      rows.where(
        sql<boolean>`lower(e.to_address) in (select lower(p.email) from people p where p.id = ${query.personId}::uuid
          union select lower(o.email) from registrations o where o.person_id = ${query.personId}::uuid)`,
      ),
    )
    .orderBy(sql`lower(e.to_address)`)
    .orderBy('e.createdAt', 'desc')
    .as('u')
  const rows = db
    .selectFrom(addresses)
    .select(['u.id', 'u.email', 'u.name', 'u.registrationId', 'u.meetingId', 'u.refusals', 'u.reason', 'u.lastAt'])
    .select([
      sql<boolean>`u.refusals >= ${refusalsUntilStop}::integer`.as('stopped'),
      sql<string>`u.last_at::text`.as('sortValue'),
    ])
    .$narrowType<{ reason: MailReason }>()
  const page = await keysetPage(rows, newestRefusal, query)
  return { items: page.rows, next: page.next }
}
