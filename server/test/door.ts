import { randomUUID } from 'node:crypto'
import http from 'node:http'
import { once } from 'node:events'
import type {
  AttendanceCount,
  AttendanceEntry,
  AttendanceOutcome,
  Attendee,
  DoorLink,
  DoorList,
  NewAttendanceEntry,
} from '@treffpunkt/shared/attendance'
import type { Registration } from '@treffpunkt/shared/registrations'
import { clientOf, type Client } from './service.ts'

// A meeting, its guests and the phones at its door, by the API alone.

const hour = 3_600_000

/** A published meeting that begins so many hours from now (less than none: ago) and lasts three. */
export async function publishMeeting(office: Client, hours = -1, plan: object = {}): Promise<string> {
  const startsAt = new Date(Date.now() + hours * hour).toISOString()
  const endsAt = new Date(Date.now() + (hours + 3) * hour).toISOString()
  const answer = await office.post('/api/v1/meetings', { kind: 'network', startsAt, endsAt, ...plan })
  const { id } = answer.body as { id: string }
  await office.post(`/api/v1/meetings/${id}/publish`)
  return id
}

/** Somebody whom the office entered. */
export async function enterGuest(office: Client, meetingId: string, who: object): Promise<Registration> {
  const answer = await office.post(`/api/v1/meetings/${meetingId}/registrations`, {
    firstName: 'Ada',
    lastName: 'Muster',
    ...who,
  })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body as Registration
}

export const enterGuests = (office: Client, meetingId: string, count: number): Promise<Registration[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => enterGuest(office, meetingId, { lastName: `Muster ${n}` })))

export async function makeDoorLink(office: Client, meetingId: string, name = 'Eingang'): Promise<DoorLink> {
  const answer = await office.post(`/api/v1/meetings/${meetingId}/door-links`, { name })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body as DoorLink
}

/** Who is expected and who came, as the office lists them. */
export const listAttendees = async (office: Client, meetingId: string, query = ''): Promise<Attendee[]> =>
  ((await office.get(`/api/v1/meetings/${meetingId}/attendance${query}`)).body as { items: Attendee[] }).items

/** How many came so far, as the office counts them. */
export const countAttendees = async (office: Client, meetingId: string): Promise<AttendanceCount> =>
  (await office.get(`/api/v1/meetings/${meetingId}/attendance-count`)).body as AttendanceCount

export const tokenOf = ({ url }: DoorLink): string => url?.split('/').at(-1) ?? ''

/** A phone at the door of one of the servers. */
export const phoneAt = (url: string, link: DoorLink): Client =>
  clientOf(url, { authorization: `Door ${tokenOf(link)}` })

/** One entry as a device makes it, at this moment. */
export const entryOf = (
  kind: NewAttendanceEntry['kind'],
  attendeeId: string,
  more: Partial<NewAttendanceEntry> = {},
): NewAttendanceEntry => ({
  id: randomUUID(),
  kind,
  how: 'search',
  attendeeId,
  at: new Date().toISOString(),
  ...more,
})

export const sendEntries = (
  phone: Client,
  meetingId: string,
  entries: NewAttendanceEntry[],
  sentAt = new Date().toISOString(),
): ReturnType<Client['post']> => phone.post(`/api/v1/meetings/${meetingId}/attendance`, { sentAt, entries })

/** Sends entries that the service takes; what became of each. */
export async function record(
  phone: Client,
  meetingId: string,
  ...entries: NewAttendanceEntry[]
): Promise<AttendanceOutcome[]> {
  const answer = await sendEntries(phone, meetingId, entries)
  if (answer.status !== 200) throw new Error(answer.text)
  return (answer.body as { outcomes: AttendanceOutcome[] }).outcomes
}

export async function readDoorList(phone: Client, meetingId: string): Promise<DoorList> {
  const answer = await phone.get(`/api/v1/meetings/${meetingId}/door`)
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body as DoorList
}

/** What a phone hears of the others. */
export type DoorStream = {
  status: number
  entries: AttendanceEntry[]
  /** How often it was told to read the list anew. */
  guests: () => number
  /** Until what was heard fits. */
  until: (fits: () => boolean) => Promise<void>
  ended: Promise<void>
  hangUp: () => void
}

export async function listenAtDoor(
  url: string,
  meetingId: string,
  after: number,
  headers: Record<string, string>,
): Promise<DoorStream> {
  const request = http.get(`${url}/api/v1/meetings/${meetingId}/attendance/live?after=${after}`, {
    agent: false,
    headers,
  })
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  answer.setEncoding('utf8')
  const entries: AttendanceEntry[] = []
  let guests = 0
  let told: () => void = () => undefined
  let rest = ''
  answer.on('data', (chunk: string) => {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, id, data] = /^id: (\d+)\nevent: entry\ndata: (.*)$/.exec(block) ?? []
      if (data !== undefined) entries.push({ ...(JSON.parse(data) as AttendanceEntry), position: Number(id) })
      if (block === 'event: guests\ndata: {}') guests++
    }
    told()
  })
  // cutting the connection is an error of the answer
  answer.on('error', () => undefined)
  return {
    status: answer.statusCode ?? 0,
    entries,
    guests: () => guests,
    async until(fits) {
      while (!fits()) await new Promise<void>(resolve => (told = resolve))
    },
    ended: new Promise<void>(resolve => answer.once('close', () => resolve())),
    hangUp: () => request.destroy(),
  }
}
