import type { FastifyReply, FastifyRequest } from 'fastify'
import * as contract from '@treffpunkt/shared/registrations'
import type { Confirmed, OwnRegistration, SignUp, SignUpReceived, Ticket } from '@treffpunkt/shared/registrations'
import type { Trx } from '../db/connect.ts'
import { attendeeOf, type FindAttendee } from '../http/actor.ts'
import { networkOf, type Limit } from '../http/limits.ts'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { queueLostLinks, queueMail } from '../mail/queue.ts'
import { notFound, problem } from '../problems.ts'
import { acceptOffer, changeRegistration, confirmByOffice, declineOffer, restore, settleOrganisation, withdraw } from './change.ts'
import { confirm, countTry, registrationOfAttempt } from './confirm.ts'
import { getOwnRegistration, getRegistration, getSeats, listRegistrations, lockRegistration } from './queries.ts'
import { enter, register } from './register.ts'
import { attemptOfToken, attemptToken, codeOf, findByToken, registrationToken, ticketToken } from './tokens.ts'
import { suggestOrganisations } from './suggest.ts'

// A network may be a whole office that signs up its people; an address is one person, or a shared mailbox.
const signUpsOfNetwork: Limit = { name: 'sign-up-network', points: 60, seconds: 600 }
const mailsToAddress: Limit = { name: 'mail-address', points: 10, seconds: 3600 }
const codesOfNetwork: Limit = { name: 'code-network', points: 120, seconds: 600 }

type Seal = (registration: Awaited<ReturnType<typeof getOwnRegistration>>) => OwnRegistration

/** Adds the ticket's token, while there is a seat, and leaves out what only we need to know. */
export const sealWith =
  ({ keys }: Service): Seal =>
  ({ linkVersion, id, ...registration }) => ({ ...registration, ticketToken: registration.status === 'confirmed' ? ticketToken(keys, { id, linkVersion }) : null })

export const findAttendee =
  (service: Service): FindAttendee =>
  token =>
    findByToken(service.db, service.keys, 'registration', token)

/** Signs up, within the limits; also what the form without JavaScript posts to. */
export async function signUpWithin(service: Service, request: FastifyRequest, reply: FastifyReply, meetingId: string, body: SignUp): Promise<SignUpReceived> {
  await service.limits.take(reply, signUpsOfNetwork, networkOf(request, service.keys))
  await service.limits.take(reply, mailsToAddress, service.keys.sign('mail-address', body.email.toLowerCase()))
  return write(service, request, reply, 202, async (trx, actor) => {
    const [outcome] = await register(trx, service.jobs, actor, meetingId, [body])
    if (outcome === undefined) throw notFound()
    return { place: outcome.place, until: outcome.until, attempt: attemptToken(service.keys, outcome.attemptId) }
  })
}

/** Confirms by the link of the mail; also what the button without JavaScript posts to. */
export function confirmByLink(service: Service, request: FastifyRequest, reply: FastifyReply, token: string): Promise<Confirmed> {
  return write(service, request, reply, 200, async (trx, actor) => {
    const found = await findByToken(trx, service.keys, 'confirm', token)
    if (found === undefined) throw notFound()
    await confirm(trx, service.jobs, actor, found)
    return confirmedAs(service, trx, found.id)
  })
}

/** Confirms by the six digits; also what the form without JavaScript posts to. A wrong try counts, whatever follows. */
export async function confirmByCode(service: Service, request: FastifyRequest, reply: FastifyReply, body: { attempt: string; code: string }): Promise<Confirmed> {
  await service.limits.take(reply, codesOfNetwork, networkOf(request, service.keys))
  const attemptId = attemptOfToken(service.keys, body.attempt)
  if (attemptId === undefined) throw notFound()
  const left = await service.db.transaction().execute(trx => countTry(trx, attemptId))
  if (body.code !== codeOf(service.keys, attemptId)) throw problem('code_wrong', `The code is not right. ${left} tries left.`)
  return write(service, request, reply, 200, async (trx, actor) => {
    const found = await registrationOfAttempt(trx, attemptId)
    await confirm(trx, service.jobs, actor, found)
    return confirmedAs(service, trx, found.id)
  })
}

async function confirmedAs(service: Service, trx: Trx, id: string): Promise<Confirmed> {
  const registration = await getOwnRegistration(trx, id)
  return { token: registrationToken(service.keys, registration), registration: sealWith(service)(registration) }
}

/** What the ticket of this token shows. @throws not_found for a token that opens none. */
export async function readTicket(service: Service, token: string): Promise<Ticket> {
  const found = await findByToken(service.db, service.keys, 'ticket', token)
  if (found === undefined) throw notFound()
  const { meeting, firstName, lastName, organisation, organisationTyped, shortCode, status } = await getOwnRegistration(service.db, found.id)
  return { meeting, name: `${firstName} ${lastName}`, organisation: organisation?.name ?? organisationTyped, shortCode, status }
}

/** What everybody may do. */
export const publicRegistrationRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.signUp,
    handler: async (request, reply) => {
      // a program filled in the field that people do not see: it gets the answer everybody gets, and nothing happens
      if (request.body.homepage) {
        reply.code(202)
        return { place: 'held' as const, until: new Date(Date.now() + 48 * 3_600_000).toISOString(), attempt: attemptToken(service.keys, request.id) }
      }
      return signUpWithin(service, request, reply, request.params.id, request.body)
    },
  })

  app.route({ ...contract.confirmByLink, handler: (request, reply) => confirmByLink(service, request, reply, request.body.token) })
  app.route({ ...contract.confirmByCode, handler: (request, reply) => confirmByCode(service, request, reply, request.body) })

  app.route({
    ...contract.resendCode,
    handler: async (request, reply) => {
      const attemptId = attemptOfToken(service.keys, request.body.attempt)
      if (attemptId === undefined) throw notFound()
      await service.limits.take(reply, mailsToAddress, `again ${attemptId}`)
      return write(service, request, reply, 202, async trx => {
        const { id } = await registrationOfAttempt(trx, attemptId)
        const { addressConfirmedAt } = await lockRegistration(trx, id)
        await queueMail(trx, service.jobs, { kind: addressConfirmedAt === null ? 'confirm' : 'already_registered', registrationId: id, attemptId })
        return { sentAgain: true as const }
      })
    },
  })

  app.route({
    ...contract.sendLostLinks,
    handler: async (request, reply) => {
      await service.limits.take(reply, signUpsOfNetwork, networkOf(request, service.keys))
      await service.limits.take(reply, mailsToAddress, service.keys.sign('mail-address', request.body.email.toLowerCase()))
      return write(service, request, reply, 202, async trx => {
        await queueLostLinks(trx, service.jobs, request.body.email)
        return { received: true as const }
      })
    },
  })

  app.route({
    ...contract.readTicket,
    handler: request => readTicket(service, request.body.token),
  })

  app.route({ ...contract.suggestOrganisations, handler: async request => ({ items: await suggestOrganisations(service.db, request.query.q) }) })
}

/** What people do by their personal link. */
export const ownRegistrationRoutes = (service: Service) => async (app: App) => {
  const seal = sealWith(service)
  const own = async (db: Service['db'], request: FastifyRequest) => seal(await getOwnRegistration(db, attendeeOf(request).id))

  app.route({ ...contract.getOwnRegistration, handler: request => own(service.db, request) })

  app.route({
    ...contract.changeOwnRegistration,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockRegistration(trx, attendeeOf(request).id)
        requireVersion(request, before.version)
        await changeRegistration(trx, actor, before, request.body)
        return own(trx, request)
      }),
  })

  const moved = (request: FastifyRequest, reply: FastifyReply, move: typeof withdraw) =>
    write(service, request, reply, 200, async (trx, actor) => {
      await move(trx, service.jobs, actor, attendeeOf(request))
      return own(trx, request)
    })
  app.route({ ...contract.withdrawOwn, handler: (request, reply) => moved(request, reply, withdraw) })
  app.route({ ...contract.restoreOwn, handler: (request, reply) => moved(request, reply, restore) })
  app.route({ ...contract.acceptOffer, handler: (request, reply) => moved(request, reply, acceptOffer) })
  app.route({ ...contract.declineOffer, handler: (request, reply) => moved(request, reply, declineOffer) })
}

/** What the office does with registrations. */
export const registrationRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.listRegistrations, handler: request => listRegistrations(service.db, request.params.id, request.query) })
  app.route({ ...contract.getSeats, handler: request => getSeats(service.db, request.params.id) })
  app.route({ ...contract.getRegistration, handler: request => getRegistration(service.db, request.params.id) })

  app.route({
    ...contract.createRegistration,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) => getRegistration(trx, await enter(trx, service.jobs, actor, request.params.id, request.body))),
  })

  app.route({
    ...contract.changeRegistration,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockRegistration(trx, request.params.id)
        requireVersion(request, before.version)
        await changeRegistration(trx, actor, before, request.body)
        return getRegistration(trx, before.id)
      }),
  })

  const moved = (request: FastifyRequest, reply: FastifyReply, id: string, move: typeof withdraw) =>
    write(service, request, reply, 200, async (trx, actor) => {
      // read without a lock, because the meeting is locked first
      const at = await trx.selectFrom('registrations').select(['id', 'meetingId']).where('id', '=', id).executeTakeFirstOrThrow(notFound)
      await move(trx, service.jobs, actor, at)
      return getRegistration(trx, id)
    })
  app.route({ ...contract.confirmRegistration, handler: (request, reply) => moved(request, reply, request.params.id, confirmByOffice) })
  app.route({ ...contract.withdrawRegistration, handler: (request, reply) => moved(request, reply, request.params.id, withdraw) })
  app.route({ ...contract.restoreRegistration, handler: (request, reply) => moved(request, reply, request.params.id, restore) })

  app.route({
    ...contract.resendRegistrationMail,
    handler: (request, reply) =>
      write(service, request, reply, 200, async trx => {
        const { id, email, status, addressConfirmedAt } = await lockRegistration(trx, request.params.id)
        if (email === null) throw problem('no_address', 'Enter an e-mail address first.')
        const kind = status === 'confirmed' || status === 'offered' || status === 'withdrawn' || status === 'lapsed' ? status : addressConfirmedAt === null ? 'confirm' : 'waitlisted'
        await queueMail(trx, service.jobs, { kind, registrationId: id })
        return getRegistration(trx, id)
      }),
  })

  app.route({
    ...contract.settleOrganisation,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        await settleOrganisation(trx, actor, await lockRegistration(trx, request.params.id), request.body)
        return getRegistration(trx, request.params.id)
      }),
  })

  app.route({
    ...contract.getRegistrationLink,
    handler: async request => {
      const row = await service.db.selectFrom('registrations').select(['id', 'linkVersion']).where('id', '=', request.params.id).executeTakeFirstOrThrow(notFound)
      return { url: `${service.config.publicUrl}/registrations/${registrationToken(service.keys, row)}` }
    },
  })
}
