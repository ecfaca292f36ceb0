import { fillIn } from '@treffpunkt/shared/mail-templates'
import { sql } from 'kysely'
import type { Mailing } from '@treffpunkt/shared/mailings'
import type { Trx } from '../db/connect.ts'
import { recordChange, systemActor } from '../db/record-change.ts'
import type { Service } from '../http/service.ts'
import type { JobQueue, Workers } from '../jobs/queue.ts'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'
import { ownSubjects } from '../mail/templates.ts'
import { queueMails } from '../mail/queue.ts'
import { getMeeting, type MeetingRow } from '../meetings/queries.ts'
import { undefinedWhenGone } from '../problems.ts'
import { apart, mailTexts } from '../texts/languages.ts'
import { markTakenBack } from './announce.ts'
import { findMailingText, listOverdue, lockMailing, lockRecipients, type MailingText } from './queries.ts'
import { isSame, isSamePlace, isSameTime, knownTo } from './whereabouts.ts'

/** A mail of one recipient, before it is written. */
export type Recipient = { registrationId: string; toAddress: string; language: string; subject: string }

/** Whom an invitation goes to at this moment, each of them written down as invited. */
export type Invite = (
  trx: Trx,
  meeting: MeetingRow,
  mailing: Pick<Mailing, 'kind'> & { chosen: string[] },
) => Promise<Recipient[]>

/**
 * The background work about messages to many; may run twice, on several servers.
 * @param invite says who gets an invitation; that noun stands downstream.
 * @param onError hears of messages that failed; the others go on.
 */
export function mailingWorkers(
  { db, jobs, feed }: Pick<Service, 'db' | 'jobs' | 'feed'>,
  invite: Invite,
  onError: (error: unknown) => void,
): Pick<Workers, 'send-mailing' | 'sweep-mailings'> {
  const goOut = async (mailingId: string) => {
    await db.transaction().execute(trx => send(trx, jobs, mailingId, invite))
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
async function send(trx: Trx, jobs: JobQueue, id: string, invite: Invite): Promise<void> {
  const mailing = await lockMailing(trx, id)
  const text = await findMailingText(trx, id)
  if (mailing.state !== 'waiting' || text === undefined) return
  const meeting = await getMeeting(trx, mailing.meetingId).catch(undefinedWhenGone)
  if (meeting === undefined) return markTakenBack(trx, systemActor, id)
  const { kind } = mailing
  const mails =
    kind === 'meeting_invitation' || kind === 'invitation_reminder'
      ? await invite(trx, meeting, { kind, chosen: text.chosen ?? [] })
      : await mailsToRegistered(trx, meeting, mailing, text)
  await queueMails(trx, jobs, { kind, mailingId: id }, mails)
  await trx
    .updateTable('mailings')
    .set({ sentAt: sql`now()`, recipients: mails.length, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()
  await recordChange(trx, systemActor, { object: 'mailing', id, kind: 'sent' })
}

async function mailsToRegistered(
  trx: Trx,
  meeting: MeetingRow,
  { kind, audience, subject: written }: Mailing,
  text: MailingText,
): Promise<Recipient[]> {
  const { chosen } = text
  const own = await ownSubjects(trx, kind === 'cancelled' ? 'cancelled' : 'rescheduled')
  const mails = []
  for (const { id: registrationId, email: toAddress, language, ...reader } of await lockRecipients(trx, meeting.id, {
    kind,
    audience,
    chosen,
  })) {
    const subject = written ?? subjectFor(text, meeting, reader, language, own(language))
    if (subject !== undefined) mails.push({ registrationId, toAddress, language, subject })
  }
  return mails
}

/** What has changed for somebody stands in the subject, to what in the mail; undefined when nothing is news to them. */
function subjectFor(
  { kind, meetingName, whereabouts }: MailingText,
  meeting: MeetingRow,
  { knownAt, hasSeat }: { knownAt: string; hasSeat: boolean },
  language: string,
  own: { subject: string } | undefined,
): string | undefined {
  const { subjects } = mailTexts(language)
  const name = apart(meetingName, language)
  const written = own && fillIn(own.subject, { Treffen: name })
  if (kind === 'cancelled') return written ?? subjects.cancelled(name)
  const known = knownTo(whereabouts, knownAt)
  if (known === undefined || isSame(known, meeting)) return undefined
  const what = !isSameTime(known, meeting) ? 'moved' : isSamePlace(known, meeting) ? 'room_changed' : 'place_changed'
  // another way into the online room is news to who has one
  if (what === 'room_changed' && !hasSeat) return undefined
  return written ?? subjects[what](name)
}

/** What was written to many is kept as long as the log of changes. */
export const mailingRetention: RetentionSteps = {
  mailings: deleteDue('mailings', sql`created_at < now() - interval '12 months'`),
}
