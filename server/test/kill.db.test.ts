import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SignUpReceived } from '@treffpunkt/shared/sign-up'
import { clusterPaths, ownerUser, port as postgresPort, readPidFile } from '../src/db/cluster.ts'
import type { Connection } from '../src/db/connect.ts'
import { idOfToken } from '../src/http/keys.ts'
import type { Faults } from './faults.ts'
import { addressOf, freePort, startProcess, type ServerProcess } from './process.ts'
import { brokenPromises } from './storm-check.ts'
import type { Client } from './service.ts'

// kill -9 in the middle of a storm: of the server, of its PostgreSQL. Clients do what careful clients do: they repeat
// a request without an answer, with the same Idempotency-Key.

const people = 40
let folder: string
let connection: Connection
let port: number
let server: ServerProcess
let meetingId: string
let acknowledged: { n: number; text: string; body: SignUpReceived }[]
let statuses: Set<number>

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-kill-'))
  // as root, PostgreSQL runs as another user, who must get in
  fs.chmodSync(folder, 0o711)
  const host = clusterPaths(folder).socket
  connection = { host, port: postgresPort, user: ownerUser, database: 'treffpunkt' }
  port = await freePort()
  acknowledged = []
  statuses = new Set()
})
afterEach(async () => {
  await server.stop()
  fs.rmSync(folder, { recursive: true })
})

async function start(faults?: Faults): Promise<void> {
  server = await startProcess({ DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'warn' }, faults)
}

async function openMeeting(): Promise<void> {
  const office = await server.signIn()
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const plan = { kind: 'network', startsAt: inDays(14), endsAt: inDays(15), capacity: 20 }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  await office.post(`/api/v1/meetings/${id}/publish`)
  await office.post(`/api/v1/meetings/${id}/open`)
  meetingId = id
}

async function asOwner<T>(work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client(connection)
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

const ask = (n: number): ReturnType<Client['post']> => {
  const who = { firstName: 'Ada', lastName: `key${n}x`, email: `ada${n}@example.org`, noticeVersion: 1 }
  return server
    .from(addressOf(n))
    .post(`/api/v1/public/meetings/${meetingId}/registrations`, who, { 'idempotency-key': `key${n}x` })
}

/** Asks until there is an answer that is not "later". */
async function signUp(n: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await ask(n).catch(() => undefined)
    if (answer !== undefined) statuses.add(answer.status)
    if (answer?.status === 202) {
      acknowledged.push({ n, text: answer.text, body: answer.body as SignUpReceived })
      return
    }
    await sleep(25 + Math.random() * 50)
  }
  throw new Error(`client ${n} never got an answer`)
}

/** Everybody signs up at once; `strike` is called each time so many were told that they are in. */
async function storm(strikes: number[], strike: () => Promise<void>, clients = people): Promise<void> {
  const striking = (async () => {
    for (const after of strikes) {
      while (acknowledged.length < after) await sleep(2)
      await strike()
    }
  })()
  await Promise.all([striking, ...Array.from({ length: clients }, (_, n) => signUp(n))])
}

async function killAndRestart(): Promise<void> {
  // an answer is a commit: the next transaction is to be met at any of its steps
  await sleep(Math.random() * 80)
  await server.kill()
  await start()
}

const told = () =>
  acknowledged.map(({ n, body }) => ({ email: `ada${n}@example.org`, attemptId: idOfToken(body.attempt) ?? '' }))

/** Numbers that differ from run to run; the seed stands in every message. */
function chosen(seed: number): number[] {
  const [strikes] = fc.sample(fc.uniqueArray(fc.integer({ min: 1, max: people - 5 }), { minLength: 3, maxLength: 3 }), {
    numRuns: 1,
    seed,
  })
  return (strikes ?? []).toSorted((one, other) => one - other)
}

/** Nobody has to wait until pg-boss takes a worker that says nothing for dead, or for the next try. */
async function hurryJobs(): Promise<void> {
  await asOwner(owner =>
    owner.query(`update pgboss.job set started_on = started_on - interval '1 day' where state = 'active'`),
  )
  await asOwner(owner => owner.query('update pgboss.queue set monitor_on = null'))
  const boss = new PgBoss({ ...connection, schema: 'pgboss', migrate: false, supervise: false, schedule: false })
  boss.on('error', () => undefined)
  await boss.start()
  await boss.supervise('send-mail')
  await boss.stop({ graceful: false })
  await asOwner(owner =>
    owner.query(`update pgboss.job set start_after = now() where name = 'send-mail' and state = 'retry'`),
  )
}

const unsettledMails = () =>
  asOwner(async owner => (await owner.query(`select id from mails where status = 'waiting'`)).rowCount)

describe('kill -9 of the server in a storm of sign-ups', { timeout: 120_000 }, () => {
  test('loses nothing, halves nothing, doubles nothing; replays answer the same', async () => {
    const seed = Math.floor(Math.random() * 1e6)
    await start()
    await openMeeting()
    await storm(chosen(seed), killAndRestart)
    expect(await asOwner(owner => brokenPromises(owner, told())), `seed ${seed}`).toEqual([])

    for (const { n, text } of acknowledged) {
      const again = await ask(n)
      expect([again.status, again.text, again.headers['idempotent-replayed']], `seed ${seed}`).toEqual([
        202,
        text,
        'true',
      ])
    }
    expect(await asOwner(owner => brokenPromises(owner, told())), `seed ${seed}`).toEqual([])
    expect(
      [...statuses].filter(status => ![202, 409, 503].includes(status)),
      `seed ${seed}`,
    ).toEqual([])

    // what a killed process was at is done by the next one
    await hurryJobs()
    await expect.poll(unsettledMails, { timeout: 20_000 }).toBe(0)
    expect(await asOwner(owner => brokenPromises(owner, told())), `seed ${seed}`).toEqual([])
  })

  test('control: sign-ups written outside of the transaction of their answers are noticed', async () => {
    const faults = {
      outside: { statement: 'insert into registrations', connection },
      waitAfter: { statement: 'insert into registrations', ms: 100 },
    }
    await start(faults)
    await openMeeting()
    const unanswered = `select from registrations r
      where not exists (select from idempotency_keys i where r.search_text like '%' || i.key || '%')`
    const inBetween = () => asOwner(async owner => (await owner.query(unanswered)).rowCount)
    const strike = async () => {
      await expect.poll(inBetween, { timeout: 20_000, interval: 1 }).toBeGreaterThan(0)
      await server.kill()
      await start(faults)
    }
    // all of them may share the first transaction
    await storm([0], strike, 6)
    const noticed = await asOwner(owner => brokenPromises(owner, told()))
    expect(noticed.some(line => line.endsWith(' has 2 mails'))).toBe(true)
  })
})

test(
  'kill -9 of PostgreSQL: it comes back by itself, nothing acknowledged is lost, the server goes on',
  { timeout: 120_000 },
  async () => {
    await start()
    await openMeeting()
    const paths = clusterPaths(folder)
    const before = readPidFile(paths)?.pid ?? 0
    const { child } = server

    const readiness: number[] = []
    const over = new AbortController()
    const watching = (async () => {
      while (!over.signal.aborted) {
        readiness.push((await fetch(`${server.url}/readyz`)).status)
        await sleep(5)
      }
    })()
    try {
      await expect.poll(() => readiness.at(-1)).toBe(200)
      await storm([15], async () => {
        process.kill(before, 'SIGKILL')
        await expect.poll(() => readiness.at(-1), { timeout: 20_000, interval: 1 }).toBe(503)
        await expect.poll(() => readiness.at(-1), { timeout: 20_000, interval: 1 }).toBe(200)
      })
    } finally {
      over.abort()
      await watching
    }
    expect(readPidFile(paths)?.pid).not.toBe(before)
    expect(child.exitCode).toBe(null)
    expect([...statuses].filter(status => ![202, 409, 503].includes(status))).toEqual([])
    expect(await asOwner(owner => brokenPromises(owner, told()))).toEqual([])

    // the background goes on as well: mails are written, changes get their numbers
    await hurryJobs()
    await expect.poll(unsettledMails, { timeout: 20_000 }).toBe(0)
    await expect
      .poll(() => asOwner(async owner => (await owner.query('select from changes_pending')).rowCount), {
        timeout: 20_000,
      })
      .toBe(0)
    expect(await asOwner(owner => brokenPromises(owner, told()))).toEqual([])
  },
)
