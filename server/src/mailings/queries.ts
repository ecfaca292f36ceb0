import { sql, type RawBuilder } from 'kysely'
import type { AttendanceMode } from '@treffpunkt/shared/attendance-modes'
import type { Audience, AudienceCounts, Mailing, MailingKind } from '@treffpunkt/shared/mailings'
import type { Db, Trx } from '../db/connect.ts'
import { offered } from '../db/offered.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { notFound } from '../problems.ts'
import { currentStatus } from '../registrations/queries.ts'

/** When and where a meeting was, as those knew it who signed up until then. */
export type Step = {
  until: string
  startsAt: string
  endsAt: string
  venueId: string | null
  venue: string | null
  /** Missing in steps from before meetings could be online. */
  attendanceMode?: AttendanceMode
  onlineUrl?: string | null
}

const newestFirst = {
  key: '-createdAt',
  column: 'g.createdAt',
  idColumn: 'g.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

const isExpected = sql<boolean>`(${currentStatus} = 'confirmed')`
const isWaiting = sql<boolean>`(${currentStatus} in ('waitlisted', 'offered') and r.address_confirmed_at is not null)`
const isIn: Record<Exclude<Audience, 'chosen'>, RawBuilder<boolean>> = {
  expected: isExpected,
  waiting: isWaiting,
  everybody: sql<boolean>`(${isExpected} or ${isWaiting})`,
  came: sql<boolean>`exists (select from attendance_states s
    where s.meeting_id = r.meeting_id and s.attendee_id = r.id and s.arrived_at is not null)`,
}

/** Who has to know that the meeting is moved or cancelled: also who has not confirmed the address yet. */
const isTold = sql<boolean>`(${currentStatus} in ('unconfirmed', 'confirmed', 'offered')
  or (${currentStatus} in ('waitlisted', 'pending') and (r.address_confirmed_at is not null or r.expires_at > now())))`

/** Of those that were chosen, all who were ever known to have the address, or may still confirm it. */
const isChosen = (ids: RawBuilder<unknown>) =>
  sql<boolean>`(r.id = any(${ids}) and (r.address_confirmed_at is not null or ${isTold}))`

/** Who a message goes to; `chosen` are the registrations of that audience. */
type Recipients = { kind: MailingKind; audience: Audience; chosen?: readonly string[] | null }

const isFor = ({ kind, audience, chosen }: Recipients) => {
  if (kind !== 'message') return isTold
  return audience === 'chosen' ? isChosen(sql`${chosen ?? []}::uuid[]`) : isIn[audience]
}

/** When somebody last heard from us when and where the meeting is. */
const knownAt = sql<string>`greatest(r.created_at, r.address_confirmed_at)`

/** Registrations of a meeting that a message goes to, in the order in which they signed up. */
export const listRecipients = (db: Db, meetingId: string, mailing: Recipients): Promise<Recipient[]> =>
  recipients(db, meetingId, mailing).execute()

/**
 * The same for whoever writes to them now: locked, so that of somebody who is erased at this moment no mail comes into
 * being.
 */
export const lockRecipients = (trx: Trx, meetingId: string, mailing: Recipients): Promise<Recipient[]> =>
  recipients(trx, meetingId, mailing).forKeyShare('r').execute()

type Recipient = { id: string; email: string; language: string; knownAt: string; hasSeat: boolean }

const recipients = (db: Db, meetingId: string, mailing: Recipients) =>
  db
    .selectFrom('registrations as r')
    .select(['r.id', 'r.email', offered('r.language').as('language'), knownAt.as('knownAt'), isExpected.as('hasSeat')])
    .$narrowType<{ email: string }>()
    .where('r.meetingId', '=', meetingId)
    .where('r.email', 'is not', null)
    .where(isFor(mailing))
    // as everybody locks them; ids are in the order in which people signed up
    .orderBy('r.id')

/** How many a message would go to. */
export const countAudiences = (db: Db, meetingId: string): Promise<AudienceCounts> => {
  const count = (condition: RawBuilder<boolean>) =>
    sql<number>`count(*) filter (where r.email is not null and ${condition})`
  return db
    .selectFrom('registrations as r')
    .select([
      count(isIn.everybody).as('everybody'),
      count(isIn.expected).as('expected'),
      count(isIn.waiting).as('waiting'),
      count(isIn.came).as('came'),
      count(isTold).as('told'),
      sql<number>`count(*) filter (where r.email is null and ${isIn.everybody})`.as('withoutAddress'),
    ])
    .where('r.meetingId', '=', meetingId)
    .executeTakeFirstOrThrow()
}

/** Mailing `n` is a newer word than `g` on when, where or whether the meeting takes place. */
const isAnnouncement = sql<boolean>`n.meeting_id = g.meeting_id and n.kind in ('rescheduled', 'cancelled') and n.created_at > g.created_at`

/** What was not needed any more when its turn came did not fail. */
const mails = (status: string) =>
  sql<number>`(select count(*) from mails e where e.mailing_id = g.id and e.status = ${status}
    and e.reason is distinct from 'outdated')`

const mailings = (db: Db) =>
  db
    .selectFrom('mailings as g')
    .leftJoin('accounts as a', 'a.id', 'g.accountId')
    .select([
      'g.id',
      'g.version',
      'g.createdAt',
      'g.updatedAt',
      'g.meetingId',
      'g.kind',
      'g.audience',
      'g.subject',
      'g.body',
    ])
    .select(['g.dueAt', 'g.sentAt', 'a.name as by'])
    .select([
      sql<
        Mailing['state']
      >`case when g.taken_back_at is not null then 'taken_back' when g.sent_at is not null then 'sent' else 'waiting' end`.as(
        'state',
      ),
      sql<number>`coalesce(g.recipients, case when g.kind in ('meeting_invitation', 'invitation_reminder') then cardinality(g.chosen) end, (select count(*) from registrations r
        where r.meeting_id = g.meeting_id and r.email is not null and case
          when g.kind <> 'message' then ${isTold} when g.audience = 'chosen' then ${isChosen(sql`g.chosen`)}
          when g.audience = 'expected' then ${isIn.expected} when g.audience = 'waiting' then ${isIn.waiting} when g.audience = 'came' then ${isIn.came} else ${isIn.everybody} end))`.as(
        'recipients',
      ),
      mails('sent').as('delivered'),
      mails('failed').as('failed'),
      mails('kept').as('kept'),
      sql<boolean>`g.taken_back_at is not null and g.kind in ('rescheduled', 'cancelled') and not g.silent
        and not exists (select from mailings n where ${isAnnouncement})`.as('canSend'),
    ])
    .$narrowType<Pick<Mailing, 'kind' | 'audience'>>()

export async function listMailings(
  db: Db,
  meetingId: string,
  query: { cursor?: string; limit?: number },
): Promise<{ items: Mailing[]; next: string | null }> {
  const rows = mailings(db)
    .select(sql<string>`${sql.ref(newestFirst.column)}::text`.as('sortValue'))
    .where('g.meetingId', '=', meetingId)
    .where('g.silent', '=', false)
  const page = await keysetPage(rows, newestFirst, query)
  return { items: page.rows, next: page.next }
}

export const getMailing = (db: Db, id: string): Promise<Mailing> =>
  mailings(db).where('g.id', '=', id).executeTakeFirstOrThrow(notFound)

/** Locks the row, then reads it. */
export async function lockMailing(trx: Trx, id: string): Promise<Mailing> {
  await trx.selectFrom('mailings').select('id').where('id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound)
  return getMailing(trx, id)
}

/** What the mails of a mailing are written from. */
export type MailingText = {
  kind: MailingKind
  meetingId: string
  meetingName: string
  body: string | null
  whereabouts: Step[]
  /** Registrations of the audience `chosen`. */
  chosen: string[] | null
  /** Something newer was sent about when, where or whether the meeting takes place. */
  isOutdated: boolean
}

export const findMailingText = (db: Db, id: string): Promise<MailingText | undefined> =>
  db
    .selectFrom('mailings as g')
    .select(['g.kind', 'g.meetingId', 'g.meetingName', 'g.body', 'g.whereabouts', 'g.chosen'])
    .select(
      sql<boolean>`exists (select from mailings n where ${isAnnouncement} and n.sent_at is not null)`.as('isOutdated'),
    )
    .$narrowType<Pick<MailingText, 'kind' | 'whereabouts'>>()
    .where('g.id', '=', id)
    .executeTakeFirst()

/** The moves of a meeting of which nobody was told, oldest first. */
export async function listUntold(db: Db, meetingId: string): Promise<Step[]> {
  const row = await db
    .selectFrom('mailings as g')
    .select('g.whereabouts')
    .$narrowType<{ whereabouts: Step[] }>()
    .where('g.meetingId', '=', meetingId)
    .where('g.kind', '=', 'rescheduled')
    .where('g.sentAt', 'is', null)
    .where(
      sql<boolean>`not exists (select from mailings n where ${isAnnouncement} and n.kind = 'rescheduled' and n.sent_at is not null)`,
    )
    .orderBy('g.createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.whereabouts ?? []
}

/** When somebody registered last heard from us when and where the meeting is. */
export async function findKnownAt(db: Db, registrationId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('registrations as r')
    .select(knownAt.as('knownAt'))
    .where('r.id', '=', registrationId)
    .executeTakeFirst()
  return row?.knownAt
}

/** Messages whose minute is over and whose job was lost or late. */
export const listOverdue = (db: Db): Promise<{ id: string }[]> =>
  db
    .selectFrom('mailings')
    .select('id')
    .where('sentAt', 'is', null)
    .where('takenBackAt', 'is', null)
    .where('dueAt', '<', sql<string>`now() - interval '30 seconds'`)
    .execute()
