// Times are stored as instants and shown in the network's time zone, also across the change of clocks.

/** The zone of the network; set once from its settings. */
let zone = 'Europe/Berlin'
const formats = new Map<string, Intl.DateTimeFormat>()

/** Sets the time zone (IANA name) in which everything is shown and typed. */
export function setTimeZone(name: string): void {
  if (name === zone) return
  zone = name
  formats.clear()
}

function format(instant: string | Date, options: Intl.DateTimeFormatOptions, locale = 'de-DE'): string {
  const key = locale + JSON.stringify(options)
  let formatter = formats.get(key)
  if (!formatter) formats.set(key, (formatter = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })))
  return formatter.format(new Date(instant))
}

/** "Mittwoch, 25. November 2026" */
export const longDate = (instant: string | Date) =>
  format(instant, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

/** "Mi., 25.11.2026" */
export const shortDate = (instant: string | Date) =>
  format(instant, { weekday: 'short', day: '2-digit', month: '2-digit', year: 'numeric' })

/** "14:00" */
export const clockTime = (instant: string | Date) => format(instant, { hour: '2-digit', minute: '2-digit' })

/** "Mittwoch, 25. November 2026, 14:00 Uhr" */
export const longMoment = (instant: string | Date) => `${longDate(instant)}, ${clockTime(instant)} Uhr`

/** "25.11.2026, 14:00 Uhr" */
export const shortMoment = (instant: string | Date) =>
  `${format(instant, { day: '2-digit', month: '2-digit', year: 'numeric' })}, ${clockTime(instant)} Uhr`

/** "Mittwoch, 25. November 2026, 14:00 bis 17:00 Uhr"; over midnight both days are named. */
export function longSpan(from: string, to: string): string {
  const sameDay = localDate(from) === localDate(to)
  return `${longDate(from)}, ${clockTime(from)} bis ${sameDay ? '' : `${longDate(to)}, `}${clockTime(to)} Uhr`
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

/** Time of day in the network's zone, "14:00". */
export const localTime = (instant: string | Date) => clockTime(instant)

/** Year in the network's zone. */
export const yearOf = (instant: string | Date) => Number(localDate(instant).slice(0, 4))

/** Offset of the zone at an instant, in minutes east of Greenwich. */
function offsetAt(instant: Date): number {
  const [date, time] = [
    localDate(instant),
    format(instant, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  ]
  return Math.round((Date.parse(`${date}T${time}Z`) - instant.getTime()) / 60_000)
}

/**
 * The instant of a day ("2026-11-25") and time ("14:00") in the network's zone, with its offset.
 * In the hour that the change of clocks repeats, the first one; undefined when the parts are no date.
 */
export function toInstant(date: string, time: string): string | undefined {
  const guess = Date.parse(`${date}T${time}:00Z`)
  if (Number.isNaN(guess)) return undefined
  // Twice: the first offset may be that of the other side of the change of clocks.
  let offset = offsetAt(new Date(guess))
  offset = offsetAt(new Date(guess - offset * 60_000))
  const sign = offset < 0 ? '-' : '+'
  const two = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, '0')
  return `${date}T${time}:00${sign}${two(Math.trunc(offset / 60))}:${two(offset % 60)}`
}

/** A day as it is shown in a field: "25.11.2026". What is no day stays as it is. */
export function shownDate(value: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []
  return year ? `${day}.${month}.${year}` : value
}

/** Reads what people type for a day: "25.11.2026", "25.11.26", "25.11." (the next one), "heute", "morgen", "2026-11-25". */
export function readDate(typed: string, now = new Date()): string | undefined {
  const text = typed.trim().toLowerCase()
  const today = localDate(now)
  if (text === 'heute') return today
  if (text === 'morgen') return localDate(new Date(now.getTime() + 86_400_000))
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const german = /^(\d{1,2})\.\s*(\d{1,2})\.?\s*(\d{2}|\d{4})?$/.exec(text)
  if (!german) return undefined
  const [day, month] = [Number(german[1]), Number(german[2])]
  if (german[3]) return dayOf(Number(german[3].length === 2 ? `20${german[3]}` : german[3]), month, day)
  const thisYear = Number(today.slice(0, 4))
  const next = dayOf(thisYear, month, day)
  return next && next < today ? dayOf(thisYear + 1, month, day) : next
}

function dayOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isDay = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isDay ? date.toISOString().slice(0, 10) : undefined
}

/** Reads what people type for a time of day: "14:00", "14.30", "14", "9 Uhr". */
export function readTime(typed: string): string | undefined {
  const parts = /^(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?$/.exec(typed.trim().toLowerCase())
  if (!parts) return undefined
  const [hour, minute] = [Number(parts[1]), Number(parts[2] ?? 0)]
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : undefined
}
