import type { PublicMeeting } from '@treffpunkt/shared/meetings'
import type { TextKey } from '../i18n.ts'

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
    [venue.stepFree, 'publicMeeting.stepFree', 'publicMeeting.notStepFree'],
    [venue.accessibleToilet, 'publicMeeting.accessibleToilet', 'publicMeeting.noAccessibleToilet'],
    [venue.inductionLoop, 'publicMeeting.inductionLoop', 'publicMeeting.noInductionLoop'],
  ]
  return facts.flatMap(([known, yes, no]) => (known === null ? [] : [known ? yes : no]))
}
