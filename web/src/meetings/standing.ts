import type { PublicMeeting } from '@treffpunkt/shared/meetings'
import type { TextKey, TextValues } from '../i18n.ts'
import { longMoment } from '../ui/dates.ts'

/** Words for the kinds of meetings. */
export const kindTexts: Record<PublicMeeting['kind'], TextKey> = {
  network: 'meeting.kindNetwork',
  working_group: 'meeting.kindWorkingGroup',
  specialist: 'meeting.kindSpecialist',
}

export type Status = {
  tone: 'neutral' | 'info' | 'success' | 'warning' | 'danger'
  /** A word or two for the badge. */
  word: TextKey
  /** The sentence for the banner, with its values. */
  sentence?: TextKey
  values?: TextValues
}

function heldStatus({ attended: count, organisations }: PublicMeeting): Status {
  const held = { tone: 'neutral', word: 'status.held' } as const
  if (count === null) return { ...held, sentence: 'status.heldText' }
  if (organisations === null) return { ...held, sentence: 'status.heldWith', values: { count } }
  return { ...held, sentence: 'status.heldWithFrom', values: { count, organisations } }
}

/** How a meeting stands, as the public sees it. */
export function statusOf(meeting: PublicMeeting): Status {
  if (meeting.cancelledAt) return { tone: 'danger', word: 'status.cancelled', sentence: 'meeting.cancelledText' }
  // for strangers sign-up never opens
  if (meeting.visibility === 'members' && (meeting.state === 'open' || meeting.state === 'announced'))
    return { tone: 'info', word: 'status.members', sentence: 'status.membersText' }
  switch (meeting.state) {
    case 'open':
      if (meeting.seats === 'few') return { tone: 'warning', word: 'status.seatsFew' }
      if (meeting.seats === 'waiting_list') return { tone: 'warning', word: 'status.seatsWaiting' }
      return { tone: 'success', word: meeting.seats ? 'status.seatsFree' : 'status.open' }
    case 'closed':
      return { tone: 'neutral', word: 'status.closed', sentence: 'status.closedText' }
    case 'held':
    case 'reported':
      return heldStatus(meeting)
    default:
      return meeting.registrationOpensAt
        ? {
            tone: 'info',
            word: 'status.announced',
            sentence: 'status.opensAt',
            values: { when: longMoment(meeting.registrationOpensAt) },
          }
        : { tone: 'info', word: 'status.announced', sentence: 'status.announcedText' }
  }
}

/** Whether people can sign up now, and what the button says: its text, and its name where several stand on a page. */
export function signUpTexts(meeting: PublicMeeting): { text: TextKey; name: TextKey } | undefined {
  if (meeting.state !== 'open' || meeting.cancelledAt || meeting.visibility === 'members') return undefined
  if (meeting.approval) return { text: 'signUp.buttonAsk', name: 'publicMeeting.askOf' }
  return meeting.seats === 'waiting_list'
    ? { text: 'signUp.buttonWaiting', name: 'publicMeeting.waitOf' }
    : { text: 'signUp.button', name: 'publicMeeting.signUpOf' }
}
