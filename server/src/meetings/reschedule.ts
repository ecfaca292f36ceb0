import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { mistake, problem } from '../problems.ts'
import { requireReferences, sameValue } from './edit.ts'
import { requirePlanned } from './move.ts'
import { getMeeting, type MeetingRow } from './queries.ts'

type Target = { startsAt: string; endsAt: string; venueId?: string | null }

/**
 * Moves a published meeting to another time or place. The page keeps saying when and where it was announced for. What is
 * still to come of its sign-up window keeps its distance from the beginning by the clock on the wall: what closes a week
 * before at noon does so too when the clocks change in between. A window that would be over by then ends with the
 * beginning instead. Where it is already, it stays; moved back to where it was announced for, it was never moved.
 * @throws a mistake at `/startsAt` for a time that has passed; a problem for a draft, a cancelled, a begun or a concluded
 * meeting.
 */
export async function rescheduleMeeting(
  trx: Trx,
  actor: Actor,
  before: MeetingRow,
  { startsAt, endsAt, venueId = before.venueId }: Target,
): Promise<MeetingRow> {
  requirePlanned(before)
  if (before.begun) throw problem('meeting_over', 'The meeting has begun; it cannot be moved any more.')
  if (sameValue(startsAt, before.startsAt) && sameValue(endsAt, before.endsAt) && venueId === before.venueId)
    return before
  await requireReferences(trx, { venueId })
  const { isPast, opens, closes } = await windowAt(trx, before.id, startsAt)
  if (isPast) throw mistake('/startsAt', 'in_past', 'Send an instant that is still to come.')
  const isBack = sql<boolean>`(coalesce(original_starts_at, starts_at) = ${startsAt}::timestamptz
    and coalesce(original_ends_at, ends_at) = ${endsAt}::timestamptz
    and case when original_starts_at is null then venue_id else original_venue_id end is not distinct from ${venueId}::uuid)`
  await trx
    .updateTable('meetings')
    .set({
      originalStartsAt: sql`case when not ${isBack} then coalesce(original_starts_at, starts_at) end`,
      originalEndsAt: sql`case when not ${isBack} then coalesce(original_ends_at, ends_at) end`,
      originalVenueId: sql`case when not ${isBack} then case when original_starts_at is null then venue_id else original_venue_id end end`,
      startsAt,
      endsAt,
      venueId,
      registrationOpensAt: opens,
      registrationClosesAt: closes,
      calendarSequence: sql`calendar_sequence + 1`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', before.id)
    .execute()
  const after = await getMeeting(trx, before.id)
  await recordChange(trx, actor, { object: 'meeting', id: before.id, kind: 'rescheduled', before, after })
  return after
}

/** The sign-up window of a meeting, were it to begin at another time; by the clock of the database. */
async function windowAt(
  trx: Trx,
  id: string,
  startsAt: string,
): Promise<{ isPast: boolean; opens: string | null; closes: string | null }> {
  const { rows } = await sql<{ isPast: boolean; opens: string | null; closes: string | null }>`
    select starts_at <= now() as is_past, opens,
      case
        when m.registration_closes_at <= now() then m.registration_closes_at
        when closes > now() and closes < starts_at and (opens is null or closes > opens) then closes
      end as closes
    from (
      select m.registration_closes_at, n.starts_at,
        case when m.registration_opens_at > now() then ${movedWith('m.registration_opens_at')} else m.registration_opens_at end as opens,
        ${movedWith('m.registration_closes_at')} as closes
      from meetings m cross join settings s cross join (select ${startsAt}::timestamptz as starts_at) n
      where m.id = ${id}
    ) m`.execute(trx)
  const [row] = rows
  if (row === undefined) throw problem('not_found')
  return row
}

/** An instant of meeting `m`, as far from its beginning as now by the clock on the wall, were that at `n.starts_at`. */
const movedWith = (column: string) => sql<string>`((${sql.ref(column)} at time zone s.time_zone)
  + ((n.starts_at at time zone s.time_zone) - (m.starts_at at time zone s.time_zone))) at time zone s.time_zone`
