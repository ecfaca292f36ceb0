import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChange, systemActor } from '../db/record-change.ts'
import type { Service } from '../http/service.ts'
import type { JobQueue, Workers } from '../jobs/queue.ts'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'
import { queueMails } from '../mail/queue.ts'
import { subjectsOf } from '../mail/templates.ts'
import { lockMeeting } from '../meetings/queries.ts'
import { undefinedWhenGone } from '../problems.ts'
import { listMeetingsToRemind, listToRemind, takeDue } from './queries.ts'

/**
 * Looks every minute which reminders are due; may run twice, on several servers.
 * @param onError hears of meetings that failed; the others go on.
 */
export function reminderWorkers(
  { db, jobs, feed }: Pick<Service, 'db' | 'jobs' | 'feed'>,
  onError: (error: unknown) => void,
): Pick<Workers, 'send-reminders'> {
  return {
    'send-reminders': async () => {
      for (const id of await listMeetingsToRemind(db)) {
        await db
          .transaction()
          .execute(trx => remind(trx, jobs, id))
          .catch(onError)
        feed.wake()
      }
    },
  }
}

/**
 * Turns what is due into a mail for each who has a place, and their jobs, in one transaction: all or none. Under the lock
 * of the meeting, which is its own statement: whoever waited for it sees what went out meanwhile, and where the meeting is.
 */
async function remind(trx: Trx, jobs: JobQueue, meetingId: string): Promise<void> {
  const meeting = await lockMeeting(trx, meetingId).catch(undefinedWhenGone)
  if (meeting === undefined) return
  for (const due of await takeDue(trx, meetingId)) {
    const subject = await subjectsOf(trx, 'reminder')
    const recipients = await listToRemind(trx, meetingId, due)
    await trx.updateTable('reminders').set({ recipients: recipients.length }).where('id', '=', due.id).execute()
    await queueMails(
      trx,
      jobs,
      { kind: 'reminder', reminderId: due.id },
      recipients.map(({ id: registrationId, email, language }) => ({
        registrationId,
        toAddress: email,
        language,
        subject: subject(language, meeting.name),
      })),
    )
    if (recipients.length > 0)
      await recordChange(trx, systemActor, { object: 'meeting', id: meetingId, kind: 'reminded' })
  }
}

/** That there was a reminder is kept as long as the log of changes. */
export const reminderRetention: RetentionSteps = {
  reminders: deleteDue('reminders', sql`sent_at < now() - interval '12 months'`),
}
