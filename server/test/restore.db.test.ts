import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusterPaths } from '../src/db/cluster.ts'
import { sidesOfEmbedded } from '../src/db/reach.ts'
import { type } from './cli.ts'
import { addressOf, freePort, startProcess, type ServerProcess } from './process.ts'

// A backup is taken while people sign up, and brought back elsewhere: what was answered before its end is there, what is
// there was asked for, nothing contradicts itself, and the service goes on from it.

let folder: string
let server: ServerProcess | undefined
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-restore-'))
  fs.chmodSync(folder, 0o711)
})
afterAll(async () => {
  await server?.stop()
  fs.rmSync(folder, { recursive: true })
})

const settings = async (name: string) => ({
  DATA_DIR: path.join(folder, name),
  LOG_LEVEL: 'warn',
  PORT: String(await freePort()),
})

async function openMeeting(at: ServerProcess): Promise<string> {
  const office = await at.signIn()
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const plan = { kind: 'network', startsAt: inDays(14), endsAt: inDays(15), capacity: 40 }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  for (const move of ['publish', 'open']) expect((await office.post(`/api/v1/meetings/${id}/${move}`)).status).toBe(200)
  return id
}

const signUp = (at: ServerProcess, meetingId: string, n: number) =>
  at
    .from(addressOf(n))
    .post(
      `/api/v1/public/meetings/${meetingId}/registrations`,
      { firstName: 'Ada', lastName: `Muster${n}`, email: `ada${n}@example.org`, noticeVersion: 1 },
      { 'idempotency-key': `key${n}` },
    )

test('a backup under load comes back whole', { timeout: 240_000 }, async () => {
  const env = await settings('data')
  const running = (server = await startProcess(env))
  const meetingId = await openMeeting(running)

  const answered: { n: number; at: string; text: string }[] = []
  const enough = new AbortController()
  let next = 0
  const people = Array.from({ length: 4 }, async () => {
    while (!enough.signal.aborted) {
      const n = next++
      const answer = await signUp(running, meetingId, n)
      expect(answer.status, answer.text).toBe(202)
      answered.push({ n, at: new Date().toISOString(), text: answer.text })
    }
  })
  await expect.poll(() => answered.length, { timeout: 60_000 }).toBeGreaterThan(30)
  const saved = await type(env, 'backup', path.join(folder, 'backup'))
  expect([saved.code, saved.err]).toEqual([0, ''])
  const during = answered.length
  await sleep(300)
  enough.abort()
  await Promise.all(people)
  await running.kill()
  server = undefined

  const elsewhere = await settings('restored')
  const restored = await type(elsewhere, 'restore', path.join(folder, 'backup'))
  expect([restored.code, restored.err]).toEqual([0, ''])
  const verified = await type(elsewhere, 'verify')
  expect([verified.code, verified.err, verified.out]).toEqual([0, '', expect.stringContaining('All is well')])

  const { time } = JSON.parse(fs.readFileSync(path.join(folder, 'backup', 'manifest.json'), 'utf8')) as { time: string }
  server = await startProcess(elsewhere)
  const there = new Set(await registered(elsewhere['DATA_DIR']))
  const promised = answered.filter(({ at }) => at < time)
  // the backup lay in the storm: some came before its end, some after
  expect(promised.length).toBeGreaterThan(30)
  expect(answered.length).toBeGreaterThan(during)
  expect(promised.filter(({ n }) => !there.has(`ada${n}@example.org`))).toEqual([])
  expect(there.size).toBeLessThan(answered.length)
  expect([...there].filter(email => !answered.some(({ n }) => email === `ada${n}@example.org`))).toEqual([])

  // the key came along: a request that is repeated is answered as it was, and not done again
  for (const { n, text } of promised.slice(0, 5)) {
    const again = await signUp(server, meetingId, n)
    expect([again.status, again.text, again.headers['idempotent-replayed']]).toEqual([202, text, 'true'])
  }
  // who was answered after the end signs up anew
  const late = answered.find(({ n }) => !there.has(`ada${n}@example.org`))
  expect((await signUp(server, meetingId, late?.n ?? -1)).status).toBe(202)
  await expect
    .poll(async () => (await type(elsewhere, 'verify')).out, { timeout: 20_000, interval: 500 })
    .toContain('All is well')
})

async function registered(dataDir: string | undefined): Promise<string[]> {
  const client = new pg.Client(sidesOfEmbedded({ host: clusterPaths(dataDir ?? '').socket }).owner)
  await client.connect()
  const { rows } = await client.query<{ email: string }>('select email from registrations')
  await client.end()
  return rows.map(({ email }) => email)
}
