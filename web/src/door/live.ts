import type { AttendanceEntry } from '@treffpunkt/shared/attendance'
import { readEvents } from '../api/event-stream.ts'
import type { Access } from './access.ts'
import { pauseAfter, waitOrWake } from './backoff.ts'
import { isRefusal, patience, streamEntries } from './calls.ts'
import type { Connection } from './sender.ts'

type Listener = {
  meetingId: string
  access: Access
  /** Position of the newest entry that is known. */
  position: () => number
  onEntry: (entry: AttendanceEntry) => Promise<void>
  /** Somebody on the list has changed, or may have while the line was cut. */
  onGuests: () => void
  onConnection: (connection: Connection) => void
}

/** The service says every fifteen seconds that it is still there. */
const silence = 40_000

/** Hears what the others enter, as it comes, and takes up the line again whenever it breaks. */
export async function listen(listener: Listener, signal: AbortSignal): Promise<void> {
  let cut = false
  for (let failures = 0; !signal.aborted;) {
    const line = new AbortController()
    const hangUp = () => line.abort()
    // the browser may take minutes to notice that its network has gone
    addEventListener('offline', hangUp)
    signal.addEventListener('abort', hangUp)
    const timer = setTimeout(hangUp, patience)
    try {
      const stream = await streamEntries(listener.meetingId, listener.access.token, listener.position(), line.signal)
      clearTimeout(timer)
      failures = 0
      listener.onConnection('online')
      if (cut) listener.onGuests()
      for await (const { event, data } of readEvents(stream, silence)) {
        if (event === 'entry') await listener.onEntry(JSON.parse(data) as AttendanceEntry)
        else if (event === 'guests') listener.onGuests()
      }
    } catch (error) {
      if (isRefusal(error)) return listener.onConnection('ended')
    } finally {
      clearTimeout(timer)
      removeEventListener('offline', hangUp)
      signal.removeEventListener('abort', hangUp)
      line.abort()
    }
    if (signal.aborted) return
    // a line that the service has ended in good order is no sign of a lost network; the next attempt will tell
    cut = true
    failures++
    if (failures > 1) listener.onConnection('offline')
    await waitOrWake(pauseAfter(failures), signal)
  }
}
