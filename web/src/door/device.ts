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
  /** Stands in the memory of this page alone: the storage refused it. */
  isUnkept?: true
}

export type Settings = {
  /** Sound and vibration with every answer. */
  sound: boolean
  /** Goes on by itself after a welcome. */
  autoContinue: boolean
}

type KnownEntry = AttendanceEntry & { meetingId: string }

export interface Schema extends DBSchema {
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

/** Stands in where the browser keeps nothing: whoever asks goes on without. */
export const noDevice: Device = { inOne: () => Promise.reject(new DOMException('', 'InvalidAccessError')) }

/** Asks the browser not to clear what this device holds when it needs space. */
export async function askToStay(): Promise<void> {
  // plain HTTP has no such storage
  if ('storage' in navigator) await navigator.storage.persist().catch(() => false)
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

/** The keys of everybody's entries for a meeting. */
export const keysOf = (meetingId: string) => IDBKeyRange.bound([meetingId, 0], [meetingId, Infinity])
/** Not in the service yet, or refused by it and not looked after. */
export const isOpen = ({ state }: Pick<OwnEntry, 'state'>) => state === 'waiting' || state === 'refused'

export type Held = { meeting: HeldMeeting; entries: AttendanceEntry[]; own: OwnEntry[] }

/** Everything about a meeting that is on this device; undefined when its list is not. */
export const readHeld = (device: Device, meetingId: string): Promise<Held | undefined> =>
  device.inOne(['meetings', 'entries', 'own'], 'readonly', async read => {
    const [meeting, entries, own] = await Promise.all([
      read.objectStore('meetings').get(meetingId),
      read.objectStore('entries').getAll(keysOf(meetingId)),
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
 * @param held its meeting; noted again when another window has deleted it, so that no entry is without one.
 * @throws DOMException when the storage is full.
 */
export const addOwn = (device: Device, own: Omit<OwnEntry, 'number'>, held: HeldMeeting): Promise<OwnEntry> =>
  device.inOne(['meetings', 'own'], 'readwrite', async write => {
    const [meetings, store] = [write.objectStore('meetings'), write.objectStore('own')]
    if ((await meetings.getKey(held.id)) === undefined) await meetings.put({ ...held, guests: [], isCleared: true })
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

export type OpenCount = { waiting: number; refused: number }

/** How many entries on this device are not in the service: of a meeting, or of all. */
export const countOpen = (device: Device, meetingId?: string): Promise<OpenCount> =>
  device.inOne(['own'], 'readonly', async read => {
    const own = await read.objectStore('own').index('meetingId').getAll(meetingId)
    const count = (wanted: OwnEntry['state']) => own.filter(({ state }) => state === wanted).length
    return { waiting: count('waiting'), refused: count('refused') }
  })

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
