import { sql } from 'kysely'

/** Everything that can be deleted and brought back, with its table and its name (SQL). */
export const deletable = {
  meeting: { table: 'meetings', name: sql`(select f.name from meeting_facts f where f.id = o.id)` },
  venue: { table: 'venues', name: sql`o.name` },
  organisation: { table: 'organisations', name: sql`o.name` },
  person: { table: 'people', name: sql`o.first_name || ' ' || o.last_name` },
  working_group: { table: 'working_groups', name: sql`o.name` },
  view: { table: 'views', name: sql`o.name` },
} as const
