import type { Step } from './queries.ts'

type Place = { id: string; name: string; municipality: string } | null

/** When and where a meeting is at this moment. */
export const stepOf = (
  { startsAt, endsAt, venue }: { startsAt: string; endsAt: string; venue: Place },
  until: string,
): Step => ({
  until,
  startsAt,
  endsAt,
  venueId: venue?.id ?? null,
  venue: venue === null ? null : `${venue.name}, ${venue.municipality}`,
})

type Span = Pick<Step, 'startsAt' | 'endsAt'>

/** The same instant may come in another offset. */
export const isSameTime = (one: Span, other: Span): boolean =>
  Date.parse(one.startsAt) === Date.parse(other.startsAt) && Date.parse(one.endsAt) === Date.parse(other.endsAt)

/** Whether somebody who knows one has to be told of the other. */
export const isSame = (one: Span & Pick<Step, 'venueId'>, other: Span & Pick<Step, 'venueId'>): boolean =>
  isSameTime(one, other) && one.venueId === other.venueId

/**
 * What somebody knows of a meeting that was moved, perhaps several times.
 * @param steps the moves of which nobody was told, oldest first.
 * @param knownAt when they signed up or confirmed: the mail of that moment said when and where.
 * @returns undefined when they know it as it is.
 */
export const knownTo = (steps: readonly Step[], knownAt: string): Step | undefined =>
  steps.find(({ until }) => Date.parse(until) > Date.parse(knownAt))
