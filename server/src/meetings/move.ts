import { sql, type UpdateObject } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { DB } from '../db/types.ts'
import { mistake, problem } from '../problems.ts'
import { getMeeting, type MeetingRow } from './queries.ts'

// The state machine of a meeting (draft → announced → open → closed → held). Each move takes the locked row, says why it
// is not possible, or makes it. `open` and `closed` are the clock's word on the registration window, so opening and
// closing set that window.

type Move = (trx: Trx, actor: Actor, before: MeetingRow) => Promise<MeetingRow>

/** Announces a draft. Repeating it is harmless. */
export const publishMeeting: Move = async (trx, actor, before) => {
  if (before.publishedAt !== null) return before
  return set(trx, actor, before, 'published', { publishedAt: now })
}

/** Opens the sign-up now; a window that was closed opens until the meeting begins. */
export const openMeeting: Move = async (trx, actor, before) => {
  requirePlanned(before)
  if (before.state === 'open') return before
  if (before.begun) throw problem('meeting_over', 'The meeting has begun; nobody can sign up for it any more.')
  return set(trx, actor, before, 'opened', {
    registrationOpensAt: now,
    registrationClosesAt: sql<string | null>`case when registration_closes_at > now() then registration_closes_at end`,
  })
}

/** Closes the sign-up now. */
export const closeMeeting: Move = async (trx, actor, before) => {
  requirePlanned(before)
  if (before.state === 'closed') return before
  if (before.state !== 'open') throw problem('meeting_not_open', 'Sign-up is not open, so there is nothing to close.')
  return set(trx, actor, before, 'closed', { registrationClosesAt: now })
}

/** Cancels a published meeting; page, links and calendar entries stay and say so. */
export const cancelMeeting = async (
  trx: Trx,
  actor: Actor,
  before: MeetingRow,
  reason: string,
): Promise<MeetingRow> => {
  if (before.publishedAt === null) throw problem('meeting_is_draft', 'A draft is deleted, not cancelled.')
  if (before.concludedAt !== null)
    throw problem('meeting_held', 'The meeting took place; it cannot be cancelled any more.')
  if (before.cancelledAt !== null) return before
  return set(trx, actor, before, 'cancelled', {
    cancelledAt: now,
    cancelReason: reason,
    calendarSequence: sql<number>`calendar_sequence + 1`,
  })
}

/**
 * Concludes a meeting that took place and freezes its number in the series. A meeting entered after the fact carries a
 * head count; those of its year are numbered anew, so that they may be entered in any order.
 */
export const concludeMeeting = async (
  trx: Trx,
  actor: Actor,
  before: MeetingRow,
  headCount: number | null | undefined,
): Promise<MeetingRow> => {
  if (before.cancelledAt !== null) throw problem('meeting_cancelled', 'A cancelled meeting cannot be concluded.')
  if (before.concludedAt !== null) return before
  if (!before.begun) throw problem('meeting_not_over', 'The meeting has not begun yet; conclude it when it is over.')
  if (before.publishedAt === null && headCount == null)
    throw mistake(
      '/headCount',
      'required',
      'Say how many came: a meeting entered after the fact has nothing else to count.',
    )
  await set(trx, actor, before, 'concluded', {
    publishedAt: sql<string>`coalesce(published_at, now())`,
    concludedAt: now,
    ...(headCount === undefined ? {} : { headCount }),
  })
  await freezeSeriesNumbers(trx, before)
  return getMeeting(trx, before.id)
}

const now = sql<string>`now()`

/** @throws a problem for a draft, a cancelled and a concluded meeting. */
export function requirePlanned(meeting: MeetingRow): void {
  if (meeting.publishedAt === null) throw problem('meeting_is_draft', 'Publish the meeting first.')
  if (meeting.cancelledAt !== null) throw problem('meeting_cancelled', 'The meeting is cancelled.')
  if (meeting.concludedAt !== null) throw problem('meeting_held', 'The meeting is concluded.')
}

async function set(
  trx: Trx,
  actor: Actor,
  before: MeetingRow,
  kind: string,
  facts: UpdateObject<DB, 'meetings'>,
): Promise<MeetingRow> {
  await trx
    .updateTable('meetings')
    .set({ ...facts, version: sql`version + 1`, updatedAt: now })
    .where('id', '=', before.id)
    .execute()
  const after = await getMeeting(trx, before.id)
  await recordChange(trx, actor, { object: 'meeting', id: before.id, kind, before, after })
  return after
}

/**
 * Fixes the number of the meeting just concluded. Meetings whose number came from a plan keep it for ever; those that
 * were entered after the fact (published after they began) are numbered by date among the held ones of their year.
 */
async function freezeSeriesNumbers(trx: Trx, meeting: MeetingRow): Promise<void> {
  if (meeting.kind !== 'network') return
  // one at a time, so that two that are concluded together do not take the same number
  await sql`select pg_advisory_xact_lock(hashtextextended('treffpunkt_series', 0))`.execute(trx)
  await sql`
    with series as (
      select id, starts_at, published_at,
        row_number() over (partition by extract(year from starts_at at time zone (select time_zone from settings)) order by starts_at, id)::integer as n
      from meetings
      where kind = 'network' and published_at is not null and cancelled_at is null and deleted_at is null
    )
    update meetings m set series_number_frozen = s.n
    from series s, meetings this
    where m.id = s.id and this.id = ${meeting.id} and m.concluded_at is not null
      and extract(year from m.starts_at at time zone (select time_zone from settings)) = extract(year from this.starts_at at time zone (select time_zone from settings))
      and (m.id = this.id or m.series_number_frozen is null or m.published_at >= m.starts_at)`.execute(trx)
}
