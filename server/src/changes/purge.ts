import { sql } from 'kysely'
import pg from 'pg'
import type { Db, Trx } from '../db/connect.ts'
import { isFinal, purged, type Purged } from '../db/deleted.ts'
import { forgetValues, recordChange, recordChanges, systemActor } from '../db/record-change.ts'
import { inRounds, roundSize, type RetentionSteps } from '../jobs/retention.ts'

/** Erases for good what was deleted more than 30 days ago. */
export const deletedRetention: RetentionSteps = Object.fromEntries([
  ...(Object.keys(purged) as Purged[]).map(object => [`deleted_${object}`, (db: Db) => purge(db, object)] as const),
  ['venue_contacts', forgetContacts] as const,
])

function purge(db: Db, object: Purged): Promise<number> {
  // those that something new names would be found again and again: each round goes on behind the one before
  let after = '00000000-0000-0000-0000-000000000000'
  return inRounds(async () => {
    const { rows } = await sql<{ id: string }>`
      select id from deleted_and_unnamed where object = ${object} and ${isFinal} and id > ${after}::uuid order by id
      limit ${sql.lit(roundSize)}`.execute(db)
    after = rows.at(-1)?.id ?? after
    let erased = 0
    for (const { id } of rows)
      if (
        await db
          .transaction()
          .execute(trx => purgeOne(trx, object, id))
          .catch(keepNamed)
      )
        erased++
    return { found: rows.length, erased }
  })
}

async function purgeOne(trx: Trx, object: Purged, id: string): Promise<boolean> {
  const table = sql.table(purged[object])
  // locked and looked at again: somebody may bring it back at this moment
  const { rows } = await sql`select from ${table} where id = ${id} and ${isFinal} for update`.execute(trx)
  if (rows.length === 0) return false
  if (object === 'meeting') await forgetPartsOf(trx, id)
  await sql`delete from ${table} where id = ${id}`.execute(trx)
  await forgetValues(trx, object, [id])
  await recordChange(trx, systemActor, { object, id, kind: 'erased' })
  return true
}

/** The log says of everything that goes with a meeting that it is erased, and keeps no values of it. */
async function forgetPartsOf(trx: Trx, meetingId: string): Promise<void> {
  for (const [object, table] of [
    ['registration', 'registrations'],
    ['door_link', 'door_links'],
    ['mailing', 'mailings'],
  ] as const) {
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(table)} where meeting_id = ${meetingId} order by id for update`.execute(trx)
    const ids = rows.map(({ id }) => id)
    await forgetValues(trx, object, ids)
    await recordChanges(
      trx,
      systemActor,
      ids.map(id => ({ object, id, kind: 'erased' })),
    )
  }
  await forgetValues(trx, 'attendance', [meetingId])
  await recordChange(trx, systemActor, { object: 'attendance', id: meetingId, kind: 'erased' })
}

/** Something that this file does not know names it: it stays, deleted and final. */
function keepNamed(error: unknown): false {
  if (error instanceof pg.DatabaseError && error.code === '23503') return false
  throw error
}

/** Of a venue that past meetings name the name stays, not who was to be called there. */
async function forgetContacts(db: Db): Promise<number> {
  const due = sql`${isFinal} and num_nonnulls(contact_name, contact_email, contact_phone) > 0`
  return db.transaction().execute(async trx => {
    const { rows } = await sql<{ id: string }>`
      update venues set contact_name = null, contact_email = null, contact_phone = null where ${due} returning id`.execute(
      trx,
    )
    const ids = rows.map(({ id }) => id)
    await forgetValues(trx, 'venue', ids)
    await recordChanges(
      trx,
      systemActor,
      ids.map(id => ({ object: 'venue', id, kind: 'erased' })),
    )
    return ids.length
  })
}
