import { sql, type RawBuilder } from 'kysely'
import type { Trx } from './connect.ts'

/**
 * A part of a statement that writes: `name as (insert …)`, one or several of them, with names that no other part uses. It
 * reads its rows from a parameter and sees nothing of what other parts write.
 */
export type Writing = RawBuilder<unknown>

/** Writes what belongs together in one statement, so that it goes to the database and back once. */
export async function writeAtOnce(trx: Trx, ...parts: Writing[]): Promise<void> {
  await sql`with ${sql.join(parts)} select`.execute(trx)
}
