import { dayInDigits, format, localDate } from './dates.ts'

// Days and times as the administration alone shows them.

/** "Mi., 25.11.2026" */
export const shortDate = (instant: string | Date) =>
  format(instant, { weekday: 'short', day: '2-digit', month: '2-digit', year: 'numeric' })

/** Time of day in the network's zone, "14:00". */
export const localTime = (instant: string | Date) => format(instant, { hour: '2-digit', minute: '2-digit' }, 'en-GB')

/** Year in the network's zone. */
export const yearOf = (instant: string | Date) => Number(localDate(instant).slice(0, 4))

/** A day to show how one is typed, in the month to come: "25.12.2026". */
export function exampleDay(now = new Date()): string {
  const [year = 0, month = 0] = localDate(now).split('-').map(Number)
  return dayInDigits(new Date(Date.UTC(year, month, 25, 12)))
}
