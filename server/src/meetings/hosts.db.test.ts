import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Meeting, PublicMeeting } from '@treffpunkt/shared/meetings'
import { publishMeeting } from '../../test/door.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

test('hosts are asked, stand in public once they accept, and are found by their organisation', async () => {
  const organisation = async (name: string, website: string | null) =>
    ((await office.post('/api/v1/organisations', { name, sector: 'civil_society', website })).body as { id: string }).id
  const [hall, school] = [
    await organisation('Bürgerverein', 'https://verein.example.org'),
    await organisation('Volkshochschule', null),
  ]
  const id = await publishMeeting(office, 24 * 14)
  const change = async (hosts: object[]) => office.patch(`/api/v1/meetings/${id}`, { hosts }, { 'if-match': '*' })
  const asked = (
    await change([
      { organisationId: hall, state: 'asked' },
      { organisationId: school, state: 'asked' },
    ])
  ).body as Meeting
  expect(asked.hosts).toMatchObject([
    { organisation: { name: 'Bürgerverein' }, state: 'asked' },
    { organisation: { name: 'Volkshochschule' }, state: 'asked' },
  ])
  const seen = async () => (await service.anonymous.get(`/api/v1/public/meetings/${id}`)).body as PublicMeeting
  expect((await seen()).hosts).toEqual([])

  const answered = (
    await change([
      { organisationId: school, state: 'asked' },
      { organisationId: hall, state: 'accepted' },
    ])
  ).body as Meeting
  // who has said nothing new said it when they did
  const since = ({ hosts }: Meeting) => hosts.map(one => Date.parse(one.since))
  expect(since(answered)[0]).toBe(since(asked)[1])
  expect(since(answered)[1]).toBeGreaterThan(since(asked)[0] ?? 0)
  expect((await seen()).hosts).toEqual([{ name: 'Bürgerverein', website: 'https://verein.example.org' }])
  const page = (await service.anonymous.get(`/meetings/${id}`)).text
  expect(page).toContain('"name":"Bürgerverein","url":"https://verein.example.org"')
  expect(page).not.toContain('Volkshochschule')

  const hosted = async (host: string) =>
    ((await office.get(`/api/v1/meetings?host=${host}`)).body as { items: Meeting[] }).items.map(one => one.id)
  expect([await hosted(hall), await hosted(school)]).toEqual([[id], [id]])
  // a coming meeting counts on its hosts, and on those for whom seats are kept
  const remove = (one: string) => office.delete(`/api/v1/organisations/${one}`, { 'if-match': '*' })
  expect((await remove(hall)).body).toMatchObject({ type: '/problems/still_used', errors: [{ code: 'is_host' }] })
  const bakery = await organisation('Bäckerei', null)
  const releasesAt = new Date(Date.now() + 86_400_000).toISOString()
  const keep = (contingents: object[]) =>
    office.patch(`/api/v1/meetings/${id}`, { capacity: 10, contingents }, { 'if-match': '*' })
  expect((await keep([{ organisationId: bakery, seats: 2, releasesAt }])).status).toBe(200)
  expect(await hosted(bakery)).toEqual([id])
  expect(await remove(bakery)).toMatchObject({ status: 409, body: { errors: [{ code: 'has_seats' }] } })
  // all reasons at once
  const { id: member } = (
    await office.post('/api/v1/people', {
      firstName: 'Ada',
      lastName: 'Ost',
      affiliations: [{ organisationId: hall, role: null, engagement: null, from: null, to: null }],
    })
  ).body as { id: string }
  await keep([{ organisationId: hall, seats: 2, releasesAt }])
  const { errors } = (await remove(hall)).body as { errors: { code: string }[] }
  expect(errors.map(({ code }) => code)).toEqual(['has_people', 'is_host', 'has_seats'])
  expect((await office.delete(`/api/v1/people/${member}`, { 'if-match': '*' })).status).toBe(204)
  await keep([])
  expect((await remove(bakery)).status).toBe(204)

  // one that has said no may be deleted, and is not asked any more then
  const bank = await organisation('Sparkasse', null)
  const keptHosts = [
    { organisationId: school, state: 'asked' },
    { organisationId: hall, state: 'accepted' },
  ]
  await change([...keptHosts, { organisationId: bank, state: 'declined' }])
  expect((await remove(bank)).status).toBe(204)
  expect((await change([...keptHosts, { organisationId: bank, state: 'declined' }])).status).toBe(200)
  expect((await change([...keptHosts, { organisationId: bank, state: 'accepted' }])).body).toMatchObject({
    errors: [{ pointer: '/hosts/2/organisationId', code: 'unknown_id' }],
  })
  await change(keptHosts)

  const next = await office.post(`/api/v1/meetings/${id}/clone`, {
    startsAt: new Date(Date.now() + 86_400_000 * 60).toISOString(),
    endsAt: new Date(Date.now() + 86_400_000 * 61).toISOString(),
    copy: { hosts: true },
  })
  expect((next.body as Meeting).hosts.map(({ state }) => state)).toEqual(['asked', 'asked'])

  const twice = await change([
    { organisationId: hall, state: 'asked' },
    { organisationId: hall, state: 'accepted' },
  ])
  expect(twice.body).toMatchObject({ errors: [{ pointer: '/hosts', code: 'twice' }] })
  expect((await change([{ organisationId: crypto.randomUUID(), state: 'asked' }])).body).toMatchObject({
    errors: [{ pointer: '/hosts/0/organisationId', code: 'unknown_id' }],
  })
})
