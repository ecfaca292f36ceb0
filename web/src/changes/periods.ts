import type { TextKey } from '../i18n.ts'
import { localDate } from '../ui/dates.ts'

export type Period = 'today' | 'week' | 'month' | 'quarter'

/** How far back one looks, with the words for it. */
export const periods: { value: Period; text: TextKey; days: number }[] = [
  { value: 'today', text: 'changes.sinceToday', days: 0 },
  { value: 'week', text: 'changes.sinceWeek', days: 6 },
  { value: 'month', text: 'changes.sinceMonth', days: 29 },
  { value: 'quarter', text: 'changes.sinceQuarter', days: 91 },
]

/** The first day of a period that ends today. */
export function sinceOf(period: Period): string {
  const days = periods.find(({ value }) => value === period)?.days ?? 0
  const noon = new Date(`${localDate(new Date())}T12:00:00Z`)
  noon.setUTCDate(noon.getUTCDate() - days)
  return noon.toISOString().slice(0, 10)
}
