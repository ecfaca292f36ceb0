import { Type, type Static } from 'typebox'
import { Id, IdParams, Instant, Nullable, problems } from './common.ts'
import { Ref, defineRoute } from './route.ts'

/**
 * `planned`: goes out at `dueAt`. `sent`: has become mails. `passed`: its moment was over before it could go out, because
 * the meeting was moved, say; it does not go out any more.
 */
export const ReminderState = Type.Enum(['planned', 'sent', 'passed'], { $id: 'ReminderState' })
export type ReminderState = Static<typeof ReminderState>

/** One time that those with a place are reminded, or were. */
export const Reminder = Type.Object(
  {
    /** Of one that was sent: its mails are found by it. */
    id: Nullable(Id),
    amount: Type.Integer(),
    unit: Type.Enum(['days', 'hours']),
    note: Nullable(Type.String()),
    state: Ref(ReminderState),
    dueAt: Instant,
    sentAt: Nullable(Instant),
    /** How many it went to, or would go to now. */
    recipients: Type.Integer(),
    /** Mails that the mail server has taken, and those that were given up. */
    delivered: Type.Integer(),
    failed: Type.Integer(),
  },
  { $id: 'Reminder', additionalProperties: false },
)
export type Reminder = Static<typeof Reminder>

export const listReminders = defineRoute({
  method: 'GET',
  url: '/api/v1/meetings/:id/reminders',
  config: { access: 'reader' },
  schema: {
    operationId: 'listReminders',
    summary: 'Reminders of a meeting: what goes out when and to how many, and what was sent; in the order of time',
    tags: ['reminders'],
    params: IdParams,
    response: {
      200: Type.Object({ items: Type.Array(Ref(Reminder)) }, { additionalProperties: false }),
      ...problems(401, 403, 404),
    },
  },
})
