import { sql } from 'kysely'
import type { RetentionSteps } from '../jobs/retention.ts'
import { deletedRetention } from './purge.ts'

/** The log of changes is kept for a year; what was deleted can be brought back for 30 days. */
export const changeRetention: RetentionSteps = {
  ...deletedRetention,
  changes: async db =>
    (await sql<{ n: number }>`select expire_changes(interval '12 months') as n`.execute(db)).rows[0]?.n ?? 0,
}
