// Where everybody stands: by what is known of all devices, and by what was entered here and is not known yet.
import type { AttendanceEntry } from '@treffpunkt/shared/attendance'
import { foldAttendance, type FoldedAttendance } from '@treffpunkt/shared/attendance-standing'
import type { OwnEntry } from './device.ts'

/** Folds the entries of everybody with those of this device that are still on their way. */
export function standingsOf(
  known: readonly AttendanceEntry[],
  own: readonly OwnEntry[],
): ReadonlyMap<string, FoldedAttendance> {
  const arrived = new Set(known.map(({ id }) => id))
  const ahead = own.filter(({ id, state }) => (state === 'waiting' || state === 'sent') && !arrived.has(id))
  // What was entered here was entered in sight of what is known, even where the clock of the phone is slow; the service
  // corrects the time when it is sent.
  const newest = new Map<string, string>()
  for (const { attendeeId, at, how } of known) {
    const before = newest.get(attendeeId)
    if (how !== 'closing' && (!before || Date.parse(at) > Date.parse(before))) newest.set(attendeeId, at)
  }
  return foldAttendance([
    ...known,
    ...ahead.map(({ entry }) => {
      const seen = newest.get(entry.attendeeId)
      const at = seen && Date.parse(seen) > Date.parse(entry.at) ? seen : entry.at
      return { ...entry, at, undoes: entry.undoes ?? null }
    }),
  ])
}
