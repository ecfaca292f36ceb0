import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MailContent } from '@treffpunkt/shared/mails'
import { enterGuest, publishMeeting } from '../../test/door.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

// Who may enter where is in test/access.db.test.ts; here is what a reader sees less of.

let service: TestService
let office: Client
let reader: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
  reader = await service.signIn('reader')
})
afterAll(() => service.close())

test('a reader sees registrations, but neither what somebody needs nor that they need something', async () => {
  const meetingId = await publishMeeting(office)
  const needs = { stepFree: true, interpreter: 'Arabisch', food: 'vegan', other: null }
  const { id } = await enterGuest(office, meetingId, { email: 'ada@example.org', needs })
  await office.patch(`/api/v1/registrations/${id}`, { needs: { ...needs, food: null } }, { 'if-match': '*' })
  const paths = [`/api/v1/meetings/${meetingId}/registrations`, `/api/v1/registrations/${id}`]
  for (const path of [...paths, `/api/v1/history/registration/${id}`, `/api/v1/meetings/${meetingId}/attendance`]) {
    const answer = await reader.get(path)
    expect(answer.status).toBe(200)
    expect(answer.text).not.toMatch(/Arabisch|vegan|"hasNeeds":true|"needs"[^:]/)
  }
  const [list, one] = await Promise.all(paths.map(path => office.get(path)))
  expect(list?.text).toContain('"hasNeeds":true')
  expect(one?.text).toContain('Arabisch')
})

test('a reader reads mails without what opens the registration of somebody else', async () => {
  const meetingId = await publishMeeting(office)
  // words of the office that name the link in mid-sentence
  const words = { subject: 'Zum Treffen: {Treffen}', body: '{Anlass}\n\nIhr Link: {Link}\n\n{Datenschutz}' }
  const own = await office.put('/api/v1/mail-templates/entered/de', words, { 'if-match': '*' })
  expect(own.status).toBe(200)
  await enterGuest(office, meetingId, { email: 'berta@example.org' })
  const { items } = (await reader.get('/api/v1/mails')).body as { items: { id: string; to: string }[] }
  const id = items.find(({ to }) => to === 'berta@example.org')?.id
  const [seen, whole] = await Promise.all(
    [reader, office].map(async client => (await client.get(`/api/v1/mails/${id}`)).body as MailContent),
  )
  expect(whole?.text).toContain('/registrations/')
  expect(whole?.links.length).toBeGreaterThan(0)
  expect(seen?.text).toContain('Guten Tag')
  expect(whole?.text).toMatch(/Ihr Link: \S+\/registrations\/[\w.-]{20}/)
  expect(seen?.text).toContain('/registrations/…')
  expect(seen?.text).not.toMatch(/registrations\/[\w.-]|Code:/)
  expect(seen?.links).toEqual([])
})
