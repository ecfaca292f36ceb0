import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Registration } from '@treffpunkt/shared/registrations'
import type { Balance } from '@treffpunkt/shared/statistics'
import { enterGuest, entryOf, publishMeeting, record } from '../../test/door.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
let firm = ''
let town = ''
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
  const organisation = async (name: string, sector: string) =>
    ((await office.post('/api/v1/organisations', { name, sector })).body as { id: string }).id
  firm = await organisation('Nordwerk', 'business')
  town = await organisation('Stadt Zeitz', 'administration')
})
afterAll(() => service.close())

const balanceOf = async (id: string) => (await office.get(`/api/v1/meetings/${id}/balance`)).body as Balance
const of = ({ bySector }: Balance, sector: string | null) => {
  const { now, registeredBefore, attendedBefore } = bySector.find(one => one.sector === sector) ?? {}
  return [now, registeredBefore, attendedBefore]
}
const found = async (id: string, query: string) =>
  (
    (await office.get(`/api/v1/meetings/${id}/registrations?coming=true&${query}`)).body as { items: Registration[] }
  ).items.map(({ lastName }) => lastName)

describe('GET /meetings/:id/balance', () => {
  test('404 for an unknown meeting, and nothing to compare with for the first of its kind', async () => {
    expect((await office.get('/api/v1/meetings/01990000-0000-7000-8000-000000000000/balance')).status).toBe(404)
    const only = await publishMeeting(office, 24 * 20, { kind: 'specialist', title: 'Pflege' })
    await enterGuest(office, only, { organisationId: firm })
    const balance = await balanceOf(only)
    expect(balance).toMatchObject({ before: null, now: 1, registeredBefore: null })
    expect(balance.bySector).toHaveLength(6)
    expect(of(balance, 'business')).toEqual([1, null, null])
  })

  test('counts who holds a seat or waits against who was registered and who came the last time', async () => {
    const before = await publishMeeting(office, -48)
    const guests = []
    for (const who of [
      { organisationId: firm, engagement: 'professional' },
      { organisationId: firm, engagement: 'professional' },
      { organisationId: town, engagement: 'volunteer' },
    ])
      guests.push((await enterGuest(office, before, who)).id)
    await record(office, before, entryOf('present', guests[0] ?? ''), entryOf('present', guests[2] ?? ''))
    await office.post(`/api/v1/meetings/${before}/conclude`, {})
    // of another one only the number is known
    const counted = await publishMeeting(office, -24)
    await office.post(`/api/v1/meetings/${counted}/conclude`, { headCount: 30 })

    const id = await publishMeeting(office, 24 * 14, { capacity: 2 })
    await enterGuest(office, id, { lastName: 'Adler', organisationId: town, engagement: 'volunteer' })
    // what people say of themselves goes before what the directory says, as in the figures of what was held
    await enterGuest(office, id, { lastName: 'Bauer', organisationId: town, sector: 'business' })
    await enterGuest(office, id, { lastName: 'Celik', organisationId: firm })
    const gone = await enterGuest(office, id, { lastName: 'Diallo', organisationId: firm })
    await office.post(`/api/v1/registrations/${gone.id}/withdraw`)
    const balance = await balanceOf(id)
    expect(balance).toMatchObject({ now: 3, registeredBefore: 3, attendedBefore: 2, before: { meetingId: before } })
    expect(of(balance, 'business')).toEqual([2, 2, 1])
    expect(of(balance, 'administration')).toEqual([1, 1, 1])
    expect(of(balance, 'civil_society')).toEqual([0, 0, 0])
    expect(balance.bySector.map(({ sector }) => sector)).not.toContain(null)
    expect(balance.byEngagement).toEqual([
      { engagement: 'professional', now: 0, registeredBefore: 2, attendedBefore: 1 },
      { engagement: 'volunteer', now: 1, registeredBefore: 1, attendedBefore: 1 },
      { engagement: null, now: 2, registeredBefore: 0, attendedBefore: 0 },
    ])
    // the list behind each figure
    expect(await found(id, 'sector=business')).toEqual(['Bauer', 'Celik'])
    expect(await found(id, 'engagement=volunteer')).toEqual(['Adler'])
  })
})
