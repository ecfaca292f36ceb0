import { sql } from 'kysely'
import * as contract from '@treffpunkt/shared/mails'
import { may } from '@treffpunkt/shared/accounts'
import { recordChange } from '../db/record-change.ts'
import { withoutTokens } from '../texts/without-tokens.ts'
import { signedInOf } from '../http/actor.ts'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { markChecked } from '../mail/queries.ts'
import { asText } from '../mail/layout.ts'
import { queueAgain } from '../mail/queue.ts'
import { findMail, type MailRow, type WriteMail } from '../mail/send.ts'
import { countMails, getMail, listMails, listTries, listUndeliverable } from './queries.ts'

/** The log of mails: what was sent, what waits, and, without a mail server, where links can be clicked. */
export const mailRoutes = (service: Service, writeMail: WriteMail) => async (app: App) => {
  const { db } = service
  const sending = service.config.mail !== undefined

  app.route({
    ...contract.listMails,
    handler: async request => {
      const { role } = signedInOf(request)
      const [page, counts] = await Promise.all([
        listMails(db, role, request.query),
        countMails(db, role, request.query),
      ])
      return { ...page, sending, counts }
    },
  })

  app.route({
    ...contract.getMail,
    handler: async request => {
      const { id } = request.params
      const { role } = signedInOf(request)
      const [mail, row, tries] = await Promise.all([getMail(db, role, id), findMail(db, id), listTries(db, id)])
      const written = row === undefined ? undefined : await writeMail(row)
      if (row === undefined || written === undefined) return { ...mail, tries, masked: false, text: '', links: [] }
      const { code, ...body } = written.body
      const masked = opensAnAccount(row, sending)
      // links and codes act for the one who got them: whoever only reads gets none
      const seen = may(role, 'coordinator') && !masked ? written.body : { ...body, links: [] }
      // words of the office may name a link in mid-sentence
      const text = asText(seen)
      return { ...mail, tries, masked, text: seen === written.body ? text : withoutTokens(text), links: seen.links }
    },
  })

  app.route({
    ...contract.resendMail,
    handler: (request, reply) =>
      write(service, request, reply, 200, async trx => {
        const { role } = signedInOf(request)
        await getMail(trx, role, request.params.id)
        await queueAgain(trx, service.jobs, request.params.id)
        return getMail(trx, role, request.params.id)
      }),
  })

  app.route({
    ...contract.listUndeliverableAddresses,
    handler: request => listUndeliverable(db, request.query),
  })

  app.route({
    ...contract.markAddressChecked,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const { role } = signedInOf(request)
        const mail = await getMail(trx, role, request.params.id)
        const count = await markChecked(trx, sql`lower(e.to_address) = ${mail.to.toLowerCase()}`)
        if (count > 0) await recordChange(trx, actor, { object: 'mail', id: mail.id, kind: 'address_checked' })
        return getMail(trx, role, mail.id)
      }),
  })
}

/**
 * Whether the mail brings a link to somebody's account: that is theirs alone, also among admins. Where no mail server is set
 * somebody has to hand over what makes an account theirs or confirms their address; a new password never.
 */
const opensAnAccount = ({ accountLinkId, kind }: MailRow, sending: boolean): boolean =>
  accountLinkId !== null && (sending || kind === 'password_reset')
