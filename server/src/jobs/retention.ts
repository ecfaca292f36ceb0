import { randomUUIDv7 } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../db/connect.ts'

/** Erases what is due of one kind of rows. @returns how many went. */
export type RetentionStep = (db: Db) => Promise<number>

/** What a part of the service has to erase, by the name under which it is counted. */
export type RetentionSteps = Record<string, RetentionStep>

/**
 * Erases everything that is due and writes down how much of what. Each step on its own: one that fails is tried again
 * the next night and does not keep the others from erasing.
 * @param onError hears of the steps that failed.
 */
export async function eraseDue(db: Db, steps: RetentionSteps, onError: (error: unknown) => void): Promise<void> {
  const counts: Record<string, number | string> = {}
  for (const [name, step] of Object.entries(steps))
    counts[name] = await step(db).catch((error: unknown) => {
      onError(error)
      return 'failed'
    })
  await db
    .insertInto('retentionRuns')
    .values({ id: randomUUIDv7(), counts: JSON.stringify(counts) })
    .execute()
}

/** Rows of one round, so that no statement takes longer than it may. */
export const roundSize = 1000

/** Repeats a round until one had less to do than a whole round. */
export async function inRounds(round: () => Promise<{ found: number; erased: number }>): Promise<number> {
  for (let count = 0; ;) {
    const { found, erased } = await round()
    count += erased
    if (found < roundSize) return count
  }
}

/** Deletes the rows that are due. @param key what tells the rows of the table apart, most often its id. */
export const deleteDue =
  (table: string, isDue: RawBuilder<unknown>, key = 'id'): RetentionStep =>
  db =>
    inRounds(async () => {
      const { rows } = await sql`
        delete from ${sql.table(table)} where ${sql.ref(key)} = any(array(
          select ${sql.ref(key)} from ${sql.table(table)} where ${isDue} limit ${sql.lit(roundSize)})) returning 1`.execute(
        db,
      )
      return { found: rows.length, erased: rows.length }
    })
