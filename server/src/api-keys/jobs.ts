import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { forgetValues, recordChanges, systemActor } from '../db/record-change.ts'
import { inRounds, roundSize, type RetentionSteps } from '../jobs/retention.ts'

/** Keys a year after they ended: as long as the log of changes names them. */
export const apiKeyRetention: RetentionSteps = {
  apiKeys: db => inRounds(() => db.transaction().execute(eraseApiKeys)),
}

async function eraseApiKeys(trx: Trx): Promise<{ found: number; erased: number }> {
  const { rows } = await sql<{ id: string }>`
    delete from api_keys where id = any(array(
      select id from api_keys where least(revoked_at, expires_at) < now() - interval '12 months'
      limit ${sql.lit(roundSize)})) returning id`.execute(trx)
  const ids = rows.map(({ id }) => id)
  await forgetValues(trx, 'api_key', ids)
  await recordChanges(
    trx,
    systemActor,
    ids.map(id => ({ object: 'api_key', id, kind: 'erased' })),
  )
  return { found: ids.length, erased: ids.length }
}
