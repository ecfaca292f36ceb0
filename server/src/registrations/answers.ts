import { wayOf } from '@treffpunkt/shared/attendance-modes'
import type { Consents } from '@treffpunkt/shared/registrations'
import type {
  Colleague,
  Confirmed,
  OwnRegistration,
  OwnRegistrationChanges,
  OwnSubstitute,
  SignUp,
  SignUpReceived,
  Ticket,
} from '@treffpunkt/shared/sign-up'
import type { Trx } from '../db/connect.ts'
import { isLockTimeout, isRefused, isRetryable } from '../db/constraints.ts'
import { actorOf, attendeeOf } from '../http/actor.ts'
import { createGroupCommit } from '../http/group-commit.ts'
import { equalTokens } from '../http/keys.ts'
import { networkOf, type Limit } from '../http/limits.ts'
import type { Reply, Request, Service } from '../http/service.ts'
import { write, writeTogether, type Asking, type Outcome } from '../http/unit-of-work.ts'
import { queueMail } from '../mail/queue.ts'
import { notFound, ProblemError } from '../problems.ts'
import { changeRegistration } from './change.ts'
import { getAttempt, tryCode } from './confirm.ts'
import { consentsNow, listConsents } from './consent-queries.ts'
import { lockConsentsWith } from './consents.ts'
import { getOwnRegistration, lockRegistration } from './queries.ts'
import { signUpAll, type MayMail, type SigningUp } from './sign-up-batches.ts'
import { substitute } from './substitute.ts'
import { addColleagues, confirmTogether, listUnconfirmedWith, mailbox, mailboxesOf } from './together.ts'
import { attemptOfToken, codeOf, findByToken, registrationToken, ticketToken } from './tokens.ts'
import type { withdraw } from './withdraw.ts'

// What people do without an account, within the limits: the API and the forms without JavaScript both end here.

// A network may be a whole office that signs up its people; an address is one person, or a shared mailbox.
const signUpsOfNetwork: Limit = { name: 'sign-up-network', points: 300, seconds: 600 }
const mailsToAddress: Limit = { name: 'mail-address', points: 10, seconds: 3600 }
/** Withdrawing and coming back, each with a mail to the person. */
const movesOfRegistration: Limit = { name: 'registration-moves', points: 20, seconds: 3600 }
const codesOfNetwork: Limit = { name: 'code-network', points: 600, seconds: 600 }

type Seal = (registration: Awaited<ReturnType<typeof getOwnRegistration>>) => OwnRegistration

/** Adds the ticket's token, while there is a seat, and leaves out what only we need to know. */
export const sealWith =
  ({ keys }: Service): Seal =>
  ({ linkVersion, id, ...registration }) => ({
    ...registration,
    ticketToken:
      registration.status === 'confirmed' && wayOf(registration) !== 'online'
        ? ticketToken(keys, { id, linkVersion })
        : null,
  })

/** Signs up, within the limits. Those who do so at the same moment share a transaction: a crowd comes when sign-up opens. */
export async function signUpWithin(
  service: Service,
  request: Request,
  reply: Reply,
  meetingId: string,
  body: SignUp,
): Promise<SignUpReceived> {
  const people = 1 + (body.colleagues?.length ?? 0)
  const mailboxes = mailboxesOf(body.email, body.colleagues)
  // counted together, in one statement
  const [taken, mayMail] = await Promise.allSettled([
    service.limits.take(reply, signUpsOfNetwork, networkOf(request, service.keys), people),
    mayMailToAll(service, mailboxes),
  ])
  if (mayMail.status === 'rejected') throw mayMail.reason
  if (taken.status === 'rejected') {
    // a network that is refused uses up nothing of a mailbox, which may be anybody's
    await Promise.all(mailboxes.map(one => service.limits.giveBack(mailsToAddress, keyOfMailbox(service, one))))
    throw taken.reason
  }
  // an id in capitals is the same meeting
  return signUpsOf(service)({ request, reply, meetingId: meetingId.toLowerCase(), item: body, mayMail: mayMail.value })
}

type AskingToSignUp = Asking & Omit<SigningUp, 'actor'>

const groups = new WeakMap<Service, (one: AskingToSignUp) => Promise<SignUpReceived>>()

/**
 * The batches of sign-ups of a service, for its API and its pages together: one for all meetings, which waits for nobody.
 * Whoever wants to a meeting that somebody else has locked stands in the line of that meeting, so that only they wait.
 */
function signUpsOf(service: Service): (one: AskingToSignUp) => Promise<SignUpReceived> {
  const known = groups.get(service)
  if (known !== undefined) return known
  const work =
    (waits: boolean) =>
    async (trx: Trx, all: AskingToSignUp[]): Promise<Outcome<SignUpReceived>[]> => {
      const entrants = all.map(({ request, meetingId, item, mayMail }) => ({
        actor: actorOf(request),
        meetingId,
        item,
        mayMail,
      }))
      const outcomes = await signUpAll(trx, service.jobs, service.keys, entrants, { waits })
      return outcomes.map(outcome => outcome ?? 'again')
    }
  const isOnes = (error: unknown) => isRetryable(error) || isRefused(error) || error instanceof ProblemError
  const ofMeeting = createGroupCommit<AskingToSignUp, SignUpReceived>({
    keyOf: ({ meetingId }) => meetingId,
    together: batch => writeTogether(service, batch, 202, work(true)),
    alone: one =>
      write(service, one.request, one.reply, 202, async trx => {
        const [outcome] = await work(true)(trx, [one])
        if (outcome instanceof Error) throw outcome
        if (outcome === undefined || outcome === 'again') throw notFound()
        return outcome
      }),
    isOnes,
  })
  const ofAll = createGroupCommit<AskingToSignUp, SignUpReceived>({
    keyOf: () => '',
    together: batch => writeTogether(service, batch, 202, work(false)),
    alone: ofMeeting,
    isOnes: error => isOnes(error) || isLockTimeout(error),
  })
  const group = (one: AskingToSignUp) => (ofMeeting.hasLine(one.meetingId) ? ofMeeting : ofAll)(one)
  groups.set(service, group)
  return group
}

/** Confirms by the link of the mail. Twice is once. */
export function confirmByLink(service: Service, request: Request, reply: Reply, token: string): Promise<Confirmed> {
  return write(service, request, reply, 200, async (trx, actor) => {
    const found = await findByToken(trx, service.keys, 'confirm', token)
    if (found === undefined) throw notFound()
    await confirmTogether(trx, service.jobs, actor, found)
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
  // counted in a transaction of its own: a wrong try counts, whatever follows
  const attempt = await getAttempt(service.db, attemptId)
  const isRight = attempt.codeSent && attempt.current && equalTokens(body.code, codeOf(service.keys, attemptId))
  await tryCode(service.db, attempt, isRight)
  return write(service, request, reply, 200, async (trx, actor) => {
    await confirmTogether(trx, service.jobs, actor, { id: attempt.registrationId, meetingId: attempt.meetingId })
    return confirmedAs(service, trx, attempt.registrationId)
  })
}

async function confirmedAs(service: Service, trx: Trx, id: string): Promise<Confirmed> {
  const registration = await getOwnRegistration(trx, id)
  return { token: registrationToken(service.keys, registration), registration: sealWith(service)(registration) }
}

/** Withdraws, restores, accepts, declines or takes part the other way by the personal link, within the limit. */
export async function moveOwn<Body>(
  service: Service,
  request: Request,
  reply: Reply,
  { status, move, answer }: { status: number; move: typeof withdraw; answer: (trx: Trx) => Promise<Body> },
): Promise<Body> {
  const own = attendeeOf(request)
  await service.limits.take(reply, movesOfRegistration, own.id)
  return write(service, request, reply, status, async (trx, actor) => {
    await move(trx, service.jobs, actor, own)
    return answer(trx)
  })
}

/** Hands the place over by the personal link, within the limits of moves and of mails to one address. */
export async function substituteOwn<Body>(
  service: Service,
  request: Request,
  reply: Reply,
  who: OwnSubstitute,
  answer: (trx: Trx) => Promise<Body>,
): Promise<Body> {
  const own = attendeeOf(request)
  await service.limits.take(reply, movesOfRegistration, own.id)
  const mayMail = await mayMailTo(service, who.email)
  return write(service, request, reply, 200, async (trx, actor) => {
    await substitute(trx, service.jobs, actor, own, who, mayMail)
    return answer(trx)
  })
}

/** Signs up others by the personal link, within the limits of moves, of a network and of mails to one address. */
export async function addOwnColleagues(
  service: Service,
  request: Request,
  reply: Reply,
  colleagues: Colleague[],
): Promise<{ registration: OwnRegistration; colleagues: { place: SignUpReceived['place'] }[] }> {
  const own = attendeeOf(request)
  await service.limits.take(reply, movesOfRegistration, own.id)
  await service.limits.take(reply, signUpsOfNetwork, networkOf(request, service.keys), colleagues.length)
  // of their own address they are told what became of them, like by every move
  const elsewhere = colleagues.flatMap(({ email }) => (email ? mailboxesOf(email) : []))
  const mayMail = await mayMailToAll(service, [...new Set(elsewhere)])
  return write(service, request, reply, 200, async (trx, actor) => {
    const places = await addColleagues(trx, service.jobs, actor, own, colleagues, mayMail)
    return { registration: sealWith(service)(await getOwnRegistration(trx, own.id)), colleagues: places }
  })
}

/**
 * Changes what was filled in by the personal link.
 * @param isCurrent throws when the registration has another version than whoever changes it has read.
 */
export const changeOwn = <Body>(
  service: Service,
  request: Request,
  reply: Reply,
  {
    changes,
    isCurrent,
    answer,
  }: {
    changes: OwnRegistrationChanges
    isCurrent: (version: number) => void
    answer: (trx: Trx) => Promise<Body>
  },
): Promise<Body> =>
  write(service, request, reply, 200, async (trx, actor) => {
    const { id } = attendeeOf(request)
    if (changes.consents !== undefined) await lockConsentsWith(trx, id)
    const before = await lockRegistration(trx, id)
    isCurrent(before.version)
    await changeRegistration(trx, service.jobs, actor, before, changes)
    return answer(trx)
  })

/** Gives one consent or takes it back by the personal link, whatever else changes meanwhile. */
export async function setConsent(
  service: Service,
  request: Request,
  reply: Reply,
  { purpose, given }: { purpose: keyof Consents; given: boolean },
): Promise<void> {
  const own = attendeeOf(request)
  await service.limits.take(reply, movesOfRegistration, own.id)
  await write(service, request, reply, 303, async (trx, actor) => {
    await lockConsentsWith(trx, own.id)
    const before = await lockRegistration(trx, own.id)
    const consents = consentsNow(await listConsents(trx, own.id))
    if (consents[purpose] !== given)
      await changeRegistration(trx, service.jobs, actor, before, { consents: { ...consents, [purpose]: given } })
    return null
  })
}

/** What the ticket of this token shows. @throws not_found for a token that opens none. */
export async function readTicket(service: Service, token: string): Promise<Ticket> {
  const found = await findByToken(service.db, service.keys, 'ticket', token)
  if (found === undefined) throw notFound()
  const own = await getOwnRegistration(service.db, found.id)
  const { meeting, firstName, lastName, organisation, organisationTyped, shortCode, status } = own
  return {
    // whoever joins online since opens the ticket they had: it says where they are now
    meeting: { ...meeting, attendanceMode: wayOf(own) },
    name: `${firstName} ${lastName}`,
    organisation: organisation?.name ?? organisationTyped,
    shortCode,
    status,
  }
}

/** Sends the mail of an attempt once more. For one that a later form has replaced nothing is sent, and it looks the same. */
export async function sendAgain(service: Service, request: Request, reply: Reply, token: string): Promise<void> {
  const attemptId = attemptOfToken(service.keys, token)
  if (attemptId === undefined) throw notFound()
  const { email, codeSent, current, registrationId, addressConfirmed } = await getAttempt(service.db, attemptId)
  const mayMail = await mayMailTo(service, email)
  await write(service, request, reply, 202, async trx => {
    // confirmed by the office meanwhile, perhaps without those who are on the form as well
    const isOpen = codeSent && (!addressConfirmed || (await listUnconfirmedWith(trx, registrationId)).length > 0)
    if (mayMail && current)
      await queueMail(trx, service.jobs, {
        kind: isOpen ? 'confirm' : 'already_registered',
        registrationId,
        attemptId,
      })
  })
}

/** Has all links of an address mailed to it. The job that looks for them is the same for every address. */
export async function sendLostLinks(service: Service, request: Request, reply: Reply, email: string): Promise<void> {
  await service.limits.take(reply, signUpsOfNetwork, networkOf(request, service.keys))
  const mayMail = await mayMailTo(service, email)
  await write(service, request, reply, 202, async trx => {
    if (mayMail) await service.jobs.enqueue(trx, 'lost-links', { email: email.trim() })
  })
}

const keyOfMailbox = ({ keys }: Service, email: string): string => keys.sign('mail-address', mailbox(email))

/** Counts a mail to an address: nobody can fill another's mailbox. Said to nobody, because it would tell who asked before. */
export const mayMailTo = (service: Service, email: string): Promise<boolean> =>
  service.limits.count(mailsToAddress, keyOfMailbox(service, email))

/** The same for several mailboxes, each once. */
async function mayMailToAll(service: Service, mailboxes: string[]): Promise<MayMail> {
  const answers = await Promise.all(mailboxes.map(one => mayMailTo(service, one)))
  const allowed = new Set(mailboxes.filter((_, n) => answers[n]))
  return email => allowed.has(mailbox(email))
}
