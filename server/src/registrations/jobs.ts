import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { recordChange, systemActor } from '../db/record-change.ts'
import type { Service } from '../http/service.ts'
import type { Workers } from '../jobs/queue.ts'
import { lockSeats, settleSeats } from './seats.ts'

/** The background work about seats and about what has to be erased. Each may run twice, and on several servers. */
export function registrationWorkers({
  db,
  jobs,
  feed,
}: Pick<Service, 'db' | 'jobs' | 'feed'>): Omit<Workers, 'send-mail'> {
  const settle = async (meetingId: string) => {
    await db.transaction().execute(async trx => {
      await settleSeats(trx, jobs, await lockSeats(trx, meetingId))
    })
    feed.wake()
  }

  return {
    'settle-seats': ({ meetingId }) => settle(meetingId),

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
      for (const { meetingId } of due) await settle(meetingId)
    },

    retention: async () => {
      const counts = {
        needs: await gone(
          sql`delete from registration_needs n using registrations r, meetings m where r.id = n.registration_id and m.id = r.meeting_id and m.ends_at < now() - interval '7 days' returning 1`,
        ),
        unconfirmed: await eraseUnconfirmed(),
        attempts: await gone(
          sql`delete from sign_up_attempts where expires_at < now() - interval '48 hours' returning 1`,
        ),
        mails: await gone(sql`delete from mails where created_at < now() - interval '90 days' returning 1`),
        idempotencyKeys: await gone(
          sql`delete from idempotency_keys where created_at < now() - interval '48 hours' returning 1`,
        ),
        sessions: await gone(
          sql`delete from sessions where expires_at < now() or seen_at < now() - interval '12 hours' returning 1`,
        ),
        signInLinks: await gone(sql`delete from sign_in_links where expires_at < now() - interval '1 day' returning 1`),
        rateLimits: await gone(
          sql`delete from rate_limits where expire < extract(epoch from now()) * 1000 returning 1`,
        ),
      }
      await db
        .insertInto('retentionRuns')
        .values({ id: randomUUIDv7(), counts: JSON.stringify(counts) })
        .execute()
    },
  }

  /** Addresses nobody confirmed: the people, whoever they are, never said yes. The history keeps that there was one. */
  async function eraseUnconfirmed(): Promise<number> {
    return db.transaction().execute(async trx => {
      const erased = await trx
        .deleteFrom('registrations')
        .where('status', '=', 'expired')
        .where('addressConfirmedAt', 'is', null)
        .where('expiresAt', '<', sql<string>`now() - interval '48 hours'`)
        .returning('id')
        .execute()
      const ids = erased.map(({ id }) => id)
      await sql`delete from change_values v using changes c where c.id = v.change_id and c.object = 'registration' and c.object_id = any(${ids}::uuid[])`.execute(
        trx,
      )
      for (const id of ids) await recordChange(trx, systemActor, { object: 'registration', id, kind: 'erased' })
      return ids.length
    })
  }

  async function gone(statement: ReturnType<typeof sql>): Promise<number> {
    return (await statement.execute(db)).rows.length
  }
}
