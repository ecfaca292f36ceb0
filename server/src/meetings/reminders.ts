import type { ReminderPlan } from '@treffpunkt/shared/meetings'
import { mistake } from '../problems.ts'

const hours = ({ amount, unit }: ReminderPlan) => amount * (unit === 'days' ? 24 : 1)

/** The farthest first. @throws a mistake at `/reminders` when two of them say the same. */
export function inOrder(plans: readonly ReminderPlan[]): ReminderPlan[] {
  const names = plans.map(({ amount, unit }) => `${amount} ${unit}`)
  if (new Set(names).size < names.length)
    throw mistake('/reminders', 'duplicate', 'Name each time before the meeting once.')
  return plans
    .map(plan => ({ ...plan, note: plan.note?.trim() || null }))
    .toSorted((one, other) => hours(other) - hours(one) || one.unit.localeCompare(other.unit))
}
