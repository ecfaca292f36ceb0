import { sql } from 'kysely'
import type { AttendanceOutcome, NewAttendanceEntry, WalkIn } from '@treffpunkt/shared/attendance'
import type { Trx } from '../db/connect.ts'
import { recordChanges, systemActor, type Actor } from '../db/record-change.ts'
import { appendEntries, enterWalkIns } from './append.ts'
import { fixAttendance } from './conclude.ts'
import { lockAttendance } from './lock.ts'
import { lastPosition } from './queries.ts'

type Refusal = NonNullable<AttendanceOutcome['reason']>
type Decision = 'recorded' | 'repeated' | Refusal
/** One entry with its ids as the database writes them. */
type Entry = Omit<NewAttendanceEntry, 'undoes'> & { undoes: string | null }

/**
 * Appends what a device saw, in the order in which it sends it. Every entry has an outcome of its own: one that cannot
 * be kept does not hold up the others, and one that is there already is told so. Kept also when the meeting is concluded
 * or cancelled: a phone that was without a network until then comes late with the truth.
 * @param sent `sentAt` is the device's clock at the moment of sending: how far it is off corrects every `at`.
 * @throws not_found for a draft as for an unknown meeting.
 */
export async function recordEntries(
  trx: Trx,
  actor: Actor,
  meetingId: string,
  sent: { sentAt: string; entries: NewAttendanceEntry[] },
): Promise<{ outcomes: AttendanceOutcome[]; position: number }> {
  const { concludedAt } = await lockAttendance(trx, meetingId)
  const entries = sent.entries.map(plain)
  const known = await readKnown(trx, meetingId, entries)
  const decisions = entries.map(entry => decide(meetingId, entry, known))
  const kept = entries.filter((_, index) => decisions[index] === 'recorded')
  let position = await lastPosition(trx, meetingId)
  if (kept.length > 0) {
    await enterWalkIns(trx, meetingId, known.newWalkIns)
    await appendEntries(trx, actor, { meetingId, after: position, sentAt: sent.sentAt, entries: kept })
    position += kept.length
    await recordChanges(
      trx,
      actor,
      kept.map(({ kind, attendeeId }) => ({ object: 'attendance', id: meetingId, kind, after: { attendeeId } })),
    )
    const about = kept.map(({ attendeeId }) => attendeeId)
    // what is assumed of others when somebody comes late is nothing that this helper said
    if (concludedAt !== null) position += await fixAttendance(trx, systemActor, meetingId, about)
  }
  return { outcomes: sent.entries.map(({ id }, index) => toOutcome(id, decisions[index] ?? 'repeated')), position }
}

const toOutcome = (id: string, decision: Decision): AttendanceOutcome =>
  decision === 'recorded' || decision === 'repeated'
    ? { id, outcome: decision, reason: null }
    : { id, outcome: 'refused', reason: decision }

/** Ids as PostgreSQL writes them: their format lets capitals and a prefix pass. */
function plain(entry: NewAttendanceEntry): Entry {
  const id = (text: string) => text.toLowerCase().replace('urn:uuid:', '')
  return {
    ...entry,
    id: id(entry.id),
    attendeeId: id(entry.attendeeId),
    undoes: entry.kind === 'undone' && entry.undoes !== undefined ? id(entry.undoes) : null,
  }
}

/** What there is of everything that a batch names; what is kept of it is added in turn. */
type Known = {
  /** By id, of any meeting. */
  entries: Map<string, { meetingId: string; attendeeId: string; kind: string }>
  /** By id, with the meeting they are for. */
  registrations: Map<string, string>
  /** By id, with the meeting they came to. */
  walkIns: Map<string, string>
  newWalkIns: (WalkIn & { id: string })[]
}

async function readKnown(trx: Trx, meetingId: string, entries: Entry[]): Promise<Known> {
  const isOneOf = (ids: string[]) => sql<string>`any(${[...new Set(ids)]}::uuid[])`
  const attendees = entries.map(({ attendeeId }) => attendeeId)
  const found = await trx
    .selectFrom('attendanceEntries')
    .select(['id', 'meetingId', 'attendeeId', 'kind'])
    .where('id', '=', isOneOf(entries.flatMap(({ id, undoes }) => (undoes === null ? [id] : [id, undoes]))))
    .execute()
  const registrations = await trx
    .selectFrom('registrations')
    .select(['id', 'meetingId'])
    .where('id', '=', isOneOf(attendees))
    .forKeyShare()
    .execute()
  const walkIns = await trx
    .selectFrom('walkIns')
    .select(['id', 'meetingId'])
    .where('id', '=', isOneOf(attendees))
    .execute()
  return {
    entries: new Map(found.map(({ id, ...entry }) => [id, entry])),
    registrations: new Map(registrations.map(row => [row.id, row.meetingId])),
    walkIns: new Map(walkIns.map(row => [row.id, row.meetingId])),
    newWalkIns: [],
  }
}

/** What becomes of one entry; if it is kept, those after it in the batch know it, and the walk-in that it names. */
function decide(meetingId: string, { id, kind, attendeeId, walkIn, undoes }: Entry, known: Known): Decision {
  const same = known.entries.get(id)
  if (same !== undefined) return same.meetingId === meetingId ? 'repeated' : 'id_taken'
  if (kind === 'undone' && !isUndoable(known.entries.get(undoes ?? ''), meetingId, attendeeId)) return 'unknown_entry'
  const cameTo = known.registrations.get(attendeeId) ?? known.walkIns.get(attendeeId)
  if (cameTo !== meetingId) {
    if (walkIn === undefined) return 'unknown_attendee'
    if (cameTo !== undefined) return 'id_taken'
    known.walkIns.set(attendeeId, meetingId)
    known.newWalkIns.push({ id: attendeeId, ...walkIn })
  }
  known.entries.set(id, { meetingId, attendeeId, kind })
  return 'recorded'
}

// An undoing is not undone: what was there is entered anew, with its own moment.
const isUndoable = (
  entry: { meetingId: string; attendeeId: string; kind: string } | undefined,
  meetingId: string,
  attendeeId: string,
) => entry !== undefined && entry.meetingId === meetingId && entry.attendeeId === attendeeId && entry.kind !== 'undone'
