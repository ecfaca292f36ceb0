import { createTransport } from 'nodemailer'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Db } from '../db/connect.ts'
import type { Keys } from '../http/keys.ts'
import { asHtml, asText, type MailBody } from './layout.ts'
import type { AccountMailKind } from '../texts/account-mails.ts'
import { addressForgotten, type BarrierMailKind, type MailKind, type RegistrationMailKind } from './queue.ts'
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
  /** The account that it is about. */
  accountId: string | null
  /** The link of the account that it brings. */
  accountLinkId: string | null
  /** The report of a barrier that it is about. */
  barrierReportId: string | null
  /** The answer to the report that it brings. */
  barrierAnswerId: string | null
  language: string
}

/** A mail that one registration is the reason of, not one of many. */
export const isOfRegistration = (mail: MailRow): mail is MailRow & { kind: RegistrationMailKind } =>
  mail.mailingId === null && mail.accountId === null && mail.barrierReportId === null && mail.kind !== 'erased'

/** A mail about the account of somebody in the office. */
export const isOfAccount = (mail: MailRow): mail is MailRow & { kind: AccountMailKind; accountId: string } =>
  mail.accountId !== null

/** A mail about a barrier that was reported. */
export const isOfBarrier = (mail: MailRow): mail is MailRow & { kind: BarrierMailKind; barrierReportId: string } =>
  mail.barrierReportId !== null

/** A mail with its links and attachments, made from the rows as they are now. */
export type Written = {
  body: MailBody
  attachments: { filename: string; content: string | Buffer; contentType: string; cid?: string }[]
  /** The date for the calendar: programs that know its method (RFC 5546) enter, move or take out the entry by themselves. */
  calendar?: { method: 'PUBLISH' | 'REQUEST' | 'CANCEL'; content: string }
  /** Where answers go: somebody reads them there. */
  replyTo?: string
}

/** Writes the mails of a noun; undefined when what it is about has gone meanwhile. */
export type WriteMail = (mail: MailRow) => Promise<Written | undefined>

/**
 * A mail server's answer that trying again does not change (RFC 5321, 4.2.1). A server that does not let us in (a wrong
 * password, a wrong port) says nothing about the mail: it waits until the operator has mended that.
 */
const isFinal = (error: unknown): boolean =>
  error instanceof Error &&
  'responseCode' in error &&
  typeof error.responseCode === 'number' &&
  error.responseCode >= 500 &&
  error.responseCode < 600 &&
  'command' in error &&
  (error.command === 'RCPT TO' || error.command === 'DATA' || error.command === 'MAIL FROM')

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

  const settle = (id: string, facts: { status: 'sent' | 'kept' | 'failed'; failure?: string }) =>
    db
      .updateTable('mails')
      .set({
        status: facts.status,
        failure: facts.failure ?? null,
        sealedAddress: null,
        attempts: sql`attempts + ${facts.status === 'kept' ? 0 : 1}::integer`,
        sentAt: facts.status === 'sent' ? sql`now()` : sql`sent_at`,
      })
      .where('id', '=', id)
      .execute()

  return {
    async send(mailId) {
      const mail = await findMail(db, mailId)
      if (mail === undefined || mail.status === 'sent') return
      const to = mail.sealedAddress === null ? mail.toAddress : keys.open('mail-address', mail.sealedAddress)
      // the address of an erasure is not kept for a server that may come
      if (to === '' || (mail.kind === 'erased' && transport === undefined))
        return void (await settle(mailId, { status: 'failed', failure: addressForgotten }))
      const written = await write(mail)
      if (written === undefined)
        return void (await settle(mailId, { status: 'failed', failure: 'Worum es ging, gilt nicht mehr.' }))
      if (transport === undefined || config.mail === undefined) return void (await settle(mailId, { status: 'kept' }))
      try {
        await transport.sendMail({
          messageId: `<${mailId}@${new URL(config.publicUrl).hostname}>`,
          from: config.mail.from,
          to: { name: '', address: to },
          subject: mail.subject,
          text: asText(written.body),
          html: asHtml(written.body, mail.subject),
          attachments: written.attachments,
          ...(written.replyTo === undefined ? {} : { replyTo: written.replyTo }),
          ...(written.calendar === undefined ? {} : { icalEvent: { ...written.calendar, filename: 'termin.ics' } }),
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
        await settle(mailId, { status: 'sent' })
      } catch (error) {
        if (isFinal(error)) return void (await settle(mailId, { status: 'failed', failure: reason(error) }))
        await db
          .updateTable('mails')
          .set({ attempts: sql`attempts + 1`, failure: reason(error) })
          .where('id', '=', mailId)
          .execute()
        logger.warn({ mail: mailId, code: codeOf(error) }, 'mail not sent, will be tried again')
        // what the server said may name the address; the job's record does not
        // oxlint-disable-next-line eslint/preserve-caught-error -- for the same reason
        throw new Error(`mail not sent: ${codeOf(error)}`)
      }
    },
    close: () => transport?.close(),
  }
}

/** One mail with what sending it takes. */
export const findMail = (
  db: Db,
  id: string,
): Promise<(MailRow & { status: string; sealedAddress: string | null }) | undefined> =>
  db
    .selectFrom('mails')
    .select(['id', 'kind', 'toAddress', 'sealedAddress', 'subject', 'language'])
    .select(['registrationId', 'attemptId', 'mailingId', 'accountId', 'accountLinkId', 'status'])
    .select(['barrierReportId', 'barrierAnswerId'])
    .$narrowType<{ kind: MailKind }>()
    .where('id', '=', id)
    .executeTakeFirst()

// What the server said, without the address it may repeat.
const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\S+@\S+/g, '…').slice(0, 300)
