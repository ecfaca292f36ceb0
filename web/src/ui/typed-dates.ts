// Days and times as people type them; only the administration asks for them.
import { format, localDate } from './dates.ts'

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

/** Reads what people type for a day: "25.11.2026", "25.11.26", "25.11." (the next one), "heute", "morgen", "übermorgen", "2026-11-25". */
export function readDate(typed: string, now = new Date()): string | undefined {
  const text = typed.trim().toLowerCase()
  const today = localDate(now)
  if (text === 'heute') return today
  if (text === 'morgen') return localDate(new Date(now.getTime() + 86_400_000))
  if (text === 'übermorgen') return localDate(new Date(now.getTime() + 2 * 86_400_000))
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

/** Whether this is written as a day, be it one that there is not, as 31.02. */
export const looksLikeDate = (typed: string): boolean =>
  /^(\d{1,2}\.\s*\d{1,2}\.?\s*(\d{2}|\d{4})?|\d{4}-\d{1,2}-\d{1,2})$/.test(typed.trim())

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
