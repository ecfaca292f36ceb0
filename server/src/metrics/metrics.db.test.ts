import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { freePort } from '../../test/process.ts'
import { createTestDatabase, startService, type TestService } from '../../test/service.ts'

let service: TestService | undefined
afterEach(async () => {
  await service?.close()
  service = undefined
})

const email = 'petra.geheim@example.org'

/** The lines of one reading that begin so. */
async function read(port: number, ...starts: string[]): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('text/plain')
  const lines = (await answer.text()).split('\n')
  return starts.length === 0 ? lines : lines.filter(line => starts.some(start => line.startsWith(start)))
}

/** Signs somebody up, and opens a page with a token in its address. */
async function visit(given: TestService): Promise<{ meetingId: string; attempt: string }> {
  const office = await given.signIn('coordinator')
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const plan = { kind: 'specialist', title: 'Treffen', startsAt: inDays(14), endsAt: inDays(15), capacity: 30 }
  const { id: meetingId } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  for (const move of ['publish', 'open']) await office.post(`/api/v1/meetings/${meetingId}/${move}`)
  const who = { firstName: 'Petra', lastName: 'Geheim', email, noticeVersion: 1 }
  const signedUp = await given.anonymous.post(`/api/v1/public/meetings/${meetingId}/registrations`, who)
  expect(signedUp.status).toBe(202)
  const { attempt } = signedUp.body as { attempt: string }
  await office.get('/api/v1/people?q=Geheim')
  expect((await given.anonymous.get('/api/v1/there-is-nothing')).status).toBe(404)
  return { meetingId, attempt }
}

test('nothing is measured unless it is asked for', async () => {
  service = await startService()
  expect((await service.anonymous.get('/metrics')).text).not.toContain('treffpunkt_')
})

test('tells what happens, by routes and states, without an address, an id or a name', async () => {
  const port = await freePort()
  service = await startService({ env: { METRICS_PORT: String(port) } })
  const { meetingId, attempt } = await visit(service)
  const stream = await fetch(`${service.url}/api/v1/live`, {
    headers: { cookie: (await service.signIn('coordinator')).cookie },
  })
  expect(stream.status).toBe(200)

  const lines = await read(port)
  const route = '/api/v1/public/meetings/:id/registrations'
  expect(lines).toContain(
    `treffpunkt_http_request_duration_seconds_count{method="POST",route="${route}",status="202"} 1`,
  )
  expect(lines.some(line => /duration_seconds_count\{.*status="404"\} 1/.test(line))).toBe(true)
  expect(lines).toContain('treffpunkt_database_up 1')
  expect(lines).toContain('treffpunkt_seats_held 1')
  expect(lines).toContain('treffpunkt_people_waiting 0')
  expect(lines).toContain('treffpunkt_live_streams 1')
  expect(lines).toContain('treffpunkt_mails{status="failed"} 0')
  expect(lines.find(line => line.startsWith('treffpunkt_pool_connections{state="open"}'))).toMatch(/ \d+$/)
  expect(lines.find(line => line.startsWith('nodejs_eventloop_lag_seconds'))).toMatch(/ [\d.e-]+$/)
  const text = lines.join('\n')
  // what docs/operations.md tells to look at is there
  const document = fs.readFileSync(path.resolve(import.meta.dirname, '../../../docs/operations.md'), 'utf8')
  const section = document.slice(document.indexOf('### Metrics'), document.indexOf('### Logs'))
  const named = new Set([...section.matchAll(/`((?:treffpunkt|nodejs|process)_\w+)/g)].map(([, name = '']) => name))
  expect(named.size).toBeGreaterThan(10)
  expect([...named].filter(name => !text.includes(`# HELP ${name} `))).toEqual([])
  for (const secret of [email, 'Petra', 'Geheim', meetingId, attempt, 'there-is-nothing'])
    expect(text).not.toContain(secret)

  await stream.body?.cancel()
  await expect.poll(() => read(port, 'treffpunkt_live_streams')).toEqual(['treffpunkt_live_streams 0'])
  // the stream is over, and no long answer was counted for it
  expect(await read(port, 'treffpunkt_http_request_duration_seconds_count{method="GET",route="/api/v1/live"')).toEqual(
    [],
  )
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
  expect((await service.anonymous.get('/metrics')).text).not.toContain('treffpunkt_')
})

test('tells of work that waits and was given up, and of a database that is gone', async () => {
  const port = await freePort()
  const database = await createTestDatabase()
  service = await startService({ database, env: { METRICS_PORT: String(port) } })
  try {
    await service.pool.query(
      `insert into pgboss.job (name, data, state, start_after, completed_on) values
        ('settle-seats', '{}', 'failed', now(), now()), ('retention', '{}', 'created', now() + interval '1 hour', null)`,
    )
    await expect
      .poll(() => read(port, 'treffpunkt_jobs{'))
      .toContain('treffpunkt_jobs{name="settle-seats",state="failed"} 1')
    // what is not due yet does not wait
    expect((await read(port, 'treffpunkt_jobs{')).join()).not.toContain('retention')
  } finally {
    await database.drop()
  }
  await expect
    .poll(() => read(port, 'treffpunkt_database_up', 'treffpunkt_seats_held'))
    .toEqual(['treffpunkt_database_up 0', 'treffpunkt_seats_held Nan'])
})

test('traces say which route and how it ended, and nothing of what stood in the address or in an error', async () => {
  const bodies: string[] = []
  const collector = http.createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => void (body += text))
    request.on('end', () => {
      bodies.push(body)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  try {
    const { port } = collector.address() as AddressInfo
    service = await startService({ env: { TRACES_URL: `http://127.0.0.1:${port}/v1/traces` } })
    const { meetingId, attempt } = await visit(service)
    await service.close()
    service = undefined
    const sent = bodies.join('\n')
    expect(sent).toContain('/api/v1/public/meetings/:id/registrations')
    expect(sent).toContain('"http.response.status_code","value":{"intValue":202}')
    for (const secret of [email, 'Petra', 'Geheim', meetingId, attempt, 'there-is-nothing', 'url.path'])
      expect(sent).not.toContain(secret)
  } finally {
    collector.close()
  }
})
