import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DoorLink } from '@treffpunkt/shared/attendance'
import {
  enterGuest,
  enterGuests,
  entryOf,
  listenAtDoor,
  makeDoorLink,
  phoneAt,
  publishMeeting,
  readDoorList,
  record,
  tokenOf,
  type DoorStream,
} from '../../test/door.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
let meetingId: string
let link: DoorLink
let phone: Client
const opened: DoorStream[] = []
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
beforeEach(async () => {
  meetingId = await publishMeeting(office)
  link = await makeDoorLink(office, meetingId)
  phone = phoneAt(service.url, link)
})
afterEach(() => {
  for (const stream of opened.splice(0)) stream.hangUp()
})
afterAll(() => service.close())

async function listen(
  after = 0,
  headers: Record<string, string> = { authorization: `Door ${tokenOf(link)}` },
): Promise<DoorStream> {
  const stream = await listenAtDoor(service.url, meetingId, after, headers)
  opened.push(stream)
  return stream
}

test('a phone hears what the others enter, as it stands in the list', async () => {
  const [one, two] = await enterGuests(office, meetingId, 2)
  await record(phone, meetingId, entryOf('present', one?.id ?? ''))
  const { position } = await readDoorList(phone, meetingId)
  const stream = await listen(position)
  await record(office, meetingId, entryOf('present', two?.id ?? ''), entryOf('left', one?.id ?? ''))
  await stream.until(() => stream.entries.length === 2)
  expect(stream.entries).toEqual((await readDoorList(phone, meetingId)).entries.slice(1))
})

test('nothing is lost and nothing comes twice while more is entered', async () => {
  const guests = await enterGuests(office, meetingId, 30)
  const batches = guests.map(
    ({ id }) =>
      () =>
        record(phone, meetingId, entryOf('present', id)),
  )
  await Promise.all(batches.slice(0, 10).map(send => send()))
  const meanwhile = Promise.all(batches.slice(10).map(send => send()))
  const streams = await Promise.all([listen(0), listen(4)])
  await meanwhile
  await Promise.all(streams.map((stream, n) => stream.until(() => stream.entries.length >= 30 - 4 * n)))
  const { entries } = await readDoorList(phone, meetingId)
  expect(streams[0]?.entries).toEqual(entries)
  expect(streams[1]?.entries).toEqual(entries.slice(4))
})

test('a changed list is told of, with one word for a burst: a guest, a walk-in, the meeting; never of other meetings', async () => {
  const other = await publishMeeting(office, 70)
  const stream = await listen()
  await enterGuest(office, other, {})
  await office.patch(`/api/v1/meetings/${other}`, { capacity: 5 }, { 'if-match': '*' })
  await enterGuests(office, meetingId, 5)
  await stream.until(() => stream.guests() > 0)
  const walkIn = entryOf('present', randomUUID(), { how: 'walk_in', walkIn: { name: 'Ben', organisation: null } })
  await record(office, meetingId, walkIn)
  await stream.until(() => stream.guests() > 1)
  // who is known already changes nothing on the list
  await record(office, meetingId, entryOf('left', walkIn.attendeeId))
  await stream.until(() => stream.entries.length === 2)
  await office.post(`/api/v1/meetings/${meetingId}/cancel`, { reason: 'Der Saal ist gesperrt.' })
  await stream.until(() => stream.guests() > 2)
  expect(stream.guests()).toBe(3)
})

test('a link that is revoked ends its stream at once, and the next request is refused', async () => {
  const [stream, other] = [await listen(), await makeDoorLink(office, meetingId, 'andere')]
  const stays = await listen(0, { authorization: `Door ${tokenOf(other)}` })
  await office.post(`/api/v1/door-links/${link.id}/revoke`)
  await stream.ended
  expect((await phone.get(`/api/v1/meetings/${meetingId}/door`)).status).toBe(401)
  expect((await listen()).status).toBe(401)
  const guest = await enterGuest(office, meetingId, {})
  await record(office, meetingId, entryOf('present', guest.id))
  await stays.until(() => stays.entries.length === 1)
})

test('an account that is shut loses its stream at once', async () => {
  const admin = await service.signIn('admin')
  const helper = await service.signIn('door')
  const stream = await listen(0, { cookie: helper.cookie })
  expect(stream.status).toBe(200)
  await admin.patch(`/api/v1/accounts/${helper.account.id}`, { disabled: true }, { 'if-match': '*' })
  await expect(stream.ended).resolves.toBeUndefined()
})

test('a server that closes ends its streams', async () => {
  const other = await startService()
  const at = await other.signIn('coordinator')
  const there = await publishMeeting(at)
  const stream = await listenAtDoor(other.url, there, 0, {
    authorization: `Door ${tokenOf(await makeDoorLink(at, there))}`,
  })
  await other.close()
  await expect(stream.ended).resolves.toBeUndefined()
})
