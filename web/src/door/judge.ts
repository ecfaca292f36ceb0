import type { AttendanceEntry, DoorGuest } from '@treffpunkt/shared/attendance'
import type { FoldedAttendance } from '@treffpunkt/shared/attendance-standing'
import type { TextKey } from '../i18n.ts'
import type { OwnEntry } from './device.ts'

/** Why somebody on the list is not simply let in. */
export type Stop = 'withdrawn' | 'waiting' | 'expired' | 'asking' | 'refused'

/** What the door says to somebody on the list. Nobody is refused: a stop asks, and one press lets in. */
export type Verdict = { kind: 'welcome' } | { kind: 'already'; since: string } | { kind: 'stopped'; stop: Stop }

const stops: Record<NonNullable<DoorGuest['place']>, Stop | null> = {
  // without the mail's link pressed they still meant to come
  unconfirmed: null,
  confirmed: null,
  // holds a seat that nobody has accepted yet: coming is accepting
  offered: null,
  waitlisted: 'waiting',
  pending: 'asking',
  refused: 'refused',
  expired: 'expired',
  lapsed: 'expired',
  withdrawn: 'withdrawn',
  // somebody else comes for them
  substituted: 'withdrawn',
}

/** The reason in words, for the answer and in a row of the list. */
export const stopTexts: Record<Stop, { answer: TextKey; row: TextKey }> = {
  withdrawn: { answer: 'doorAnswer.withdrawn', row: 'doorSearch.withdrawn' },
  waiting: { answer: 'doorAnswer.waiting', row: 'doorSearch.waiting' },
  expired: { answer: 'doorAnswer.expired', row: 'doorSearch.expired' },
  asking: { answer: 'doorAnswer.asking', row: 'doorSearch.asking' },
  refused: { answer: 'doorAnswer.refused', row: 'doorSearch.refused' },
}

/** Whether somebody's place says that they are not expected; null for those who are, and for walk-ins. */
export const stopOf = ({ place }: DoorGuest): Stop | null => (place === null ? null : stops[place])

/** Whether somebody of the list is expected at the door: not who joins online, who may turn up all the same. */
export const isExpected = (guest: DoorGuest): boolean =>
  guest.place !== null && stopOf(guest) === null && guest.attends !== 'online'

/** What to say to somebody who stands at the door now. Who has left and comes back is welcome again. */
export function judge(guest: DoorGuest, standing: FoldedAttendance | undefined): Verdict {
  if (standing?.state === 'present') return { kind: 'already', since: standing.arrivedAt ?? '' }
  const stop = standing?.arrivedAt ? null : stopOf(guest)
  return stop ? { kind: 'stopped', stop } : { kind: 'welcome' }
}

type Entry = Pick<AttendanceEntry, 'id' | 'kind' | 'how' | 'attendeeId' | 'at'> & { undoes?: string | null }

/**
 * The entries that make one arrival: `present`, said by several phones or several times, with nothing in between. Who
 * takes one of them back means all.
 * @param known entries of everybody, as the service numbered them.
 * @param own those of this device; what is on its way was entered in sight of all that is known.
 * @returns the ids, `entryId` among them; it alone when it is no arrival.
 */
export function arrivalWith(
  known: readonly Entry[],
  own: readonly { state: OwnEntry['state']; entry: Entry }[],
  entryId: string,
): string[] {
  const arrived = new Set(known.map(({ id }) => id))
  const ahead = own.filter(({ state, entry }) => (state === 'waiting' || state === 'sent') && !arrived.has(entry.id))
  const entries = [
    ...known.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)),
    ...ahead.map(({ entry }) => entry),
  ]
  const attendeeId = entries.find(({ id }) => id === entryId)?.attendeeId
  const undone = new Set(entries.map(({ undoes }) => undoes))
  const open = entries.filter(
    entry =>
      entry.attendeeId === attendeeId && entry.how !== 'closing' && entry.kind !== 'undone' && !undone.has(entry.id),
  )
  const at = open.findIndex(({ id }) => id === entryId)
  if (open[at]?.kind !== 'present') return [entryId]
  const from = open.slice(0, at).findLastIndex(({ kind }) => kind !== 'present') + 1
  const until = open.findIndex(({ kind }, index) => index > at && kind !== 'present')
  return open.slice(from, until === -1 ? undefined : until).map(({ id }) => id)
}

/** How many came, of how many; and how many are in the room at the moment. */
export function countPeople(
  guests: Iterable<DoorGuest>,
  standings: ReadonlyMap<string, FoldedAttendance>,
): { came: number; total: number; inside: number } {
  const came = new Set([...standings].filter(([, { arrivedAt }]) => arrivedAt !== null).map(([id]) => id))
  const total = new Set(came)
  for (const guest of guests) if (isExpected(guest)) total.add(guest.id)
  const inside = [...standings.values()].filter(({ state }) => state === 'present').length
  return { came: came.size, total: total.size, inside }
}
