import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChange, systemActor } from '../db/record-change.ts'
import type { Service } from '../http/service.ts'
import type { JobQueue, Workers } from '../jobs/queue.ts'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'
import { getMeeting, type MeetingRow } from '../meetings/queries.ts'
import { isSameTime, whenAndWhere, type MovedFrom } from './moved-from.ts'
import { findMailingText, listRecipients, lockMailing } from './queries.ts'

/** The background work about messages to many; may run twice, on several servers. */
export const mailingWorkers = ({
  db,
  jobs,
  feed,
}: Pick<Service, 'db' | 'jobs' | 'feed'>): Pick<Workers, 'send-mailing'> => ({
  'send-mailing': async ({ mailingId }) => {
    await db.transaction().execute(trx => send(trx, jobs, mailingId))
    feed.wake()
  },
})

/**
 * Turns a message into a mail for each of those it goes to, and their jobs, in one transaction: all or none, and once.
 * Who has withdrawn within the minute gets none, who signed up gets one.
 */
async function send(trx: Trx, jobs: JobQueue, id: string): Promise<void> {
  const mailing = await lockMailing(trx, id)
  if (mailing.state !== 'waiting') return
  const recipients = await listRecipients(trx, mailing.meetingId, mailing.audience)
  const text = await findMailingText(trx, id)
  const subject =
    mailing.subject ?? subjectOf(mailing.kind, await getMeeting(trx, mailing.meetingId), text?.movedFrom ?? null)
  const rows = recipients.map(({ id: registrationId, email, language }) => ({
    id: randomUUIDv7(),
    registration_id: registrationId,
    to_address: email,
    language,
  }))
  await sql`insert into mails (id, kind, to_address, subject, language, registration_id, mailing_id, status)
    select id, ${mailing.kind}, to_address, ${subject}, language, registration_id, ${id}, 'waiting'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, registration_id uuid, to_address text, language text)`.execute(
    trx,
  )
  await jobs.enqueueAll(
    trx,
    'send-mail',
    rows.map(row => ({ mailId: row.id })),
  )
  await trx
    .updateTable('mailings')
    .set({ sentAt: sql`now()`, recipients: rows.length, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()
  await recordChange(trx, systemActor, { object: 'mailing', id, kind: 'sent' })
}

/** What has changed stands in the subject, to what in the mail. */
function subjectOf(kind: string, meeting: MeetingRow, movedFrom: MovedFrom | null): string {
  if (kind === 'cancelled') return `Abgesagt: ${meeting.name}`
  const what = movedFrom !== null && isSameTime(movedFrom, whenAndWhere(meeting)) ? 'Anderer Ort' : 'Neuer Termin'
  return `${what}: ${meeting.name}`
}

/** What was written to many is kept as long as the log of changes. */
export const mailingRetention: RetentionSteps = {
  mailings: deleteDue('mailings', sql`created_at < now() - interval '12 months'`),
}
