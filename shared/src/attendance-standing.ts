// Where people stand, by the entries about them. Apart from the contracts, so that a device at the door need not carry
// their schemas.
import type { AttendanceEntry, AttendanceState } from './attendance.ts'

/** What the entries about one person come to. */
export type FoldedAttendance = {
  state: AttendanceState
  /** The newest entry that counts. */
  entryId: string
  /** The first `present` that counts, or else the first `left`: who has left was there. Null when there is neither. */
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
  const folded = new Map<string, FoldedAttendance & { rank: number; came: string | null; went: string | null }>()
  for (const entry of entries) {
    if (entry.kind === 'undone' || undone.has(entry.id)) continue
    const before = folded.get(entry.attendeeId)
    const came = earlier(before?.came, entry.kind === 'present' ? entry.at : null)
    const went = earlier(before?.went, entry.kind === 'left' ? entry.at : null)
    const arrival = { came, went, arrivedAt: came ?? went }
    folded.set(
      entry.attendeeId,
      before === undefined || rank(entry) >= before.rank
        ? { state: entry.kind, entryId: entry.id, rank: rank(entry), ...arrival }
        : { ...before, ...arrival },
    )
  }
  return folded
}

const earlier = (one: string | null | undefined, other: string | null): string | null =>
  one == null || (other !== null && Date.parse(other) < Date.parse(one)) ? other : one
