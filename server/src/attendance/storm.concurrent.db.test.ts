import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AttendanceEntry, AttendanceOutcome, NewAttendanceEntry } from '@treffpunkt/shared/attendance'
import { foldAttendance } from '@treffpunkt/shared/attendance-standing'
import {
  countAttendees,
  enterGuests,
  entryOf,
  listenAtDoor,
  makeDoorLink,
  phoneAt,
  publishMeeting,
  readDoorList,
  sendEntries,
  tokenOf,
} from '../../test/door.ts'
import { installFaults, type Faults } from '../../test/faults.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'

// Four helpers, each with a queue of their own and copies of the others', send to two servers at once what and how they
// like: in pieces, twice, again when an answer is lost. A fifth listens.

const helpers = 4
const guests = 12
const secret = randomBytes(32)

let database: TestDatabase
let services: TestService[] = []
let office: Client
let undoFaults = () => {}
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(services.splice(0).map(service => service.close()))
  undoFaults()
  await database.drop()
})

async function startTwo(faults?: Faults): Promise<void> {
  if (faults !== undefined) undoFaults = installFaults(faults)
  services = await Promise.all([startService({ database, secret }), startService({ database, secret })])
  office = await (services[0] as TestService).signIn('coordinator')
}

const oneOf = <Value>(values: readonly Value[]): Value => values[Math.floor(Math.random() * values.length)] as Value

/** What one helper saw: arrivals, departures, walk-ins, and some of it taken back. */
function queueOf(attendees: string[], length: number): NewAttendanceEntry[] {
  const queue: NewAttendanceEntry[] = []
  while (queue.length < length) {
    const chance = Math.random()
    const earlier = queue.length > 0 ? oneOf(queue) : undefined
    const at = new Date(Date.now() - Math.floor(Math.random() * 5) * 1000).toISOString()
    if (chance < 0.2 && earlier !== undefined && earlier.kind !== 'undone')
      queue.push(entryOf('undone', earlier.attendeeId, { undoes: earlier.id, at }))
    else if (chance < 0.35)
      queue.push(
        entryOf('present', randomUUID(), {
          how: 'walk_in',
          at,
          walkIn: { name: `Gast ${queue.length}`, organisation: oneOf([null, 'Verein Ost']) },
        }),
      )
    else queue.push(entryOf(oneOf(['present', 'present', 'left', 'excused', 'no_show']), oneOf(attendees), { at }))
  }
  return queue
}

type Sent = { statuses: Set<number>; recorded: string[]; refused: AttendanceOutcome[] }

/** Sends a queue in random pieces, some of them twice at once, some again because nobody heard the answer. */
async function send(meetingId: string, phones: Client[], queue: NewAttendanceEntry[], sent: Sent): Promise<void> {
  for (let from = 0; from < queue.length;) {
    const piece = queue.slice(from, from + 1 + Math.floor(Math.random() * 7))
    const times = oneOf([1, 1, 2, 3])
    const answers = await Promise.all(
      Array.from({ length: times }, async () => {
        const answer = await sendEntries(oneOf(phones), meetingId, piece)
        sent.statuses.add(answer.status)
        return answer.status === 200 ? (answer.body as { outcomes: AttendanceOutcome[] }).outcomes : undefined
      }),
    )
    const heard = answers.filter(answer => answer !== undefined)
    for (const { id, outcome, reason } of heard.flat()) {
      if (outcome === 'recorded') sent.recorded.push(id)
      if (outcome === 'refused') sent.refused.push({ id, outcome, reason })
    }
    // a fault or a lost answer: the phone keeps the piece and sends it again
    if (heard.length > 0 && Math.random() > 0.2) from += piece.length
    // "later" is no answer; a fault would come again and again
    if (sent.statuses.has(500)) return
    await sleep(Math.random() * 5)
  }
}

async function storm(length: number) {
  const meetingId = await publishMeeting(office)
  const attendees = (await enterGuests(office, meetingId, guests)).map(({ id }) => id)
  const link = await makeDoorLink(office, meetingId)
  const phones = services.map(({ url }) => phoneAt(url, link))
  const queues = Array.from({ length: helpers }, () => queueOf(attendees, length))
  const sent: Sent = { statuses: new Set(), recorded: [], refused: [] }
  const { url } = oneOf(services)
  const stream = await listenAtDoor(url, meetingId, 0, { authorization: `Door ${tokenOf(link)}` })
  // every queue is sent by two: a phone whose battery ended was copied
  await Promise.all([...queues, ...queues].map(queue => send(meetingId, phones, queue, sent)))
  return { meetingId, all: queues.flat(), sent, stream, phones }
}

const oneTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)
const ids = (entries: readonly { id: string }[]) => entries.map(({ id }) => id).toSorted()

test('every entry is kept exactly once, in one order that everybody hears', async () => {
  await startTwo()
  const { meetingId, all, sent, stream, phones } = await storm(40)
  expect([...sent.statuses].filter(status => status !== 503)).toEqual([200])
  expect(sent.refused).toEqual([])
  expect(new Set(sent.recorded).size).toBe(sent.recorded.length)
  expect(sent.recorded.toSorted()).toEqual(ids(all))

  const lists = await Promise.all(phones.map(phone => readDoorList(phone, meetingId)))
  const [list] = lists as [(typeof lists)[number]]
  expect(lists[1]).toEqual(list)
  expect(ids(list.entries)).toEqual(ids(all))
  expect(list.entries.map(({ position }) => position)).toEqual(oneTo(all.length))
  await stream.until(() => stream.entries.length >= all.length)
  expect(stream.entries).toEqual(list.entries)
  stream.hangUp()

  const folded = foldAttendance(list.entries)
  const states = await (services[0] as TestService).db
    .selectFrom('attendanceStates')
    .selectAll()
    .where('meetingId', '=', meetingId)
    .execute()
  expect(new Map(states.map(row => [row.attendeeId, [row.entryId, row.arrivedAt]]))).toEqual(
    new Map([...folded].map(([id, { entryId, arrivedAt }]) => [id, [entryId, arrivedAt]])),
  )
  const count = await countAttendees(office, meetingId)
  expect(count.came).toBe([...folded.values()].filter(({ arrivedAt }) => arrivedAt !== null).length)

  const log = await (services[0] as TestService).db
    .selectFrom('changes')
    .select('kind')
    .where('object', '=', 'attendance')
    .where('objectId', '=', meetingId)
    .execute()
  expect(log.map(({ kind }) => kind).toSorted()).toEqual(
    all.map(({ kind }) => kind as AttendanceEntry['kind']).toSorted(),
  )
})

test('control: without the lock the same goes wrong', async () => {
  await startTwo({ withoutAttendanceLock: true, waitAfter: { statement: 'from "attendance_positions"', ms: 20 } })
  let wrong = false
  for (let tries = 0; tries < 5 && !wrong; tries++) {
    const { sent, stream } = await storm(10)
    stream.hangUp()
    wrong = sent.statuses.has(500)
  }
  // the second wall, one entry at a position, refuses what the lock would have kept in order
  expect(wrong).toBe(true)
})
