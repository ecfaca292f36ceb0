import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { forgetValues, recordChanges, systemActor } from '../db/record-change.ts'
import type { Service } from '../http/service.ts'
import type { Workers } from '../jobs/queue.ts'
import { deleteDue, inRounds, roundSize, type RetentionSteps } from '../jobs/retention.ts'
import { giveUpOldMails, queueLostLinks } from '../mail/queue.ts'
import { answerRetention } from './question-answers.ts'
import { lockSeats, settleSeats } from './seats.ts'

/**
 * The background work about seats and lost links. Each may run twice, and on several servers.
 * @param onError hears of meetings that failed; the others go on.
 */
export function registrationWorkers(
  { db, jobs, feed }: Pick<Service, 'db' | 'jobs' | 'feed'>,
  onError: (error: unknown) => void,
): Pick<Workers, 'settle-seats' | 'lost-links' | 'sweep-seats'> {
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
      // by meeting, of which few are ahead, and with "offset 0" each by itself: of registrations there are many
      const { rows: due } = await sql<{ id: string }>`
        select m.id from meetings m
        where m.starts_at > now() - interval '2 days' and m.deleted_at is null
          and exists (select from registrations r
            where r.meeting_id = m.id and r.status in ('unconfirmed', 'offered', 'waitlisted', 'pending')
              and (r.expires_at <= now() or (r.status = 'waitlisted' and r.address_confirmed_at is not null)
                or (r.status = 'pending' and m.starts_at <= now()))
            offset 0)`.execute(db)
      // one meeting that cannot be settled now does not keep the others waiting
      for (const { id } of due) await settle(id).catch(onError)
      await giveUpOldMails(db)
    },
  }
}

/** What is kept of sign-ups for a while only. */
export const registrationRetention: RetentionSteps = {
  needs: deleteDue(
    'registration_needs',
    sql`exists (select from registrations r join meetings m on m.id = r.meeting_id
      where r.id = registration_id and m.ends_at < now() - interval '7 days')`,
    'registration_id',
  ),
  ...answerRetention,
  // the people, whoever they are, never said yes; the history keeps that there was one
  unconfirmed: db => inRounds(() => db.transaction().execute(eraseUnconfirmed)),
  attempts: deleteDue('sign_up_attempts', sql`expires_at < now()`),
}

/**
 * Erases registrations that nobody confirmed, once their hold has ended, whether or not anybody has marked it. Who came
 * all the same was there, and stays; while phones at the door may still send that somebody came, nobody goes.
 */
async function eraseUnconfirmed(trx: Trx): Promise<{ found: number; erased: number }> {
  const cameNot = sql<boolean>`not exists (select from attendance_states s
    where s.meeting_id = registrations.meeting_id and s.attendee_id = registrations.id and s.arrived_at is not null)`
  // locked first and looked at again afterwards: somebody may be let in at this moment
  const found = await trx
    .selectFrom('registrations')
    .select('id')
    .where('addressConfirmedAt', 'is', null)
    .where(
      sql<boolean>`(status in ('expired', 'lapsed', 'withdrawn', 'substituted', 'refused') or expires_at <= now())`,
    )
    .where(
      sql<boolean>`not exists (select from meetings m where m.id = registrations.meeting_id and m.cancelled_at is null
        and now() between m.starts_at - interval '1 day' and m.ends_at + interval '1 day')`,
    )
    .where(cameNot)
    .limit(roundSize)
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
  await forgetValues(
    trx,
    'registration',
    erased.map(({ id }) => id),
  )
  await recordChanges(
    trx,
    systemActor,
    erased.map(({ id }) => ({ object: 'registration', id, kind: 'erased' })),
  )
  return { found: found.length, erased: erased.length }
}
