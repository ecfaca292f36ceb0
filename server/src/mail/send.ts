import { createTransport } from 'nodemailer'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { MailReason } from '@treffpunkt/shared/mails'
import type { Config } from '../config.ts'
import type { Db } from '../db/connect.ts'
import type { Keys } from '../http/keys.ts'
import { asHtml, asText, type MailBody } from './layout.ts'
import type { AccountMailKind } from '../texts/account-mails.ts'
import { isStopped } from './queries.ts'
import type { BarrierMailKind, MailKind, RegistrationMailKind, Trial } from './queue.ts'
import { refusalOf, withoutAddresses, type Refusal } from './reply.ts'
import { codeOf, transportOptions } from './transport.ts'

export type MailRow = {
  id: string
  kind: MailKind
  toAddress: string
  subject: string
  registrationId: string | null
  attemptId: string | null
  /** The message to many that it is one of. */
  mailingId: string | null
  /** The reminder that it is one of. */
  reminderId: string | null
  /** The account that it is about. */
  accountId: string | null
  /** The link of the account that it brings. */
  accountLinkId: string | null
  /** The report of a barrier that it is about. */
  barrierReportId: string | null
  /** The answer to the report that it brings. */
  barrierAnswerId: string | null
  /** The key that it reminds of. */
  apiKeyId: string | null
  /** Words that somebody in the office tries on themselves. */
  trial: Trial | null
  language: string
  /** The organisation whose program is the reason of it, where nothing else tells. */
  organisationId: string | null
  /** `waiting`: it is to be sent. */
  status: string
}

/** A mail that one registration is the reason of, not one of many. */
export const isOfRegistration = (mail: MailRow): mail is MailRow & { kind: RegistrationMailKind } =>
  mail.mailingId === null &&
  mail.reminderId === null &&
  mail.accountId === null &&
  mail.barrierReportId === null &&
  mail.apiKeyId === null &&
  mail.kind !== 'erased'

/** A mail that a reminder has become. */
export const isOfReminder = (mail: MailRow): mail is MailRow & { reminderId: string } => mail.reminderId !== null

/** A mail about the account of somebody in the office. */
export const isOfAccount = (mail: MailRow): mail is MailRow & { kind: AccountMailKind; accountId: string } =>
  mail.accountId !== null && mail.trial === null

/** A mail about a barrier that was reported. */
export const isOfBarrier = (mail: MailRow): mail is MailRow & { kind: BarrierMailKind; barrierReportId: string } =>
  mail.barrierReportId !== null

/** A mail that reminds of a key that ends. */
export const isOfKey = (mail: MailRow): mail is MailRow & { apiKeyId: string } => mail.apiKeyId !== null

/** A mail with its links and attachments, made from the rows as they are now. */
export type Written = {
  body: MailBody
  /** What it has become, where that is not what was written down: subject and text are of one time. */
  heading?: { kind: MailKind; subject: string }
  attachments: { filename: string; content: string | Buffer; contentType: string; cid?: string }[]
  /** The date for the calendar: programs that know its method (RFC 5546) enter, move or take out the entry by themselves. */
  calendar?: { method: 'PUBLISH' | 'REQUEST' | 'CANCEL'; content: string }
  /** Where answers go: somebody reads them there. */
  replyTo?: string
  /** Ends mails of this kind by one press in the mail program (RFC 8058): an address that takes a POST. */
  unsubscribe?: string
}

/** Writes the mails of a noun; undefined when what it is about has gone meanwhile. */
export type WriteMail = (mail: MailRow) => Promise<Written | undefined>

/**
 * The job that sends one mail. Without a mail server the mail is kept and shown in the administration. A refusal that
 * is final is written down; everything else is tried again by the job. Sent twice after a crash, it has the same
 * Message-ID, by which mail programs show it once.
 */
export function mailSender(
  { db, config, keys }: { db: Db; config: Config; keys: Keys },
  write: WriteMail,
  logger: Logger,
): { send(mailId: string): Promise<void>; close(): void } {
  const transport =
    config.mail === undefined
      ? undefined
      : createTransport({
          ...transportOptions(config.mail),
          pool: true,
          maxConnections: 2,
          // the job tries again, with patience
          maxRequeues: 0,
        })

  /** Writes down what a mail has become since; the log shows it as it goes out. */
  async function retitle<Mail extends MailRow>(mail: Mail, { heading }: Written): Promise<Mail> {
    if (heading === undefined || (heading.kind === mail.kind && heading.subject === mail.subject)) return mail
    await db.updateTable('mails').set(heading).where('id', '=', mail.id).where('status', '=', 'waiting').execute()
    return { ...mail, ...heading }
  }

  /** Settles a mail that was given to no server. */
  const settle = (id: string, status: 'kept' | 'failed', reason: MailReason | null = null) =>
    db.updateTable('mails').set({ status, reason, sealedAddress: null }).where('id', '=', id).execute()

  /** Writes down one try and what came of it, together. */
  const note = (
    id: string,
    outcome: 'sent' | 'deferred' | 'refused',
    said: Pick<Refusal, 'code' | 'text' | 'reason'>,
  ) =>
    db.transaction().execute(async trx => {
      const seen = await trx
        .updateTable('mails')
        .set({
          attempts: sql`attempts + 1`,
          ...(outcome === 'sent'
            ? { status: 'sent', reason: null, failure: null, replyCode: null, sentAt: sql`now()`, sealedAddress: null }
            : { failure: said.text, replyCode: said.code }),
          ...(outcome === 'refused' ? { status: 'failed', reason: said.reason, sealedAddress: null } : {}),
        })
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst()
      // erased while it was on its way
      if (seen === undefined) return
      await trx
        .insertInto('mailTries')
        .values({ mailId: id, outcome, replyCode: said.code, reply: said.text })
        .execute()
    })

  return {
    async send(mailId) {
      const queued = await findMail(db, mailId)
      if (queued?.status !== 'waiting') return
      const to = queued.sealedAddress === null ? queued.toAddress : keys.open('mail-address', queued.sealedAddress)
      // the address of an erasure is not kept for a server that may come
      if (to === '' || (queued.kind === 'erased' && transport === undefined))
        return void (await settle(mailId, 'failed', 'address_erased'))
      const written = await write(queued)
      if (written === undefined) return void (await settle(mailId, 'failed', 'outdated'))
      const mail = await retitle(queued, written)
      if (await isStopped(db, mail.kind, to)) return void (await settle(mailId, 'failed', 'stopped'))
      if (transport === undefined || config.mail === undefined) return void (await settle(mailId, 'kept'))
      const { senderName, replyTo, accent } = await db
        .selectFrom('settings')
        .select(['senderName', 'replyTo', 'accent'])
        .executeTakeFirstOrThrow()
      const answersTo = replyTo ?? written.replyTo
      try {
        const { response } = await transport.sendMail({
          messageId: `<${mailId}@${new URL(config.publicUrl).hostname}>`,
          from: senderName === null ? config.mail.from : { name: senderName, address: bareAddress(config.mail.from) },
          to: { name: '', address: to },
          subject: mail.subject,
          text: asText(written.body),
          html: asHtml(written.body, mail.subject, accent ?? undefined),
          attachments: written.attachments,
          ...(answersTo === undefined ? {} : { replyTo: answersTo }),
          ...(written.calendar === undefined ? {} : { icalEvent: { ...written.calendar, filename: 'termin.ics' } }),
          headers: {
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
            ...(written.unsubscribe === undefined
              ? {}
              : {
                  'List-Unsubscribe': `<${written.unsubscribe}>`,
                  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
                }),
          },
        })
        await note(mailId, 'sent', { code: response.slice(0, 3), text: withoutAddresses(response), reason: 'refused' })
      } catch (error) {
        const refusal = refusalOf(error)
        await note(mailId, refusal.final ? 'refused' : 'deferred', refusal)
        if (refusal.final) return
        logger.warn({ mail: mailId, code: codeOf(error) }, 'mail not sent, will be tried again')
        // what the server said may name the address; the job's record does not
        // oxlint-disable-next-line eslint/preserve-caught-error -- for the same reason
        throw new Error(`mail not sent: ${codeOf(error)}`)
      }
    },
    close: () => transport?.close(),
  }
}

/** "Treffpunkt <post@example.org>" → "post@example.org" */
const bareAddress = (from: string): string => /<([^<>]+)>/.exec(from)?.[1] ?? from

/** One mail with what sending it takes. */
export const findMail = (db: Db, id: string): Promise<(MailRow & { sealedAddress: string | null }) | undefined> =>
  db
    .selectFrom('mails')
    .select(['id', 'kind', 'toAddress', 'sealedAddress', 'subject', 'language'])
    .select(['registrationId', 'attemptId', 'mailingId', 'accountId', 'accountLinkId', 'status'])
    .select(['barrierReportId', 'barrierAnswerId', 'reminderId', 'apiKeyId', 'trial', 'organisationId'])
    .$narrowType<{ kind: MailKind; trial: Trial | null }>()
    .where('id', '=', id)
    .executeTakeFirst()
