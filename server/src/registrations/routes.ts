import { may } from '@treffpunkt/shared/accounts'
import * as contactLists from '@treffpunkt/shared/contact-lists'
import * as batches from '@treffpunkt/shared/registration-batches'
import * as contract from '@treffpunkt/shared/registrations'
import * as signUpContract from '@treffpunkt/shared/sign-up'
import { attendeeOf, signedInOf, type FindAttendee } from '../http/actor.ts'
import type { App, Reply, Request, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { queueMail } from '../mail/queue.ts'
import type { OnOrganisationNamed } from '../organisations/edit.ts'
import { notFound, problem } from '../problems.ts'
import {
  addOwnColleagues,
  changeOwn,
  confirmByCode,
  confirmByLink,
  moveOwn,
  readTicket,
  sealWith,
  sendAgain,
  sendLostLinks,
  signUpWithin,
  substituteOwn,
} from './answers.ts'
import { approve, approveAll, reconsider, reconsiderAll, refuse, refuseAll } from './approve.ts'
import {
  acceptOffer,
  changeRegistration,
  confirmByOffice,
  declineOffer,
  lockToChange,
  settleOrganisation,
} from './change.ts'
import { attend, switchAll } from './attends.ts'
import { getContactList, getOwnContactList } from './contact-list.ts'
import { kindFor } from './mails.ts'
import { getNextMeeting } from './next.ts'
import {
  getOwnRegistration,
  getRegistration,
  listRegistrationIds,
  listRegistrations,
  lockRegistration,
} from './queries.ts'
import { enter } from './register.ts'
import { getSeats } from './seat-queries.ts'
import { substitute } from './substitute.ts'
import { suggestOrganisations } from './suggest.ts'
import { attemptToken, findByToken, registrationToken } from './tokens.ts'
import { restore, restoreAll, withdraw, withdrawAll } from './withdraw.ts'

/** Who a personal link belongs to. */
export const findAttendee =
  (service: Service): FindAttendee =>
  token =>
    findByToken(service.db, service.keys, 'registration', token)

/** What everybody may do. */
export const publicRegistrationRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...signUpContract.signUp,
    handler: async (request, reply) => {
      // a program filled in the field that people do not see: it gets the answer everybody gets, and nothing happens
      if (request.body.homepage) {
        reply.code(202)
        return {
          place: 'held' as const,
          colleagues: (request.body.colleagues ?? []).map(() => ({ place: 'held' as const })),
          until: new Date(Date.now() + 48 * 3_600_000).toISOString(),
          attempt: attemptToken(service.keys, request.id),
        }
      }
      return signUpWithin(service, request, reply, request.params.id, request.body)
    },
  })

  app.route({
    ...signUpContract.confirmByLink,
    handler: (request, reply) => confirmByLink(service, request, reply, request.body.token),
  })
  app.route({
    ...signUpContract.confirmByCode,
    handler: (request, reply) => confirmByCode(service, request, reply, request.body),
  })

  app.route({
    ...signUpContract.resendCode,
    handler: async (request, reply) => {
      await sendAgain(service, request, reply, request.body.attempt)
      reply.code(202)
      return { sentAgain: true as const }
    },
  })

  app.route({
    ...signUpContract.sendLostLinks,
    handler: async (request, reply) => {
      await sendLostLinks(service, request, reply, request.body.email)
      reply.code(202)
      return { received: true as const }
    },
  })

  app.route({
    ...signUpContract.readTicket,
    handler: request => readTicket(service, request.body.token),
  })

  app.route({
    ...signUpContract.suggestOrganisations,
    handler: async request => ({ items: await suggestOrganisations(service.db, request.query.q) }),
  })
}

/** What people do by their personal link. */
export const ownRegistrationRoutes = (service: Service) => async (app: App) => {
  const seal = sealWith(service)
  const own = async (db: Service['db'], request: Request) => seal(await getOwnRegistration(db, attendeeOf(request).id))

  app.route({ ...signUpContract.getOwnRegistration, handler: request => own(service.db, request) })
  app.route({
    ...contactLists.getOwnContactList,
    handler: request => getOwnContactList(service.db, attendeeOf(request)),
  })

  app.route({
    ...signUpContract.getNextMeeting,
    handler: request => getNextMeeting(service, attendeeOf(request).id, request.language),
  })

  app.route({
    ...signUpContract.changeOwnRegistration,
    handler: (request, reply) =>
      changeOwn(service, request, reply, {
        changes: request.body,
        isCurrent: version => requireVersion(request, version),
        answer: trx => own(trx, request),
      }),
  })

  const moved = (request: Request, reply: Reply, move: typeof withdraw) =>
    moveOwn(service, request, reply, { status: 200, move, answer: trx => own(trx, request) })
  app.route({ ...signUpContract.withdrawOwn, handler: (request, reply) => moved(request, reply, withdraw) })
  app.route({ ...signUpContract.restoreOwn, handler: (request, reply) => moved(request, reply, restore) })
  app.route({ ...signUpContract.acceptOffer, handler: (request, reply) => moved(request, reply, acceptOffer) })
  app.route({
    ...signUpContract.substituteOwn,
    handler: (request, reply) => substituteOwn(service, request, reply, request.body, trx => own(trx, request)),
  })
  app.route({
    ...signUpContract.addColleagues,
    handler: (request, reply) => addOwnColleagues(service, request, reply, request.body.colleagues),
  })
  app.route({ ...signUpContract.declineOffer, handler: (request, reply) => moved(request, reply, declineOffer) })
  app.route({ ...signUpContract.attendOnline, handler: (request, reply) => moved(request, reply, attend('online')) })
  app.route({ ...signUpContract.attendOnSite, handler: (request, reply) => moved(request, reply, attend('on_site')) })
}

/** What the office does with registrations. */
export const registrationRoutes = (service: Service, onNamed: OnOrganisationNamed) => async (app: App) => {
  // what somebody needs, and that they need something, is for those who see to it
  const seesNeeds = (request: Request) => may(signedInOf(request).role, 'coordinator')
  app.route({
    ...contract.listRegistrations,
    handler: async request => {
      const page = await listRegistrations(service.db, request.params.id, request.query)
      return seesNeeds(request) ? page : { ...page, items: page.items.map(row => ({ ...row, hasNeeds: false })) }
    },
  })
  app.route({
    ...contactLists.getContactList,
    handler: request => getContactList(service.db, request.params.id),
  })
  app.route({ ...contract.getSeats, handler: request => getSeats(service.db, request.params.id) })
  app.route({
    ...contract.getRegistration,
    handler: async request => {
      const sensitive = seesNeeds(request)
      const registration = await getRegistration(service.db, request.params.id, { sensitive })
      return sensitive ? registration : { ...registration, hasNeeds: false, needs: null }
    },
  })

  app.route({
    ...batches.listRegistrationIds,
    handler: async request => {
      const ids = await listRegistrationIds(service.db, request.params.id, request.query)
      return { total: ids.length, ids: ids.slice(0, batches.batchLimit) }
    },
  })
  app.route({
    ...batches.withdrawRegistrations,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) =>
        withdrawAll(trx, service.jobs, actor, request.params.id, request.body),
      ),
  })
  app.route({
    ...batches.restoreRegistrations,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) =>
        restoreAll(trx, service.jobs, actor, request.params.id, request.body),
      ),
  })

  app.route({
    ...batches.approveRegistrations,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) =>
        approveAll(trx, service.jobs, actor, request.params.id, request.body),
      ),
  })
  app.route({
    ...batches.refuseRegistrations,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) =>
        refuseAll(trx, service.jobs, actor, request.params.id, request.body),
      ),
  })
  app.route({
    ...batches.reconsiderRegistrations,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) =>
        reconsiderAll(trx, service.jobs, actor, request.params.id, request.body),
      ),
  })

  app.route({
    ...batches.switchRegistrations,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) =>
        switchAll(trx, service.jobs, actor, request.params.id, request.body),
      ),
  })

  app.route({
    ...contract.createRegistration,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) =>
        getRegistration(trx, await enter(trx, service.jobs, actor, request.params.id, request.body)),
      ),
  })

  app.route({
    ...contract.changeRegistration,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockToChange(trx, request.params.id, request.body)
        requireVersion(request, before.version)
        await changeRegistration(trx, service.jobs, actor, before, request.body)
        return getRegistration(trx, before.id)
      }),
  })

  const moved = (request: Request, reply: Reply, id: string, move: typeof withdraw) =>
    write(service, request, reply, 200, async (trx, actor) => {
      // read without a lock, because the meeting is locked first
      const at = await trx
        .selectFrom('registrations')
        .select(['id', 'meetingId'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow(notFound)
      await move(trx, service.jobs, actor, at)
      return getRegistration(trx, id)
    })
  app.route({
    ...contract.confirmRegistration,
    handler: (request, reply) => moved(request, reply, request.params.id, confirmByOffice),
  })
  app.route({
    ...contract.withdrawRegistration,
    handler: (request, reply) => moved(request, reply, request.params.id, withdraw),
  })
  app.route({
    ...contract.restoreRegistration,
    handler: (request, reply) => moved(request, reply, request.params.id, restore),
  })

  app.route({
    ...contract.approveRegistration,
    handler: (request, reply) => moved(request, reply, request.params.id, approve),
  })
  app.route({
    ...contract.refuseRegistration,
    handler: (request, reply) => moved(request, reply, request.params.id, refuse(request.body.reason ?? null)),
  })
  app.route({
    ...contract.reconsiderRegistration,
    handler: (request, reply) => moved(request, reply, request.params.id, reconsider),
  })

  app.route({
    ...contract.substituteRegistration,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) => {
        const { id, meetingId } = await getRegistration(trx, request.params.id)
        return getRegistration(trx, await substitute(trx, service.jobs, actor, { id, meetingId }, request.body))
      }),
  })

  app.route({
    ...contract.resendRegistrationMail,
    handler: (request, reply) =>
      write(service, request, reply, 200, async trx => {
        const { id, email, status, addressConfirmedAt } = await lockRegistration(trx, request.params.id)
        if (email === null) throw problem('no_address', 'Enter an e-mail address first.')
        await queueMail(trx, service.jobs, { kind: kindFor(status, addressConfirmedAt), registrationId: id })
        return getRegistration(trx, id)
      }),
  })

  app.route({
    ...contract.settleOrganisation,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockRegistration(trx, request.params.id)
        await settleOrganisation(trx, actor, before, request.body, onNamed)
        return getRegistration(trx, request.params.id)
      }),
  })

  app.route({
    ...contract.getRegistrationLink,
    handler: async request => {
      const row = await service.db
        .selectFrom('registrations')
        .select(['id', 'linkVersion'])
        .where('id', '=', request.params.id)
        .executeTakeFirstOrThrow(notFound)
      return { url: `${service.config.publicUrl}/registrations/${registrationToken(service.keys, row)}` }
    },
  })
}
