import type { AttendanceKind } from '@treffpunkt/shared/attendance'
import type { TextKey } from '../i18n.ts'
import type { OwnEntry, Refusal } from './device.ts'

/** What an entry says, in a word. */
export const kindTexts: Record<AttendanceKind, TextKey> = {
  present: 'doorLog.present',
  left: 'doorLog.left',
  excused: 'doorLog.excused',
  no_show: 'doorLog.noShow',
  undone: 'doorLog.undone',
}

/** Why an entry was not kept, and what to do. */
export const refusalTexts: Record<Refusal, TextKey> = {
  unknown_attendee: 'doorLog.unknownAttendee',
  unknown_entry: 'doorLog.unknownEntry',
  id_taken: 'doorLog.idTaken',
  unreadable: 'doorLog.unreadable',
}

/** The last fifty entries of this device, newest first, and whether each can still be taken back. */
export function lastEntries(own: readonly OwnEntry[]): (OwnEntry & { undoable: boolean })[] {
  const undone = new Set(own.map(({ entry }) => entry.undoes))
  return own
    .slice(-50)
    .toReversed()
    .map(one => ({
      ...one,
      undoable: one.entry.kind !== 'undone' && !undone.has(one.id) && (one.state === 'waiting' || one.state === 'sent'),
    }))
}
