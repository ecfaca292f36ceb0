import * as contract from '@treffpunkt/shared/mailings'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { asText } from '../mail/layout.ts'
import { getMeeting, lockMeeting } from '../meetings/queries.ts'
import { recipientsOf, sendAfterAll, takeBack, writeTo } from './announce.ts'
import { previewMessage } from './mails.ts'
import { countAudiences, getMailing, listMailings, listRecipients } from './queries.ts'

/** What the office writes to all who are registered. */
export const mailingRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.listMailings,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      return listMailings(service.db, request.params.id, request.query)
    },
  })

  app.route({
    ...contract.countAudiences,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      return countAudiences(service.db, request.params.id)
    },
  })

  app.route({
    ...contract.previewMailing,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      const { subject } = request.body
      const recipients = await listRecipients(service.db, request.params.id, recipientsOf(request.body))
      const [first] = recipients
      const written = first && (await previewMessage(service, first.id, request.body))
      return {
        to: first?.email ?? null,
        recipients: recipients.length,
        subject: subject.trim(),
        text: written === undefined ? '' : asText(written.body),
        links: written?.body.links ?? [],
      }
    },
  })

  app.route({
    ...contract.createMailing,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) => {
        const meeting = await lockMeeting(trx, request.params.id)
        return getMailing(trx, await writeTo(trx, service.jobs, actor, meeting, request.body))
      }),
  })

  app.route({
    ...contract.takeBackMailing,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        await takeBack(trx, actor, request.params.id)
        return getMailing(trx, request.params.id)
      }),
  })

  app.route({
    ...contract.sendMailing,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        await sendAfterAll(trx, service.jobs, actor, request.params.id)
        return getMailing(trx, request.params.id)
      }),
  })
}
