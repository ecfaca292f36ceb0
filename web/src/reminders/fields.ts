import type { Meeting, ReminderPlan } from '@treffpunkt/shared/meetings'
import { text } from '../i18n.ts'
import { numberOrNull, textOrNull } from '../form/reading.ts'

/** A reminder as it stands in the fields. */
export type Row = { amount: string; unit: ReminderPlan['unit']; note: string }

export const units = () => [
  { value: 'days' as const, text: text('reminders.days') },
  { value: 'hours' as const, text: text('reminders.hours') },
]

export const reminderValues = ({ reminders }: Meeting) => ({
  reminders: reminders.map(({ amount, unit, note }): Row => ({ amount: String(amount), unit, note: note ?? '' })),
})
export type ReminderValues = ReturnType<typeof reminderValues>

export const reminderBody = ({ reminders }: ReminderValues) => ({
  reminders: reminders.map(({ amount, unit, note }) => ({
    amount: numberOrNull(amount) as number,
    unit,
    note: textOrNull(note),
  })),
})

/** What is wrong in a row; the number is all that can be. */
export function amountMistake(rows: readonly Row[], index: number): string {
  const row = rows[index]
  const amount = Number(row?.amount.trim())
  if (!row || !Number.isInteger(amount) || amount < 1 || amount > 60) return text('reminders.amountMistake')
  const isTwice = rows.some((one, at) => at < index && one.unit === row.unit && Number(one.amount.trim()) === amount)
  return isTwice ? text('reminders.twice') : ''
}

/** "7 Tage vorher" */
export const howLongBefore = ({ amount, unit }: Pick<ReminderPlan, 'amount' | 'unit'>): string =>
  text(unit === 'days' ? 'reminders.daysBefore' : 'reminders.hoursBefore', { count: amount })

/** All of them, in words: for two versions side by side. */
export const rowsInWords = (rows: readonly Row[]): string =>
  rows
    .map(({ amount, unit, note }) =>
      [howLongBefore({ amount: Number(amount), unit }), note.trim()].filter(Boolean).join(': '),
    )
    .join('\n')
