import type { PublicMeeting, SeatBand } from '@treffpunkt/shared/meetings'
import type { TextKey, TextValues } from '../i18n.ts'
import { longMoment } from '../ui/dates.ts'
import { isFull } from './public.ts'

/** Words for the kinds of meetings. */
export const kindTexts: Record<PublicMeeting['kind'], TextKey> = {
  network: 'meeting.kindNetwork',
  working_group: 'meeting.kindWorkingGroup',
  specialist: 'meeting.kindSpecialist',
}

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'
type Band = { tone: Tone; word: TextKey }

export type Status = {
  tone: Tone
  /** A word or two for the badge. */
  word: TextKey
  /** Of a meeting on site and online: how many places there are of each, instead of the word. */
  bands?: (Band & { where: TextKey })[]
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

function bandOf(seats: SeatBand | null): Band {
  if (seats === 'few') return { tone: 'warning', word: 'status.seatsFew' }
  if (seats === 'waiting_list') return { tone: 'warning', word: 'status.seatsWaiting' }
  return { tone: 'success', word: seats ? 'status.seatsFree' : 'status.open' }
}

/** How a meeting stands, as the public sees it. */
export function statusOf(meeting: PublicMeeting): Status {
  if (meeting.cancelledAt) return { tone: 'danger', word: 'status.cancelled', sentence: 'meeting.cancelledText' }
  // for strangers sign-up never opens
  if (meeting.visibility === 'members' && (meeting.state === 'open' || meeting.state === 'announced'))
    return { tone: 'info', word: 'status.members', sentence: 'status.membersText' }
  switch (meeting.state) {
    case 'open':
      return {
        ...bandOf(meeting.seats),
        ...(meeting.seats &&
          meeting.onlineSeats && {
            bands: [
              { where: 'status.onSite', ...bandOf(meeting.seats) },
              { where: 'status.online', ...bandOf(meeting.onlineSeats) },
            ],
          }),
      }
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
  return isFull(meeting)
    ? { text: 'signUp.buttonWaiting', name: 'publicMeeting.waitOf' }
    : { text: 'signUp.button', name: 'publicMeeting.signUpOf' }
}
