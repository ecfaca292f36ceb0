import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { fillIn, type TemplateKind, type TemplateWords } from '@treffpunkt/shared/mail-templates'
import type { MailingKind } from '@treffpunkt/shared/mailings'
import { writeAtOnce, type Writing } from '../db/at-once.ts'
import type { Db, Trx } from '../db/connect.ts'
import { newIds } from '../db/new-ids.ts'
import type { Keys } from '../http/keys.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { deleteDue, type RetentionSteps } from '../jobs/retention.ts'
import { notFound, problem } from '../problems.ts'
import { accountMailTexts, type AccountMailKind } from '../texts/account-mails.ts'
import { apart, mailTexts } from '../texts/languages.ts'
import { findWords, wordingOf, type Wording } from './templates.ts'

/** Mails about one registration; what they say is made by that noun. */
export type RegistrationMailKind =
  | 'confirm'
  | 'already_registered'
  | 'confirmed'
  | 'entered'
  | 'requested'
  | 'refused'
  | 'waitlisted'
  | 'offered'
  | 'lapsed'
  | 'withdrawn'
  | 'substituted'
  | 'substitute'
  | 'lost_links'

/** Mails about a barrier that was reported: the receipt and the answer to the reporter, and the word to the office. */
export type BarrierMailKind = 'barrier_received' | 'barrier_answered' | 'barrier_reported'

/** Every mail there is. */
export type MailKind =
  | RegistrationMailKind
  | AccountMailKind
  | BarrierMailKind
  | MailingKind
  | 'reminder'
  | 'template_trial'
  | 'api_key_expiring'
  | 'erased'

/** Words of a kind of mail, and the registration in whose name they are tried where it is for somebody registered. */
export type Trial = TemplateWords & { kind: TemplateKind; registrationId?: string }

export type NewMail = {
  kind: RegistrationMailKind
  registrationId: string
  attemptId?: string
  organisationId?: string
}

/**
 * Writes a mail into the log of mails and its job beside it, in the transaction of what it is about: none for work that
 * was rolled back, none lost for work that was done. A registration without an address gets none.
 * @returns the mail's id, which is its Message-ID however often it is tried.
 */
export async function queueMail(
  trx: Trx,
  jobs: JobQueue,
  { kind, registrationId, attemptId, organisationId }: NewMail,
): Promise<string | undefined> {
  const [about] = await listAddressed(trx, [registrationId])
  if (about === undefined) return undefined
  const [id] = await queueAddressed(trx, jobs, [{ kind, attemptId, organisationId, ...about }])
  return id
}

type Addressed = { registrationId: string; toAddress: string; language: string; meeting: string }

/** Whom mails about these registrations go to, and which meeting they are about; those without an address are left out. */
const listAddressed = (trx: Trx, registrationIds: readonly string[]): Promise<Addressed[]> =>
  trx
    .selectFrom('registrations as r')
    .innerJoin('meetingFacts as m', 'm.id', 'r.meetingId')
    .select(['r.id as registrationId', 'r.email as toAddress', 'r.language', 'm.name as meeting'])
    .$narrowType<{ toAddress: string; meeting: string }>()
    .where('r.id', '=', sql<string>`any(${registrationIds}::uuid[])`)
    .where('r.email', 'is not', null)
    .orderBy('r.id')
    .execute()

type AddressedMail = Addressed &
  Partial<Record<'attemptId' | 'organisationId', string | undefined>> & { kind: RegistrationMailKind }

/**
 * Writes mails about registrations whose addresses are at hand, as `queueMail` does.
 * @param mails `language` as the person chose it.
 * @returns their ids.
 */
async function queueAddressed(trx: Trx, jobs: JobQueue, mails: AddressedMail[]): Promise<string[]> {
  if (mails.length === 0) return []
  const wording = await wordingOf(trx, [...new Set(mails.map(({ kind }) => kind))])
  return writeMails(trx, jobs, wordedBy(wording, mails))
}

/** The same as parts of the statement that writes what they are about. */
export const mailsToQueue = async (jobs: JobQueue, wording: Wording, mails: AddressedMail[]): Promise<Writing[]> =>
  mails.length === 0 ? [] : (await mailsToWrite(jobs, wordedBy(wording, mails))).parts

const wordedBy = ({ subject, languages }: Wording, mails: AddressedMail[]): MailRow[] =>
  mails.map(({ meeting, ...mail }) => {
    const language = languages.includes(mail.language) ? mail.language : 'de'
    return { ...mail, language, subject: subject({ ...mail, language, meeting }) }
  })

/** Writes a mail about an account into the log and its job beside it, as `queueMail` does. */
export async function queueAccountMail(
  trx: Trx,
  jobs: JobQueue,
  mail: { kind: AccountMailKind; accountId: string; toAddress: string; accountLinkId?: string },
): Promise<void> {
  const id = randomUUIDv7()
  await trx
    .insertInto('mails')
    .values({
      id,
      ...mail,
      subject: (await findWords(trx, mail.kind, 'de'))?.subject ?? accountMailTexts[mail.kind].subject,
      status: 'waiting',
    })
    .execute()
  await jobs.enqueue(trx, 'send-mail', { mailId: id })
}

/** Writes a mail that reminds of a key that ends into the log and its job beside it, as `queueMail` does. */
export async function queueKeyMail(
  trx: Trx,
  jobs: JobQueue,
  mail: { apiKeyId: string; toAddress: string; subject: string },
): Promise<void> {
  const id = randomUUIDv7()
  await trx
    .insertInto('mails')
    .values({ id, kind: 'api_key_expiring', ...mail, status: 'waiting' })
    .execute()
  await jobs.enqueue(trx, 'send-mail', { mailId: id })
}

/** Writes a mail that somebody in the office sends to themselves to see how words of theirs arrive. */
export async function queueTrial(
  trx: Trx,
  jobs: JobQueue,
  { trial, ...mail }: { accountId: string; toAddress: string; language: string; subject: string; trial: Trial },
): Promise<void> {
  const id = randomUUIDv7()
  const values = { id, kind: 'template_trial', ...mail, trial: JSON.stringify(trial), status: 'waiting' }
  await trx.insertInto('mails').values(values).execute()
  await jobs.enqueue(trx, 'send-mail', { mailId: id })
}

/**
 * Writes a mail about a report of a barrier into the log and its job beside it, as `queueMail` does.
 * @param options `after`: not before this moment.
 */
export async function queueBarrierMail(
  trx: Trx,
  jobs: JobQueue,
  mail: {
    kind: BarrierMailKind
    barrierReportId: string
    barrierAnswerId?: string
    toAddress: string
    language?: string
  },
  options: { after?: string } = {},
): Promise<void> {
  const id = randomUUIDv7()
  const { reference, isOffered } = await trx
    .selectFrom('barrierReports')
    .select([
      'reference',
      sql<boolean>`${mail.language ?? 'de'} in (select unnest(languages) from settings)`.as('isOffered'),
    ])
    .where('id', '=', mail.barrierReportId)
    .executeTakeFirstOrThrow()
  const language = isOffered ? (mail.language ?? 'de') : 'de'
  const own = (await findWords(trx, mail.kind, language))?.subject
  const number = apart(reference, language)
  await trx
    .insertInto('mails')
    .values({
      id,
      ...mail,
      subject:
        mail.kind === 'barrier_reported'
          ? `Barriere gemeldet: ${reference}`
          : ((own && fillIn(own, { Nummer: number })) ?? mailTexts(language).barriers.subjects[mail.kind](number)),
      status: 'waiting',
    })
    .execute()
  await jobs.enqueue(trx, 'send-mail', { mailId: id }, options)
}

/**
 * Writes the mail that confirms an erasure. Its address is in no row that can be read: it is sealed by a key that is not
 * in the database, until it was sent, for a day at most.
 */
export async function queueErasureMail(
  trx: Trx,
  jobs: JobQueue,
  keys: Keys,
  { email, language }: { email: string; language: string },
): Promise<void> {
  const id = randomUUIDv7()
  await trx
    .insertInto('mails')
    .values({
      id,
      kind: 'erased',
      toAddress: '',
      sealedAddress: keys.seal('mail-address', email),
      language,
      subject: mailTexts(language).erased.subject,
      status: 'waiting',
    })
    .execute()
  await jobs.enqueue(trx, 'send-mail', { mailId: id })
}

/** Takes the mails about reports of barriers out of the log. */
export async function forgetBarrierMails(trx: Trx, reportIds: string[]): Promise<void> {
  await trx
    .deleteFrom('mails')
    .where('barrierReportId', '=', sql<string>`any(${reportIds}::uuid[])`)
    .execute()
}

/** Takes the mails of a registration out of the log; what is on its way finds nothing to send. */
export async function forgetMails(trx: Trx, registrationId: string): Promise<void> {
  await trx.deleteFrom('mails').where('registrationId', '=', registrationId).execute()
}

/** Writes many mails into the log and their jobs beside them, in the transaction of what they are about. */
export async function queueMails(
  trx: Trx,
  jobs: JobQueue,
  about: { kind: MailKind; mailingId?: string; reminderId?: string },
  mails: { registrationId: string; toAddress: string; language: string; subject: string }[],
): Promise<void> {
  await writeMails(
    trx,
    jobs,
    mails.map(mail => ({ ...about, ...mail })),
  )
}

type MailRow = {
  kind: MailKind
  mailingId?: string
  reminderId?: string
  attemptId?: string | undefined
  organisationId?: string | undefined
  registrationId: string
  toAddress: string
  language: string
  subject: string
}

async function writeMails(trx: Trx, jobs: JobQueue, mails: MailRow[]): Promise<string[]> {
  const { ids, parts } = await mailsToWrite(jobs, mails)
  await writeAtOnce(trx, ...parts)
  return ids
}

async function mailsToWrite(jobs: JobQueue, mails: MailRow[]): Promise<{ ids: string[]; parts: Writing[] }> {
  const ids = newIds(mails.length)
  const rows = mails.map((mail, n) => ({ id: ids[n], ...mail }))
  const written = sql`new_mails as (
      insert into "mails" (id, kind, mailing_id, reminder_id, registration_id, attempt_id, organisation_id, to_address, language, subject, status)
      select n.id, n.kind, n."mailingId", n."reminderId", n."registrationId", n."attemptId", n."organisationId", n."toAddress", n.language, n.subject, 'waiting'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n (id uuid, kind text, "mailingId" uuid, "reminderId" uuid, "registrationId" uuid, "attemptId" uuid,
          "organisationId" uuid, "toAddress" text, language text, subject text))`
  const queued = await jobs.toEnqueue(
    'send-mail',
    ids.map(mailId => ({ data: { mailId } })),
  )
  return { ids, parts: [written, queued] }
}

/** The same mail about each of several registrations; those without an address get none. */
export async function queueRegistrationMails(
  trx: Trx,
  jobs: JobQueue,
  kind: RegistrationMailKind,
  registrationIds: readonly string[],
): Promise<void> {
  const addressed = await listAddressed(trx, registrationIds)
  await queueAddressed(
    trx,
    jobs,
    addressed.map(one => ({ kind, ...one })),
  )
}

/** A mail with the links of all coming registrations of an address; none for an address nobody knows. */
export async function queueLostLinks(trx: Trx, jobs: JobQueue, email: string): Promise<void> {
  const newest = await trx
    .selectFrom('registrations as r')
    .innerJoin('meetings as m', 'm.id', 'r.meetingId')
    .select('r.id')
    .where(sql`lower(r.email)`, '=', email.toLowerCase())
    .where('r.status', 'in', ['pending', 'unconfirmed', 'confirmed', 'waitlisted', 'offered'])
    .where('m.endsAt', '>', sql<string>`now()`)
    .where('m.deletedAt', 'is', null)
    .orderBy('r.createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest !== undefined) await queueMail(trx, jobs, { kind: 'lost_links', registrationId: newest.id })
}

/** After three days without success a mail is given up, visibly: its job has ended by then. */
export async function giveUpOldMails(db: Db): Promise<void> {
  await db
    .updateTable('mails')
    .set({ status: 'failed', reason: 'gave_up' })
    .where('status', '=', 'waiting')
    .where('createdAt', '<', sql<string>`now() - interval '3 days'`)
    .where('kind', '<>', 'erased')
    .execute()
  await db
    .updateTable('mails')
    .set({ status: 'failed', reason: 'address_erased', sealedAddress: null })
    .where('status', '=', 'waiting')
    .where('kind', '=', 'erased')
    .where('createdAt', '<', sql<string>`now() - interval '24 hours'`)
    .execute()
}

/** The log of mails is kept for three months. */
export const mailRetention: RetentionSteps = {
  mails: deleteDue('mails', sql`created_at < now() - interval '90 days'`),
}

/** Sends a mail once more: the same mail with the same Message-ID, its links as they are now. */
export async function queueAgain(trx: Trx, jobs: JobQueue, mailId: string): Promise<void> {
  const mail = await trx
    .updateTable('mails')
    .set({ status: 'waiting', failure: null, reason: null, replyCode: null, checkedAt: null })
    .where('id', '=', mailId)
    .returning(['kind', 'sealedAddress'])
    .executeTakeFirst()
  if (mail === undefined) throw notFound()
  if (mail.kind === 'erased' && mail.sealedAddress === null)
    throw problem('no_address', 'The address of this mail was erased.')
  await jobs.enqueue(trx, 'send-mail', { mailId })
}
