// What this device holds, in IndexedDB: lists of meetings, what is known of who came, and what was entered here.
// An entry is written in one transaction before its answer is shown, so that nothing depends on the network.
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb'
import type {
  AttendanceEntry,
  AttendanceOutcome,
  DoorGuest,
  DoorList,
  DoorMeeting,
  NewAttendanceEntry,
} from '@treffpunkt/shared/attendance'

/** A meeting and the people on its list, as they were read last. */
export type HeldMeeting = {
  id: string
  meeting: DoorMeeting
  helper: string
  guests: DoorGuest[]
  /** When the list was read (RFC 3339). */
  loadedAt: string
  /** Digest of the door link it was read with, so that the link finds it without a network; null: by an account. */
  linkHash: string | null
  /** A day after the meeting its people were deleted here; it stays for the entries that were never sent. */
  isCleared?: true
}

/** Why an entry was not kept; `unreadable`: the service did not even understand it. */
export type Refusal = NonNullable<AttendanceOutcome['reason']> | 'unreadable'

/** An entry that was made on this device. */
export type OwnEntry = {
  /** Order in which they were made; they are sent in it. */
  number: number
  id: string
  meetingId: string
  entry: NewAttendanceEntry
  /** Whom it is about, as it was shown. */
  name: string
  organisation: string | null
  /** `settled`: was refused, and somebody has looked after it. */
  state: 'waiting' | 'sent' | 'refused' | 'settled'
  reason: Refusal | null
}

export type Settings = {
  /** Sound and vibration with every answer. */
  sound: boolean
  /** Goes on by itself after a welcome. */
  autoContinue: boolean
}

type KnownEntry = AttendanceEntry & { meetingId: string }

interface Schema extends DBSchema {
  meetings: { key: string; value: HeldMeeting }
  /** Entries of everybody, by meeting and position. */
  entries: { key: [string, number]; value: KnownEntry }
  own: {
    key: number
    value: Omit<OwnEntry, 'number'> & { number?: number }
    indexes: { meetingId: string; id: string }
  }
  settings: { key: string; value: Settings }
}

type Names = StoreNames<Schema>[]
type Mode = 'readonly' | 'readwrite'
type Work<Stores extends Names, Kind extends Mode, Value> = (
  transaction: IDBPTransaction<Schema, Stores, Kind>,
) => Promise<Value>

/** The storage of this device, for as long as the page is open. */
export type Device = {
  /** Does all of the work or nothing of it. A connection that was cut is made anew, and the work repeated once. */
  inOne: <const Stores extends Names, Kind extends Mode, Value>(
    stores: Stores,
    mode: Kind,
    work: Work<Stores, Kind, Value>,
  ) => Promise<Value>
}

/** @throws Error when the browser keeps nothing, as some do in private windows. */
export async function openDevice(): Promise<Device> {
  let database: Promise<IDBPDatabase<Schema>> | undefined
  const drop = () => (database = undefined)
  const connection = () => {
    database ??= connect(drop)
    database.catch(drop)
    return database
  }
  await connection()
  return {
    async inOne(stores, mode, work) {
      try {
        return await within(await connection(), stores, mode, work)
      } catch (error) {
        if (!isCut(error)) throw error
        drop()
        return within(await connection(), stores, mode, work)
      }
    },
  }
}

const connect = (onLost: () => void): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>('treffpunkt-door', 1, {
    upgrade(database) {
      database.createObjectStore('meetings', { keyPath: 'id' })
      database.createObjectStore('entries', { keyPath: ['meetingId', 'position'] })
      const own = database.createObjectStore('own', { keyPath: 'number', autoIncrement: true })
      own.createIndex('meetingId', 'meetingId')
      own.createIndex('id', 'id', { unique: true })
      database.createObjectStore('settings')
    },
    // a newer page in another window must not wait for this one
    blocking(_current, _blocked, event) {
      const database = event.target as IDBDatabase
      database.close()
      onLost()
    },
    // phones cut the connection of a page that is out of sight
    terminated: onLost,
  })

async function within<Stores extends Names, Kind extends Mode, Value>(
  database: IDBPDatabase<Schema>,
  stores: Stores,
  mode: Kind,
  work: Work<Stores, Kind, Value>,
): Promise<Value> {
  // what was entered here must outlive the battery; the rest can be read again
  const durability = stores.includes('own') ? 'strict' : 'default'
  const transaction = database.transaction(stores, mode, { durability })
  const [value] = await Promise.all([work(transaction), transaction.done])
  return value
}

/** What browsers say when the connection, not the work, was at fault. */
const isCut = (error: unknown): boolean =>
  error instanceof DOMException && ['InvalidStateError', 'AbortError', 'UnknownError'].includes(error.name)

const of = (meetingId: string) => IDBKeyRange.bound([meetingId, 0], [meetingId, Infinity])
/** Not in the service yet, or refused by it and not looked after. */
const isOpen = ({ state }: Pick<OwnEntry, 'state'>) => state === 'waiting' || state === 'refused'

export type Held = { meeting: HeldMeeting; entries: AttendanceEntry[]; own: OwnEntry[] }

/** Everything about a meeting that is on this device; undefined when its list is not. */
export const readHeld = (device: Device, meetingId: string): Promise<Held | undefined> =>
  device.inOne(['meetings', 'entries', 'own'], 'readonly', async read => {
    const [meeting, entries, own] = await Promise.all([
      read.objectStore('meetings').get(meetingId),
      read.objectStore('entries').getAll(of(meetingId)),
      read.objectStore('own').index('meetingId').getAll(meetingId),
    ])
    return meeting && !meeting.isCleared ? { meeting, entries, own: own as OwnEntry[] } : undefined
  })

/** What was entered here for a meeting, in order. */
export const readOwn = (device: Device, meetingId: string): Promise<OwnEntry[]> =>
  device.inOne(
    ['own'],
    'readonly',
    async read => (await read.objectStore('own').index('meetingId').getAll(meetingId)) as OwnEntry[],
  )

/** Every meeting that this device knows of, also those whose people were deleted. */
export const readMeetings = (device: Device): Promise<HeldMeeting[]> =>
  device.inOne(['meetings'], 'readonly', read => read.objectStore('meetings').getAll())

/** A list as it was just read, as the device holds it. */
export const heldOf = ({ meeting, helper, guests }: DoorList, linkHash: string | null): HeldMeeting => ({
  id: meeting.id,
  meeting,
  helper,
  guests,
  loadedAt: new Date().toISOString(),
  linkHash,
})

/** Keeps a list as it was just read. Entries that came by the stream meanwhile stay. */
export const keepList = (device: Device, { entries: read, position }: DoorList, held: HeldMeeting): Promise<void> =>
  device.inOne(['meetings', 'entries'], 'readwrite', async write => {
    const entries = write.objectStore('entries')
    await Promise.all([
      write.objectStore('meetings').put(held),
      entries.delete(IDBKeyRange.bound([held.id, 0], [held.id, position])),
      ...read.map(entry => entries.put({ ...entry, meetingId: held.id })),
    ])
  })

/** Keeps an entry of anybody as the stream told it. */
export const keepEntry = (device: Device, meetingId: string, entry: AttendanceEntry): Promise<unknown> =>
  device.inOne(['entries'], 'readwrite', write => write.objectStore('entries').put({ ...entry, meetingId }))

/**
 * Writes an entry of this device down, for good: it outlives the page and the browser.
 * @throws DOMException when the storage is full.
 */
export const addOwn = (device: Device, own: Omit<OwnEntry, 'number'>): Promise<OwnEntry> =>
  device.inOne(['own'], 'readwrite', async write => {
    const store = write.objectStore('own')
    // there already when only the word that it was written was lost
    const number = (await store.index('id').getKey(own.id)) ?? (await store.add(own))
    return { ...own, number }
  })

/** Notes what became of entries that were sent, or that somebody has looked after. */
export const settleOwn = (
  device: Device,
  outcomes: readonly { id: string; state: OwnEntry['state']; reason: Refusal | null }[],
): Promise<void> =>
  device.inOne(['own'], 'readwrite', async write => {
    const store = write.objectStore('own')
    for (const { id, state, reason } of outcomes) {
      const own = await store.index('id').get(id)
      if (own) await store.put({ ...own, state, reason })
    }
  })

/** How many entries wait on this device: of a meeting, or of all. */
export const countWaiting = (device: Device, meetingId?: string): Promise<number> =>
  device.inOne(['own'], 'readonly', async read => {
    const own = await read.objectStore('own').index('meetingId').getAll(meetingId)
    return own.filter(({ state }) => state === 'waiting').length
  })

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
      write.objectStore('entries').delete(of(meetingId)),
      ...own.map(number => write.objectStore('own').delete(number)),
    ])
  })

/** Deletes everything about a meeting, unless something of it was not sent or must be looked at. */
export async function wipeSettled(device: Device, meetingId: string): Promise<void> {
  if (!(await readOwn(device, meetingId)).some(isOpen)) await wipe(device, meetingId)
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
    write.objectStore('entries').delete(of(id)),
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

const settingsKey = 'door'

/** What somebody chose on this device; before that, sound and going on by itself. */
export const readSettings = (device: Device): Promise<Settings> =>
  device.inOne(
    ['settings'],
    'readonly',
    async read => (await read.objectStore('settings').get(settingsKey)) ?? { sound: true, autoContinue: true },
  )

/** Keeps what somebody chose; it outlives the lists. */
export const keepSettings = (device: Device, settings: Settings): Promise<unknown> =>
  device.inOne(['settings'], 'readwrite', write => write.objectStore('settings').put(settings, settingsKey))
