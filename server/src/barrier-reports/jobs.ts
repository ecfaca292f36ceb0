import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { forgetValues, recordChanges, systemActor } from '../db/record-change.ts'
import { inRounds, roundSize, type RetentionSteps } from '../jobs/retention.ts'

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
  const isFound = sql<string>`any(${ids}::uuid[])`
  await trx.deleteFrom('barrierAnswers').where('barrierReportId', '=', isFound).execute()
  await trx
    .updateTable('barrierReports')
    .set({ page: null, barrier: null, name: null, email: null, otherContact: null, note: '', erasedAt: sql`now()` })
    .set({ closeReason: sql`case when closed_at is not null then '' end`, version: sql`version + 1` })
    .set({ updatedAt: sql`now()` })
    .where('id', '=', isFound)
    .execute()
  await forgetValues(trx, 'barrier_report', ids)
  await recordChanges(
    trx,
    systemActor,
    ids.map(id => ({ object: 'barrier_report', id, kind: 'report_erased' })),
  )
  return { found: ids.length, erased: ids.length }
}
