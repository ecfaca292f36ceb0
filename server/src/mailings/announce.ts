import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { MailingKind, NewMailing } from '@treffpunkt/shared/mailings'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { MeetingRow } from '../meetings/queries.ts'
import { problem } from '../problems.ts'
import { countAudiences, findLastKnown, lockMailing } from './queries.ts'
import { isSameTimeAndPlace, whenAndWhere, type MovedFrom } from './moved-from.ts'

/** How long a message can be taken back. */
const reprieve = sql`interval '60 seconds'`

type Plan = { kind: MailingKind } & Pick<NewMailing, 'audience'> & {
    subject?: string
    body?: string | null
    movedFrom?: MovedFrom
  }

async function plan(trx: Trx, jobs: JobQueue, actor: Actor, meetingId: string, mailing: Plan): Promise<string> {
  const id = randomUUIDv7()
  const { movedFrom, ...values } = mailing
  const { dueAt } = await trx
    .insertInto('mailings')
    .values({
      id,
      meetingId,
      ...values,
      movedFrom: movedFrom === undefined ? null : JSON.stringify(movedFrom),
      dueAt: sql`now() + ${reprieve}`,
      accountId: actor.kind === 'account' ? actor.id : null,
    })
    .returning('dueAt')
    .executeTakeFirstOrThrow()
  await recordChange(trx, actor, { object: 'mailing', id, kind: 'created', after: values })
  await jobs.enqueue(trx, 'send-mailing', { mailingId: id }, { after: dueAt })
  return id
}

/**
 * Writes to those registered for a meeting: becomes mails after a minute. @returns its id.
 * @throws nobody_to_write_to; a problem for a draft.
 */
export async function writeTo(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meeting: MeetingRow,
  { audience, subject, body }: NewMailing,
): Promise<string> {
  if (meeting.publishedAt === null) throw problem('meeting_is_draft', 'Nobody is registered for a draft.')
  const counts = await countAudiences(trx, meeting.id)
  if (counts[audience] === 0) throw problem('nobody_to_write_to', 'Choose an audience in which somebody is.')
  return plan(trx, jobs, actor, meeting.id, { kind: 'message', audience, subject: subject.trim(), body: body.trim() })
}

/**
 * Tells everybody who is registered that the meeting was moved, after a minute. A second move within that minute takes
 * the place of the first: everybody is told once, from where they knew it to where it is now; nothing, when it is back
 * there.
 */
export const announceMove =
  ({ jobs }: { jobs: JobQueue }) =>
  async (trx: Trx, actor: Actor, before: MeetingRow, after: MeetingRow, note: string | null): Promise<void> => {
    await takeBackWaiting(trx, actor, after.id)
    const movedFrom = (await findLastKnown(trx, after.id)) ?? whenAndWhere(before)
    const { everybody } = await countAudiences(trx, after.id)
    if (everybody > 0 && !isSameTimeAndPlace(movedFrom, whenAndWhere(after)))
      await plan(trx, jobs, actor, after.id, { kind: 'rescheduled', audience: 'everybody', body: note, movedFrom })
  }

/** Tells everybody who is registered that the meeting is cancelled, after a minute, and nothing else any more. */
export const announceCancellation =
  ({ jobs }: { jobs: JobQueue }) =>
  async (trx: Trx, actor: Actor, meeting: MeetingRow): Promise<void> => {
    await takeBackWaiting(trx, actor, meeting.id)
    const { everybody } = await countAudiences(trx, meeting.id)
    if (everybody > 0) await plan(trx, jobs, actor, meeting.id, { kind: 'cancelled', audience: 'everybody' })
  }

/** Takes back what still waits to say that the meeting was moved. */
async function takeBackWaiting(trx: Trx, actor: Actor, meetingId: string): Promise<void> {
  const row = await trx
    .selectFrom('mailings')
    .select('id')
    .where('meetingId', '=', meetingId)
    .where('kind', '=', 'rescheduled')
    .where('sentAt', 'is', null)
    .where('takenBackAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (row !== undefined) await markTakenBack(trx, actor, row.id)
}

/** Takes a message back; doing it twice is once. @throws mailing_sent when it has become mails. */
export async function takeBack(trx: Trx, actor: Actor, id: string): Promise<void> {
  const { state } = await lockMailing(trx, id)
  if (state === 'sent') throw problem('mailing_sent', 'The message has gone out; write another one.')
  if (state === 'waiting') await markTakenBack(trx, actor, id)
}

async function markTakenBack(trx: Trx, actor: Actor, id: string): Promise<void> {
  await trx
    .updateTable('mailings')
    .set({ takenBackAt: sql`now()`, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()
  await recordChange(trx, actor, { object: 'mailing', id, kind: 'taken_back' })
}
