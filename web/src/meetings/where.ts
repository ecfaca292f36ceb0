import type { Meeting } from '@treffpunkt/shared/meetings'
import { placeOf } from '@treffpunkt/shared/places'
import { text } from '../i18n.ts'

type Where = Pick<Meeting, 'attendanceMode'> & { venue: { name: string; municipality: string } | null }

/** Where a meeting is, in the words of the office: "Bürgerhaus, und online"; empty while nothing is known. */
export function whereInWords({ attendanceMode, venue }: Where, { municipality = false } = {}): string {
  if (attendanceMode === 'online') return text('meeting.online')
  const place = venue && (municipality ? placeOf(venue) : venue.name)
  if (attendanceMode === 'on_site') return place ?? ''
  return place ? `${place}, ${text('meeting.andOnline')}` : text('meeting.online')
}
