import { randomUUIDv7 } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { MailingKind, NewMailing } from '@treffpunkt/shared/mailings'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { MeetingRow } from '../meetings/queries.ts'
import { mistake, problem } from '../problems.ts'
import { countAudiences, listRecipients, listUntold, lockMailing, type Step } from './queries.ts'
import { isSame, knownTo, stepOf } from './whereabouts.ts'

/** How long a message can be taken back. */
const reprieve = sql`interval '60 seconds'`

type Plan = { kind: MailingKind; meetingName: string } & Pick<NewMailing, 'audience'> & {
    chosen?: string[]
    subject?: string
    body?: string | null
    whereabouts?: Step[]
  }

/** Writes down what goes out after its minute, and the job that sends it. @returns its id. */
export async function planMailing(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  meetingId: string,
  plan: Plan,
): Promise<string> {
  const { id, dueAt } = await insertMailing(trx, meetingId, plan, {
    dueAt: sql<string>`now() + ${reprieve}`,
    accountId: actor.kind === 'account' ? actor.id : null,
  })
  const { whereabouts: _steps, ...values } = plan
  await recordChange(trx, actor, { object: 'mailing', id, kind: 'created', after: values })
  await jobs.enqueue(trx, 'send-mailing', { mailingId: id }, { after: dueAt })
  return id
}

/** A move that is news to nobody: neither a message nor a change of anything that people see. */
const noteSilently = (trx: Trx, meetingId: string, plan: Plan) =>
  insertMailing(trx, meetingId, plan, { dueAt: sql<string>`now()`, takenBackAt: sql<string>`now()`, silent: true })

const insertMailing = (
  trx: Trx,
  meetingId: string,
  { whereabouts = [], ...values }: Plan,
  fate: { dueAt: RawBuilder<string>; accountId?: string | null; takenBackAt?: RawBuilder<string>; silent?: boolean },
) =>
  trx
    .insertInto('mailings')
    .values({ id: randomUUIDv7(), meetingId, ...values, whereabouts: JSON.stringify(whereabouts), ...fate })
    .returning(['id', 'dueAt'])
    .executeTakeFirstOrThrow()

/** Who a message is for. @throws a mistake at `/registrationIds` when nobody is named who is to be chosen. */
export function recipientsOf({ audience, registrationIds }: Pick<NewMailing, 'audience' | 'registrationIds'>) {
  const kind = 'message' as const
  if (audience !== 'chosen') return { kind, audience }
  if (registrationIds === undefined) throw mistake('/registrationIds', 'required', 'Name the registrations.')
  return { kind, audience, chosen: registrationIds }
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
  message: NewMailing,
): Promise<string> {
  if (meeting.publishedAt === null) throw problem('meeting_is_draft', 'Nobody is registered for a draft.')
  const { subject, body } = message
  const recipients = recipientsOf(message)
  if ((await listRecipients(trx, meeting.id, recipients)).length === 0)
    throw problem('nobody_to_write_to', 'Choose an audience in which somebody is.')
  return planMailing(trx, jobs, actor, meeting.id, {
    ...recipients,
    meetingName: meeting.name,
    subject: subject.trim(),
    body: body.trim(),
  })
}

/**
 * Tells everybody who is registered that the meeting was moved, after a minute. A second move within that minute takes
 * the place of the first: everybody is told once, from where they knew it to where it is now; and not at all who knows
 * it there.
 */
export const announceMove =
  ({ jobs }: { jobs: JobQueue }) =>
  async (trx: Trx, actor: Actor, before: MeetingRow, after: MeetingRow, note: string | null): Promise<void> => {
    await takeBackWaiting(trx, actor, after.id)
    // the moment itself, under the meeting's lock: whoever signed up while this waited for the lock knows it as it was
    const { now } = await trx.selectNoFrom(sql<string>`clock_timestamp()`.as('now')).executeTakeFirstOrThrow()
    const whereabouts = [...(await listUntold(trx, after.id)), stepOf(before, now)]
    const mailing = { kind: 'rescheduled', audience: 'everybody' } as const
    const recipients = await listRecipients(trx, after.id, mailing)
    const isNews = recipients.some(({ knownAt }) => {
      const known = knownTo(whereabouts, knownAt)
      return known !== undefined && !isSame(known, after)
    })
    // written down in any case: the next move has to know from where people know the meeting
    const plan = { ...mailing, meetingName: before.name, body: note, whereabouts }
    if (isNews) await planMailing(trx, jobs, actor, after.id, plan)
    else await noteSilently(trx, after.id, plan)
  }

/** Tells everybody who is registered that the meeting is cancelled, after a minute; that it was moved is not told any more. */
export const announceCancellation =
  ({ jobs }: { jobs: JobQueue }) =>
  async (trx: Trx, actor: Actor, before: MeetingRow): Promise<void> => {
    await takeBackWaiting(trx, actor, before.id)
    const { told } = await countAudiences(trx, before.id)
    if (told > 0)
      await planMailing(trx, jobs, actor, before.id, {
        kind: 'cancelled',
        audience: 'everybody',
        meetingName: before.name,
        whereabouts: await listUntold(trx, before.id),
      })
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

/**
 * Sends after all what was taken back: that the meeting is moved or cancelled, which nobody knows otherwise. Waits its
 * minute again. @throws conflict when something newer is to be said of the meeting.
 */
export async function sendAfterAll(trx: Trx, jobs: JobQueue, actor: Actor, id: string): Promise<void> {
  const { state, canSend } = await lockMailing(trx, id)
  if (state !== 'taken_back') return
  if (!canSend)
    throw problem(
      'conflict',
      'Only the newest word on when, where or whether the meeting takes place can be sent after all.',
    )
  const { dueAt } = await trx
    .updateTable('mailings')
    .set({ takenBackAt: null, dueAt: sql`now() + ${reprieve}`, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .returning('dueAt')
    .executeTakeFirstOrThrow()
  await recordChange(trx, actor, { object: 'mailing', id, kind: 'restored' })
  await jobs.enqueue(trx, 'send-mailing', { mailingId: id }, { after: dueAt })
}

/** Writes down that a message is not sent. */
export async function markTakenBack(trx: Trx, actor: Actor, id: string): Promise<void> {
  await trx
    .updateTable('mailings')
    .set({ takenBackAt: sql`now()`, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()
  await recordChange(trx, actor, { object: 'mailing', id, kind: 'taken_back' })
}
