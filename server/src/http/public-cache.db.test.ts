import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'

// Two servers that keep public answers, one database.
let database: TestDatabase
let here: TestService
let there: TestService
let office: Client
let address: string
beforeAll(async () => {
  database = await createTestDatabase()
  const options = { database, secret: randomBytes(32), env: { PUBLIC_CACHE_SECONDS: '5' } }
  here = await startService(options)
  there = await startService(options)
  office = await here.signIn('coordinator')
  const { body } = await office.post('/api/v1/meetings', {
    kind: 'specialist',
    title: 'Zu Anfang',
    startsAt: '2031-05-07T12:00:00Z',
    endsAt: '2031-05-07T15:00:00Z',
  })
  address = `/api/v1/meetings/${body.id}`
  await office.post(`${address}/publish`)
})
afterAll(async () => {
  await here.close()
  await there.close()
  await database.drop()
})

async function rename(title: string): Promise<void> {
  const { headers } = await office.get(address)
  expect((await office.patch(address, { title }, { 'if-match': headers['etag'] ?? '' })).status).toBe(200)
}
const publicAddress = () => address.replace('/api/v1', '/api/v1/public')
const page = async ({ url }: TestService, prefix = '') =>
  (await fetch(`${url}${prefix}${address.replace('/api/v1', '')}`)).text()

test('what is changed is read by the very next reader of that server, as answer and as page, in every language', async () => {
  for (const title of ['Eins', 'Zwei', 'Drei']) {
    await page(here)
    await page(here, '/uk')
    await here.anonymous.get(publicAddress())
    await rename(title)
    expect((await here.anonymous.get(publicAddress())).body.name).toBe(title)
    expect(await page(here)).toContain(title)
    expect(await page(here, '/uk')).toContain(title)
  }
})

test('another server hears of it', async () => {
  expect(await page(there)).toContain('Drei')
  await rename('Überall')
  await expect.poll(async () => (await there.anonymous.get(publicAddress())).body.name).toBe('Überall')
  await expect.poll(() => page(there)).toContain('Überall')
})

test('it is kept: a row that was moved behind the back of the service is not seen at once', async () => {
  await page(here)
  await here.db
    .updateTable('meetings')
    .set({ title: 'Heimlich' })
    .where('id', '=', address.split('/').at(-1) ?? '')
    .execute()
  expect(await page(here)).toContain('Überall')
})
