import type pg from 'pg'

/** One rule that the data keep. */
export type Check = {
  /** Its short name, under which docs/operations.md and tests speak of it. */
  name: string
  /** The rule, as a sentence without its full stop. */
  title: string
  /**
   * A query of what breaks it: `id` says where, `what` says it in words. No names of people, no addresses: what an
   * operator prints may be sent on. A function when the query follows from the schema.
   */
  sql: string | ((client: pg.Client) => Promise<string>)
  /** What an operator does about it. */
  todo: string
  /** Worth knowing, and nothing is wrong. */
  note?: true
}

/** SQL: the name of the meeting with this id. */
export const meetingName = (id: string) =>
  `coalesce((select f.name from meeting_facts f where f.id = ${id}), 'a meeting that is not there')`

/** SQL: an instant as an operator reads it. */
export const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')`

/** SQL: whether registration `r` holds a seat at this moment. */
export const holdsSeat = (moment = 'now()') =>
  `(r.status in ('unconfirmed', 'confirmed', 'offered') and (r.expires_at is null or r.expires_at > ${moment}))`
