import { sql } from 'kysely'
import type { Audience, AudienceCounts, Mailing } from '@treffpunkt/shared/mailings'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { notFound } from '../problems.ts'
import { currentStatus } from '../registrations/queries.ts'
import type { MovedFrom } from './moved-from.ts'

const newestFirst = {
  key: '-createdAt',
  column: 'g.createdAt',
  idColumn: 'g.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

const isIn: Record<Audience, ReturnType<typeof sql<boolean>>> = {
  expected: sql<boolean>`(${currentStatus} = 'confirmed')`,
  waiting: sql<boolean>`(${currentStatus} in ('waitlisted', 'offered') and r.address_confirmed_at is not null)`,
  everybody: sql<boolean>`(${currentStatus} = 'confirmed'
    or (${currentStatus} in ('waitlisted', 'offered') and r.address_confirmed_at is not null))`,
  came: sql<boolean>`exists (select from attendance_states s
    where s.meeting_id = r.meeting_id and s.attendee_id = r.id and s.arrived_at is not null)`,
}

/** Registrations of a meeting that a message goes to, in the order in which they signed up. */
export const listRecipients = (
  db: Db,
  meetingId: string,
  audience: Audience,
): Promise<{ id: string; email: string; language: string }[]> =>
  db
    .selectFrom('registrations as r')
    .select(['r.id', 'r.email', 'r.language'])
    .$narrowType<{ email: string }>()
    .where('r.meetingId', '=', meetingId)
    .where('r.email', 'is not', null)
    .where(isIn[audience])
    .orderBy('r.createdAt')
    .orderBy('r.id')
    .execute()

/** How many a message would go to. */
export const countAudiences = (db: Db, meetingId: string): Promise<AudienceCounts> => {
  const count = (condition: ReturnType<typeof sql<boolean>>) =>
    sql<number>`count(*) filter (where r.email is not null and ${condition})`
  return db
    .selectFrom('registrations as r')
    .select([
      count(isIn.everybody).as('everybody'),
      count(isIn.expected).as('expected'),
      count(isIn.waiting).as('waiting'),
      count(isIn.came).as('came'),
      sql<number>`count(*) filter (where r.email is null and ${isIn.everybody})`.as('withoutAddress'),
    ])
    .where('r.meetingId', '=', meetingId)
    .executeTakeFirstOrThrow()
}

const mails = (status: string) =>
  sql<number>`(select count(*) from mails e where e.mailing_id = g.id and e.status = ${status})`

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
      sql<number>`coalesce(g.recipients, (select count(*) from registrations r
        where r.meeting_id = g.meeting_id and r.email is not null and case g.audience
          when 'expected' then ${isIn.expected} when 'waiting' then ${isIn.waiting} when 'came' then ${isIn.came} else ${isIn.everybody} end))`.as(
        'recipients',
      ),
      mails('sent').as('delivered'),
      mails('failed').as('failed'),
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
export const findMailingText = (
  db: Db,
  id: string,
): Promise<{ kind: Mailing['kind']; body: string | null; movedFrom: MovedFrom | null } | undefined> =>
  db
    .selectFrom('mailings')
    .select(['kind', 'body', 'movedFrom'])
    .$narrowType<{ kind: Mailing['kind']; movedFrom: MovedFrom | null }>()
    .where('id', '=', id)
    .executeTakeFirst()

/** From where the first move went of which nobody was told since the last one of which people were. */
export async function findLastKnown(trx: Trx, meetingId: string): Promise<MovedFrom | undefined> {
  const row = await trx
    .selectFrom('mailings as g')
    .select('g.movedFrom')
    .$narrowType<{ movedFrom: MovedFrom }>()
    .where('g.meetingId', '=', meetingId)
    .where('g.kind', '=', 'rescheduled')
    .where('g.sentAt', 'is', null)
    .where(
      sql<boolean>`g.created_at > coalesce((select max(t.created_at) from mailings t
        where t.meeting_id = g.meeting_id and t.kind = 'rescheduled' and t.sent_at is not null), '-infinity')`,
    )
    .orderBy('g.createdAt')
    .limit(1)
    .executeTakeFirst()
  return row?.movedFrom
}
