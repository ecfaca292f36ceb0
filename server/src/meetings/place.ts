import type { MeetingRow } from './queries.ts'
import { mistake } from '../problems.ts'

/** Where a meeting is: on site, online or both, and then how many can join online. */
export type Place = Pick<MeetingRow, 'venueId' | 'attendanceMode' | 'onlineUrl' | 'onlineNotes' | 'onlineCapacity'>

/**
 * Where a meeting is after some of it has changed: an online one has no venue, one on site no online room. What is not
 * named goes with the mode; what is named has to fit it.
 */
export function placeAfter(before: Place, changes: Partial<Place>): Place {
  const after = {
    venueId: changes.venueId === undefined ? before.venueId : changes.venueId,
    attendanceMode: changes.attendanceMode ?? before.attendanceMode,
    onlineUrl: changes.onlineUrl === undefined ? before.onlineUrl : changes.onlineUrl?.trim() || null,
    onlineNotes: changes.onlineNotes === undefined ? before.onlineNotes : changes.onlineNotes?.trim() || null,
    onlineCapacity: changes.onlineCapacity === undefined ? before.onlineCapacity : changes.onlineCapacity,
  }
  if (after.attendanceMode !== 'mixed') {
    if (changes.onlineCapacity != null)
      throw mistake('/onlineCapacity', 'not_mixed', 'Only a meeting on site and online has online places of its own.')
    after.onlineCapacity = null
  }
  if (after.attendanceMode === 'online') {
    if (changes.venueId != null) throw mistake('/venueId', 'is_online', 'An online meeting has no venue.')
    return { ...after, venueId: null }
  }
  if (after.attendanceMode === 'mixed') return after
  for (const field of ['onlineUrl', 'onlineNotes'] as const)
    if (changes[field] != null && changes[field].trim() !== '')
      throw mistake(`/${field}`, 'is_on_site', 'A meeting on site has no online room.')
  return { ...after, onlineUrl: null, onlineNotes: null }
}

/** What people are told of when it changes after a meeting was announced: when and where, and the way into the room. */
export const toldFields = ['startsAt', 'endsAt', 'venueId', 'attendanceMode', 'onlineUrl'] as const

/** Whether both are the same place by the same way in; the notes for the room are not part of it. */
export const isSameWayIn = (one: Place, other: Place): boolean =>
  one.venueId === other.venueId && one.attendanceMode === other.attendanceMode && one.onlineUrl === other.onlineUrl
