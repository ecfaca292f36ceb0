import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Meeting } from '@treffpunkt/shared/meetings'
import type { Organisation } from '@treffpunkt/shared/organisations'
import type { MeetingFigures } from '@treffpunkt/shared/statistics'
import { enterGuest, entryOf, publishMeeting, record } from '../../test/door.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const figuresOf = async (id: string) => (await office.get(`/api/v1/meetings/${id}/figures`)).body as MeetingFigures
const conclude = (id: string, headCount?: number) =>
  office.post(`/api/v1/meetings/${id}/conclude`, headCount === undefined ? {} : { headCount })
const organisation = async (name: string, sector: string) =>
  (await office.post('/api/v1/organisations', { name, sector })).body as Organisation
const walkIn = (name: string, from: string | null) => {
  const attendeeId = randomUUID()
  return entryOf('present', attendeeId, { how: 'walk_in', walkIn: { name, organisation: from } })
}

describe('a meeting whose door was used', () => {
  let town: Organisation
  let club: Organisation
  let first: string
  let second: string
  beforeAll(async () => {
    town = await organisation('Stadt Zeitz', 'administration')
    club = await organisation('Freundeskreis Hohenmölsen', 'civil_society')
    first = await publishMeeting(office, -200)
    const ada = { firstName: 'Ada', lastName: 'Weiß', organisationId: town.id, engagement: 'professional' }
    const ben = { firstName: 'Ben', lastName: 'Schwarz', organisationId: club.id, engagement: 'volunteer' }
    await record(
      office,
      first,
      entryOf('present', (await enterGuest(office, first, ada)).id),
      walkIn('Carla Rot', 'Nachbarschaftstreff Süd'),
    )
    await conclude(first)

    second = await publishMeeting(office, -20, { capacity: 4 })
    const guests = []
    for (const who of [ada, ben, { lastName: 'Grün', organisationId: town.id }, { lastName: 'Blau' }])
      guests.push((await enterGuest(office, second, who)).id)
    const waiting = (await enterGuest(office, second, { lastName: 'Gelb' })).id
    const [adaId = '', benId = '', greenId = ''] = guests
    await record(
      office,
      second,
      entryOf('present', adaId),
      entryOf('present', benId),
      entryOf('left', benId),
      entryOf('excused', greenId),
      entryOf('present', waiting),
      walkIn('Carla Rot', 'nachbarschaftstreff süd'),
      walkIn('Dora Lila', 'Nachbarschaftstreff Süd'),
      walkIn('Emil Grau', null),
    )
    await conclude(second)
  })

  test('says who was expected, who came, and what became of the others', async () => {
    expect(await figuresOf(second)).toMatchObject({
      attended: 6,
      headCount: null,
      entered: 6,
      expected: 4,
      excused: 1,
      noShow: 1,
      withoutPlace: 1,
      walkIns: 3,
    })
  })

  test('tells newcomers from those who had been there, also those without an address', async () => {
    expect(await figuresOf(first)).toMatchObject({ newcomers: 2, returning: 0, organisations: 2, newOrganisations: 2 })
    expect(await figuresOf(second)).toMatchObject({ newcomers: 4, returning: 2, organisations: 3, newOrganisations: 1 })
  })

  test('counts sectors and engagement, the most frequent first and what was not said last', async () => {
    const { bySector, byEngagement } = await figuresOf(second)
    expect(bySector).toEqual([
      { sector: 'administration', count: 1 },
      { sector: 'civil_society', count: 1 },
      { sector: null, count: 4 },
    ])
    expect(byEngagement).toEqual([
      { engagement: 'professional', count: 1 },
      { engagement: 'volunteer', count: 1 },
      { engagement: null, count: 4 },
    ])
  })

  test('counts who a phone reports after the conclusion', async () => {
    await record(office, second, walkIn('Spät Gemeldet', 'Haus Ost'))
    expect(await figuresOf(second)).toMatchObject({ attended: 7, entered: 7, walkIns: 4, organisations: 4 })
    expect((await office.get(`/api/v1/meetings/${second}`)).body).toMatchObject({ attended: 7 })
  })

  test('goes by the head count when there is one, also a lower one', async () => {
    await office.patch(`/api/v1/meetings/${second}`, { headCount: 5 }, { 'if-match': '*' })
    expect(await figuresOf(second)).toMatchObject({ attended: 5, headCount: 5, entered: 7, isRecord: true })
    await office.patch(`/api/v1/meetings/${second}`, { headCount: null }, { 'if-match': '*' })
    expect(await figuresOf(second)).toMatchObject({ attended: 7, headCount: null })
  })

  test('tells the public how many came and from how many organisations, nothing about less than three', async () => {
    const shown = async (id: string) => (await service.anonymous.get(`/api/v1/public/meetings/${id}`)).body as object
    expect(await shown(second)).toMatchObject({ attended: 7, organisations: 4 })
    expect(await shown(first)).toMatchObject({ attended: null, organisations: null })
    await office.patch(`/api/v1/meetings/${first}`, { headCount: 40 }, { 'if-match': '*' })
    expect(await shown(first)).toMatchObject({ attended: 40, organisations: null })
    await office.patch(`/api/v1/meetings/${first}`, { headCount: null }, { 'if-match': '*' })
    // of fewer than those entered by name nobody knows the organisations
    for (const [headCount, organisations] of [
      [5, null],
      [7, 4],
      [8, 4],
    ] as const) {
      await office.patch(`/api/v1/meetings/${second}`, { headCount }, { 'if-match': '*' })
      expect(await shown(second)).toMatchObject({ attended: headCount, organisations })
    }
    await office.patch(`/api/v1/meetings/${second}`, { headCount: null }, { 'if-match': '*' })
  })

  test('is not rewritten by an erasure', async () => {
    const before = await figuresOf(second)
    expect(before).toMatchObject({ withoutPlace: 1, walkIns: 4 })
    // those who waited, those who walked in, everybody
    for (const table of ['registrations', 'walkIns'] as const)
      await service.db.deleteFrom(table).where('meetingId', '=', second).execute()
    expect(await figuresOf(second)).toEqual(before)
  })
})

describe('a meeting whose door was not used', () => {
  test('has a number and those who had signed up, and claims nothing more', async () => {
    const id = await publishMeeting(office, -30, { kind: 'specialist', title: 'Pflege' })
    await enterGuest(office, id, { lastName: 'Weiß' })
    await conclude(id, 12)
    expect(await figuresOf(id)).toMatchObject({
      attended: 12,
      entered: null,
      expected: 1,
      walkIns: null,
      withoutPlace: null,
      excused: null,
      noShow: null,
      newcomers: null,
      returning: null,
      organisations: null,
      bySector: [],
      isRecord: false,
      recordBefore: null,
      usual: null,
    })
  })

  test('and that nobody counted has no number; nothing is compared with it', async () => {
    const unknown = await publishMeeting(office, -28, { kind: 'specialist', title: 'Wohnen' })
    await conclude(unknown)
    const next = await publishMeeting(office, -26, { kind: 'specialist', title: 'Bildung' })
    await conclude(next, 13)
    expect(await figuresOf(unknown)).toMatchObject({
      attended: null,
      expected: null,
      isRecord: false,
      recordBefore: { attended: 12, name: 'Pflege' },
      usual: { least: 12, most: 12, meetings: 1 },
    })
    expect(await figuresOf(next)).toMatchObject({ isRecord: true, recordBefore: { attended: 12 } })
  })

  test('deleted, it takes its record with it, and brings it back', async () => {
    const id = await publishMeeting(office, -24, { kind: 'working_group', title: 'Eins' })
    await conclude(id, 30)
    const later = await publishMeeting(office, -22, { kind: 'working_group', title: 'Zwei' })
    await conclude(later, 20)
    await office.delete(`/api/v1/meetings/${id}`, { 'if-match': '*' })
    expect(await figuresOf(later)).toMatchObject({ recordBefore: null, usual: null })
    expect((await office.get(`/api/v1/meetings/${id}/figures`)).status).toBe(404)
    await office.post(`/api/v1/meetings/${id}/restore`)
    expect(await figuresOf(later)).toMatchObject({ recordBefore: { meetingId: id, attended: 30 } })
  })
})

describe('what has no figures yet', () => {
  test('says so', async () => {
    const id = await publishMeeting(office, 24)
    expect((await office.get(`/api/v1/meetings/${id}/figures`)).body).toMatchObject({
      status: 409,
      type: '/problems/meeting_not_held',
    })
    expect((await office.get(`/api/v1/meetings/${randomUUID()}/figures`)).status).toBe(404)
    const { items } = (await office.get('/api/v1/statistics/attendance?limit=200')).body as { items: MeetingFigures[] }
    expect(items.map(({ meetingId }) => meetingId)).not.toContain(id)
    expect((await office.get(`/api/v1/meetings/${id}`)).body as Meeting).toMatchObject({ attended: null })
  })
})

test('the example network shows the third meeting of 2025 as the record over 40 to 70', async () => {
  const example = await startService({ example: true })
  try {
    const somebody = await example.signIn('coordinator')
    const answer = await somebody.get('/api/v1/statistics/attendance?kind=network&year=2025')
    const { items } = answer.body as { items: MeetingFigures[] }
    expect(items.map(({ name, attended, isRecord }) => [name, attended, isRecord])).toEqual([
      ['4. Integrationsnetzwerk 2025', 66, false],
      ['3. Integrationsnetzwerk 2025', 79, true],
      ['2. Integrationsnetzwerk 2025', 70, true],
      ['1. Integrationsnetzwerk 2025', 40, false],
    ])
    expect(items[1]).toMatchObject({
      recordBefore: { name: '2. Integrationsnetzwerk 2025', attended: 70, startsAt: '2025-06-18T12:00:00.000Z' },
      usual: { least: 40, most: 70, meetings: 2 },
    })
  } finally {
    await example.close()
  }
})
