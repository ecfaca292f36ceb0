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

const isKept = (state: OwnEntry['state']) => state === 'waiting' || state === 'sent'

/** The entries of this device that count, in order: neither refused nor taken back, by whichever device. */
export function countingEntries(known: readonly AttendanceEntry[], own: readonly OwnEntry[]): OwnEntry[] {
  const kept = own.filter(({ state }) => isKept(state))
  const undone = new Set([...known, ...kept.map(({ entry }) => entry)].map(({ undoes }) => undoes))
  return kept.filter(({ id, entry }) => entry.kind !== 'undone' && !undone.has(id))
}

/**
 * The last fifty entries of this device, newest first, and whether each can still be taken back. An arrival that several
 * phones entered is taken back by as many entries, and by one press: it is shown once.
 */
export function lastEntries(
  known: readonly AttendanceEntry[],
  own: readonly OwnEntry[],
): (OwnEntry & { undoable: boolean })[] {
  const counting = new Set(countingEntries(known, own))
  const arrivals = new Set(
    [...known, ...own.map(({ entry }) => entry)].filter(({ kind }) => kind === 'present').map(({ id }) => id),
  )
  const isUndoing = ({ entry, state }: OwnEntry) =>
    isKept(state) && entry.undoes !== undefined && arrivals.has(entry.undoes)
  // the last of them is sent last
  const isGoingOn = (one: OwnEntry, next: OwnEntry | undefined) =>
    next?.entry.attendeeId === one.entry.attendeeId && isUndoing(one) && isUndoing(next)
  return own
    .filter((one, at) => !isGoingOn(one, own[at + 1]))
    .slice(-50)
    .toReversed()
    .map(one => ({ ...one, undoable: counting.has(one) }))
}
