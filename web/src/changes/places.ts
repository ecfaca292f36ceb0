import type { HistoryEntry } from '@treffpunkt/shared/changes'
import type { RouteLocationRaw } from 'vue-router'

/** The page of what was changed; undefined when it is gone, or has none. */
export function placeOf({ object, objectId, present, meeting, count }: HistoryEntry): RouteLocationRaw | undefined {
  const params = { id: objectId }
  const ofMeeting = meeting === null ? undefined : { id: meeting.id }
  switch (object) {
    case 'settings':
      return { name: 'settings' }
    case 'text':
      return { name: 'settings-texts' }
    case 'attendance':
    case 'door_link':
      return ofMeeting && { name: 'attendance', params: ofMeeting }
    case 'mailing':
      return ofMeeting && { name: 'mailings', params: ofMeeting }
    case 'registration':
      if (!ofMeeting) return undefined
      return count > 1 || !present
        ? { name: 'registrations', params: ofMeeting }
        : { name: 'registrations', params: ofMeeting, query: { registration: objectId } }
    case 'view':
      return undefined
    default:
      return present ? { name: pages[object] ?? object, params } : undefined
  }
}

/** Where the page is not called as the object is. */
const pages: Partial<Record<HistoryEntry['object'], string>> = {
  working_group: 'working-group',
  barrier_report: 'barrier-report',
}
