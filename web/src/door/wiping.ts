// What goes from this device, and when: the names of people stay no longer than they are needed, and nothing goes that
// was not sent.
import type { IDBPTransaction } from 'idb'
import { isOpen, keysOf, readMeetings, readOwn, type Device, type OwnEntry, type Schema } from './device.ts'

/** Deletes everything about a meeting from this device, or everything there is. */
export const wipe = (device: Device, meetingId?: string): Promise<void> =>
  device.inOne(['meetings', 'entries', 'own'], 'readwrite', async write => {
    if (meetingId === undefined) {
      await Promise.all([...write.objectStoreNames].map(name => write.objectStore(name).clear()))
      return
    }
    const own = await write.objectStore('own').index('meetingId').getAllKeys(meetingId)
    await Promise.all([
      write.objectStore('meetings').delete(meetingId),
      write.objectStore('entries').delete(keysOf(meetingId)),
      ...own.map(number => write.objectStore('own').delete(number)),
    ])
  })

/**
 * Deletes the lists that were read by an account: whoever signs out leaves none behind. What was not sent, or must be
 * looked at, stays with its list for the next time they sign in.
 */
export async function wipeAccountLists(device: Device): Promise<void> {
  const lists = (await readMeetings(device)).filter(({ linkHash }) => linkHash === null)
  for (const { id } of lists) {
    // at one go: another window may enter something meanwhile
    await device.inOne(['meetings', 'entries', 'own'], 'readwrite', async write => {
      const own = await write.objectStore('own').index('meetingId').getAll(id)
      if (!own.some(isOpen)) await clear(write, id)
    })
  }
}

/** Milliseconds after which the people of a meeting are deleted from the device. */
export const listLife = 86_400_000

/**
 * A day after a meeting nothing of it stays on the device but what was not sent, or must be looked at.
 * @param except the meeting whose desk is open.
 */
export async function wipeOld(device: Device, except?: string, now = Date.now()): Promise<void> {
  for (const { id, meeting } of await readMeetings(device)) {
    if (id === except || Date.parse(meeting.endsAt) + listLife > now) continue
    await letGo(device, id)
  }
}

/** Deletes the people of a meeting from the device; what was not sent, or must be looked at, stays. */
export const letGo = (device: Device, meetingId: string): Promise<void> =>
  device.inOne(['meetings', 'entries', 'own'], 'readwrite', write => clear(write, meetingId))

async function clear(
  write: IDBPTransaction<Schema, ['meetings', 'entries', 'own'], 'readwrite'>,
  id: string,
): Promise<void> {
  const [meetings, own] = [write.objectStore('meetings'), write.objectStore('own')]
  const [held, entered] = await Promise.all([meetings.get(id), own.index('meetingId').getAll(id)])
  const done = entered.filter(one => !isOpen(one))
  await Promise.all([
    write.objectStore('entries').delete(keysOf(id)),
    ...done.map(({ number }) => own.delete(number ?? 0)),
    held && done.length < entered.length ? meetings.put({ ...held, guests: [], isCleared: true }) : meetings.delete(id),
  ])
}

/** What could not be sent while its meeting was of this time; whoever coordinates has to be told. */
export type Leftover = { id: string; startsAt: string; entries: OwnEntry[] }

/** The entries of meetings whose people were deleted. */
export async function readLeftovers(device: Device): Promise<Leftover[]> {
  const cleared = (await readMeetings(device)).filter(({ isCleared }) => isCleared)
  const all = await Promise.all(
    cleared.map(async ({ id, meeting: { startsAt } }) => {
      return { id, startsAt, entries: (await readOwn(device, id)).filter(isOpen) }
    }),
  )
  return all.filter(({ entries }) => entries.length > 0)
}
