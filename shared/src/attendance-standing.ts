// Where people stand, by the entries about them. Apart from the contracts, so that a device at the door need not carry
// their schemas.
import type { AttendanceEntry, AttendanceState } from './attendance.ts'

/** What the entries about one person come to. */
export type FoldedAttendance = {
  state: AttendanceState
  /** The newest entry that counts. */
  entryId: string
  /** The first `present` that counts; null when there is none. */
  arrivedAt: string | null
}

type Foldable = Pick<AttendanceEntry, 'id' | 'kind' | 'how' | 'attendeeId' | 'undoes' | 'at'>

/**
 * Where everybody stands, by attendee. Of the entries that are not undone the newest counts; what was assumed when the
 * meeting was concluded (`closing`) gives way to everything that somebody saw, however late a phone sends it.
 * @param entries in the order of their positions; those a device has not sent yet at the end.
 */
export function foldAttendance(entries: readonly Foldable[]): Map<string, FoldedAttendance> {
  const undone = new Set(entries.flatMap(({ kind, undoes }) => (kind === 'undone' && undoes ? [undoes] : [])))
  const rank = ({ how, at }: Foldable) => (how === 'closing' ? -Infinity : Date.parse(at))
  const folded = new Map<string, FoldedAttendance & { rank: number }>()
  for (const entry of entries) {
    if (entry.kind === 'undone' || undone.has(entry.id)) continue
    const before = folded.get(entry.attendeeId)
    const arrivals = [before?.arrivedAt, entry.kind === 'present' ? entry.at : null].filter(at => at != null)
    const arrivedAt = arrivals.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null
    const isNewer = before === undefined || rank(entry) >= before.rank
    folded.set(
      entry.attendeeId,
      isNewer ? { state: entry.kind, entryId: entry.id, arrivedAt, rank: rank(entry) } : { ...before, arrivedAt },
    )
  }
  return folded
}
