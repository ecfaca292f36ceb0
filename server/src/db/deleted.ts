import { sql, type SqlBool } from 'kysely'

/** What was deleted can be brought back for 30 days: true of a deleted row while that is so. */
export const stillRestorable = sql<SqlBool>`deleted_at > now() - interval '30 days'`

/** True of a deleted row once it is final. */
export const isFinal = sql<SqlBool>`deleted_at <= now() - interval '30 days'`

/** What is erased when it is final, with its table; views go with their noun. */
export const purged = {
  meeting: 'meetings',
  venue: 'venues',
  organisation: 'organisations',
  person: 'people',
  working_group: 'working_groups',
} as const
export type Purged = keyof typeof purged
