import type { Contingent, NewContingent } from '@treffpunkt/shared/contingents'
import type { Meeting } from '@treffpunkt/shared/meetings'
import type { Sector } from '@treffpunkt/shared/organisations'
import { numberOrNull } from '../form/reading.ts'
import { text } from '../i18n.ts'
import { sectorTexts } from '../organisations/fields.ts'
import { dayInDigits, localDate } from '../ui/dates.ts'
import { readDate, toInstant } from '../ui/typed-dates.ts'
import { daysBefore, daysBetween } from './model.ts'

// Seats that are kept for a sector or an organisation, as the office writes and reads them.

/** One contingent as it stands in the fields. */
export type ContingentValues = {
  target: Sector | 'organisation' | ''
  organisationId: string
  organisationName: string
  seats: string
  /** The day on which it is released. */
  date: string
  /** The moment as it was, which stays while the day does. */
  releasesAt: string
}

export const contingentValues = ({ contingents }: Meeting): ContingentValues[] =>
  contingents.map(({ organisation, sector, seats, releasesAt }) => ({
    target: sector ?? 'organisation',
    organisationId: organisation?.id ?? '',
    organisationName: organisation?.name ?? '',
    seats: String(seats),
    date: localDate(releasesAt),
    releasesAt,
  }))

/** A week before the meeting, the others still have time to come. */
export const emptyContingent = (startsAt: string): ContingentValues => ({
  target: '',
  organisationId: '',
  organisationName: '',
  seats: '',
  date: daysBefore(localDate(startsAt), 7),
  releasesAt: '',
})

const releaseOf = ({ date, releasesAt }: ContingentValues): string =>
  releasesAt && localDate(releasesAt) === date ? releasesAt : (toInstant(date, '00:00') ?? date)

export const contingentBody = (values: readonly ContingentValues[]): NewContingent[] =>
  values.map(one => ({
    ...(one.target === 'organisation' ? { organisationId: one.organisationId } : { sector: one.target as Sector }),
    seats: numberOrNull(one.seats) as number,
    releasesAt: releaseOf(one),
  }))

type Mistakes = Partial<Record<'target' | 'seats' | 'date', string>>

/** What is missing or wrong in one contingent, each as an instruction at its field. */
export function contingentMistakes(one: ContingentValues, { startsAt }: Pick<Meeting, 'startsAt'>): Mistakes {
  const found: Mistakes = {}
  const name = one.target === 'organisation' ? one.organisationName : one.target && text(sectorTexts[one.target])
  if (!one.target || (one.target === 'organisation' && !one.organisationId))
    found.target = text('contingents.targetEmpty')
  if (!/^[1-9]\d{0,4}$/.test(one.seats.trim()))
    found.seats = name ? text('contingents.seatsEmpty', { name }) : text('contingents.seatsMissing')
  if (!readDate(one.date)) found.date = name ? text('contingents.dateEmpty', { name }) : text('contingents.dateMissing')
  else if (Date.parse(releaseOf(one)) > Date.parse(startsAt))
    found.date = name ? text('contingents.dateAfterStart', { name }) : text('contingents.dateMissing')
  return found
}

/** The first thing that is missing or wrong; empty when there is nothing. */
export const contingentRule = (values: readonly ContingentValues[], meeting: Pick<Meeting, 'startsAt'>): string =>
  values.flatMap(one => Object.values(contingentMistakes(one, meeting)))[0] ?? ''

/** "Wirtschaft" */
export const targetOf = ({ organisation, sector }: Contingent): string =>
  organisation?.name ?? (sector ? text(sectorTexts[sector]) : '')

/** "am 18.11.2026 (7 Tage vorher)" */
export function releaseInWords(releasesAt: string, startsAt: string): string {
  const count = daysBetween(localDate(releasesAt), localDate(startsAt))
  const date = dayInDigits(releasesAt)
  return count > 0 ? text('contingents.releaseBefore', { date, count }) : text('contingents.releaseOn', { date })
}
