import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { inRounds, roundSize, type RetentionSteps } from '../jobs/retention.ts'
import { eraseReports } from './erase.ts'

/** What people wrote goes 12 months after their report was settled; that there was one, and when, stays. */
export const barrierRetention: RetentionSteps = {
  barrierReports: db => inRounds(() => db.transaction().execute(eraseSettled)),
}

async function eraseSettled(trx: Trx): Promise<{ found: number; erased: number }> {
  const found = await trx
    .selectFrom('barrierReports')
    .select('id')
    .where('erasedAt', 'is', null)
    .where(sql<boolean>`coalesce(answered_at, closed_at) < now() - interval '12 months'`)
    .limit(roundSize)
    .forUpdate()
    .skipLocked()
    .execute()
  const ids = found.map(({ id }) => id)
  await eraseReports(trx, ids)
  return { found: ids.length, erased: ids.length }
}
