import { sql } from 'kysely'
import { sensitiveColumns, type Export, type ExportColumn, type NewExport } from '@treffpunkt/shared/exports'
import type { Answers } from '@treffpunkt/shared/questions'
import type { Needs } from '@treffpunkt/shared/registrations'
import type { Db } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { consentsOf, currentStatus, isFound, queuePosition, registrationOrders } from '../registrations/queries.ts'
import type { ExportRow } from './columns.ts'

const isSensitive = (column: ExportColumn): boolean => sensitiveColumns.some(one => one === column)

/** Who is to be in a file, in its order. What people need is read only when a column asks for it. */
export function listPeople(
  db: Db,
  meetingId: string,
  {
    columns,
    questionIds = [],
    filter,
    registrationIds,
  }: Pick<NewExport, 'columns' | 'questionIds' | 'filter' | 'registrationIds'>,
): Promise<ExportRow[]> {
  const { column, direction } = registrationOrders[filter.sort ?? 'name']
  let people = db
    .selectFrom('registrations as r')
    .leftJoin('organisations as o', 'o.id', 'r.organisationId')
    .select(['r.firstName', 'r.lastName', 'r.email', 'r.sector', 'r.engagement'])
    .select(['r.createdAt', 'r.addressConfirmedAt', 'r.source', 'r.shortCode', 'r.attends'])
    .select([
      sql<string | null>`coalesce(o.name, r.organisation_typed)`.as('organisation'),
      currentStatus.as('status'),
      consentsOf.as('consents'),
      (columns.includes('queuePosition') ? queuePosition : sql<null>`null`).as('queuePosition'),
      (columns.some(isSensitive)
        ? sql<Needs | null>`(select n.needs from registration_needs n where n.registration_id = r.id)`
        : sql<null>`null`
      ).as('needs'),
      (questionIds.length > 0
        ? sql<Answers>`(select coalesce(jsonb_object_agg(a.question_id, a.value), '{}') from answers a
            where a.registration_id = r.id and a.question_id = any(${questionIds}::uuid[]))`
        : sql<Answers>`'{}'::jsonb`
      ).as('answers'),
    ])
    .$narrowType<Pick<ExportRow, 'sector' | 'engagement' | 'source' | 'attends'>>()
    .where(isFound(meetingId, filter))
  if (registrationIds !== undefined) people = people.where('r.id', '=', sql<string>`any(${registrationIds}::uuid[])`)
  return people.orderBy(sql.ref(column), direction).orderBy('r.id', direction).execute()
}

const newestFirst = {
  key: '-createdAt',
  column: 'e.createdAt',
  idColumn: 'e.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

/** One page of who exported what. */
export async function listExports(
  db: Db,
  { meetingId, ...query }: { meetingId?: string; cursor?: string; limit?: number },
): Promise<{ items: Export[]; next: string | null }> {
  let rows = db
    .selectFrom('exports as e')
    .innerJoin('meetingFacts as m', 'm.id', 'e.meetingId')
    .leftJoin('accounts as a', 'a.id', 'e.accountId')
    .select([
      'e.id',
      'e.createdAt',
      'e.format',
      'e.columns',
      'e.questionIds',
      'e.filter',
      'e.chosen',
      'e.people',
      'a.name as by',
    ])
    .select([
      sql<Export['meeting']>`json_build_object('id', m.id, 'name', coalesce(m.name, ''))`.as('meeting'),
      sql<string>`e.created_at::text`.as('sortValue'),
    ])
    .$narrowType<Pick<Export, 'format' | 'columns' | 'filter'>>()
  if (meetingId !== undefined) rows = rows.where('e.meetingId', '=', meetingId)
  const page = await keysetPage(rows, newestFirst, query)
  return { items: page.rows, next: page.next }
}
