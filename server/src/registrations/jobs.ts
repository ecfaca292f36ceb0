import { randomUUIDv7 } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChanges, systemActor } from '../db/record-change.ts'
import type { Service } from '../http/service.ts'
import type { Workers } from '../jobs/queue.ts'
import { giveUpOldMails, queueLostLinks } from '../mail/queue.ts'
import { lockSeats, settleSeats } from './seats.ts'

/**
 * The background work about seats, lost links and what has to be erased. Each may run twice, and on several servers.
 * @param onError hears of parts that failed; the others go on.
 */
export function registrationWorkers(
  { db, jobs, feed }: Pick<Service, 'db' | 'jobs' | 'feed'>,
  onError: (error: unknown) => void,
): Omit<Workers, 'send-mail'> {
  const settle = async (meetingId: string) => {
    await db.transaction().execute(async trx => {
      await settleSeats(trx, jobs, await lockSeats(trx, meetingId))
    })
    feed.wake()
  }

  return {
    'settle-seats': ({ meetingId }) => settle(meetingId),

    'lost-links': ({ email }) => db.transaction().execute(trx => queueLostLinks(trx, jobs, email)),

    // no free seat waits for more than a minute while somebody waits for one, whatever became of the other job
    'sweep-seats': async () => {
      const due = await db
        .selectFrom('registrations as r')
        .innerJoin('meetings as m', 'm.id', 'r.meetingId')
        .select('r.meetingId')
        .distinct()
        .where('r.status', 'in', ['unconfirmed', 'offered', 'waitlisted'])
        .where(eb =>
          eb.or([
            eb('r.expiresAt', '<=', sql<string>`now()`),
            eb('r.status', '=', 'waitlisted').and('r.addressConfirmedAt', 'is not', null),
          ]),
        )
        .where('m.startsAt', '>', sql<string>`now() - interval '2 days'`)
        .where('m.deletedAt', 'is', null)
        .execute()
      // one meeting that cannot be settled now does not keep the others waiting
      for (const { meetingId } of due) await settle(meetingId).catch(onError)
      await giveUpOldMails(db)
    },

    retention: async () => {
      const steps: Record<string, () => Promise<number>> = {
        needs: () =>
          gone(sql`delete from registration_needs where registration_id = any(array(
            select n.registration_id from registration_needs n
            join registrations r on r.id = n.registration_id join meetings m on m.id = r.meeting_id
            where m.ends_at < now() - interval '7 days' limit 1000)) returning 1`),
        unconfirmed: eraseUnconfirmed,
        mails: () => gone(old('mails', sql`created_at < now() - interval '90 days'`)),
        attempts: () => gone(old('sign_up_attempts', sql`expires_at < now()`)),
        idempotencyKeys: () =>
          gone(sql`delete from idempotency_keys where ctid = any(array(
            select ctid from idempotency_keys where created_at < now() - interval '48 hours' limit 1000)) returning 1`),
        sessions: () => gone(old('sessions', sql`expires_at < now() or seen_at < now() - interval '12 hours'`)),
        signInLinks: () => gone(old('sign_in_links', sql`expires_at < now()`)),
        rateLimits: () =>
          gone(sql`delete from rate_limits where key = any(array(
            select key from rate_limits where expire < extract(epoch from now()) * 1000 limit 1000)) returning 1`),
        changes: async () =>
          (await sql<{ n: number }>`select expire_changes(interval '12 months') as n`.execute(db)).rows[0]?.n ?? 0,
      }
      // each on its own: one that fails is tried again the next night and does not keep the others from erasing
      const counts: Record<string, number | string> = {}
      for (const [name, step] of Object.entries(steps))
        counts[name] = await step().catch((error: unknown) => {
          onError(error)
          return 'failed'
        })
      await db
        .insertInto('retentionRuns')
        .values({ id: randomUUIDv7(), counts: JSON.stringify(counts) })
        .execute()
    },
  }

  /** Addresses nobody confirmed: the people, whoever they are, never said yes. The history keeps that there was one. */
  async function eraseUnconfirmed(): Promise<number> {
    for (let count = 0; ;) {
      const { found, erased } = await db.transaction().execute(eraseSome)
      count += erased
      if (found < 1000) return count
    }
  }

  /** Runs a statement that deletes at most 1,000 rows until there is nothing left to delete. */
  async function gone(statement: RawBuilder<unknown>): Promise<number> {
    for (let count = 0; ;) {
      const { rows } = await statement.execute(db)
      count += rows.length
      if (rows.length < 1000) return count
    }
  }
}

/** Erases up to 1,000 registrations that nobody confirmed. Who came all the same was there, and stays. */
async function eraseSome(trx: Trx): Promise<{ found: number; erased: number }> {
  const cameNot = sql<boolean>`not exists (select from attendance_entries e where e.registration_id = registrations.id)`
  // locked first and looked at again afterwards: somebody may be let in at this moment
  const found = await trx
    .selectFrom('registrations')
    .select('id')
    .where('addressConfirmedAt', 'is', null)
    .where('status', 'in', ['expired', 'lapsed', 'withdrawn'])
    .where(cameNot)
    .limit(1000)
    .forUpdate()
    .skipLocked()
    .execute()
  const isFound = sql`any(${found.map(({ id }) => id)}::uuid[])`
  const erased = await trx
    .deleteFrom('registrations')
    .where('id', '=', sql<string>`${isFound}`)
    .where(cameNot)
    .returning('id')
    .execute()
  await sql`delete from change_values v using changes c
    where c.id = v.change_id and c.object = 'registration' and c.object_id = any(${erased.map(({ id }) => id)}::uuid[])`.execute(
    trx,
  )
  await recordChanges(
    trx,
    systemActor,
    erased.map(({ id }) => ({ object: 'registration', id, kind: 'erased' })),
  )
  return { found: found.length, erased: erased.length }
}

/** Deletes up to 1,000 rows that are old, so that no statement takes longer than it may. */
const old = (table: string, isOld: RawBuilder<unknown>) =>
  sql`delete from ${sql.table(table)} where id = any(array(select id from ${sql.table(table)} where ${isOld} limit 1000)) returning 1`
