import * as contract from '@treffpunkt/shared/invitations'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { asText } from '../mail/layout.ts'
import { getMailing } from '../mailings/queries.ts'
import { getMeeting, lockMeeting } from '../meetings/queries.ts'
import { decline, end, readInvitation } from './answer.ts'
import { answer } from './answers.ts'
import { circleOf, invite, remind } from './invite.ts'
import { invitationSubjects, previewInvitation } from './mails.ts'
import { countAnswers, countInvitable, listInvitable, listInvitations } from './queries.ts'

/** What people do by the link in an invitation. */
export const publicInvitationRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.readInvitation, handler: request => readInvitation(service, request.body.token) })
  app.route({
    ...contract.declineInvitation,
    handler: (request, reply) => answer(service, request, reply, request.body.token, { status: 200, work: decline }),
  })
  app.route({
    ...contract.endInvitations,
    handler: (request, reply) => answer(service, request, reply, request.body.token, { status: 200, work: end }),
  })
}

/** How the office invites to a meeting. */
export const invitationRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.listInvitations,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      return listInvitations(service.db, request.params.id, request.query)
    },
  })
  app.route({
    ...contract.countInvitationAnswers,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      return countAnswers(service.db, request.params.id)
    },
  })
  app.route({
    ...contract.countInvitable,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      return countInvitable(service.db, request.params.id, circleOf(request.query))
    },
  })

  app.route({
    ...contract.previewInvitation,
    handler: async request => {
      const meeting = await getMeeting(service.db, request.params.id)
      const invitees = await listInvitable(service.db, meeting.id, circleOf(request.body))
      const [first] = invitees
      const subject = await invitationSubjects(service.db, 'meeting_invitation')
      const written = first && (await previewInvitation(service, meeting.id, first, request.body))
      return {
        to: first?.toAddress ?? null,
        recipients: invitees.length,
        subject: subject(first?.language ?? 'de', meeting.name),
        text: written === undefined ? '' : asText(written.body),
        links: written?.body.links ?? [],
      }
    },
  })

  app.route({
    ...contract.createInvitations,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) => {
        const meeting = await lockMeeting(trx, request.params.id)
        return getMailing(trx, await invite(trx, service.jobs, actor, meeting, request.body))
      }),
  })
  app.route({
    ...contract.remindInvited,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) => {
        const meeting = await lockMeeting(trx, request.params.id)
        return getMailing(trx, await remind(trx, service.jobs, actor, meeting))
      }),
  })
}
