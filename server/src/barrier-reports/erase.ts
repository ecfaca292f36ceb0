import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { forgetValues, recordChanges, systemActor } from '../db/record-change.ts'
import { forgetBarrierMails } from '../mail/queue.ts'

/** Erases what was written in reports and in the answers to them; that there was one, and when, stays. */
export async function eraseReports(trx: Trx, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const isFound = sql<string>`any(${ids}::uuid[])`
  await forgetBarrierMails(trx, ids)
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
}

/** Erases the reports that came with an address, whatever name stands in them. */
export async function eraseReportsFrom(trx: Trx, email: string): Promise<void> {
  const found = await trx
    .selectFrom('barrierReports')
    .select('id')
    .where('erasedAt', 'is', null)
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .orderBy('id')
    .forUpdate()
    .execute()
  await eraseReports(
    trx,
    found.map(({ id }) => id),
  )
}
