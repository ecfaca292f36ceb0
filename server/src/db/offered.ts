import { sql, type RawBuilder } from 'kysely'

/** The language that mails are written in for somebody who chose `column`: German when it is not offered any more. */
export const offered = (column: string): RawBuilder<string> =>
  sql<string>`(select case when ${sql.ref(column)} = any(s.languages) then ${sql.ref(column)} else 'de' end from settings s)`
