import type { AttendanceEntry, AttendanceKind } from '@treffpunkt/shared/attendance'
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

/** The entries of this device that count, in order: neither refused nor taken back, by whichever device. */
export function countingEntries(known: readonly AttendanceEntry[], own: readonly OwnEntry[]): OwnEntry[] {
  const kept = own.filter(({ state }) => state === 'waiting' || state === 'sent')
  const undone = new Set([...known, ...kept.map(({ entry }) => entry)].map(({ undoes }) => undoes))
  return kept.filter(({ id, entry }) => entry.kind !== 'undone' && !undone.has(id))
}

/** The last fifty entries of this device, newest first, and whether each can still be taken back. */
export function lastEntries(
  known: readonly AttendanceEntry[],
  own: readonly OwnEntry[],
): (OwnEntry & { undoable: boolean })[] {
  const counting = new Set(countingEntries(known, own))
  return own
    .slice(-50)
    .toReversed()
    .map(one => ({ ...one, undoable: counting.has(one) }))
}
