// Times are stored as instants and shown in the network's time zone, also across the change of clocks.
import { languages } from '@treffpunkt/shared/languages'
import { shallowRef } from 'vue'
import { currentLanguage, text } from '../i18n.ts'

/** The zone of the network; set from its settings when they come, and what is shown by then follows. */
const zone = shallowRef('Europe/Berlin')
const formats = new Map<string, Intl.DateTimeFormat>()

/** Sets the time zone (IANA name) in which everything is shown and typed. */
export function setTimeZone(name: string): void {
  if (name === zone.value) return
  zone.value = name
}

/** A moment in the network's zone, in the form that the options name. */
export function format(
  instant: string | Date,
  options: Intl.DateTimeFormatOptions,
  locale = languages[currentLanguage()].locale,
): string {
  const key = zone.value + locale + JSON.stringify(options)
  let formatter = formats.get(key)
  if (!formatter) formats.set(key, (formatter = new Intl.DateTimeFormat(locale, { timeZone: zone.value, ...options })))
  return formatter.format(new Date(instant))
}

/** "Mittwoch, 25. November 2026" */
export const longDate = (instant: string | Date) =>
  format(instant, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

/** "14:00" */
export const clockTime = (instant: string | Date) => format(instant, { hour: '2-digit', minute: '2-digit' })

/** "Mittwoch, 25. November 2026, 14:00 Uhr" */
export const longMoment = (instant: string | Date) => momentOf(longDate(instant), instant)

/** "25.11.2026" */
export const dayInDigits = (instant: string | Date) =>
  format(instant, { day: '2-digit', month: '2-digit', year: 'numeric' })

/** "25.11.2026, 14:00 Uhr" */
export const shortMoment = (instant: string | Date) => momentOf(dayInDigits(instant), instant)

const momentOf = (date: string, instant: string | Date) => text('moments.moment', { date, time: clockTime(instant) })

/** "Mittwoch, 25. November 2026, 14:00 bis 17:00 Uhr"; over midnight both days are named. */
export function longSpan(from: string, to: string): string {
  const values = { date: longDate(from), from: clockTime(from), to: clockTime(to) }
  return localDate(from) === localDate(to)
    ? text('moments.span', values)
    : text('moments.spanOverDays', { ...values, toDate: longDate(to) })
}

/** The parts of a calendar leaf: weekday "Mi", day "25", month "Nov", year "2026". */
export function leaf(instant: string): { weekday: string; day: string; month: string; year: string } {
  const bare = (text: string) => text.replace(/\.$/, '')
  return {
    weekday: bare(format(instant, { weekday: 'short' })),
    day: bare(format(instant, { day: 'numeric' })),
    month: bare(format(instant, { month: 'short' })),
    year: format(instant, { year: 'numeric' }),
  }
}

/** Calendar day in the network's zone, "2026-11-25". */
export const localDate = (instant: string | Date) =>
  format(instant, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA')

/**
 * Whether the day of something has come: from midnight where the network is, and three hours before it begins at the
 * latest, because who comes at half past midnight prepares the evening before.
 */
export const dayHasCome = (startsAt: string, now: number): boolean =>
  localDate(new Date(now)) >= localDate(startsAt) || Date.parse(startsAt) - now <= 3 * 3_600_000

/** Whether the day of something is over: at midnight where the network is, or with its end where that is later. */
export const dayIsOver = (endsAt: string, now: number): boolean =>
  Date.parse(endsAt) <= now && localDate(endsAt) < localDate(new Date(now))
