import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Venue } from '@treffpunkt/shared/venues'
import { createAccount } from '../accounts/edit.ts'
import { makeSignInLink } from '../accounts/sign-in.ts'
import { systemActor } from '../db/record-change.ts'
import type { PublishedChange } from '../db/sequencer.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'

// The live stream as a browser reads it: over HTTP, with a session's cookie, and again where it broke off.

let database: TestDatabase
let service: TestService
let office: Client
/** Of a session that has ended. Begun first, because the stream may live on until the next beat. */
let ended: Stream
const opened: Stream[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  service = await startService({ database })
  office = await service.signIn('coordinator')
  const browser = await signIn(service)
  ended = await listen(service.url, browser.cookie)
  opened.length = 0
  await browser.signOut()
})
afterEach(() => {
  for (const stream of opened.splice(0)) stream.hangUp()
})
afterAll(async () => {
  ended.hangUp()
  await service.close()
  await database.drop()
})

/** Signs a new coordinator in, as a browser does. */
async function signIn({ db, url }: TestService): Promise<{ cookie: string; signOut: () => Promise<void> }> {
  const email = `live-${randomBytes(4).toString('hex')}@example.org`
  const link = await db.transaction().execute(async trx => {
    const { id } = await createAccount(trx, systemActor, { name: 'Koordination', email, role: 'coordinator' })
    return makeSignInLink(trx, systemActor, id, url)
  })
  const answer = await fetch(`${url}/api/v1/session/sign-in-link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: link.url.split('/').at(-1) }),
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { csrfToken } = (await answer.json()) as { csrfToken: string }
  return {
    cookie,
    signOut: async () => {
      const headers = { cookie, 'x-csrf-token': csrfToken }
      const { status } = await fetch(`${url}/api/v1/session`, { method: 'DELETE', headers })
      expect(status).toBe(204)
    },
  }
}

type Stream = {
  status: number
  /** What was heard of venues; signing in leaves changes as well. */
  heard: PublishedChange[]
  /** `id:` of the last event, which a browser sends back when it connects again. */
  lastId: () => string
  /** Until this many changes were heard. */
  until: (count: number) => Promise<void>
  /** Fulfilled when the connection is over. */
  ended: Promise<void>
  hangUp: () => void
}

async function listen(url: string, cookie: string, lastEventId?: string): Promise<Stream> {
  const request = http.get(`${url}/api/v1/live`, {
    agent: false,
    headers: { cookie, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
  })
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  answer.setEncoding('utf8')
  const heard: PublishedChange[] = []
  const ids: string[] = []
  let told: () => void = () => undefined
  let rest = ''
  answer.on('data', (chunk: string) => {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, id, data] = /^id: (\d+)\nevent: change\ndata: (.*)$/.exec(block) ?? []
      if (id === undefined || data === undefined) continue
      ids.push(id)
      const change = JSON.parse(data) as PublishedChange
      if (change.object === 'venue') heard.push(change)
    }
    told()
  })
  // cutting the connection is an error of the answer
  answer.on('error', () => undefined)
  const stream: Stream = {
    status: answer.statusCode ?? 0,
    heard,
    lastId: () => ids.at(-1) ?? '',
    async until(count) {
      while (heard.length < count) await new Promise<void>(resolve => (told = resolve))
    },
    ended: new Promise<void>(resolve => answer.once('close', () => resolve())),
    hangUp: () => request.destroy(),
  }
  opened.push(stream)
  return stream
}

let n = 0
/** Enters a venue; its id. */
async function enterVenue(at: Client = office): Promise<string> {
  const answer = await at.post('/api/v1/venues', { name: `Saal ${n++}`, municipality: 'Zeitz' })
  expect(answer.status).toBe(201)
  return (answer.body as Venue).id
}
const idsOf = (changes: readonly PublishedChange[]) => changes.map(({ objectId }) => objectId)
const rising = (changes: readonly PublishedChange[]) =>
  changes.every(({ seq }, index) => index === 0 || seq > (changes[index - 1]?.seq ?? 0))

test('a change that is made is heard, in the order of the commits, with ids only', async () => {
  const { cookie } = await signIn(service)
  const stream = await listen(service.url, cookie)
  const first = await enterVenue()
  const second = await enterVenue()
  await office.patch(`/api/v1/venues/${first}`, { capacity: 80 }, { 'if-match': '"1"' })
  await stream.until(3)
  expect(stream.heard).toEqual([
    { seq: expect.any(Number) as number, object: 'venue', objectId: first, kind: 'created' },
    { seq: expect.any(Number) as number, object: 'venue', objectId: second, kind: 'created' },
    { seq: expect.any(Number) as number, object: 'venue', objectId: first, kind: 'changed' },
  ])
  expect(rising(stream.heard)).toBe(true)
  expect(stream.lastId()).toBe(String(stream.heard[2]?.seq))
})

test('after a lost connection nothing is missed and nothing comes twice, also while more is changed', async () => {
  const { cookie } = await signIn(service)
  const before = await listen(service.url, cookie)
  const known = await enterVenue()
  await before.until(1)
  before.hangUp()
  await before.ended

  const missed = []
  for (let i = 0; i < 8; i++) missed.push(await enterVenue())
  // what is replayed and what happens meanwhile run into each other
  const meanwhile = Promise.all(Array.from({ length: 8 }, () => enterVenue()))
  const after = await listen(service.url, cookie, before.lastId())
  const late = await meanwhile
  await after.until(16)
  const end = await enterVenue()
  await after.until(17)

  expect(idsOf(after.heard).slice(0, 8)).toEqual(missed)
  expect(new Set(idsOf(after.heard).slice(8, 16))).toEqual(new Set(late))
  expect(idsOf(after.heard).slice(16)).toEqual([end])
  expect(rising(after.heard)).toBe(true)
  expect(idsOf(after.heard)).not.toContain(known)
})

test('two servers on one database tell the same in the same order, whoever was asked', async () => {
  const other = await startService({ database })
  try {
    const { cookie } = await signIn(service)
    const streams = [await listen(service.url, cookie), await listen(other.url, cookie)] as const
    const offices = [office, await other.signIn('coordinator')] as const
    await Promise.all(Array.from({ length: 12 }, (_, i) => enterVenue(offices[i % 2])))
    await Promise.all(streams.map(stream => stream.until(12)))
    expect(streams[0].heard).toEqual(streams[1].heard)
    expect(rising(streams[0].heard)).toBe(true)
  } finally {
    await other.close()
  }
})

test('a server that closes ends its streams instead of waiting for them', async () => {
  const other = await startService({ database })
  const { cookie } = await signIn(other)
  const stream = await listen(other.url, cookie)
  await other.close()
  await expect(stream.ended).resolves.toBeUndefined()
})

test('without a session there is no stream', async () => {
  const stream = await listen(service.url, 'session=nobody')
  expect(stream.status).toBe(401)
})

test('a stream ends when its session does', async () => {
  await expect(ended.ended).resolves.toBeUndefined()
})
