import type { Meeting } from '@treffpunkt/shared/meetings'
import { text } from '../i18n.ts'
import { clockTime, localDate } from '../ui/dates.ts'
import { localTime } from '../ui/office-dates.ts'
import { readDate, toInstant } from '../ui/typed-dates.ts'

// What a meeting gives to the next one, in words.

/** "40 Plätze"; of a meeting on site and online "40 Plätze vor Ort, 10 online". Empty where the room has no limit. */
export function seatsInWords({ attendanceMode, capacity, onlineCapacity }: Meeting): string {
  if (capacity === null) return ''
  const seats = text('meetings.seats', { count: capacity })
  if (attendanceMode !== 'mixed') return seats
  return onlineCapacity === null
    ? text('meetings.seatsMixedNoLimit', { seats })
    : text('meetings.seatsMixed', { seats, online: onlineCapacity })
}

/** Whole days from one calendar day ("2026-11-25") to another. */
export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** The calendar day so many days before another. */
export const daysBefore = (date: string, days: number) =>
  new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10)

/** "6 Wochen vorher, 12:00 Uhr"; on the day of the meeting itself how long before, because it moves with the beginning. */
function distance(moment: string, startsAt: string): string {
  const count = daysBetween(localDate(moment), localDate(startsAt))
  if (count <= 0) return shortDistance(Math.round((Date.parse(startsAt) - Date.parse(moment)) / 60_000))
  const values = { time: clockTime(moment) }
  return count % 7 === 0
    ? text('nextMeeting.weeksBefore', { ...values, count: count / 7 })
    : text('nextMeeting.daysBefore', { ...values, count })
}

/** "2 Stunden vorher", "90 Minuten vorher" */
function shortDistance(minutes: number): string {
  if (minutes <= 0) return text('nextMeeting.atStart')
  return minutes % 60 === 0
    ? text('nextMeeting.hoursBefore', { count: minutes / 60 })
    : text('nextMeeting.minutesBefore', { count: minutes })
}

const quarter = 15 * 60_000

/**
 * The window as somebody might have planned it, and as the next meeting gets it: what was pressed opens with the quarter
 * of an hour that had begun, and closes with its end. What was typed has no seconds, and is meant.
 */
function plannedWindow({ startsAt, registrationOpensAt, registrationClosesAt }: Meeting) {
  const planned = (moment: string | null, later: number) => {
    if (moment === null || !isPressed(moment)) return moment
    const begun = Math.floor(Date.parse(moment) / quarter) * quarter
    return new Date(Math.min(begun + later, Date.parse(startsAt))).toISOString()
  }
  return { startsAt, opens: planned(registrationOpensAt, 0), closes: planned(registrationClosesAt, quarter) }
}

/** "Anmeldung ab 6 Wochen vorher, 12:00 Uhr, bis 1 Tag vorher, 18:00 Uhr"; empty where the model has no window. */
export function windowInWords(meeting: Meeting): string {
  const { startsAt, opens, closes } = plannedWindow(meeting)
  const [from, to] = [opens && distance(opens, startsAt), closes && distance(closes, startsAt)]
  if (from) return to ? text('nextMeeting.windowBoth', { from, to }) : text('nextMeeting.windowOpens', { from })
  return to ? text('nextMeeting.windowCloses', { to }) : ''
}

/** A moment at which a button was pressed: one that was typed has no seconds. */
const isPressed = (moment: string): boolean => Date.parse(moment) % 60_000 !== 0

/** Sign-up was opened by a press of the button. */
export const isOpenedByHand = ({ registrationOpensAt: opens }: Pick<Meeting, 'registrationOpensAt'>): boolean =>
  opens !== null && isPressed(opens)

/**
 * The instant at which the sign-up of the next meeting opens, when it is on the day that was typed; undefined without an
 * opening, without a day, and on the day itself, when only the service knows.
 */
export function opensAt(meeting: Meeting, typed: string): string | undefined {
  const { startsAt, opens } = plannedWindow(meeting)
  const date = readDate(typed)
  if (opens === null || date === undefined) return undefined
  const days = daysBetween(localDate(opens), localDate(startsAt))
  return days > 0 ? toInstant(daysBefore(date, days), localTime(opens)) : undefined
}
