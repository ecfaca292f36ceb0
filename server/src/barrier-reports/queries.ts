import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type {
  BarrierCounts,
  BarrierReport,
  BarrierReportQuery,
  BarrierReportSummary,
  BarrierState,
} from '@treffpunkt/shared/barrier-reports'
import type { Language } from '@treffpunkt/shared/languages'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { notFound } from '../problems.ts'

const byArrival = (direction: Order['direction']) =>
  ({
    key: direction === 'asc' ? 'createdAt' : '-createdAt',
    column: 'b.createdAt',
    idColumn: 'b.id',
    direction,
    type: 'timestamptz',
  }) as const satisfies Order

const isOpen = sql<boolean>`(b.answered_at is null and b.closed_at is null)`
const isOverdue = sql<boolean>`(${isOpen} and b.due_on < (now() at time zone (select time_zone from settings))::date)`

const reports = (db: Db) =>
  db
    .selectFrom('barrierReports as b')
    .select(['b.id', 'b.version', 'b.createdAt', 'b.updatedAt', 'b.reference', 'b.page', 'b.barrier', 'b.dueOn'])
    .select([
      sql<BarrierState>`case when b.answered_at is not null then 'answered' when b.closed_at is not null then 'closed' else 'open' end`.as(
        'state',
      ),
      isOverdue.as('overdue'),
      sql<string | null>`coalesce(b.answered_at, b.closed_at)`.as('settledAt'),
    ])

/** Open reports with the one that is due first at the top; of the others the newest. */
export async function listBarrierReports(
  db: Db,
  query: BarrierReportQuery,
): Promise<{ items: BarrierReportSummary[]; next: string | null }> {
  let rows = reports(db).select(sql<string>`b.created_at::text`.as('sortValue'))
  if (query.open !== undefined) rows = rows.where(query.open ? isOpen : sql<boolean>`not ${isOpen}`)
  const page = await keysetPage(rows, byArrival(query.open === true ? 'asc' : 'desc'), query)
  return { items: page.rows, next: page.next }
}

export const countBarrierReports = (db: Db): Promise<BarrierCounts> =>
  db
    .selectFrom('barrierReports as b')
    .select([sql<number>`count(*)`.as('open'), sql<number>`count(*) filter (where ${isOverdue})`.as('overdue')])
    .where(isOpen)
    .executeTakeFirstOrThrow()

export const getBarrierReport = (db: Db, id: string): Promise<BarrierReport> =>
  reports(db)
    .select(['b.name', 'b.email', 'b.otherContact', 'b.language', 'b.closeReason', 'b.note'])
    .select(eb =>
      jsonArrayFrom(
        eb
          .selectFrom('barrierAnswers as a')
          .leftJoin('accounts as c', 'c.id', 'a.accountId')
          .select(['a.id', 'a.body', 'a.byMail', 'a.dueAt', 'a.takenBackAt', 'c.name as by', 'a.createdAt'])
          .whereRef('a.barrierReportId', '=', 'b.id')
          .orderBy('a.createdAt')
          .orderBy('a.id'),
      ).as('answers'),
    )
    .$narrowType<{ language: Language }>()
    .where('b.id', '=', id)
    .executeTakeFirstOrThrow(notFound)

/** Locks the row, then reads it. */
export async function lockBarrierReport(trx: Trx, id: string): Promise<BarrierReport> {
  await trx.selectFrom('barrierReports').select('id').where('id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound)
  return getBarrierReport(trx, id)
}

/** The text of an answer that is to go out; undefined once it is taken back or erased. */
export const findAnswer = (db: Db, id: string): Promise<{ body: string } | undefined> =>
  db
    .selectFrom('barrierAnswers')
    .select('body')
    .where('id', '=', id)
    .where('takenBackAt', 'is', null)
    .executeTakeFirst()
