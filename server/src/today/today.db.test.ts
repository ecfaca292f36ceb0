import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Settings } from '@treffpunkt/shared/settings'
import type { Today } from '@treffpunkt/shared/today'
import { enterGuest, publishMeeting } from '../../test/door.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
let admin: Client
let reader: Client
beforeAll(async () => {
  service = await startService()
  admin = await service.signIn('admin')
  office = await service.signIn('coordinator')
  reader = await service.signIn('reader')
})
afterAll(() => service.close())

const today = async (client = office) => {
  const answer = await client.get('/api/v1/today')
  if (answer.status !== 200) throw new Error(`${answer.text} ${service.log.slice(-3).join('\n')}`)
  return answer.body as Today
}
const kinds = async (client = office) => (await today(client)).tasks.map(({ kind }) => kind)
const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

test('a new network is told what it needs, and each step ticks itself', async () => {
  const steps = async () => (await today(admin)).firstSteps
  // three accounts are signed in here
  expect(await steps()).toEqual({
    office: false,
    texts: false,
    mail: false,
    venue: false,
    meeting: false,
    colleagues: true,
  })
  expect((await today(reader)).firstSteps).toBeNull()
  const { version } = (await admin.get('/api/v1/settings')).body as Settings
  const named = { networkName: 'Netzwerk im Kreis', contactPhone: '03445 12345' }
  await admin.patch('/api/v1/settings', named, { 'if-match': `"${version}"` })
  for (const kind of ['imprint', 'privacy']) {
    const { headers } = await service.anonymous.get(`/api/v1/public/texts/${kind}`)
    await admin.put(`/api/v1/texts/${kind}`, { body: 'Landkreis' }, { 'if-match': headers['etag'] ?? '' })
  }
  await office.post('/api/v1/venues', { name: 'Bürgerhaus', municipality: 'Hohenmölsen' })
  expect(await steps()).toMatchObject({ office: true, texts: true, mail: false, venue: true, meeting: false })
  await admin.patch('/api/v1/settings', { firstStepsHidden: true }, { 'if-match': `"${version + 1}"` })
  expect(await steps()).toBeNull()
})

test('what is to be done comes in the order in which it presses, and each sees what they may', async () => {
  expect(await kinds()).toEqual([])
  expect((await today()).next).toBeNull()
  const over = await publishMeeting(office, -30)
  await office.post('/api/v1/meetings', {
    kind: 'specialist',
    title: 'Wohnen',
    startsAt: at(24 * 30),
    endsAt: at(24 * 30 + 2),
  })
  // in the distance, gone or cancelled: nothing presses
  await office.post('/api/v1/meetings', {
    kind: 'specialist',
    title: 'Fern',
    startsAt: at(24 * 200),
    endsAt: at(24 * 200 + 2),
  })
  const cancelled = await publishMeeting(office, -40)
  await office.post(`/api/v1/meetings/${cancelled}/cancel`, { reason: 'Sturm' })
  const next = await publishMeeting(office, 24 * 7, { capacity: 2 })
  const needs = { stepFree: true, interpreter: null, food: null, other: null }
  for (const lastName of ['Adler', 'Bauer', 'Celik'])
    await enterGuest(office, next, { lastName, organisationTyped: 'Chor', needs })
  await office.post(`/api/v1/meetings/${next}/open`)
  await office.post('/api/v1/public/barrier-reports', { barrier: 'Zu kleine Schrift' })

  const { next: shown, tasks, activity } = await today()
  expect(shown).toMatchObject({ meeting: { id: next }, seats: { capacity: 2, confirmed: 2, waitlisted: 1 }, needs: 2 })
  // seven days before was a moment ago
  expect(tasks.map(({ kind }) => kind)).toEqual(['needs', 'barrier', 'conclude', 'publish', 'organisations'])
  expect(tasks[0]).toMatchObject({ count: 1, overdue: true, meeting: { id: next } })
  expect(tasks.find(({ kind }) => kind === 'conclude')).toMatchObject({ meeting: { id: over }, overdue: false })
  expect(tasks.find(({ kind }) => kind === 'publish')).toMatchObject({ meeting: { name: 'Wohnen' } })
  expect(activity[0]).toMatchObject({ object: 'barrier_report' })
  expect(JSON.stringify(activity)).not.toContain('Schrift')

  expect(await kinds(reader)).toEqual(['conclude', 'publish', 'organisations'])
  expect((await today(reader)).next?.needs).toBeNull()
  expect(await kinds(admin)).toContain('review')
  expect((await (await service.signIn('door')).get('/api/v1/today')).status).toBe(403)

  // what waits for long presses
  await service.db
    .updateTable('meetings')
    .set({ startsAt: at(-300), endsAt: at(-298) })
    .where('id', '=', over)
    .execute()
  expect((await today()).tasks[0]).toMatchObject({ kind: 'conclude', overdue: true })
  await office.post(`/api/v1/meetings/${over}/conclude`, { headCount: 20 })
  expect(await kinds()).not.toContain('conclude')
})

test('what people need is to be done until it is organised, and requests until they are decided', async () => {
  const id = await publishMeeting(office, 24 * 20, { capacity: 5, approval: true })
  await office.post(`/api/v1/meetings/${id}/open`)
  const of = async (client = office) =>
    (await today(client)).tasks.filter(({ meeting }) => meeting?.id === id).map(({ kind, count }) => ({ kind, count }))
  const needs = { stepFree: true, interpreter: 'Dari', food: null, other: null }
  await enterGuest(office, id, { lastName: 'Dorn', needs })
  const asks = async (lastName: string, addressConfirmedAt: string | null) => {
    const guest = await enterGuest(office, id, { lastName })
    await service.db
      .updateTable('registrations')
      .set({ status: 'pending', addressConfirmedAt, queuedAt: at(0), admittedAt: null })
      .where('id', '=', guest.id)
      .execute()
    return guest.id
  }
  const asking = await asks('Erle', at(-1))
  // who has not confirmed their address does not wait for the office
  await asks('Fink', null)

  // the interpreter is due in six days, the place without steps in 13
  expect(await of()).toEqual([
    { kind: 'requests', count: 1 },
    { kind: 'needs', count: 2 },
  ])
  const due = (await today()).tasks.find(({ kind, meeting }) => kind === 'needs' && meeting?.id === id)
  expect(due).toMatchObject({ overdue: false })
  expect(Math.abs(Date.parse(`${due?.day}T12:00:00Z`) - Date.parse(at(24 * 6)))).toBeLessThan(86_400_000)
  expect(await of(reader)).toEqual([{ kind: 'requests', count: 1 }])

  const done = (interpreter: string | null) =>
    office.post(`/api/v1/meetings/${id}/access-tasks`, { interpreter, done: true })
  await done('Dari')
  expect(await of()).toContainEqual({ kind: 'needs', count: 1 })
  await done(null)
  expect((await office.post(`/api/v1/registrations/${asking}/approve`)).status).toBe(200)
  expect(await of()).toEqual([])
})

test('addresses at which nothing arrives are counted as they are listed, until the office has checked them', async () => {
  const id = await publishMeeting(office, 24 * 50)
  const mail = async (email: string, reason: string) => {
    const guest = await enterGuest(office, id, { lastName: reason, email })
    await service.db
      .updateTable('mails')
      .set({ status: 'failed', reason })
      .where('registrationId', '=', guest.id)
      .execute()
  }
  const counted = async () => (await today()).tasks.find(({ kind }) => kind === 'mails')?.count ?? 0
  await mail('weg@example.org', 'unknown_address')
  await mail('voll@example.org', 'mailbox_full')
  for (const reason of ['outdated', 'stopped']) await mail(`${reason}@example.org`, reason)
  const { items } = (await office.get('/api/v1/undeliverable-addresses')).body as { items: { id: string }[] }
  expect(items).toHaveLength(2)
  expect(await counted()).toBe(2)
  for (const one of items) await office.post(`/api/v1/mails/${one.id}/address-checked`)
  expect(await counted()).toBe(0)
})
