import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addressOf, freePort, signInAtOneOf, startProcess, urlOf, type ServerProcess } from './process.ts'
import { startProxy, type Proxy } from './proxy.ts'
import { clientOf, createTestDatabase, type TestDatabase } from './service.ts'
import { brokenNames } from './verified.ts'

// Two servers behind a proxy are started anew, one after the other, while people come and sign up.

let database: TestDatabase
let folder: string
let env: Record<string, string>
let servers: ServerProcess[]
let proxy: Proxy | undefined
beforeEach(async () => {
  database = await createTestDatabase()
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-rolling-'))
  const keyFile = path.join(folder, 'secret.key')
  fs.writeFileSync(keyFile, randomBytes(32).toString('base64url'))
  const url = urlOf(database.owner)
  env = { DATABASE_URL: url, SECRET_KEY_FILE: keyFile, LOG_LEVEL: 'warn' }
})
afterEach(async () => {
  await proxy?.close()
  proxy = undefined
  for (const { child } of servers.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  await database.drop()
  fs.rmSync(folder, { recursive: true })
})

async function begin(settings: Record<string, string>): Promise<{ meetingId: string }> {
  Object.assign(env, settings)
  servers = []
  for (let n = 0; n < 2; n++) servers.push(await startProcess({ ...env, PORT: String(await freePort()) }))
  proxy = await startProxy(() => servers.map(({ port }) => port))
  const office = await signInAtOneOf(servers)
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const plan = { kind: 'network', startsAt: inDays(14), endsAt: inDays(15), capacity: 500 }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  for (const move of ['publish', 'open']) await office.post(`/api/v1/meetings/${id}/${move}`)
  return { meetingId: id }
}

/** People come without a break until `over`. @returns every answer that was none, and how many were good. */
async function load(meetingId: string, over: AbortSignal): Promise<{ failed: string[]; good: number }> {
  const failed: string[] = []
  let [good, next] = [0, 0]
  const person = async () => {
    while (!over.aborted) {
      const n = next++
      const client = clientOf(proxy?.url ?? '', { 'x-forwarded-for': addressOf(n) })
      const who = { firstName: 'Ada', lastName: `Muster${n}`, email: `ada${n}@example.org`, noticeVersion: 1 }
      const asked =
        n % 3 === 0
          ? client.post(`/api/v1/public/meetings/${meetingId}/registrations`, who, { 'idempotency-key': randomUUID() })
          : client.get(n % 3 === 1 ? '/' : `/api/v1/public/meetings/${meetingId}`)
      await asked.then(
        ({ status, text }) => {
          if (status < 300) good++
          else failed.push(`${status} ${text.slice(0, 100)}`)
        },
        (error: unknown) => failed.push(String(error)),
      )
    }
  }
  await Promise.all(Array.from({ length: 6 }, person))
  return { failed, good }
}

/** Each server is told to end and started anew when it has. */
async function roll(): Promise<void> {
  for (const [index, { child, port }] of servers.entries()) {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
    expect(child.exitCode).toBe(0)
    servers[index] = await startProcess({ ...env, PORT: String(port) })
    const isReady = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status
    await expect.poll(isReady, { timeout: 20_000 }).toBe(200)
    // the proxy sees it before the other one goes
    await sleep(500)
  }
}

async function rollUnderLoad(meetingId: string): Promise<{ failed: string[]; good: number }> {
  const over = new AbortController()
  const all = load(meetingId, over.signal)
  await sleep(500)
  await roll().finally(() => {
    over.abort()
  })
  return all
}

test('nobody notices: no request fails, both servers have served', { timeout: 120_000 }, async () => {
  const { meetingId } = await begin({ DRAIN_SECONDS: '1' })
  const { failed, good } = await rollUnderLoad(meetingId)
  expect(failed).toEqual([])
  expect(good).toBeGreaterThan(50)
  expect([...(proxy?.answered.values() ?? [])].filter(count => count > 10)).toHaveLength(2)
  await expect.poll(() => brokenNames(database.owner), { timeout: 10_000 }).toEqual([])
})

test('control: without a while in which the proxy sees it, requests fail', { timeout: 120_000 }, async () => {
  const { meetingId } = await begin({ DRAIN_SECONDS: '0' })
  let failures = 0
  for (let tries = 0; tries < 5 && failures === 0; tries++) failures = (await rollUnderLoad(meetingId)).failed.length
  expect(failures).toBeGreaterThan(0)
})

test(
  'a server that drains says that it is not ready, serves on, and lets connections go',
  { timeout: 60_000 },
  async () => {
    await begin({ DRAIN_SECONDS: '2' })
    const { child, url } = servers[0] as ServerProcess
    child.kill('SIGTERM')
    const ready = () => fetch(`${url}/readyz`)
    await expect.poll(async () => (await ready()).status, { interval: 20 }).toBe(503)
    const alive = await fetch(`${url}/healthz`)
    expect([alive.status, alive.headers.get('connection')]).toEqual([200, 'close'])
    expect((await fetch(`${url}/api/v1/public/meetings`)).status).toBe(200)
    await once(child, 'exit')
    expect(child.exitCode).toBe(0)
  },
)
