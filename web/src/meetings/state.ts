import type { Meeting, MeetingKind, MeetingState } from '@treffpunkt/shared/meetings'
import type { TextKey } from '../i18n.ts'

/** German words for the kinds. */
export const kindTexts: Record<MeetingKind, TextKey> = {
  network: 'meeting.kindNetwork',
  working_group: 'meeting.kindWorkingGroup',
  specialist: 'meeting.kindSpecialist',
}

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

export type Step = 'publish' | 'open' | 'close' | 'conclude' | 'enter-past' | 'wait' | 'done' | 'none'

/** The one step that comes next for a meeting, at this moment. */
export function nextStep(meeting: Meeting, now = Date.now()): Step {
  if (meeting.cancelledAt) return 'none'
  const begun = Date.parse(meeting.startsAt) <= now
  switch (meeting.state) {
    case 'draft':
      return begun ? 'enter-past' : 'publish'
    case 'announced':
      return begun ? 'conclude' : 'open'
    case 'open':
      return begun ? 'conclude' : 'close'
    case 'closed':
      return begun ? 'conclude' : 'wait'
    default:
      return 'done'
  }
}
