import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { MeetingChanges, NewMeeting } from '@treffpunkt/shared/meetings'
import { searchText } from '@treffpunkt/shared/names'
import type { Trx } from '../db/connect.ts'
import { stillRestorable } from '../db/deleted.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { mistake, problem } from '../problems.ts'
import { asSent, endContingentsAt, requireContingents, writeContingents } from './contingents.ts'
import { hostsAsSent, writeHosts } from './hosts.ts'
import { isSameWayIn, placeAfter, type Place } from './place.ts'
import { getMeeting, type MeetingRow } from './queries.ts'
import { inOrder } from './reminders.ts'
import { changeTranslations } from './translations.ts'

const searchTextOf = (meeting: { title?: string | null; focusTopic?: string | null; summary?: string | null }) =>
  searchText(meeting.title, meeting.focusTopic, meeting.summary)

const nowhere: Place = {
  venueId: null,
  attendanceMode: 'on_site',
  onlineUrl: null,
  onlineNotes: null,
  onlineCapacity: null,
}

/**
 * Plans a meeting: a draft that only the office sees.
 * @param origin what the history keeps of how it came about.
 */
export async function planMeeting(
  trx: Trx,
  actor: Actor,
  input: NewMeeting,
  origin: { clonedFrom?: string } = {},
): Promise<MeetingRow> {
  requireWindow(input, input)
  requireContingents(input, input)
  await requireReferences(trx, input)
  const id = randomUUIDv7()
  const { contingents = [], hosts = [], ...row } = input
  await trx
    .insertInto('meetings')
    .values({
      id,
      ...row,
      ...placeAfter(nowhere, input),
      title: input.title?.trim() || null,
      reminders: input.reminders && JSON.stringify(inOrder(input.reminders)),
      translations: JSON.stringify(changeTranslations({}, input.translations)),
      searchText: searchTextOf(input),
    })
    .execute()
  await writeContingents(trx, id, contingents)
  await writeHosts(trx, id, hosts)
  await recordChange(trx, actor, { object: 'meeting', id, kind: 'created', after: { ...input, ...origin } })
  return getMeeting(trx, id)
}

/** What is history once a meeting is concluded. */
export const fixedOnceHeld = [
  'kind',
  'startsAt',
  'endsAt',
  // with it would go how each of those registered took part
  'attendanceMode',
  'capacity',
  'onlineCapacity',
  'approval',
  'contingents',
  'registrationOpensAt',
  'registrationClosesAt',
] as const

/**
 * Changes a meeting. Once it is concluded only what describes it may change: when, where and how many is history.
 * @param row the locked row as the caller knew it.
 */
export async function changeMeeting(
  trx: Trx,
  actor: Actor,
  row: MeetingRow,
  changes: MeetingChanges,
): Promise<MeetingRow> {
  const before = loggedOf(row)
  if (before.concludedAt !== null) {
    const fixed = fixedOnceHeld.find(field => changes[field] !== undefined && !sameValue(changes[field], before[field]))
    if (fixed !== undefined)
      throw problem(
        'meeting_held',
        `The meeting is concluded: ${fixed} is history. Texts, venue and head count can still be mended.`,
      )
  }
  await requireReferences(trx, changes)
  const after = {
    ...before,
    ...changes,
    ...placeAfter(before, changes),
    ...(changes.title === undefined ? {} : { title: changes.title?.trim() || null }),
    ...(changes.reminders === undefined ? {} : { reminders: inOrder(changes.reminders) }),
    translations: changeTranslations(before.translations, changes.translations),
  }
  requireWindow(changes, after)
  requireContingents(changes, after)
  // a meeting moved to before its sign-up would close ends it by beginning
  if (isAfter(after.registrationClosesAt, after.startsAt)) after.registrationClosesAt = null
  const moved =
    !sameValue(after.startsAt, before.startsAt) ||
    !sameValue(after.endsAt, before.endsAt) ||
    !isSameWayIn(after, before)
  const { contingents, hosts, ...columns } = changes
  if (contingents !== undefined) await writeContingents(trx, before.id, contingents)
  if (hosts !== undefined) await writeHosts(trx, before.id, hosts)
  if (isAfter(before.startsAt, after.startsAt)) await endContingentsAt(trx, before.id, after.startsAt)
  await trx
    .updateTable('meetings')
    .set({
      ...columns,
      ...placeAfter(before, changes),
      title: after.title,
      reminders: JSON.stringify(after.reminders),
      translations: JSON.stringify(after.translations),
      registrationClosesAt: after.registrationClosesAt,
      searchText: searchTextOf(after),
      // corrected to what it was announced for, it is not moved any more
      ...(isBackWhereAnnounced(after)
        ? { originalStartsAt: null, originalEndsAt: null, originalVenueId: null, originalAttendanceMode: null }
        : {}),
      calendarSequence: sql`calendar_sequence + ${moved && before.publishedAt !== null ? 1 : 0}::integer`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', before.id)
    .execute()
  await recordChange(trx, actor, { object: 'meeting', id: before.id, kind: 'changed', before, after })
  return getMeeting(trx, before.id)
}

/** A meeting as the history keeps it: what can be sent as it is sent. */
export const loggedOf = (meeting: MeetingRow) => ({
  ...meeting,
  contingents: asSent(meeting.contingents),
  hosts: hostsAsSent(meeting.hosts),
})

const isBackWhereAnnounced = ({
  rescheduledFrom: from,
  startsAt,
  endsAt,
  venueId,
  attendanceMode,
}: Pick<MeetingRow, 'rescheduledFrom' | 'startsAt' | 'endsAt' | 'venueId' | 'attendanceMode'>): boolean =>
  from !== null &&
  sameValue(startsAt, from.startsAt) &&
  sameValue(endsAt, from.endsAt) &&
  venueId === (from.venue?.id ?? null) &&
  attendanceMode === from.attendanceMode

const isAfter = (one: string | null | undefined, other: string): boolean =>
  one != null && Date.parse(one) > Date.parse(other)

/** Sign-up opens before the meeting begins, and closes with its beginning at the latest. */
function requireWindow(
  changes: MeetingChanges,
  after: { startsAt: string; registrationOpensAt?: string | null },
): void {
  if (isAfter(changes.registrationClosesAt, after.startsAt))
    throw mistake('/registrationClosesAt', 'after_start', 'Send an instant before the meeting begins.')
  const opens = after.registrationOpensAt
  // when it has opened is history, wherever the meeting is moved
  if (opens == null || Date.parse(opens) < Math.max(Date.parse(after.startsAt), Date.now())) return
  if (changes.registrationOpensAt !== undefined)
    throw mistake('/registrationOpensAt', 'after_start', 'Send an instant before the meeting begins.')
  if (changes.startsAt !== undefined)
    throw mistake('/startsAt', 'before_opening', 'Sign-up opens after that: let it open earlier first.')
}

// The same instant may come in another offset.
export const sameValue = (one: unknown, other: unknown): boolean =>
  one === other ||
  (typeof one === 'string' && typeof other === 'string' && Date.parse(one) === Date.parse(other)) ||
  (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))

/** A published meeting is cancelled rather than deleted: its page and its links stay and say so. */
export async function deleteMeeting(trx: Trx, actor: Actor, before: MeetingRow): Promise<void> {
  if (before.publishedAt !== null && before.concludedAt === null)
    throw problem('meeting_not_draft', 'The meeting was announced; cancel it instead, so that its page can say so.')
  await trx
    .updateTable('meetings')
    .set({ deletedAt: sql`now()`, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', before.id)
    .execute()
  await recordChange(trx, actor, { object: 'meeting', id: before.id, kind: 'deleted' })
}

/** Undoes a deletion; a meeting that is there stays as it is. */
export async function restoreMeeting(trx: Trx, actor: Actor, id: string): Promise<MeetingRow> {
  const restored = await trx
    .updateTable('meetings')
    .set({ deletedAt: null, version: sql`version + 1`, updatedAt: sql`now()` })
    .where('id', '=', id)
    .where(stillRestorable)
    .returning('id')
    .executeTakeFirst()
  if (restored !== undefined) {
    await requireParents(trx, id)
    await recordChange(trx, actor, { object: 'meeting', id, kind: 'restored' })
  }
  return getMeeting(trx, id)
}

/** A meeting still to come does not come back to a venue or a working group that was deleted after it. */
async function requireParents(trx: Trx, id: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select p.name from meetings m cross join lateral (
      select v.name from venues v where v.id = m.venue_id and v.deleted_at is not null
      union all select g.name from working_groups g where g.id = m.working_group_id and g.deleted_at is not null
    ) p where m.id = ${id} and m.concluded_at is null`.execute(trx)
  if (rows[0] !== undefined)
    throw problem('reference_deleted', `${rows[0].name} was deleted as well; bring that back first.`)
}

/** What the meeting refers to is there and stays there: locked against being deleted meanwhile. */
export async function requireReferences(
  trx: Trx,
  { venueId, workingGroupId }: { venueId?: string | null; workingGroupId?: string | null },
): Promise<void> {
  if (
    venueId != null &&
    (await trx
      .selectFrom('venues')
      .select('id')
      .where('id', '=', venueId)
      .where('deletedAt', 'is', null)
      .forKeyShare()
      .executeTakeFirst()) === undefined
  )
    throw mistake('/venueId', 'unknown_id', 'Name a venue that exists.')
  if (
    workingGroupId != null &&
    (await trx
      .selectFrom('workingGroups')
      .select('id')
      .where('id', '=', workingGroupId)
      .where('deletedAt', 'is', null)
      .forKeyShare()
      .executeTakeFirst()) === undefined
  )
    throw mistake('/workingGroupId', 'unknown_id', 'Name a working group that exists.')
}
