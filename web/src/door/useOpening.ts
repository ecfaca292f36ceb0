import type { DoorMeeting } from '@treffpunkt/shared/attendance'
import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue'
import { ServiceProblem } from '../api/client.ts'
import { dayHasCome, dayIsOver, setTimeZone } from '../ui/dates.ts'
import { accessOf, takeSession, type Access } from './access.ts'
import { deleteSession, isRefusal, listMeetings, readList, readTimeZone } from './calls.ts'
import { createDesk, type Desk } from './desk.ts'
import {
  countOpen,
  heldOf,
  keepList,
  noDevice,
  openDevice,
  readHeld,
  readMeetings,
  readOwn,
  type Held,
  type HeldMeeting,
} from './device.ts'
import { letGo, listLife, readLeftovers, wipe, wipeAccountLists, wipeOld, type Leftover } from './wiping.ts'

/** Why the door is not open, or that it is. */
export type Phase =
  | 'opening'
  | 'desk'
  | 'choose'
  | 'noMeetings'
  | 'signedOut'
  | 'ended'
  | 'offline'
  | 'failed'
  | 'wiped'
  | 'notWiped'

/** Entries of a meeting that wait on this device while the door of another, or none, is open. */
export type WaitingElsewhere = { meeting: string; count: number }

/** Milliseconds between two looks at what has become old while the page stays open. */
const hour = 3_600_000
/** Milliseconds that the service gets to answer where the device could open its door without it. */
const patience = 3_000
/** Milliseconds that other windows get to stop before the device is emptied. */
const moment = 300

/** Finds out which meeting this page may let in for: by its link, by an account, or by what the device holds. */
export function useOpening() {
  const phase = ref<Phase>('opening')
  const desk = shallowRef<Desk>()
  const choices = shallowRef<DoorMeeting[]>([])
  const waiting = shallowRef<WaitingElsewhere[]>([])
  const leftovers = shallowRef<Leftover[]>([])
  const isAccount = ref(false)
  let device = noDevice
  let access: Access = { token: undefined, linkHash: null }
  let openedAt = 0
  /** Ends when another attempt begins: what comes of it later must not replace what is there by then. */
  let attempt = new AbortController()
  // a device that is emptied is emptied in all windows
  const windows = new BroadcastChannel('treffpunkt-door-wiped')

  function begin(): AbortSignal {
    attempt.abort()
    attempt = new AbortController()
    phase.value = 'opening'
    return attempt.signal
  }

  /** Does one attempt; what goes wrong with it is shown unless another has begun. */
  async function trying(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!signal.aborted) phase.value = phaseAfter(error, access.token !== undefined)
    }
    if (!signal.aborted) await countElsewhere()
  }

  async function open(): Promise<void> {
    const signal = begin()
    void readTimeZone().then(setTimeZone, () => undefined)
    // where nothing can be kept the door opens all the same, for as long as there is a network
    if (device === noDevice) device = await openDevice().catch(() => noDevice)
    await wipeOld(device).catch(() => undefined)
    await trying(signal, async () => {
      access = await accessOf(location.pathname)
      isAccount.value = access.token === undefined
      const held = (await readMeetings(device).catch(() => [])).filter(one => one.linkHash === access.linkHash)
      const lists = held.filter(({ isCleared }) => !isCleared)
      await (access.token ? openByLink(lists, signal) : openByAccount(lists, signal))
    })
  }

  /** @param held the lists that the device holds and this access may open. */
  async function openByLink(held: HeldMeeting[], signal: AbortSignal): Promise<void> {
    // what the device holds opens at once; whether the link still holds is asked beside it
    const [meeting] = held.length > 0 ? held : await listMeetings(access.token, signal)
    if (meeting) return enter(meeting.id, signal)
    signal.throwIfAborted()
    phase.value = 'noMeetings'
  }

  async function openByAccount(held: HeldMeeting[], signal: AbortSignal): Promise<void> {
    const isSignedIn = await orWithout(held, takeSession(signal))
    signal.throwIfAborted()
    if (isSignedIn === false) {
      phase.value = 'signedOut'
      return wipeAccountLists(device).catch(() => undefined)
    }
    const wanted = new URLSearchParams(location.search).get('meeting')
    try {
      if (wanted !== null) return await enter(wanted, signal)
    } catch (error) {
      // one that this account may not see: it chooses among those that it may
      if (!isRefusal(error)) throw error
    }
    const answer = isSignedIn && (await orWithout(held, listMeetings(undefined, signal)))
    const listed = answer || held.map(({ meeting }) => meeting)
    signal.throwIfAborted()
    const now = Date.now()
    const today = listed.filter(({ startsAt, endsAt }) => dayHasCome(startsAt, now) && !dayIsOver(endsAt, now))
    const [one] = today
    if (one && today.length === 1 && wanted === null) return enter(one.id, signal)
    choices.value = listed
    phase.value = listed.length > 0 ? 'choose' : 'noMeetings'
  }

  /** What the service answers; undefined when it does not, or not soon, and the device holds lists to open without it. */
  async function orWithout<Value>(held: HeldMeeting[], answer: Promise<Value>): Promise<Value | undefined> {
    if (held.length === 0) return answer
    const late = new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), patience))
    return Promise.race([answer.catch(() => undefined), late])
  }

  /** Opens the desk with what the device holds of a meeting; without anything its list is read first. */
  async function enter(meetingId: string, signal: AbortSignal): Promise<void> {
    const kept = await readHeld(device, meetingId).catch(() => undefined)
    const held = kept?.meeting.linkHash === access.linkHash ? kept : await load(meetingId, signal)
    signal.throwIfAborted()
    desk.value?.close()
    desk.value = createDesk(device, access, held)
    openedAt = Date.now()
    desk.value.start()
    phase.value = 'desk'
  }

  /** Reads the list of a meeting, and keeps it where that is possible. @throws ServiceProblem */
  async function load(meetingId: string, signal: AbortSignal): Promise<Held> {
    const list = await readList(meetingId, access.token, signal)
    signal.throwIfAborted()
    const meeting = heldOf(list, access.linkHash)
    await keepList(device, list, meeting).catch(() => undefined)
    // what was not sent when the list went
    const own = await readOwn(device, meetingId).catch(() => [])
    return { meeting, entries: list.entries, own }
  }

  async function choose(meetingId: string): Promise<void> {
    const address = new URL(location.href)
    address.searchParams.set('meeting', meetingId)
    history.replaceState(null, '', address)
    const signal = begin()
    await trying(signal, () => enter(meetingId, signal))
  }

  /** Counts what waits for other meetings; what cannot be counted now is counted another time. */
  async function countElsewhere(): Promise<void> {
    try {
      const others = (await readMeetings(device)).filter(one => one.id !== desk.value?.meetingId && !one.isCleared)
      const counts = await Promise.all(
        others.map(async ({ id, meeting }) => ({
          meeting: meeting.name,
          count: (await countOpen(device, id)).waiting,
        })),
      )
      waiting.value = counts.filter(({ count }) => count > 0)
      leftovers.value = await readLeftovers(device)
    } catch {
      // what is shown may be old; what is kept is not touched
    }
  }

  /** Deletes what has become old while the page was open; the desk of an old meeting is closed. */
  async function tidy(): Promise<void> {
    if (phase.value === 'opening') return
    const ends = desk.value ? Math.max(Date.parse(desk.value.list.value.meeting.endsAt), openedAt) : Infinity
    if (ends + listLife <= Date.now()) return open()
    await wipeOld(device, desk.value?.meetingId).catch(() => undefined)
    await countElsewhere()
  }

  // The service itself says that the link was closed: the phone may be lost, so the names go. What waits stays, and is
  // sent with the next link.
  watch(
    () => desk.value?.access.token !== undefined && desk.value.connection.value === 'ended',
    async isClosed => {
      if (!isClosed || !desk.value) return
      const { meetingId } = desk.value
      leave()
      await letGo(device, meetingId).catch(() => undefined)
      phase.value = 'ended'
      await countElsewhere()
    },
  )

  /** Deletes everything from this device, in all of its windows. */
  async function empty(): Promise<void> {
    leave()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
    windows.postMessage('wiped')
    await new Promise(resolve => setTimeout(resolve, moment))
    try {
      if (device !== noDevice) await wipe(device)
      phase.value = 'wiped'
    } catch {
      phase.value = 'notWiped'
    }
    await countElsewhere()
  }

  /** Deletes what was never sent, once it was told to whoever coordinates. */
  async function forget(meetingId: string): Promise<void> {
    await wipe(device, meetingId).catch(() => undefined)
    await countElsewhere()
  }

  async function signOut(): Promise<void> {
    // a desk that opened with what the device holds may not have asked who is signed in
    if (await takeSession()) await deleteSession()
    leave()
    await open()
  }

  /** Stops everything that might still write. */
  function leave(): void {
    begin()
    desk.value?.close()
    desk.value = undefined
  }

  const awake = () => void (document.visibilityState === 'visible' && tidy())
  onMounted(() => {
    const timer = setInterval(() => void tidy(), hour)
    document.addEventListener('visibilitychange', awake)
    windows.addEventListener('message', () => {
      leave()
      phase.value = 'wiped'
    })
    onBeforeUnmount(() => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', awake)
      windows.close()
    })
    void open()
  })

  /** Tries again what did not work. */
  const retry = (): Promise<void> => (phase.value === 'notWiped' ? empty() : open())

  return {
    phase,
    desk,
    choices,
    waiting,
    leftovers,
    account: { isThere: isAccount, signOut },
    retry,
    choose,
    empty,
    forget,
    device: () => device,
  }
}

/** @param byLink whether a link has opened the door, not an account. */
function phaseAfter(error: unknown, byLink: boolean): Phase {
  if (isRefusal(error)) return byLink ? 'ended' : 'signedOut'
  return error instanceof ServiceProblem && error.status === 0 ? 'offline' : 'failed'
}
