// What others change, as it happens: one stream of events for the whole page, open while a component listens.
import { getSession } from '@treffpunkt/shared/accounts'
import { onScopeDispose } from 'vue'
import { call } from './client.ts'

/**
 * What has changed; ids only, who wants to know more asks the service. With the kind "reconnected" nothing is known but
 * that changes may have been missed: `seq` is 0, `objectId` that of the filter or empty.
 */
type LiveChange = { seq: number; object: string; objectId: string; kind: string }

type Filter = { object: string; id?: string | undefined }
type Listener = { filter: () => Filter; onChange: (change: LiveChange) => void }

const listeners = new Set<Listener>()
let source: EventSource | undefined
let interrupted = false
let closing: ReturnType<typeof setTimeout> | undefined
let retry: ReturnType<typeof setTimeout> | undefined
let failures = 0

/**
 * Hears what anybody changes of this object, or of all objects of this kind, while the component lives. The browser
 * connects again by itself and asks for what it missed; whenever that may not be all, `onChange` is called once with the
 * kind "reconnected", so that lists refresh.
 */
function useLive(filter: Filter | (() => Filter), onChange: (change: LiveChange) => void): void {
  const listener: Listener = { filter: typeof filter === 'function' ? filter : () => filter, onChange }
  listeners.add(listener)
  open()
  onScopeDispose(() => {
    listeners.delete(listener)
    // from one page to the next the stream stays
    clearTimeout(closing)
    closing = setTimeout(() => listeners.size === 0 && close(), 1_000)
  })
}

/**
 * Calls `refresh` after something of this kind has changed: once for many changes at a time, and not again before the
 * last refresh has ended.
 */
export function useLiveRefresh(filter: Filter | (() => Filter), refresh: () => Promise<unknown>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false
  let again = false
  async function run(): Promise<void> {
    timer = undefined
    running = true
    again = false
    // what went wrong is shown where the data is shown
    await refresh().catch(() => undefined)
    running = false
    if (again) soon()
  }
  function soon(): void {
    if (running) again = true
    else timer ??= setTimeout(() => void run(), 200)
  }
  useLive(filter, soon)
  // what was heard is not lost with the page: whoever comes back must not find the old list
  onScopeDispose(() => {
    if (timer === undefined) return
    clearTimeout(timer)
    void run()
  })
}

/** Calls `drop` with the id of everything of this kind that is erased, at once: whoever it names is not to be seen any more. */
export function useErasures(object: string, drop: (id: string) => void): void {
  useLive({ object }, ({ kind, objectId }) => {
    if (kind === 'erased') drop(objectId)
  })
}

/** Listens again after somebody has signed in anew: the stream of a session that ended is not tried again by itself. */
export const resumeLive = (): void => open()

function open(): void {
  // A browser has six connections to a host over HTTP/1.1; pages that nobody looks at leave theirs to the others.
  if (source || listeners.size === 0 || document.hidden) return
  clearTimeout(retry)
  const stream = new EventSource('/api/v1/live')
  source = stream
  stream.addEventListener('open', () => {
    failures = 0
    if (interrupted) tellOfGap()
    interrupted = false
  })
  stream.addEventListener('change', event => tell(JSON.parse(event.data as string) as LiveChange))
  stream.addEventListener('error', () => {
    interrupted = true
    if (stream.readyState === EventSource.CLOSED) void refused(stream)
  })
}

function close(): void {
  clearTimeout(retry)
  source?.close()
  source = undefined
}

/** The service has answered with an error, after which browsers give up: signed out, or not able to serve just now. */
async function refused(stream: EventSource): Promise<void> {
  if (source !== stream) return
  close()
  const signedOut = await call(getSession, {}).then(
    ({ data }) => data.account === null,
    () => false,
  )
  if (signedOut || source) return
  retry = setTimeout(open, Math.min(60_000, 2_000 * 2 ** failures++))
}

function tell(change: LiveChange): void {
  for (const { filter, onChange } of listeners) {
    const { object, id } = filter()
    if (object === change.object && (id === undefined || id === change.objectId)) onChange(change)
  }
}

function tellOfGap(): void {
  for (const { filter, onChange } of listeners) {
    const { object, id } = filter()
    onChange({ seq: 0, object, objectId: id ?? '', kind: 'reconnected' })
  }
}

if (!import.meta.env.SSR) {
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return open()
    if (!source) return
    interrupted = true
    close()
  })
}
