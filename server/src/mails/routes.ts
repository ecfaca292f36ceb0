import { sql } from 'kysely'
import * as contract from '@treffpunkt/shared/mails'
import type { Mail, MailStatus } from '@treffpunkt/shared/mails'
import type { Db } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import type { App, Service } from '../http/service.ts'
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

const getMail = (db: Db, id: string): Promise<Mail> => mails(db).where('id', '=', id).executeTakeFirstOrThrow(notFound)

/** The log of mails: what was sent, what waits, and, without a mail server, where every link can be clicked. */
export const mailRoutes = (service: Service, writeMail: WriteMail) => async (app: App) => {
  app.route({
    ...contract.listMails,
    handler: async ({ query }) => {
      let rows = mails(service.db).select(sql<string>`created_at::text`.as('sortValue'))
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
        getMail(service.db, request.params.id),
        findMail(service.db, request.params.id),
      ])
      const written = row === undefined ? undefined : await writeMail(row)
      return {
        ...mail,
        text: written === undefined ? '' : asText(written.body),
        links: written?.body.links ?? [],
      }
    },
  })

  app.route({
    ...contract.resendMail,
    handler: (request, reply) =>
      write(service, request, reply, 200, async trx => {
        await getMail(trx, request.params.id)
        await queueAgain(trx, service.jobs, request.params.id)
        return getMail(trx, request.params.id)
      }),
  })
}
