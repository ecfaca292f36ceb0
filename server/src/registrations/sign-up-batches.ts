import type { SignUp, SignUpReceived } from '@treffpunkt/shared/sign-up'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import type { Keys } from '../http/keys.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { notFound } from '../problems.ts'
import { opensMeeting, settleInvited, standingOf, type Standing } from './invited.ts'
import { registerAll } from './register.ts'
import { lockAllSeats } from './seats.ts'
import { registerParties, type PartyOutcome } from './together.ts'
import { attemptToken } from './tokens.ts'

/** Whether an address may get one more mail this hour. */
export type MayMail = (email: string) => boolean
/** Somebody who signs up for a meeting, perhaps with others or by a personal link. */
export type SigningUp = { actor: Actor; meetingId: string; item: SignUp; mayMail: MayMail }

/**
 * Signs up for one or several meetings, at each in the order in which people stand here: those who come alone in one go;
 * at a meeting where somebody brings others or comes by a personal link, these and all behind them in turn.
 * @param waits false: at a meeting that somebody else has locked nothing is done, and nobody has an answer.
 */
export async function signUpAll(
  trx: Trx,
  jobs: JobQueue,
  keys: Keys,
  all: SigningUp[],
  { waits }: { waits: boolean },
): Promise<(SignUpReceived | Error | undefined)[]> {
  const alone: SigningUp[] = []
  const inTurn = new Map<string, SigningUp[]>()
  for (const one of all) {
    const turn = inTurn.get(one.meetingId)
    if (turn !== undefined) turn.push(one)
    else if (comesAlone(one.item)) alone.push(one)
    else inTurn.set(one.meetingId, [one])
  }
  // first of all, lest a meeting that comes free meanwhile serve these before those who come alone and stand before them
  const locked = inTurn.size === 0 ? [] : await lockAllSeats(trx, [...inTurn.keys()], { waits })
  const outcomes = new Map<SigningUp, SignUpReceived | Error | undefined>()
  if (alone.length > 0) {
    const entrants = alone.map(({ mayMail, ...one }) => ({ ...one, mayMail: mayMail(one.item.email) }))
    const registered = await registerAll(trx, jobs, entrants, { waits })
    for (const [n, one] of alone.entries()) {
      const outcome = registered[n]
      const isDone = outcome !== undefined && !(outcome instanceof Error)
      outcomes.set(one, isDone ? answerTo(keys, { ...outcome, colleagues: [] }) : outcome)
    }
  }
  for (const [meetingId, turn] of inTurn) {
    if (!waits && !locked.some(({ id }) => id === meetingId)) continue
    const answers = await signUpInTurnAt(trx, jobs, keys, meetingId, turn)
    for (const [n, one] of turn.entries()) outcomes.set(one, answers[n])
  }
  return all.map(one => outcomes.get(one))
}

const comesAlone = ({ colleagues, invitation }: SignUp): boolean =>
  invitation === undefined && (colleagues?.length ?? 0) === 0

const answerTo = (keys: Keys, { attemptId, isNew: _, ...outcome }: PartyOutcome): SignUpReceived => ({
  ...outcome,
  attempt: attemptToken(keys, attemptId),
})

/** Signs up for one meeting: people who come alone, who bring others, and who come by a personal link. */
async function signUpInTurnAt(
  trx: Trx,
  jobs: JobQueue,
  keys: Keys,
  meetingId: string,
  all: SigningUp[],
): Promise<(SignUpReceived | Error)[]> {
  const known: (SigningUp & { standing: Standing })[] = []
  for (const one of all) known.push({ ...one, standing: await standingOf(trx, keys, meetingId, one.item) })
  const outcomes = await registerParties(
    trx,
    jobs,
    meetingId,
    known.map(({ actor, item, mayMail, standing }) => ({
      actor,
      item,
      isInvited: opensMeeting(standing, item),
      // whom the link has proven is told that they are registered instead
      mayMail: email => mayMail(email) && (!provenBy(standing, item) || standing.isRegistered),
    })),
  )
  const answers: (SignUpReceived | Error)[] = []
  for (const [n, { standing, item, mayMail, actor }] of known.entries()) {
    const outcome = outcomes[n] ?? notFound()
    if (outcome instanceof Error) {
      answers.push(outcome)
      continue
    }
    // an address that has had all its mails is asked to confirm later, like everybody's
    const isKnown = provenBy(standing, item) && mayMail(item.email)
    // with another name the link proves nothing of a registration that is there already
    if (isKnown || (standing.invitationId !== null && outcome.isNew))
      await settleInvited(trx, jobs, actor, outcome.attemptId, { ...standing, isKnown, place: outcome.place })
    answers.push({ ...answerTo(keys, outcome), ...(isKnown ? { known: true as const } : {}) })
  }
  return answers
}

/** The link stands for the mail that would confirm; whoever brings others gets that mail, which speaks for all of them. */
const provenBy = (standing: Standing, { colleagues }: SignUp): boolean =>
  standing.isKnown && (colleagues?.length ?? 0) === 0
