import { sql, type SelectQueryBuilder } from 'kysely'
import { mistake } from '../problems.ts'

/** How a list is ordered: a column of the query, with the id column to break ties. `key` names it in the cursor. */
export type Order = {
  key: string
  column: string
  idColumn: string
  direction: 'asc' | 'desc'
  type: 'text' | 'timestamptz'
}

type Cursor = { s: string; v: string; id: string }

const encode = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url')

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const fits: Record<Order['type'], (value: string) => boolean> = {
  // NUL and half surrogate pairs are no text to PostgreSQL
  text: value => value.isWellFormed() && !value.includes('\0'),
  timestamptz: value =>
    /^(19|20|21)\d\d-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/.test(value) && !Number.isNaN(Date.parse(value)),
}

function decode(text: string, order: Order): Cursor {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (typeof cursor === 'object' && cursor !== null && 's' in cursor && 'v' in cursor && 'id' in cursor) {
      const { s, v, id } = cursor
      const isOurs = s === order.key && typeof v === 'string' && typeof id === 'string'
      if (isOurs && isUuid.test(id) && fits[order.type](v)) return { s: order.key, v, id }
    }
  } catch {
    // answered below like any other cursor that is not ours
  }
  throw mistake('?cursor', 'cursor', 'Use the `next` of an answer to the same list, with the same sort.')
}

/**
 * One page of a list by keyset: a row that exists throughout is returned exactly once while others come and go, and
 * page 1,000 costs what page 1 costs. `query` selects `id` and, as `sortValue`, the text of the ordering column.
 * @returns the rows and the cursor of the next page, null on the last one.
 */
export async function keysetPage<DB, TB extends keyof DB, Row extends { id: string; sortValue: string }>(
  query: SelectQueryBuilder<DB, TB, Row>,
  order: Order,
  page: { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ rows: Row[]; next: string | null }> {
  const limit = page.limit ?? 50
  const column = sql.ref(order.column)
  const id = sql.ref(order.idColumn)
  let ordered = query
    .orderBy(column, order.direction)
    .orderBy(id, order.direction)
    .limit(limit + 1)
  if (page.cursor !== undefined) {
    const from = decode(page.cursor, order)
    const value = order.type === 'text' ? sql`${from.v}::text` : sql`${from.v}::timestamptz`
    ordered = ordered.where(
      order.direction === 'asc'
        ? sql<boolean>`(${column}, ${id}) > (${value}, ${from.id}::uuid)`
        : sql<boolean>`(${column}, ${id}) < (${value}, ${from.id}::uuid)`,
    )
  }
  const rows = (await ordered.execute()) as Row[]
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    // with what they are sorted by, which no contract names: to copy each row without it took longer than to send it
    rows: rows.slice(0, limit),
    next: last === undefined ? null : encode({ s: order.key, v: last.sortValue, id: last.id }),
  }
}
