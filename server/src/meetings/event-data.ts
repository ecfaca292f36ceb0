import type { PublicMeeting } from '@treffpunkt/shared/meetings'
import type { Network } from '@treffpunkt/shared/settings'
import { clockIn } from '../texts/languages.ts'

/** When and where, and what it is about, in one line of a language. */
export const inOneLine = (meeting: PublicMeeting, language: string, timeZone: string): string => {
  const { venue } = meeting
  const when = clockIn(language, timeZone).span(meeting.startsAt, meeting.endsAt)
  return [when, venue && `${venue.name}, ${venue.municipality}`, meeting.focusTopic].filter(Boolean).join(' · ')
}

/**
 * A meeting for search engines and assistants: an Event of schema.org, as JSON-LD. Nothing that the page does not show.
 * @param url of the meeting's page.
 */
export const eventData = (meeting: PublicMeeting, network: Network, url: string): object => {
  const { venue, rescheduledFrom } = meeting
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: meeting.name,
    url,
    startDate: meeting.startsAt,
    endDate: meeting.endsAt,
    eventStatus: `https://schema.org/${meeting.cancelledAt ? 'EventCancelled' : rescheduledFrom ? 'EventRescheduled' : 'EventScheduled'}`,
    ...(rescheduledFrom ? { previousStartDate: rescheduledFrom.startsAt } : {}),
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    ...(meeting.focusTopic || meeting.summary
      ? { description: [meeting.focusTopic, meeting.summary].filter(Boolean).join('. ') }
      : {}),
    ...(venue
      ? {
          location: {
            '@type': 'Place',
            name: venue.name,
            address: {
              '@type': 'PostalAddress',
              ...(venue.street ? { streetAddress: venue.street } : {}),
              ...(venue.postalCode ? { postalCode: venue.postalCode } : {}),
              addressLocality: venue.municipality,
              addressCountry: 'DE',
            },
          },
        }
      : {}),
    isAccessibleForFree: meeting.costs === null,
    inLanguage: 'de',
    organizer: [
      { '@type': 'Organization', name: network.officeName, url: new URL('/', url).href },
      ...meeting.hosts.map(({ name, website }) => ({
        '@type': 'Organization',
        name,
        ...(website === null ? {} : { url: website }),
      })),
    ],
  }
}
