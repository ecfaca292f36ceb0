import { sql } from 'kysely'
import type { RetentionSteps } from '../jobs/retention.ts'

/** The log of changes is kept for a year. */
export const changeRetention: RetentionSteps = {
  changes: async db =>
    (await sql<{ n: number }>`select expire_changes(interval '12 months') as n`.execute(db)).rows[0]?.n ?? 0,
}
