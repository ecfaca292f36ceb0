import type { PublicMeeting } from '@treffpunkt/shared/meetings'
import { mapLink } from '@treffpunkt/shared/way-there'
import type { Network } from '@treffpunkt/shared/settings'
import { clockIn, mailTexts } from '../texts/languages.ts'

/** When and where, and what it is about, in one line of a language. */
export const inOneLine = (meeting: PublicMeeting, language: string, timeZone: string): string => {
  const { venue, attendanceMode } = meeting
  const { online, alsoOnline } = mailTexts(language)
  const place = venue && `${venue.name}, ${venue.municipality}`
  const where = attendanceMode === 'online' ? online : attendanceMode === 'mixed' && place ? alsoOnline(place) : place
  const when = clockIn(language, timeZone).span(meeting.startsAt, meeting.endsAt)
  return [when, where, meeting.focusTopic].filter(Boolean).join(' · ')
}

const modes = { on_site: 'Offline', online: 'Online', mixed: 'Mixed' } as const

/** The online room is where people sign up: its own address is for those who have a seat. */
function locationOf({ venue, attendanceMode }: PublicMeeting, url: string): { location?: object } {
  const room = attendanceMode === 'on_site' ? [] : [{ '@type': 'VirtualLocation', url }]
  const place =
    venue === null
      ? []
      : [
          {
            '@type': 'Place',
            name: venue.name,
            address: {
              '@type': 'PostalAddress',
              ...(venue.street ? { streetAddress: venue.street } : {}),
              ...(venue.postalCode ? { postalCode: venue.postalCode } : {}),
              addressLocality: venue.municipality,
              addressCountry: 'DE',
            },
            hasMap: mapLink(venue),
          },
        ]
  const all = [...place, ...room]
  return all.length === 0 ? {} : { location: all.length === 1 ? all[0] : all }
}

/**
 * A meeting for search engines and assistants: an Event of schema.org, as JSON-LD. Nothing that the page does not show.
 * @param url of the meeting's page.
 */
export const eventData = (meeting: PublicMeeting, network: Network, url: string): object => {
  const { rescheduledFrom } = meeting
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: meeting.name,
    url,
    startDate: meeting.startsAt,
    endDate: meeting.endsAt,
    eventStatus: `https://schema.org/${meeting.cancelledAt ? 'EventCancelled' : rescheduledFrom ? 'EventRescheduled' : 'EventScheduled'}`,
    ...(rescheduledFrom ? { previousStartDate: rescheduledFrom.startsAt } : {}),
    eventAttendanceMode: `https://schema.org/${modes[meeting.attendanceMode]}EventAttendanceMode`,
    ...(meeting.focusTopic || meeting.summary
      ? { description: [meeting.focusTopic, meeting.summary].filter(Boolean).join('. ') }
      : {}),
    ...locationOf(meeting, url),
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
