import type { Meeting, MeetingState } from '@treffpunkt/shared/meetings'
import type { TextKey } from '../i18n.ts'
import { dayHasCome } from '../ui/dates.ts'

/** German words for the states. */
export const stateTexts: Record<MeetingState | 'cancelled', TextKey> = {
  draft: 'meetings.stateDraft',
  announced: 'meetings.stateAnnounced',
  open: 'meetings.stateOpen',
  closed: 'meetings.stateClosed',
  held: 'meetings.stateHeld',
  reported: 'meetings.stateReported',
  cancelled: 'meetings.stateCancelled',
}

/** The state that is shown: being cancelled is a fact beside the state, but it is what people must see. */
export const shownState = (meeting: Meeting): MeetingState | 'cancelled' =>
  meeting.cancelledAt ? 'cancelled' : meeting.state

/** Tone of the badge of a state. */
export const stateTones = {
  draft: 'neutral',
  announced: 'info',
  open: 'success',
  closed: 'warning',
  held: 'neutral',
  reported: 'neutral',
  cancelled: 'danger',
} as const

/** The way of a meeting, in order. */
export const steps = ['draft', 'announced', 'open', 'closed', 'held'] as const

export type Phase = 'before' | 'during' | 'after'

/** Where the day of a meeting stands: `during` begins with the day, `after` with the end or the conclusion. */
export function phaseOf(meeting: Pick<Meeting, 'startsAt' | 'endsAt' | 'concludedAt'>, now = Date.now()): Phase {
  if (meeting.concludedAt || Date.parse(meeting.endsAt) <= now) return 'after'
  return dayHasCome(meeting.startsAt, now) ? 'during' : 'before'
}

/** Whether its first minute has come; only then it can be concluded. */
export const hasBegun = (meeting: Meeting, now = Date.now()): boolean => Date.parse(meeting.startsAt) <= now

export type Step = 'publish' | 'open' | 'close' | 'door' | 'conclude' | 'enter-past' | 'wait' | 'next'

/**
 * What the office can do about the sign-up on the day, beside the door: until the meeting begins people still sign up.
 */
export function signUpStep(meeting: Meeting, now = Date.now()): 'open' | 'close' | 'reopen' | undefined {
  if (nextStep(meeting, now) !== 'door' || hasBegun(meeting, now)) return undefined
  const { state } = meeting
  if (state === 'open') return 'close'
  return state === 'closed' ? 'reopen' : 'open'
}

/** The one step that comes next for a meeting, at this moment. */
export function nextStep(meeting: Meeting, now = Date.now()): Step {
  if (meeting.cancelledAt || meeting.state === 'held' || meeting.state === 'reported') return 'next'
  const phase = phaseOf(meeting, now)
  if (meeting.state === 'draft') return phase === 'after' ? 'enter-past' : 'publish'
  if (phase !== 'before') return phase === 'during' ? 'door' : 'conclude'
  return ({ announced: 'open', open: 'close', closed: 'wait' } as const)[meeting.state]
}
