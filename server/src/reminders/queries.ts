import { randomUUIDv7 } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { Reminder } from '@treffpunkt/shared/reminders'
import { offered } from '../db/offered.ts'
import type { Db, Trx } from '../db/connect.ts'
import { currentStatus } from '../registrations/queries.ts'

/** How long before the meeting, and what else it says. */
export type DueReminder = { id: string; amount: number; unit: 'days' | 'hours'; dueAt: string }

/** How long a reminder stands before the meeting, as a length of time. */
const distance = (amount: RawBuilder<unknown>, unit: RawBuilder<unknown>) =>
  sql`(case ${unit} when 'days' then make_interval(days => ${amount}) else make_interval(hours => ${amount}) end)`

/**
 * When a reminder of meeting `m` goes out: days go by the calendar and keep the hour on the walls of the network, whatever
 * is done to the clocks in between; hours go by.
 */
const dueAt = sql`(case p.unit
  when 'days' then (m.starts_at at time zone s.time_zone - make_interval(days => p.amount)) at time zone s.time_zone
  else m.starts_at - make_interval(hours => p.amount)
end)`

/** A service that was down catches up for as long as a reminder still is one: half the time that is left, 12 hours at most. */
const catchesUpUntil = sql`(d.due_at + least(interval '12 hours', (m.starts_at - d.due_at) / 2))`

/** The reminders `p` of meetings `m`, with the moment `d.due_at` of each. */
const planned = sql`meetings m cross join settings s
  cross join lateral jsonb_to_recordset(m.reminders) as p (amount integer, unit text, note text)
  cross join lateral (select ${dueAt} as due_at) d`

const takesPlace = sql`m.published_at is not null and m.cancelled_at is null and m.concluded_at is null and m.deleted_at is null`

const isDue = sql`${takesPlace} and d.due_at <= now() and now() < ${catchesUpUntil}
  and not exists (select from reminders o
    where o.meeting_id = m.id and o.amount = p.amount and o.unit = p.unit and o.due_at = d.due_at)`

/** Meetings that have somebody to remind now. */
export async function listMeetingsToRemind(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct m.id from ${planned} where m.starts_at > now() and ${isDue}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Writes down that the reminders of a meeting that are due now go out. Under the lock of the meeting. @returns which. */
export async function takeDue(trx: Trx, meetingId: string): Promise<DueReminder[]> {
  // as many as a meeting may have
  const ids = Array.from({ length: 5 }, () => randomUUIDv7())
  const { rows } = await sql<DueReminder>`
    insert into reminders (id, meeting_id, amount, unit, note, starts_at, due_at, recipients)
    select (${ids}::uuid[])[row_number() over (order by d.due_at)], m.id, p.amount, p.unit, p.note, m.starts_at, d.due_at, 0
    from ${planned} where m.id = ${meetingId} and ${isDue} order by d.due_at
    returning id, amount, unit, due_at`.execute(trx)
  return rows
}

/** Registration `r` has a place now, and an address to write to. */
const isExpected = sql<boolean>`(r.email is not null and ${currentStatus} = 'confirmed')`

/**
 * Who is reminded: whoever has a place now. Not who heard from us shortly before when and where it is; and not who had
 * the same reminder less than its own distance before this one, for a date from which the meeting was moved meanwhile.
 */
export async function listToRemind(
  trx: Trx,
  meetingId: string,
  { amount, unit, dueAt: due }: DueReminder,
): Promise<{ id: string; email: string; language: string }[]> {
  const ahead = distance(sql`${amount}::integer`, sql`${unit}`)
  const { rows } = await sql<{ id: string; email: string; language: string }>`
    select r.id, r.email, ${offered('r.language')} as language from registrations r
    where r.meeting_id = ${meetingId} and ${isExpected}
      and greatest(r.created_at, r.address_confirmed_at)
        <= ${due}::timestamptz - least(interval '12 hours', ${ahead} / 2)
      and not exists (select from mails e join reminders o on o.id = e.reminder_id
        where e.registration_id = r.id and e.status <> 'failed' and o.amount = ${amount} and o.unit = ${unit}
          and o.due_at + ${distance(sql`o.amount`, sql`o.unit`)} > ${due}::timestamptz)
    order by r.created_at, r.id`.execute(trx)
  return rows
}

/** What was not needed any more when its turn came did not fail. */
const mails = (status: string) =>
  sql`(select count(*)::integer from mails e where e.reminder_id = o.id and e.status = ${status}
    and e.reason is distinct from 'outdated')`

/** Reminders that were sent, are still to come, or whose moment has passed, in the order of time. */
export async function listReminders(db: Db, meetingId: string): Promise<Reminder[]> {
  const { rows } = await sql<Reminder>`
    select o.id, o.amount, o.unit, o.note, 'sent' as state, o.due_at, o.sent_at, o.recipients,
      ${mails('sent')} as delivered, ${mails('failed')} as failed
    from reminders o where o.meeting_id = ${meetingId}
    union all
    select null, p.amount, p.unit, p.note, case when now() < ${catchesUpUntil} then 'planned' else 'passed' end, d.due_at,
      null, (select count(*)::integer from registrations r where r.meeting_id = m.id and ${isExpected}), 0, 0
    from ${planned}
    where m.id = ${meetingId} and ${takesPlace} and not exists (select from reminders o
      where o.meeting_id = m.id and o.amount = p.amount and o.unit = p.unit and o.due_at = d.due_at)
    order by due_at, amount, unit`.execute(db)
  return rows
}

/** What the mails of a reminder are written from. */
export const findReminder = (db: Db, id: string): Promise<{ note: string | null; startsAt: string } | undefined> =>
  db.selectFrom('reminders').select(['note', 'startsAt']).where('id', '=', id).executeTakeFirst()
