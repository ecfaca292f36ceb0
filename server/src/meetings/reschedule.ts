import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { mistake, problem } from '../problems.ts'
import { moveContingents } from './contingents.ts'
import { loggedOf, requireReferences, sameValue } from './edit.ts'
import { requirePlanned } from './move.ts'
import { isSameWayIn, placeAfter, type Place } from './place.ts'
import { getMeeting, getModel, type MeetingRow } from './queries.ts'
import { windowToCome } from './window.ts'

type Target = { startsAt: string; endsAt: string } & Partial<Place>

/**
 * Moves a published meeting to another time or place. The page keeps saying when and where it was announced for. What is
 * still to come of its sign-up window moves along by the clocks on the walls: what closes a week before at noon does so
 * again. A window that would be over by then ends with the beginning instead. Where it is already, it stays; moved back
 * to where it was announced for, it was never moved.
 * @throws a mistake at `/startsAt` for a time that has passed; a problem for a draft, a cancelled, a begun or a concluded
 * meeting.
 */
export async function rescheduleMeeting(
  trx: Trx,
  actor: Actor,
  before: MeetingRow,
  { startsAt, endsAt, ...changes }: Target,
): Promise<MeetingRow> {
  requirePlanned(before)
  if (before.begun) throw problem('meeting_over', 'The meeting has begun; it cannot be moved any more.')
  const place = placeAfter(before, changes)
  const { venueId, attendanceMode } = place
  if (sameValue(startsAt, before.startsAt) && sameValue(endsAt, before.endsAt) && isSameWayIn(place, before))
    return before
  await requireReferences(trx, { venueId })
  if (Date.parse(startsAt) <= Date.now())
    throw mistake('/startsAt', 'in_past', 'Send an instant that is still to come.')
  const { opens, closes } = await windowAt(trx, before, startsAt)
  const { rescheduledFrom: from } = before
  const first = {
    startsAt: (from ?? before).startsAt,
    endsAt: (from ?? before).endsAt,
    venueId: from === null ? before.venueId : (from.venue?.id ?? null),
    attendanceMode: (from ?? before).attendanceMode,
  }
  const isBack =
    sameValue(startsAt, first.startsAt) &&
    sameValue(endsAt, first.endsAt) &&
    venueId === first.venueId &&
    attendanceMode === first.attendanceMode
  await moveContingents(trx, before, startsAt)
  await trx
    .updateTable('meetings')
    .set({
      originalStartsAt: isBack ? null : first.startsAt,
      originalEndsAt: isBack ? null : first.endsAt,
      originalVenueId: isBack ? null : first.venueId,
      originalAttendanceMode: isBack ? null : first.attendanceMode,
      startsAt,
      endsAt,
      ...place,
      registrationOpensAt: opens,
      registrationClosesAt: closes,
      calendarSequence: sql`calendar_sequence + 1`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', before.id)
    .execute()
  const after = await getMeeting(trx, before.id)
  await recordChange(trx, actor, {
    object: 'meeting',
    id: before.id,
    kind: 'rescheduled',
    before: loggedOf(before),
    after: loggedOf(after),
  })
  return after
}

/** The sign-up window of a meeting, were it to begin at another time: what has come of it stays, the rest moves along. */
async function windowAt(
  trx: Trx,
  { id, registrationOpensAt: opens, registrationClosesAt: closes }: MeetingRow,
  startsAt: string,
): Promise<{ opens: string | null; closes: string | null }> {
  const moved = windowToCome(await getModel(trx, id, startsAt), startsAt)
  const hasCome = (instant: string | null) => instant === null || Date.parse(instant) <= Date.now()
  return {
    opens: hasCome(opens) ? opens : moved.registrationOpensAt,
    closes: hasCome(closes) ? closes : moved.registrationClosesAt,
  }
}
