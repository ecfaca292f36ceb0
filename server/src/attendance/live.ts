import type { Db } from '../db/connect.ts'
import type { ChangeFeed } from '../db/sequencer.ts'
import type { EventStream } from '../http/stream.ts'
import { isAnyRegistered, listEntries } from './queries.ts'

/** Changes of the list come in bursts; a device reads it anew after each, so one word for a second's worth is enough. */
const pause = 1000
const page = 500

/**
 * Tells a device at the door of every entry of a meeting after the position it knows, in their order and each once: the
 * positions have no gaps and none appears late, so whatever wakes the reader, it reads on from the last one it sent.
 * @returns stops it; to be called when the stream has ended.
 */
export function followMeeting(
  { db, feed }: { db: Db; feed: ChangeFeed },
  stream: EventStream,
  { meetingId, after, linkId }: { meetingId: string; after: number; linkId: string | null },
): () => void {
  let position = after
  let reading = false
  let again = false
  async function read(): Promise<void> {
    again = true
    if (reading) return
    reading = true
    try {
      while (again && !stream.ended) {
        again = false
        const entries = await listEntries(db, meetingId, position, page)
        for (const { isNewGuest, ...entry } of entries) {
          stream.send({ event: 'entry', id: entry.position, data: entry })
          position = entry.position
          if (isNewGuest) soon('certain')
        }
        again ||= entries.length === page
      }
    } finally {
      reading = false
    }
  }
  // after a fault the device connects again and asks from where it is
  const wake = () => {
    read().catch(() => stream.end())
  }

  let timer: NodeJS.Timeout | undefined
  let certain = false
  const touched = new Set<string>()
  function soon(what: 'certain' | { registration: string }): void {
    if (what === 'certain') certain = true
    else touched.add(what.registration)
    timer ??= setTimeout(() => {
      tellGuests().catch(() => stream.end())
    }, pause)
  }
  async function tellGuests(): Promise<void> {
    timer = undefined
    const [sure, ids] = [certain, [...touched]]
    certain = false
    touched.clear()
    if (sure || (await isAnyRegistered(db, meetingId, ids))) stream.send({ event: 'guests', data: {} })
  }

  const unsubscribe = feed.subscribe(({ object, objectId, kind }) => {
    if (object === 'attendance' && objectId === meetingId) wake()
    if (object === 'meeting' && objectId === meetingId) soon('certain')
    // what was erased tells no longer whose it was
    if (object === 'registration') soon(kind === 'erased' ? 'certain' : { registration: objectId })
    if (object === (linkId === null ? 'account' : 'door_link')) stream.check()
  })
  // what was missed meanwhile: entries are read on, the list and the right to listen asked for anew
  const forget = feed.onGap(() => {
    wake()
    soon('certain')
    stream.check()
  })
  wake()
  return () => {
    unsubscribe()
    forget()
    clearTimeout(timer)
  }
}
