import type { MeetingRow } from '../meetings/queries.ts'
import type { Attends } from '@treffpunkt/shared/attendance-modes'
import type { Step } from './queries.ts'

/** When and where a meeting is at this moment. */
export const stepOf = ({ startsAt, endsAt, venue, attendanceMode, onlineUrl }: MeetingRow, until: string): Step => ({
  until,
  startsAt,
  endsAt,
  venueId: venue?.id ?? null,
  venue: venue === null ? null : `${venue.name}, ${venue.municipality}`,
  attendanceMode,
  onlineUrl,
})

type Span = Pick<Step, 'startsAt' | 'endsAt'>

/** The same instant may come in another offset. */
export const isSameTime = (one: Span, other: Span): boolean =>
  Date.parse(one.startsAt) === Date.parse(other.startsAt) && Date.parse(one.endsAt) === Date.parse(other.endsAt)

/** Whether somebody who knows one has to be told of the other. */
export const isSame = (one: Step, other: Span & Where): boolean =>
  isSameTime(one, other) && isSamePlace(one, other) && (one.onlineUrl ?? null) === (other.onlineUrl ?? null)

type Where = Pick<Step, 'venueId' | 'attendanceMode' | 'onlineUrl'>

/** The same place, perhaps with another online room. */
export const isSamePlace = (one: Where, other: Where): boolean =>
  one.venueId === other.venueId && (one.attendanceMode ?? 'on_site') === (other.attendanceMode ?? 'on_site')

/**
 * What somebody knows of a meeting that was moved, perhaps several times.
 * @param steps the moves of which nobody was told, oldest first.
 * @param knownAt when they signed up or confirmed: the mail of that moment said when and where.
 * @returns undefined when they know it as it is.
 */
export const knownTo = (steps: readonly Step[], knownAt: string): Step | undefined =>
  steps.find(({ until }) => Date.parse(until) > Date.parse(knownAt))

/** Of a meeting that was mixed and is, who joins online minds neither the venue nor who is in the room the link. */
export function seenBy(attends: Attends | null, before: Step, now: Span & Where): [Step, Span & Where] {
  if (before.attendanceMode !== 'mixed' || now.attendanceMode !== 'mixed') return [before, now]
  const other = attends === 'online' ? { venueId: null } : attends === 'on_site' ? { onlineUrl: null } : {}
  return [
    { ...before, ...other },
    { ...now, ...other },
  ]
}
