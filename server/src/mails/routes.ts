import { sql } from 'kysely'
import * as contract from '@treffpunkt/shared/mails'
import type { Mail, MailStatus } from '@treffpunkt/shared/mails'
import { may } from '@treffpunkt/shared/accounts'
import type { Db } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { signedInOf } from '../http/actor.ts'
import type { App, Request, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { asText } from '../mail/layout.ts'
import { queueAgain } from '../mail/queue.ts'
import { findMail, type WriteMail } from '../mail/send.ts'
import { notFound } from '../problems.ts'

const order = {
  key: '-createdAt',
  column: 'createdAt',
  idColumn: 'id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

const mails = (db: Db) =>
  db
    .selectFrom('mails')
    .select([
      'id',
      'kind',
      'toAddress as to',
      'subject',
      'status',
      'registrationId',
      'createdAt',
      'sentAt',
      'attempts',
      'failure',
    ])
    .$narrowType<{ status: MailStatus }>()

/**
 * The mails somebody may see: those about accounts bring links that sign in, and are for admins; those about a barrier may
 * tell of a disability, and are not for readers.
 */
function mailsFor(db: Db, request: Request) {
  const { role } = signedInOf(request)
  if (may(role, 'admin')) return mails(db)
  const ofNoAccount = mails(db).where('accountId', 'is', null)
  return may(role, 'coordinator') ? ofNoAccount : ofNoAccount.where('barrierReportId', 'is', null)
}

const getMail = (db: Db, request: Request, id: string): Promise<Mail> =>
  mailsFor(db, request).where('id', '=', id).executeTakeFirstOrThrow(notFound)

/** The log of mails: what was sent, what waits, and, without a mail server, where every link can be clicked. */
export const mailRoutes = (service: Service, writeMail: WriteMail) => async (app: App) => {
  app.route({
    ...contract.listMails,
    handler: async request => {
      const { query } = request
      let rows = mailsFor(service.db, request).select(sql<string>`created_at::text`.as('sortValue'))
      if (query.status !== undefined) rows = rows.where('status', '=', query.status)
      if (query.registrationId !== undefined) rows = rows.where('registrationId', '=', query.registrationId)
      if (query.mailingId !== undefined) rows = rows.where('mailingId', '=', query.mailingId)
      const page = await keysetPage(rows, order, query)
      return { items: page.rows, next: page.next, sending: service.config.mail !== undefined }
    },
  })

  app.route({
    ...contract.getMail,
    handler: async request => {
      const [mail, row] = await Promise.all([
        getMail(service.db, request, request.params.id),
        findMail(service.db, request.params.id),
      ])
      const written = row === undefined ? undefined : await writeMail(row)
      if (written === undefined) return { ...mail, text: '', links: [] }
      const { code, ...body } = written.body
      // links and codes act for the one who got them: whoever only reads gets none
      const seen = may(signedInOf(request).role, 'coordinator') ? written.body : { ...body, links: [] }
      return { ...mail, text: asText(seen), links: seen.links }
    },
  })

  app.route({
    ...contract.resendMail,
    handler: (request, reply) =>
      write(service, request, reply, 200, async trx => {
        await getMail(trx, request, request.params.id)
        await queueAgain(trx, service.jobs, request.params.id)
        return getMail(trx, request, request.params.id)
      }),
  })
}
