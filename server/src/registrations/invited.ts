import { personKey } from '@treffpunkt/shared/names'
import type { SignUp, SignUpReceived } from '@treffpunkt/shared/sign-up'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import type { Keys } from '../http/keys.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { confirm } from './confirm.ts'
import { findKnown } from './known.ts'
import { findLive } from './register.ts'

/** What the personal link gives to somebody who signs up with it. */
export type Standing = {
  invitationId: string | null
  /** Name and address are those the link is for: the mailbox is known to be theirs. */
  isKnown: boolean
  /** They are registered with a confirmed address already. */
  isRegistered: boolean
}

const stranger: Standing = { invitationId: null, isKnown: false, isRegistered: false }

/** How somebody stands who signs up for a meeting. A link that opens nothing is as none. */
export async function standingOf(trx: Trx, keys: Keys, meetingId: string, item: SignUp): Promise<Standing> {
  const found = item.invitation === undefined ? undefined : await findKnown(trx, keys, meetingId, item.invitation)
  if (found === undefined) return stranger
  const key = personKey(item.email, item.firstName, item.lastName)
  const isKnown = key === found.personKey
  const live = isKnown ? await findLive(trx, meetingId, key) : undefined
  const isRegistered = live !== undefined && live.addressConfirmedAt !== null
  return { invitationId: found.invitationId, isKnown, isRegistered }
}

/** Does their link open a meeting of members? An invitation is for one. */
export const opensMeeting = ({ isKnown, invitationId }: Standing, { colleagues }: SignUp): boolean =>
  isKnown && invitationId !== null && (colleagues?.length ?? 0) === 0

/** Writes down which invitation a sign-up came from, and confirms it where the link has proven the mailbox. */
export async function settleInvited(
  trx: Trx,
  jobs: JobQueue,
  actor: Actor,
  attemptId: string,
  { invitationId, isKnown, place }: Standing & { place: SignUpReceived['place'] },
): Promise<void> {
  const { registrationId: id, meetingId } = await trx
    .selectFrom('signUpAttempts')
    .select(['registrationId', 'meetingId'])
    .where('id', '=', attemptId)
    .executeTakeFirstOrThrow()
  if (invitationId !== null) await trx.updateTable('registrations').set({ invitationId }).where('id', '=', id).execute()
  if (!isKnown) return
  await trx.updateTable('signUpAttempts').set({ known: true, place }).where('id', '=', attemptId).execute()
  await confirm(trx, jobs, actor, { id, meetingId })
}
