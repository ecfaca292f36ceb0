/** When and where a meeting was, as people knew it. */
export type MovedFrom = { startsAt: string; endsAt: string; venue: string | null }

type Place = { name: string; municipality: string } | null

/** When and where a meeting is, in the words of a mail. */
export const whenAndWhere = ({
  startsAt,
  endsAt,
  venue,
}: {
  startsAt: string
  endsAt: string
  venue: Place
}): MovedFrom => ({
  startsAt,
  endsAt,
  venue: venue === null ? null : `${venue.name}, ${venue.municipality}`,
})

/** The same instant may come in another offset. */
export const isSameTime = (one: MovedFrom, other: MovedFrom): boolean =>
  Date.parse(one.startsAt) === Date.parse(other.startsAt) && Date.parse(one.endsAt) === Date.parse(other.endsAt)

export const isSameTimeAndPlace = (one: MovedFrom, other: MovedFrom): boolean =>
  isSameTime(one, other) && one.venue === other.venue
