import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { BarrierReport, BarrierReportChanges, NewBarrierReport } from '@treffpunkt/shared/barrier-reports'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { queueBarrierMail } from '../mail/queue.ts'
import { problem } from '../problems.ts'
import { newShortCode } from '../registrations/short-code.ts'
import { getSettings } from '../settings/queries.ts'
import { getBarrierReport } from './queries.ts'

/** How long an answer can be taken back. */
const reprieve = sql`interval '60 seconds'`

/**
 * Takes a report in: a receipt by mail to the reporter, and a word to the office, which holds nothing of what was
 * written. @param mayMail false: the address has had enough mails for now.
 * @returns its id.
 */
export async function enterBarrierReport(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  { page, barrier, name, email, otherContact, language = 'de' }: NewBarrierReport,
  mayMail: boolean,
): Promise<string> {
  const id = randomUUIDv7()
  const values = {
    page: page?.trim() || null,
    barrier: barrier.trim(),
    name: name?.trim() || null,
    email: email?.trim() || null,
    otherContact: otherContact?.trim() || null,
    language,
  }
  const { contactEmail } = await getSettings(trx)
  await trx
    .insertInto('barrierReports')
    .values({
      id,
      reference: `B-${newShortCode()}`,
      ...values,
      // a month by the calendar: what comes on 31 January is due on the last day of February
      dueOn: sql<string>`(select ((now() at time zone time_zone) + interval '1 month')::date from settings)`,
    })
    .execute()
  await recordChange(trx, actor, { object: 'barrier_report', id, kind: 'created', after: values })
  if (values.email !== null && mayMail)
    await queueBarrierMail(trx, jobs, {
      kind: 'barrier_received',
      barrierReportId: id,
      toAddress: values.email,
      language,
    })
  if (contactEmail !== null)
    await queueBarrierMail(trx, jobs, { kind: 'barrier_reported', barrierReportId: id, toAddress: contactEmail })
  return id
}

/** Changes what the office notes for itself. */
export async function changeBarrierReport(
  trx: Trx,
  actor: Actor,
  before: BarrierReport,
  changes: BarrierReportChanges,
): Promise<BarrierReport> {
  if (before.barrier === null) throw problem('conflict', 'What was written is erased; nothing can be added.')
  await update(trx, before.id, changes)
  await recordChange(trx, actor, {
    object: 'barrier_report',
    id: before.id,
    kind: 'changed',
    before: { note: before.note },
    after: { ...changes },
  })
  return getBarrierReport(trx, before.id)
}

/**
 * Answers a report: by mail after a minute where there is an address, else it is written down what was answered.
 * @throws conflict when it is settled.
 */
export async function answerBarrierReport(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  before: BarrierReport,
  body: string,
): Promise<BarrierReport> {
  requireOpen(before)
  const byMail = before.email !== null
  const { id: barrierAnswerId, dueAt } = await trx
    .insertInto('barrierAnswers')
    .values({
      id: randomUUIDv7(),
      barrierReportId: before.id,
      body: body.trim(),
      byMail,
      dueAt: byMail ? sql<string>`now() + ${reprieve}` : sql<string>`now()`,
      accountId: actor.kind === 'account' ? actor.id : null,
    })
    .returning(['id', 'dueAt'])
    .executeTakeFirstOrThrow()
  await update(trx, before.id, { answeredAt: sql<string>`now()` })
  await recordChange(trx, actor, {
    object: 'barrier_report',
    id: before.id,
    kind: 'report_answered',
    after: { answer: body.trim() },
  })
  if (before.email !== null)
    await queueBarrierMail(
      trx,
      jobs,
      {
        kind: 'barrier_answered',
        barrierReportId: before.id,
        barrierAnswerId,
        toAddress: before.email,
        language: before.language,
      },
      { after: dueAt },
    )
  return getBarrierReport(trx, before.id)
}

/** Closes a report that needs no answer, and says why. @throws conflict when it is settled. */
export async function closeBarrierReport(
  trx: Trx,
  actor: Actor,
  before: BarrierReport,
  reason: string,
): Promise<BarrierReport> {
  requireOpen(before)
  const closeReason = reason.trim()
  await update(trx, before.id, { closedAt: sql<string>`now()`, closeReason })
  await recordChange(trx, actor, {
    object: 'barrier_report',
    id: before.id,
    kind: 'report_closed',
    after: { closeReason },
  })
  return getBarrierReport(trx, before.id)
}

/**
 * Opens a report again, twice is once. An answer whose minute is not over goes out to nobody.
 * @throws conflict when what was written is erased.
 */
export async function reopenBarrierReport(trx: Trx, actor: Actor, before: BarrierReport): Promise<BarrierReport> {
  if (before.state === 'open') return before
  if (before.barrier === null) throw problem('conflict', 'What was written is erased; there is nothing to answer.')
  await trx
    .updateTable('barrierAnswers')
    .set({ takenBackAt: sql`now()` })
    .where('barrierReportId', '=', before.id)
    .where('takenBackAt', 'is', null)
    .where('dueAt', '>', sql<string>`clock_timestamp()`)
    .execute()
  await update(trx, before.id, { answeredAt: null, closedAt: null, closeReason: null })
  await recordChange(trx, actor, { object: 'barrier_report', id: before.id, kind: 'reopened' })
  return getBarrierReport(trx, before.id)
}

const update = (trx: Trx, id: string, values: object) =>
  trx
    .updateTable('barrierReports')
    .set({ ...values, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .execute()

function requireOpen({ state }: BarrierReport): void {
  if (state !== 'open') throw problem('conflict', 'The report is settled; open it again first.')
}
