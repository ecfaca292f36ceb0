import type { Confirmed, OwnRegistration, SignUp, SignUpReceived, Ticket } from '@treffpunkt/shared/registrations'
import type { Trx } from '../db/connect.ts'
import { networkOf, type Limit } from '../http/limits.ts'
import type { Reply, Request, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { queueLostLinks, queueMail } from '../mail/queue.ts'
import { notFound, problem } from '../problems.ts'
import { confirm, countTry, registrationOfAttempt } from './confirm.ts'
import { getOwnRegistration, lockRegistration } from './queries.ts'
import { register } from './register.ts'
import { attemptOfToken, attemptToken, codeOf, findByToken, registrationToken, ticketToken } from './tokens.ts'

// What people do without an account, within the limits: the API and the forms without JavaScript both end here.

// A network may be a whole office that signs up its people; an address is one person, or a shared mailbox.
const signUpsOfNetwork: Limit = { name: 'sign-up-network', points: 60, seconds: 600 }
const mailsToAddress: Limit = { name: 'mail-address', points: 10, seconds: 3600 }
const codesOfNetwork: Limit = { name: 'code-network', points: 120, seconds: 600 }

type Seal = (registration: Awaited<ReturnType<typeof getOwnRegistration>>) => OwnRegistration

/** Adds the ticket's token, while there is a seat, and leaves out what only we need to know. */
export const sealWith =
  ({ keys }: Service): Seal =>
  ({ linkVersion, id, ...registration }) => ({
    ...registration,
    ticketToken: registration.status === 'confirmed' ? ticketToken(keys, { id, linkVersion }) : null,
  })

/** Signs up, within the limits. */
export async function signUpWithin(
  service: Service,
  request: Request,
  reply: Reply,
  meetingId: string,
  body: SignUp,
): Promise<SignUpReceived> {
  await service.limits.take(reply, signUpsOfNetwork, networkOf(request, service.keys))
  await takeMail(service, reply, body.email)
  return write(service, request, reply, 202, async (trx, actor) => {
    const [outcome] = await register(trx, service.jobs, actor, meetingId, [body])
    if (outcome === undefined) throw notFound()
    return { place: outcome.place, until: outcome.until, attempt: attemptToken(service.keys, outcome.attemptId) }
  })
}

/** Confirms by the link of the mail. Twice is once. */
export function confirmByLink(service: Service, request: Request, reply: Reply, token: string): Promise<Confirmed> {
  return write(service, request, reply, 200, async (trx, actor) => {
    const found = await findByToken(trx, service.keys, 'confirm', token)
    if (found === undefined) throw notFound()
    await confirm(trx, service.jobs, actor, found)
    return confirmedAs(service, trx, found.id)
  })
}

/** Confirms by the six digits. A wrong try counts, whatever follows. */
export async function confirmByCode(
  service: Service,
  request: Request,
  reply: Reply,
  body: { attempt: string; code: string },
): Promise<Confirmed> {
  await service.limits.take(reply, codesOfNetwork, networkOf(request, service.keys))
  const attemptId = attemptOfToken(service.keys, body.attempt)
  if (attemptId === undefined) throw notFound()
  const left = await service.db.transaction().execute(trx => countTry(trx, attemptId))
  if (body.code !== codeOf(service.keys, attemptId))
    throw problem('code_wrong', `The code is not right. ${left} tries left.`)
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
  const { meeting, firstName, lastName, organisation, organisationTyped, shortCode, status } = await getOwnRegistration(
    service.db,
    found.id,
  )
  return {
    meeting,
    name: `${firstName} ${lastName}`,
    organisation: organisation?.name ?? organisationTyped,
    shortCode,
    status,
  }
}

/** Sends the mail with link and code once more. */
export async function sendAgain(service: Service, request: Request, reply: Reply, attempt: string): Promise<void> {
  const attemptId = attemptOfToken(service.keys, attempt)
  if (attemptId === undefined) throw notFound()
  const { email } = await service.db.transaction().execute(trx => registrationOfAttempt(trx, attemptId))
  await takeMail(service, reply, email ?? '')
  await write(service, request, reply, 202, async trx => {
    const { id } = await registrationOfAttempt(trx, attemptId)
    const { addressConfirmedAt } = await lockRegistration(trx, id)
    await queueMail(trx, service.jobs, {
      kind: addressConfirmedAt === null ? 'confirm' : 'already_registered',
      registrationId: id,
      attemptId,
    })
  })
}

/** Mails all links of an address to it; for an address nobody knows nothing happens, and it looks the same. */
export async function sendLostLinks(service: Service, request: Request, reply: Reply, email: string): Promise<void> {
  await service.limits.take(reply, signUpsOfNetwork, networkOf(request, service.keys))
  await takeMail(service, reply, email)
  await write(service, request, reply, 202, trx => queueLostLinks(trx, service.jobs, email))
}

/** One more mail to an address: nobody can fill another's mailbox. */
const takeMail = (service: Service, reply: Reply, email: string) =>
  service.limits.take(reply, mailsToAddress, service.keys.sign('mail-address', email.trim().toLowerCase()))
