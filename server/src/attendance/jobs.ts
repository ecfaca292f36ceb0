import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { forgetValues, recordChanges, systemActor } from '../db/record-change.ts'
import { inRounds, roundSize, type RetentionSteps } from '../jobs/retention.ts'

/** Door links a month after the meeting: they have been closed for long, and often bear a helper's name. */
export const attendanceRetention: RetentionSteps = {
  doorLinks: db => inRounds(() => db.transaction().execute(eraseDoorLinks)),
}

async function eraseDoorLinks(trx: Trx): Promise<{ found: number; erased: number }> {
  const { rows } = await sql<{ id: string }>`
    delete from door_links where id = any(array(
      select d.id from door_links d join meetings m on m.id = d.meeting_id
      where m.ends_at < now() - interval '30 days' limit ${sql.lit(roundSize)})) returning id`.execute(trx)
  await forgetValues(
    trx,
    'door_link',
    rows.map(({ id }) => id),
  )
  await recordChanges(
    trx,
    systemActor,
    rows.map(({ id }) => ({ object: 'door_link', id, kind: 'erased' })),
  )
  return { found: rows.length, erased: rows.length }
}
