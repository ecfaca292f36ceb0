import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChange, systemActor } from '../db/record-change.ts'
import type { Service } from '../http/service.ts'
import type { JobQueue, Workers } from '../jobs/queue.ts'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'
import { queueMails } from '../mail/queue.ts'
import { getMeeting, type MeetingRow } from '../meetings/queries.ts'
import { undefinedWhenGone } from '../problems.ts'
import { mailTexts } from '../texts/languages.ts'
import { markTakenBack } from './announce.ts'
import { findMailingText, listOverdue, lockMailing, lockRecipients, type MailingText } from './queries.ts'
import { isSame, isSameTime, knownTo } from './whereabouts.ts'

/**
 * The background work about messages to many; may run twice, on several servers.
 * @param onError hears of messages that failed; the others go on.
 */
export function mailingWorkers(
  { db, jobs, feed }: Pick<Service, 'db' | 'jobs' | 'feed'>,
  onError: (error: unknown) => void,
): Pick<Workers, 'send-mailing' | 'sweep-mailings'> {
  const goOut = async (mailingId: string) => {
    await db.transaction().execute(trx => send(trx, jobs, mailingId))
    feed.wake()
  }
  return {
    'send-mailing': ({ mailingId }) => goOut(mailingId),
    // nothing waits for ever, whatever became of its job
    'sweep-mailings': async () => {
      for (const { id } of await listOverdue(db)) await goOut(id).catch(onError)
    },
  }
}

/**
 * Turns a message into a mail for each of those it goes to, and their jobs, in one transaction: all or none, and once.
 * Who has withdrawn within the minute gets none. Nothing is said of a meeting that was deleted meanwhile.
 */
async function send(trx: Trx, jobs: JobQueue, id: string): Promise<void> {
  const mailing = await lockMailing(trx, id)
  const text = await findMailingText(trx, id)
  if (mailing.state !== 'waiting' || text === undefined) return
  const meeting = await getMeeting(trx, mailing.meetingId).catch(undefinedWhenGone)
  if (meeting === undefined) return markTakenBack(trx, systemActor, id)
  const mails = []
  for (const { id: registrationId, email: toAddress, language, knownAt } of await lockRecipients(trx, meeting.id, {
    ...mailing,
    chosen: text.chosen,
  })) {
    const subject = mailing.subject ?? subjectFor(text, meeting, knownAt, language)
    if (subject !== undefined) mails.push({ registrationId, toAddress, language, subject })
  }
  await queueMails(trx, jobs, { kind: mailing.kind, mailingId: id }, mails)
  await trx
    .updateTable('mailings')
    .set({ sentAt: sql`now()`, recipients: mails.length, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()
  await recordChange(trx, systemActor, { object: 'mailing', id, kind: 'sent' })
}

/** What has changed for somebody stands in the subject, to what in the mail; undefined when nothing is news to them. */
function subjectFor(
  { kind, meetingName, whereabouts }: MailingText,
  meeting: MeetingRow,
  knownAt: string,
  language: string,
): string | undefined {
  const { subjects } = mailTexts(language)
  if (kind === 'cancelled') return subjects.cancelled(meetingName)
  const known = knownTo(whereabouts, knownAt)
  if (known === undefined || isSame(known, meeting)) return undefined
  return subjects[isSameTime(known, meeting) ? 'place_changed' : 'moved'](meetingName)
}

/** What was written to many is kept as long as the log of changes. */
export const mailingRetention: RetentionSteps = {
  mailings: deleteDue('mailings', sql`created_at < now() - interval '12 months'`),
}
