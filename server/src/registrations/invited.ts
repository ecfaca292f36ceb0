import { personKey } from '@treffpunkt/shared/names'
import type { SignUp } from '@treffpunkt/shared/sign-up'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import type { Keys } from '../http/keys.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { problem, type ProblemError } from '../problems.ts'
import { confirm } from './confirm.ts'
import { findKnown } from './known.ts'
import { findLive } from './register.ts'

/** What the personal link gives to somebody who signs up with it. */
export type Standing = {
  /** Why they cannot sign up at all. */
  refusal: ProblemError | null
  invitationId: string | null
  /** Name and address are those the link is for: the mailbox is known to be theirs. */
  isKnown: boolean
  /** They are registered with a confirmed address already. */
  isRegistered: boolean
}

const stranger: Standing = { refusal: null, invitationId: null, isKnown: false, isRegistered: false }
const onlyMembers = () =>
  problem('members_only', 'Sign up by the link of an invitation, with the name and address it was sent to.')

/** How everybody stands who signs up for a meeting, in their order. A link that opens nothing is as none. */
export async function standingsOf(trx: Trx, keys: Keys, meetingId: string, items: SignUp[]): Promise<Standing[]> {
  const meeting = await trx
    .selectFrom('meetings')
    .select('visibility')
    .where('id', '=', meetingId)
    .where('publishedAt', 'is not', null)
    .executeTakeFirst()
  const standings: Standing[] = []
  for (const item of items) {
    const standing = item.invitation === undefined ? stranger : await standingOf(trx, keys, meetingId, item)
    // an invitation is for one
    const isInvited = standing.isKnown && standing.invitationId !== null && (item.colleagues?.length ?? 0) === 0
    const mayEnter = meeting?.visibility !== 'members' || isInvited
    standings.push(mayEnter ? standing : { ...standing, refusal: onlyMembers() })
  }
  return standings
}

async function standingOf(trx: Trx, keys: Keys, meetingId: string, item: SignUp): Promise<Standing> {
  const found = await findKnown(trx, keys, meetingId, item.invitation ?? '')
  if (found === undefined) return stranger
  const key = personKey(item.email, item.firstName, item.lastName)
  const isKnown = key === found.personKey
  const live = isKnown ? await findLive(trx, meetingId, key) : undefined
  const isRegistered = live !== undefined && live.addressConfirmedAt !== null
  return { refusal: null, invitationId: found.invitationId, isKnown, isRegistered }
}

/** Writes down which invitation a sign-up came from, and confirms it where the link has proven the mailbox. */
export async function settleInvited(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  attemptId: string,
  { invitationId, isKnown }: Standing,
): Promise<void> {
  const { registrationId: id, meetingId } = await trx
    .selectFrom('signUpAttempts')
    .select(['registrationId', 'meetingId'])
    .where('id', '=', attemptId)
    .executeTakeFirstOrThrow()
  if (invitationId !== null) await trx.updateTable('registrations').set({ invitationId }).where('id', '=', id).execute()
  if (!isKnown) return
  await trx.updateTable('signUpAttempts').set({ known: true }).where('id', '=', attemptId).execute()
  await confirm(trx, jobs, actor, { id, meetingId })
}
