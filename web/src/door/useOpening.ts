import type { DoorMeeting } from '@treffpunkt/shared/attendance'
import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue'
import { ServiceProblem } from '../api/client.ts'
import { localDate } from '../ui/dates.ts'
import { accessOf, takeSession, type Access } from './access.ts'
import { listMeetings, readList } from './calls.ts'
import { createDesk, type Desk } from './desk.ts'
import {
  countWaiting,
  heldOf,
  keepList,
  letGo,
  listLife,
  openDevice,
  readHeld,
  readLeftovers,
  readMeetings,
  wipe,
  wipeOld,
  wipeSettled,
  type Device,
  type Leftover,
} from './device.ts'

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
  | 'noStorage'
  | 'wiped'

/** Entries of a meeting that wait on this device while the door of another, or none, is open. */
export type WaitingElsewhere = { meeting: string; count: number }

/** Milliseconds between two looks at what has become old while the page stays open. */
const hour = 3_600_000
/** Milliseconds that other windows get to stop before the device is emptied. */
const moment = 300

/** Finds out which meeting this page may let in for: by its link, by an account, or by what the device holds. */
export function useOpening() {
  const phase = ref<Phase>('opening')
  const desk = shallowRef<Desk>()
  const choices = shallowRef<DoorMeeting[]>([])
  const waiting = shallowRef<WaitingElsewhere[]>([])
  const leftovers = shallowRef<Leftover[]>([])
  let device: Device | undefined
  let access: Access
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
      if (!signal.aborted) phase.value = phaseAfter(error)
    }
    if (!signal.aborted) await countElsewhere()
  }

  async function open(): Promise<void> {
    const signal = begin()
    try {
      device ??= await openDevice()
      await wipeOld(device)
    } catch {
      if (!signal.aborted) phase.value = 'noStorage'
      return
    }
    const opened = device
    await trying(signal, async () => {
      access = await accessOf(location.pathname)
      await (access.token ? openByLink(opened, signal) : openByAccount(opened, signal))
    })
  }

  async function openByLink(device: Device, signal: AbortSignal): Promise<void> {
    // what the device holds opens at once; whether the link still holds is asked beside it
    const held = (await readMeetings(device)).find(one => one.linkHash === access.linkHash && !one.isCleared)
    if (held) return enter(device, held.id, signal)
    const [meeting] = await listMeetings(access.token, signal)
    if (meeting) return enter(device, meeting.id, signal)
    signal.throwIfAborted()
    phase.value = 'noMeetings'
  }

  async function openByAccount(device: Device, signal: AbortSignal): Promise<void> {
    const wanted = new URLSearchParams(location.search).get('meeting')
    const session = await takeSession(signal).catch((error: unknown) => {
      if (signal.aborted || phaseAfter(error) !== 'offline') throw error
      return undefined
    })
    const held = (await readMeetings(device)).filter(({ linkHash }) => linkHash === null)
    signal.throwIfAborted()
    if (session === false) {
      phase.value = 'signedOut'
      // whoever signed out leaves no list behind; what was not sent waits for the next time they sign in
      for (const { id } of held) await wipeSettled(device, id)
      return
    }
    const offline = held.filter(({ isCleared }) => !isCleared).map(({ meeting }) => meeting)
    const listed = session ? await listMeetings(undefined, signal) : offline
    signal.throwIfAborted()
    if (!session && listed.length === 0) {
      phase.value = 'offline'
      return
    }
    const today = listed.filter(({ startsAt }) => localDate(startsAt) === localDate(new Date()))
    const one = listed.find(({ id }) => id === wanted) ?? (today.length === 1 ? today[0] : undefined)
    if (one) return enter(device, one.id, signal)
    choices.value = listed
    phase.value = listed.length > 0 ? 'choose' : 'noMeetings'
  }

  /** Opens the desk with what the device holds of a meeting; without anything its list is read first. */
  async function enter(device: Device, meetingId: string, signal: AbortSignal): Promise<void> {
    let held = await readHeld(device, meetingId)
    if (held === undefined || held.meeting.linkHash !== access.linkHash) {
      const list = await readList(meetingId, access.token, signal)
      signal.throwIfAborted()
      await keepList(device, list, heldOf(list, access.linkHash))
      held = await readHeld(device, meetingId)
    }
    signal.throwIfAborted()
    if (!held) return
    desk.value?.close()
    desk.value = createDesk(device, access, held)
    openedAt = Date.now()
    desk.value.start()
    phase.value = 'desk'
  }

  async function choose(meetingId: string): Promise<void> {
    if (!device) return
    const opened = device
    const address = new URL(location.href)
    address.searchParams.set('meeting', meetingId)
    history.replaceState(null, '', address)
    const signal = begin()
    await trying(signal, () => enter(opened, meetingId, signal))
  }

  /** Counts what waits for other meetings; what cannot be counted now is counted another time. */
  async function countElsewhere(): Promise<void> {
    if (!device) return
    const opened = device
    try {
      const others = (await readMeetings(opened)).filter(one => one.id !== desk.value?.meetingId && !one.isCleared)
      const counts = await Promise.all(
        others.map(async ({ id, meeting }) => ({ meeting: meeting.name, count: await countWaiting(opened, id) })),
      )
      waiting.value = counts.filter(({ count }) => count > 0)
      leftovers.value = await readLeftovers(opened)
    } catch {
      // what is shown may be old; what is kept is not touched
    }
  }

  /** Deletes what has become old while the page was open; the desk of an old meeting is closed. */
  async function tidy(): Promise<void> {
    if (!device || phase.value === 'opening') return
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
      if (!isClosed || !device || !desk.value) return
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
      if (device) await wipe(device)
      phase.value = 'wiped'
    } catch {
      phase.value = 'noStorage'
    }
    await countElsewhere()
  }

  /** Deletes what was never sent, once it was told to whoever coordinates. */
  async function forget(meetingId: string): Promise<void> {
    if (device) await wipe(device, meetingId).catch(() => undefined)
    await countElsewhere()
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

  return { phase, desk, choices, waiting, leftovers, open, choose, empty, forget, device: () => device }
}

function phaseAfter(error: unknown): Phase {
  if (error instanceof DOMException) return 'noStorage'
  if (!(error instanceof ServiceProblem)) return 'failed'
  if (error.status === 0) return 'offline'
  return error.status === 401 || error.status === 403 || error.status === 404 ? 'ended' : 'failed'
}
