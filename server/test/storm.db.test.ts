import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SignUpReceived } from '@treffpunkt/shared/sign-up'
import { createKeys } from '../src/http/keys.ts'
import { confirmToken } from '../src/registrations/tokens.ts'
import type { Faults } from './faults.ts'
import { addressOf, signInAtOneOf, startProcess, urlOf, type ServerProcess } from './process.ts'
import { auditSeats, brokenRules, seatViolations } from './seat-audit.ts'
import { createTestDatabase, type Client, type TestDatabase } from './service.ts'
import { brokenNames } from './verified.ts'

// Two server processes share one database, and everybody comes at once.

const secret = randomBytes(32)
let folder: string
let keyFile: string
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-storm-'))
  keyFile = path.join(folder, 'secret.key')
  fs.writeFileSync(keyFile, secret.toString('base64url'))
})
afterAll(() => fs.rmSync(folder, { recursive: true }))

let database: TestDatabase
let owner: pg.Client
let servers: ServerProcess[] = []
beforeEach(async () => {
  database = await createTestDatabase()
  owner = new pg.Client(database.owner)
  await owner.connect()
  await auditSeats(owner)
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.stop()))
  await owner.end()
  await database.drop()
})

async function startTwo(faults?: Faults): Promise<Client> {
  const url = urlOf(database.owner)
  const env = { DATABASE_URL: url, MIGRATION_DATABASE_URL: url, SECRET_KEY_FILE: keyFile, LOG_LEVEL: 'warn' }
  servers = await Promise.all([startProcess(env, faults), startProcess(env, faults)])
  return signInAtOneOf(servers)
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

async function openMeeting(office: Client, capacity: number): Promise<string> {
  const plan = { kind: 'network', startsAt: inDays(14), endsAt: inDays(15), capacity }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  await office.post(`/api/v1/meetings/${id}/publish`)
  await office.post(`/api/v1/meetings/${id}/open`)
  return id
}

/** The n-th client at one of the two servers. */
const clientAt = (n: number) => (servers[n % servers.length] as ServerProcess).from(addressOf(n))

/** Sends a request until the answer is not "later": the service may say so under load, and a client may count on it. */
async function insist(ask: () => ReturnType<Client['post']>): ReturnType<Client['post']> {
  for (let tries = 1; ; tries++) {
    const answer = await ask()
    if (
      tries === 30 ||
      (answer.status !== 503 && (answer.body as { type?: string }).type !== '/problems/request_in_progress')
    )
      return answer
    await sleep(50 + Math.random() * 100)
  }
}

async function signUp(meetingId: string, n: number, at = n): Promise<SignUpReceived> {
  const who = { firstName: 'Ada', lastName: `Muster${n}`, email: `ada${n}@example.org`, noticeVersion: 1 }
  const headers = { 'idempotency-key': randomUUID() }
  const answer = await insist(() =>
    clientAt(at).post(`/api/v1/public/meetings/${meetingId}/registrations`, who, headers),
  )
  expect(answer.status, answer.text).toBe(202)
  return answer.body as SignUpReceived
}

const heldNow = async () =>
  Number(
    (
      await owner.query<{ held: string }>(
        `select count(*) as held from registrations where status in ('unconfirmed', 'confirmed', 'offered') and (expires_at is null or expires_at > now())`,
      )
    ).rows[0]?.held,
  )

/** Looks at the seats held again and again while `work` runs. @returns the most there ever were. */
async function mostHeldDuring(work: Promise<unknown>): Promise<number> {
  let most = 0
  const over = new AbortController()
  const done = work.finally(() => {
    over.abort()
  })
  while (!over.signal.aborted) {
    most = Math.max(most, await heldNow())
    await sleep(10)
  }
  await done
  return Math.max(most, await heldNow())
}

const numbers = (length: number) => Array.from({ length }, (_, n) => n)

type Row = { id: string; last_name: string; status: string; queued_at: Date | null; link_version: number; seq: string }

/** Everybody in the order in which they came, by the public number of their entry in the log. */
async function everybody(): Promise<Row[]> {
  const { rows } = await owner.query<Row>(
    `select r.id, r.last_name, r.status, r.queued_at, r.link_version, s.seq from registrations r
     join changes c on c.object = 'registration' and c.object_id = r.id and c.kind = 'created' join change_sequence s on s.change_id = c.id order by s.seq`,
  )
  return rows
}

describe('200 people, 30 seats, two servers', { timeout: 120_000 }, () => {
  test('30 have a seat, 170 stand in the queue in the order in which they came, each once', async () => {
    const [people, seats, twice] = [200, 30, 20]
    const meetingId = await openMeeting(await startTwo(), seats)

    // some press the button twice, and each press reaches another server
    const storm = Promise.all([
      ...numbers(people).map(n => signUp(meetingId, n)),
      ...numbers(twice).map(n => signUp(meetingId, n, n + 1)),
    ])
    expect(await mostHeldDuring(storm)).toBe(seats)
    const answers = (await storm).slice(0, people)
    await expect.poll(async () => (await everybody()).length).toBe(people)

    const came = await everybody()
    expect(new Set(came.map(({ last_name }) => last_name)).size).toBe(people)
    expect(came.map(({ status }) => status)).toEqual(
      numbers(people).map(n => (n < seats ? 'unconfirmed' : 'waitlisted')),
    )
    const queue = came.slice(seats).map(({ queued_at }) => Number(queued_at))
    expect(queue).toEqual(queue.toSorted((one, other) => one - other))
    for (const [n, { place }] of answers.entries())
      if (n >= twice)
        expect(place).toBe(
          came.find(({ last_name }) => last_name === `Muster${n}`)?.status === 'unconfirmed' ? 'held' : 'queued',
        )

    // everybody confirms, some at both servers at once
    const keys = createKeys(secret)
    const confirming = Promise.all(
      came.flatMap(({ id, link_version: linkVersion }, n) => {
        const token = confirmToken(keys, { id, linkVersion })
        return (n % 5 === 0 ? [n, n + 1] : [n]).map(at =>
          insist(() => clientAt(at).post('/api/v1/public/confirmations/by-link', { token })),
        )
      }),
    )
    expect(await mostHeldDuring(confirming)).toBe(seats)
    expect(new Set((await confirming).map(({ status }) => status))).toEqual(new Set([200]))

    const confirmed = await everybody()
    expect(confirmed.map(({ id }) => id)).toEqual(came.map(({ id }) => id))
    expect(confirmed.map(({ status }) => status)).toEqual(
      numbers(people).map(n => (n < seats ? 'confirmed' : 'waitlisted')),
    )
    expect(confirmed.map(({ queued_at }) => queued_at).slice(seats)).toEqual(
      came.map(({ queued_at }) => queued_at).slice(seats),
    )
    expect(await seatViolations(owner)).toEqual([])
    expect(await brokenRules(owner)).toEqual([])
    // what was done last gets its public number within a second
    await expect.poll(() => brokenNames(database.owner)).toEqual([])
    for (const server of servers) expect(server.output.join('')).not.toContain('"level":50')
  })

  test('control: without the lock of the seats, more are sold than there are', async () => {
    const [people, seats] = [60, 10]
    const faults = { withoutSeatLock: true, waitAfter: { statement: 'as "held"', ms: 20 } }
    const office = await startTwo(faults)
    let most = 0
    for (let tries = 0; tries < 5 && most <= seats; tries++) {
      await owner.query('delete from registrations')
      const meetingId = await openMeeting(office, seats)
      most = await mostHeldDuring(Promise.all(numbers(people).map(n => signUp(meetingId, n))))
    }
    expect(most).toBeGreaterThan(seats)
    expect((await seatViolations(owner)).some(violation => violation.startsWith('I1'))).toBe(true)
    expect(await brokenNames(database.owner)).toContain('seats-over-capacity')
  })
})
