import type { getPublicMeeting, listPublicMeetings, PublicMeeting } from '@treffpunkt/shared/meetings'
import { read } from '../api/client.ts'
import type { TextKey, TextValues } from '../i18n.ts'
import { longMoment } from '../ui/dates.ts'

/** Published meetings: the next ones soonest first, or the past ones newest first. */
export const readMeetings = (when: 'upcoming' | 'past') =>
  read<typeof listPublicMeetings>('/api/v1/public/meetings', { query: { when } })

/** One published meeting. */
export const readMeeting = (id: string) =>
  read<typeof getPublicMeeting>('/api/v1/public/meetings/:id', { params: { id } })

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

/** How a meeting stands, as the public sees it. */
export function statusOf(meeting: PublicMeeting): Status {
  if (meeting.cancelledAt) return { tone: 'danger', word: 'status.cancelled', sentence: 'status.cancelledText' }
  switch (meeting.state) {
    case 'open':
      if (meeting.seats === 'few') return { tone: 'warning', word: 'status.seatsFew' }
      if (meeting.seats === 'waiting_list') return { tone: 'warning', word: 'status.seatsWaiting' }
      return { tone: 'success', word: meeting.seats ? 'status.seatsFree' : 'status.open' }
    case 'closed':
      return { tone: 'neutral', word: 'status.closed', sentence: 'status.closedText' }
    case 'held':
    case 'reported':
      return meeting.attended === null
        ? { tone: 'neutral', word: 'status.held', sentence: 'status.heldText' }
        : { tone: 'neutral', word: 'status.held', sentence: 'status.heldWith', values: { count: meeting.attended } }
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
  if (meeting.state !== 'open' || meeting.cancelledAt) return undefined
  return meeting.seats === 'waiting_list'
    ? { text: 'signUp.buttonWaiting', name: 'signUp.buttonWaitingOf' }
    : { text: 'signUp.button', name: 'signUp.buttonOf' }
}

/** "Bürgerhaus Hohenmölsen", or with the municipality where the name does not say it. */
export function placeOf(venue: NonNullable<PublicMeeting['venue']>): string {
  return venue.name.includes(venue.municipality) ? venue.name : `${venue.name}, ${venue.municipality}`
}

/** "Lindenstraße 5, 06679 Hohenmölsen"; empty while no street is known. */
export function addressOf(venue: NonNullable<PublicMeeting['venue']>): string {
  if (!venue.street) return ''
  return `${venue.street}, ${[venue.postalCode, venue.municipality].filter(Boolean).join(' ')}`
}

/** A search for the place on OpenStreetMap: a link, no map of others within our page. */
export function mapLink(venue: NonNullable<PublicMeeting['venue']>): string {
  const query = [venue.street ?? venue.name, venue.postalCode, venue.municipality].filter(Boolean).join(' ')
  return `https://www.openstreetmap.org/search?query=${encodeURIComponent(query)}`
}

/** What is known about the access to a venue. */
export function accessOf(venue: NonNullable<PublicMeeting['venue']>): TextKey[] {
  const facts: [boolean | null, TextKey, TextKey][] = [
    [venue.stepFree, 'meeting.stepFree', 'meeting.notStepFree'],
    [venue.accessibleToilet, 'meeting.accessibleToilet', 'meeting.noAccessibleToilet'],
    [venue.inductionLoop, 'meeting.inductionLoop', 'meeting.noInductionLoop'],
  ]
  return facts.flatMap(([known, yes, no]) => (known === null ? [] : [known ? yes : no]))
}
