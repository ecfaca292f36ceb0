// The desk at one meeting: who is expected, who is here, what was entered on this device and has to be sent.
import type {
  AttendanceEntry,
  AttendanceHow,
  AttendanceKind,
  DoorGuest,
  NewAttendanceEntry,
} from '@treffpunkt/shared/attendance'
import { computed, inject, provide, ref, shallowRef, type InjectionKey } from 'vue'
import type { Access } from './access.ts'
import { pauseAfter, waitOrWake } from './backoff.ts'
import { isRefusal, readList } from './calls.ts'
import {
  addOwn,
  heldOf,
  keepEntry,
  keepList,
  isOpen,
  readOwn,
  settleOwn,
  type Device,
  type Held,
  type OwnEntry,
} from './device.ts'
import { bySortName } from './find.ts'
import { countPeople } from './judge.ts'
import { listen } from './live.ts'
import { createSender, type Connection, type Settled } from './sender.ts'
import { standingsOf } from './standings.ts'
import { newWalkIn } from './walk-in.ts'

export type Desk = ReturnType<typeof createDesk>

/** Seconds that listening waits for the first list. */
const listPatience = 3

/** Who a press is about: somebody on the list, or a walk-in that comes onto it with the press. */
export type Press = {
  kind: AttendanceKind
  how: AttendanceHow
  guest: DoorGuest
  undoes?: string
}

/** Opens the desk with what the device holds; `start` connects it. */
export function createDesk(device: Device, access: Access, held: Held) {
  const meetingId = held.meeting.id
  const list = shallowRef(held.meeting)
  const known = shallowRef<readonly AttendanceEntry[]>(held.entries)
  const own = shallowRef<readonly OwnEntry[]>(held.own)
  const connection = ref<Connection>('connecting')
  const refreshing = ref(false)
  /** Whether the storage took what was written last. */
  const isWritable = ref(true)
  const closing = new AbortController()
  // Other windows of this device hear of what is entered here, also without a network.
  const windows = new BroadcastChannel('treffpunkt-door')
  // Never fails: the entry is kept, whether or not anybody hears of it.
  function tellWindows(): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
    if (!closing.signal.aborted) windows.postMessage(meetingId)
  }

  const people = computed(() => {
    const byId = new Map(list.value.guests.map(guest => [guest.id, guest]))
    for (const { entry, state } of own.value) {
      const isOpen = state === 'waiting' || state === 'sent'
      if (entry.walkIn && isOpen && !byId.has(entry.attendeeId)) byId.set(entry.attendeeId, walkInOf(entry))
    }
    return byId
  })
  const guests = computed(() => [...people.value.values()].toSorted(bySortName))
  const standings = computed(() => standingsOf(known.value, own.value))
  const count = computed(() => countPeople(people.value.values(), standings.value))
  const waiting = computed(() => own.value.filter(({ state }) => state === 'waiting'))
  const refused = computed(() => own.value.filter(({ state }) => state === 'refused'))
  /** Entries that are lost when this page is closed now. */
  const unkept = computed(() => own.value.filter(one => one.isUnkept && isOpen(one)))
  /** Whether this device keeps what is entered, also when the page is closed. */
  const isKeeping = computed(() => isWritable.value && unkept.value.length === 0)

  const send = createSender(
    {
      meetingId,
      access,
      waiting: () => waiting.value,
      settle,
      onConnection: now => (connection.value = now),
    },
    closing.signal,
  )

  /** Notes what became of entries. Never fails: what the device does not keep of it, the service says again. */
  async function settle(outcomes: Settled[]): Promise<void> {
    const byId = new Map(outcomes.map(one => [one.id, one]))
    await settleOwn(device, outcomes).catch(() => undefined)
    own.value = own.value.map(one => ({ ...one, ...byId.get(one.id) }))
    tellWindows()
  }

  /** Notes that somebody has looked after an entry that the service refused. */
  const dismissRefused = ({ id, reason }: OwnEntry): Promise<void> => settle([{ id, state: 'settled', reason }])

  /**
   * Writes an entry down and lets it be sent; the answer may be shown as soon as this is done. What the device cannot
   * keep stands in memory until it is sent: nobody waits at the door for a full storage.
   */
  async function press({ kind, how, guest, undoes }: Press): Promise<OwnEntry> {
    const entry: NewAttendanceEntry = {
      id: crypto.randomUUID(),
      kind,
      how,
      attendeeId: guest.id,
      at: new Date().toISOString(),
      ...(guest.place === null ? { walkIn: { name: guest.name, organisation: guest.organisation } } : {}),
      ...(undoes ? { undoes } : {}),
    }
    const { name, organisation } = guest
    const made = { id: entry.id, meetingId, entry, name, organisation, state: 'waiting', reason: null } as const
    const kept = await addOwn(device, made, list.value).catch(() => undefined)
    isWritable.value = kept !== undefined
    const added: OwnEntry = kept ?? { ...made, number: own.value.at(-1)?.number ?? 0, isUnkept: true }
    own.value = [...own.value, added]
    tellWindows()
    send()
    return added
  }

  let [asked, shown, open] = [0, 0, 0]
  /** Reads the list anew. @returns whether it could be read. */
  async function refresh(): Promise<boolean> {
    const number = ++asked
    open++
    refreshing.value = true
    try {
      const data = await readList(meetingId, access.token, closing.signal)
      // after the device was emptied nothing comes back; and an answer that was overtaken says nothing new
      if (closing.signal.aborted) return false
      if (number < shown) return true
      shown = number
      list.value = heldOf(data, access.linkHash)
      known.value = [...data.entries, ...known.value.filter(({ position }) => position > data.position)]
      connection.value = 'online'
      send()
      // a device that keeps nothing any more still shows what was read
      isWritable.value = await keepList(device, data, list.value).then(
        () => true,
        () => false,
      )
      return true
    } catch (error) {
      if (isRefusal(error)) connection.value = 'ended'
      else if (!isHearing) connection.value = 'offline'
      return false
    } finally {
      refreshing.value = --open > 0
    }
  }

  // Many changes at a time are read once; what changes while it is read is read after it.
  let wanted = false
  let reading: Promise<unknown> | undefined
  function refreshSoon(): void {
    wanted = true
    reading ??= (async () => {
      for (let failures = 0; wanted && !closing.signal.aborted;) {
        wanted = false
        await new Promise(resolve => setTimeout(resolve, 300))
        if (closing.signal.aborted) return
        if (await refresh()) failures = 0
        else if (connection.value !== 'ended') {
          wanted = true
          await waitOrWake(pauseAfter(++failures), closing.signal)
        }
      }
    })().finally(() => (reading = undefined))
  }

  async function hear(entry: AttendanceEntry): Promise<void> {
    if (closing.signal.aborted || entry.position <= position()) return
    known.value = [...known.value, entry]
    // a walk-in of another phone: the list does not know the name yet
    if (!people.value.has(entry.attendeeId)) refreshSoon()
    // a fault of the storage says nothing about the line: the next list holds the entry again
    await keepEntry(device, meetingId, entry).catch(() => undefined)
  }
  const position = () => Math.max(0, ...known.value.map(one => one.position))

  const wake = () => {
    if (document.visibilityState !== 'visible') return
    send()
    // somebody may have signed in again meanwhile
    if (connection.value !== 'ended') return
    if (line) refreshSoon()
    else connect()
  }
  const lose = () => {
    if (connection.value !== 'ended') connection.value = 'offline'
  }

  /** Reads the list, sends what waits, listens to the others; until `close`. */
  function start(): void {
    addEventListener('online', wake)
    addEventListener('focus', wake)
    addEventListener('offline', lose)
    document.addEventListener('visibilitychange', wake)
    windows.addEventListener('message', ({ data }) => {
      if (data === meetingId) void hearWindows()
    })
    send()
    connect()
  }

  async function hearWindows(): Promise<void> {
    // what cannot be read now is read with the next opening
    const entries = await readOwn(device, meetingId).catch(() => undefined)
    if (!entries) return
    // an entry in memory has the number of the one that it follows
    own.value = [...entries, ...own.value.filter(one => one.isUnkept)].toSorted((a, b) => a.number - b.number)
    // the window that entered it may be closed by now
    send()
  }

  let line: Promise<void> | undefined
  let isHearing = false
  function connect(): void {
    line ??= (async () => {
      const first = refresh().then(isRead => {
        if (!isRead && connection.value !== 'ended') refreshSoon()
      })
      // with the list the others' entries need not be told twice; but it may hang in a line that is half dead
      await Promise.race([first, waitOrWake(listPatience, closing.signal)])
      await listen({ meetingId, access, position, onEntry: hear, onGuests: refreshSoon, onConnection }, closing.signal)
    })().finally(() => (line = undefined))
  }
  function onConnection(now: Connection): void {
    isHearing = now === 'online'
    connection.value = now
    if (now === 'online') send(true)
  }

  function close(): void {
    closing.abort()
    windows.close()
    removeEventListener('online', wake)
    removeEventListener('focus', wake)
    removeEventListener('offline', lose)
    document.removeEventListener('visibilitychange', wake)
  }

  /** Who entered something, as the list names them; null: this device. */
  const byOf = (entryId: string): string | null => {
    const entry = known.value.find(({ id }) => id === entryId)
    return !entry || own.value.some(({ id }) => id === entryId) ? null : entry.by
  }

  /** The entry with which somebody arrived first. */
  const arrivalOf = (attendeeId: string, at: string): string | undefined =>
    [...known.value, ...own.value.map(({ entry }) => entry)].find(
      one => one.attendeeId === attendeeId && one.kind === 'present' && one.at === at,
    )?.id

  return {
    /** Tells one opening of a desk from the next. */
    key: crypto.randomUUID(),
    meetingId,
    access,
    list,
    people,
    guests,
    standings,
    known,
    count,
    own,
    waiting,
    refused,
    unkept,
    isKeeping,
    connection,
    refreshing,
    press,
    dismissRefused,
    refresh,
    send,
    byOf,
    arrivalOf,
    start,
    close,
  }
}

const walkInOf = ({ attendeeId, walkIn }: NewAttendanceEntry): DoorGuest =>
  newWalkIn(attendeeId, walkIn?.name ?? '', walkIn?.organisation ?? null)

const key: InjectionKey<Desk> = Symbol('desk')

/** Hands the desk to the components below. */
export const provideDesk = (desk: Desk): void => provide(key, desk)

/** The desk this component stands at. */
export function useDesk(): Desk {
  const desk = inject(key)
  if (!desk) throw new Error('There is no desk above this component.')
  return desk
}
