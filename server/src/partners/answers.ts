import { sql } from 'kysely'
import type {
  NewPartnerRegistration,
  PartnerRegistration,
  PartnerRegistrationChanges,
} from '@treffpunkt/shared/partners'
import type { Trx } from '../db/connect.ts'
import { partnerOf } from '../http/actor.ts'
import type { Limit } from '../http/limits.ts'
import type { Reply, Request, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { queueMail } from '../mail/queue.ts'
import { getOrganisation } from '../organisations/queries.ts'
import { problem, ProblemError, undefinedWhenGone } from '../problems.ts'
import { changeRegistration, keepReference, lockToChange } from '../registrations/change.ts'
import { isLive, lockRegistration } from '../registrations/queries.ts'
import { enter, findTwin } from '../registrations/register.ts'
import { withdraw } from '../registrations/withdraw.ts'
import { findAddress, getOfPartner } from './queries.ts'

/** An organisation fills nobody's mailbox: each registration is a mail to the person. */
const mailsToPerson: Limit = { name: 'partner-mails', points: 10, seconds: 3600 }
/** Who was to be entered although they had signed up is told so, by each organisation once an hour for each registration. */
const wordsToTwin: Limit = { name: 'partner-told', points: 1, seconds: 3600 }

type Who = Pick<NewPartnerRegistration, 'firstName' | 'lastName' | 'email'>

/** RFC 9562, 5.9: of what is only rehearsed no id is known. */
const nil = '00000000-0000-0000-0000-000000000000'

/**
 * Registers somebody of the organisation, by the same seats as everybody: confirmed at once while there is one, else in
 * the queue, and told by mail. Somebody who has signed up already is told that, so that nobody finds out unnoticed who
 * comes: a rehearsal, which mails nothing, is blind for those whom the organisation has not entered itself.
 */
export async function registerByPartner(
  service: Service,
  request: Request,
  reply: Reply,
  { meetingId, body, dryRun }: { meetingId: string; body: NewPartnerRegistration; dryRun: boolean },
): Promise<PartnerRegistration> {
  const { organisationId } = partnerOf(request)
  if (!dryRun) await takeTry(service, reply, organisationId, body.email)
  try {
    return await write(service, request, reply, 201, async (trx, actor) => {
      const { sector } = await getOrganisation(trx, organisationId)
      const { reference, ...who } = body
      const partnerReference = reference?.trim()
      const input = { ...who, organisationId, sector, ...(partnerReference && { partnerReference }) }
      const id = await enter(trx, service.jobs, actor, meetingId, input, { organisationId, blind: dryRun })
      if (partnerReference) await keepReference(trx, id, partnerReference)
      const registration = await getOfPartner(trx, organisationId, id)
      return dryRun ? { ...registration, id: nil } : registration
    })
  } catch (error) {
    if (!dryRun && error instanceof ProblemError && error.code === 'registration_live')
      await tellTwin(service, meetingId, body, organisationId)
    throw error
  }
}

/** Counts a try with an address: of a registration, or of a name for one that is there, which would tell who comes as well. */
const takeTry = (service: Service, reply: Reply, organisationId: string, email: string): Promise<void> =>
  service.limits.take(
    reply,
    mailsToPerson,
    service.keys.sign('mail-address', `${organisationId} ${email.trim().toLowerCase()}`),
  )

/** Tells somebody that they were to be registered, although they are: unless the organisation had entered them itself. */
async function tellTwin(service: Service, meetingId: string, who: Who, organisationId: string): Promise<void> {
  const twin = await findTwin(service.db, meetingId, who)
  if (twin === undefined || twin.enteredBy === organisationId) return
  // a budget of its own: nobody keeps others from signing up, or from asking for a lost link, by entering them
  if (!(await service.limits.count(wordsToTwin, `${organisationId} ${twin.id}`))) return
  await service.db.transaction().execute(async trx => {
    // who is erased at the same moment gets no mail any more
    const locked = await lockRegistration(trx, twin.id).catch(undefinedWhenGone)
    if (locked === undefined) return
    // who has not confirmed yet would lose the place by believing that all is done
    const kind = locked.addressConfirmedAt === null ? 'confirm' : 'already_registered'
    await queueMail(trx, service.jobs, { kind, registrationId: twin.id, organisationId })
  })
}

const trimmed = <Body extends object>(body: Body): Body =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? value.trim() : value,
    ]),
  ) as Body

/** When the transaction changes what it changes. */
async function momentOf(trx: Trx): Promise<string> {
  const { rows } = await sql<{ now: string }>`select now() as now`.execute(trx)
  return rows[0]?.now ?? ''
}

/** Changes what the organisation has entered; with the name of somebody who has signed up already as above. */
export async function changeByPartner(
  service: Service,
  request: Request,
  reply: Reply,
  { id, body, dryRun }: { id: string; body: PartnerRegistrationChanges; dryRun: boolean },
): Promise<PartnerRegistration> {
  const { organisationId } = partnerOf(request)
  if (!dryRun && (body.firstName !== undefined || body.lastName !== undefined)) {
    const email = await findAddress(service.db, organisationId, id)
    if (email !== undefined) await takeTry(service, reply, organisationId, email)
  }
  let mistaken: { meetingId: string; who: Who } | undefined
  try {
    return await write(service, request, reply, 200, async (trx, actor) => {
      const before = await lockToChange(trx, id, body)
      // under the lock: the person may have turned to another organisation meanwhile
      const registration = await getOfPartner(trx, organisationId, id)
      requireVersion(request, before.version)
      const who = { ...before, email: before.email ?? '', ...body }
      const twin = isLive(before) ? await findTwin(trx, before.meetingId, who) : undefined
      if (twin !== undefined && twin.id !== id) {
        if (dryRun && twin.enteredBy !== organisationId)
          return { ...registration, ...trimmed(body), version: before.version + 1, updatedAt: await momentOf(trx) }
        mistaken = { meetingId: before.meetingId, who }
        throw problem('registration_live', 'This person is registered for the meeting already.')
      }
      const { reference, ...changes } = trimmed(body)
      await changeRegistration(trx, service.jobs, actor, before, {
        ...changes,
        ...(reference === undefined ? {} : { partnerReference: reference }),
      })
      return getOfPartner(trx, organisationId, id)
    })
  } catch (error) {
    if (!dryRun && mistaken !== undefined) await tellTwin(service, mistaken.meetingId, mistaken.who, organisationId)
    throw error
  }
}

/** Withdraws one of its people; they are told by mail. */
export async function withdrawByPartner(
  service: Service,
  request: Request,
  reply: Reply,
  { id, dryRun }: { id: string; dryRun: boolean },
): Promise<PartnerRegistration> {
  const { organisationId } = partnerOf(request)
  if (!dryRun) await service.limits.take(reply, mailsToPerson, `withdraw ${organisationId} ${id}`)
  return write(service, request, reply, 200, async (trx, actor) => {
    const { meetingId } = await getOfPartner(trx, organisationId, id)
    await withdraw(trx, service.jobs, actor, { id, meetingId })
    return getOfPartner(trx, organisationId, id)
  })
}
