import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Meeting } from '@treffpunkt/shared/meetings'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const day = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString()
const plan = (from: number, more: object = {}) => ({
  kind: 'network',
  startsAt: inDays(from),
  endsAt: new Date(Date.now() + from * day + 3 * 3_600_000).toISOString(),
  ...more,
})

async function planned(from: number, more: object = {}): Promise<Meeting> {
  const answer = await office.post('/api/v1/meetings', plan(from, more))
  expect(answer.status).toBe(201)
  return answer.body as Meeting
}
const move = (meeting: Meeting, name: string, body?: object) =>
  office.post(`/api/v1/meetings/${meeting.id}/${name}`, body)
const state = async (meeting: Meeting) => ((await office.get(`/api/v1/meetings/${meeting.id}`)).body as Meeting).state

describe('the sign-up', () => {
  const change = async (address: string, body: object) =>
    office.patch(address, body, { 'if-match': (await office.get(address)).headers['etag'] ?? '' })
  const mistakes = async (answer: Promise<{ body: unknown }>) =>
    ((await answer).body as { errors?: { pointer: string; code: string }[] }).errors?.map(({ pointer, code }) => [
      pointer,
      code,
    ])
  test('opens before the meeting and closes with its beginning at the latest', async () => {
    expect(await mistakes(office.post('/api/v1/meetings', plan(20, { registrationOpensAt: inDays(21) })))).toEqual([
      ['/registrationOpensAt', 'after_start'],
    ])
    const meeting = await planned(20)
    const address = `/api/v1/meetings/${meeting.id}`
    expect(await mistakes(change(address, { registrationClosesAt: inDays(21) }))).toEqual([
      ['/registrationClosesAt', 'after_start'],
    ])
    expect((await change(address, { registrationOpensAt: inDays(10), registrationClosesAt: inDays(19) })).status).toBe(
      200,
    )
    // moved to before it would open: the office says first when it shall
    expect(await mistakes(change(address, plan(9)))).toEqual([['/startsAt', 'before_opening']])
    // moved to before it would close: it ends with the beginning
    expect((await change(address, plan(15))).body).toMatchObject({ registrationClosesAt: null })
  })

  test('that has opened does not keep the meeting from being moved to before that', async () => {
    const meeting = await planned(1)
    await move(meeting, 'publish')
    await move(meeting, 'open')
    expect((await change(`/api/v1/meetings/${meeting.id}`, plan(-1))).status).toBe(200)
  })

  test('is counted for the list: seats that are held, from the announcement to the conclusion', async () => {
    const meeting = await planned(20)
    expect(meeting.registered).toBeNull()
    await move(meeting, 'publish')
    await office.post(`/api/v1/meetings/${meeting.id}/registrations`, { firstName: 'Anna', lastName: 'Weber' })
    const { body } = await office.get(`/api/v1/meetings?state=announced`)
    expect((body as { items: Meeting[] }).items.find(({ id }) => id === meeting.id)?.registered).toBe(1)
    // concluded before its end it is nothing to come any more
    await change(`/api/v1/meetings/${meeting.id}`, plan(-0.05))
    expect((await move(meeting, 'conclude', {})).body).toMatchObject({ state: 'held', registered: null })
    const listed = async (when: string) =>
      ((await service.anonymous.get(`/api/v1/public/meetings?when=${when}`)).body as { items: { id: string }[] }).items
        .map(({ id }) => id)
        .includes(meeting.id)
    expect([await listed('upcoming'), await listed('past')]).toEqual([false, true])
  })
})

describe('a meeting through its life', () => {
  test('draft → announced → open → closed → open again → held', async () => {
    const meeting = await planned(20)
    expect(meeting).toMatchObject({ state: 'draft', seriesNumber: null, publishedAt: null })
    expect((await service.anonymous.get(`/api/v1/public/meetings/${meeting.id}`)).status).toBe(404)

    expect((await move(meeting, 'publish')).body).toMatchObject({ state: 'announced' })
    expect((await service.anonymous.get(`/api/v1/public/meetings/${meeting.id}`)).body).toMatchObject({
      state: 'announced',
      seats: null,
    })
    expect((await move(meeting, 'open')).body).toMatchObject({ state: 'open' })
    expect((await service.anonymous.get(`/api/v1/public/meetings/${meeting.id}`)).body).toMatchObject({
      state: 'open',
      seats: 'free',
    })
    expect((await move(meeting, 'close')).body).toMatchObject({ state: 'closed' })
    expect((await move(meeting, 'open')).body).toMatchObject({ state: 'open' })

    expect((await move(meeting, 'conclude', {})).body).toMatchObject({
      status: 409,
      type: '/problems/meeting_not_over',
    })
    await service.db
      .updateTable('meetings')
      .set({ startsAt: inDays(-1), endsAt: inDays(-0.9), registrationOpensAt: inDays(-5) })
      .where('id', '=', meeting.id)
      .execute()
    expect(await state(meeting)).toBe('closed')
    expect((await move(meeting, 'open')).body).toMatchObject({ type: '/problems/meeting_over' })
    expect((await move(meeting, 'conclude', { headCount: 52 })).body).toMatchObject({ state: 'held', headCount: 52 })
  })

  test('an illegal move says why and changes nothing', async () => {
    const meeting = await planned(21)
    for (const [name, type] of [
      ['open', 'meeting_is_draft'],
      ['close', 'meeting_is_draft'],
    ] as const)
      expect((await move(meeting, name)).body).toMatchObject({ status: 409, type: `/problems/${type}` })
    expect((await move(meeting, 'cancel', { reason: 'Sturm' })).body).toMatchObject({
      type: '/problems/meeting_is_draft',
    })
    await move(meeting, 'publish')
    expect((await move(meeting, 'close')).body).toMatchObject({ type: '/problems/meeting_not_open' })
    await move(meeting, 'cancel', { reason: 'Sturmwarnung' })
    for (const name of ['open', 'close'])
      expect((await move(meeting, name)).body).toMatchObject({ type: '/problems/meeting_cancelled' })
    expect((await move(meeting, 'conclude', {})).body).toMatchObject({ type: '/problems/meeting_cancelled' })
    expect(await state(meeting)).toBe('announced')
  })

  test('a cancelled meeting keeps its page, which says so', async () => {
    const meeting = await planned(22)
    await move(meeting, 'publish')
    await move(meeting, 'cancel', { reason: 'Die Halle ist gesperrt' })
    expect((await service.anonymous.get(`/api/v1/public/meetings/${meeting.id}`)).body).toMatchObject({
      cancelReason: 'Die Halle ist gesperrt',
    })
  })

  test('every move may be repeated: one effect, one entry in the history', async () => {
    const meeting = await planned(23)
    for (const name of ['publish', 'publish', 'open', 'open', 'close', 'close'])
      expect((await move(meeting, name)).status).toBe(200)
    const { items } = (await office.get(`/api/v1/history/meeting/${meeting.id}`)).body as {
      items: { kind: string; actor: string }[]
    }
    expect(items.map(({ kind }) => kind)).toEqual(['closed', 'opened', 'published', 'created'])
    expect(items[0]?.actor).toBe('Konto coordinator')
  })

  test('what was announced is not deleted; a draft is, and comes back', async () => {
    const meeting = await planned(24)
    const etag = (await office.get(`/api/v1/meetings/${meeting.id}`)).headers['etag'] as string
    expect((await office.delete(`/api/v1/meetings/${meeting.id}`, { 'if-match': etag })).status).toBe(204)
    expect((await office.get(`/api/v1/meetings/${meeting.id}`)).status).toBe(404)
    expect((await move(meeting, 'restore')).status).toBe(200)
    const { body } = await move(meeting, 'publish')
    const refused = await office.delete(`/api/v1/meetings/${meeting.id}`, {
      'if-match': `"${(body as Meeting).version}"`,
    })
    expect(refused.body).toMatchObject({ status: 409, type: '/problems/meeting_not_draft' })
  })

  test('is found by the venue and the working group that it keeps from being deleted', async () => {
    const make = async (path: string, body: object) =>
      ((await office.post(`/api/v1/${path}`, body)).body as { id: string }).id
    const venueId = await make('venues', { name: 'Alte Post', municipality: 'Zeitz' })
    const workingGroupId = await make('working-groups', { name: 'Wohnen', state: 'active' })
    const meeting = await planned(20, { venueId, workingGroupId })
    await planned(21)
    for (const [name, id, path] of [
      ['venueId', venueId, 'venues'],
      ['workingGroupId', workingGroupId, 'working-groups'],
    ] as const) {
      const { items } = (await office.get(`/api/v1/meetings?${name}=${id}`)).body as { items: Meeting[] }
      expect(items.map(one => one.id)).toEqual([meeting.id])
      expect(await office.delete(`/api/v1/${path}/${id}`, { 'if-match': '*' })).toMatchObject({
        status: 409,
        body: { type: '/problems/still_used' },
      })
    }
  })

  test('working and specialist meetings need a title', async () => {
    const answer = await office.post('/api/v1/meetings', plan(25, { kind: 'specialist' }))
    expect(answer.body).toMatchObject({ status: 422, errors: [{ pointer: '/title', code: 'required' }] })
    expect(
      (await office.post('/api/v1/meetings', plan(25, { kind: 'specialist', title: 'Pflege und Migration' }))).body,
    ).toMatchObject({ name: 'Pflege und Migration', seriesNumber: null })
  })

  test('the end comes after the beginning, the venue exists', async () => {
    expect(
      (await office.post('/api/v1/meetings', { kind: 'network', startsAt: inDays(2), endsAt: inDays(1) })).body,
    ).toMatchObject({ status: 422, errors: [{ pointer: '/endsAt' }] })
    expect(
      (await office.post('/api/v1/meetings', plan(2, { venueId: '01990000-0000-7000-8000-000000000000' }))).body,
    ).toMatchObject({ status: 422, errors: [{ pointer: '/venueId' }] })
  })

  test('what happened is history: date and kind of a held meeting stay, its texts may be mended', async () => {
    const meeting = await planned(-400)
    await move(meeting, 'conclude', { headCount: 40 })
    const change = (changes: object) => office.patch(`/api/v1/meetings/${meeting.id}`, changes, { 'if-match': '*' })
    expect((await change({ startsAt: inDays(-300) })).body).toMatchObject({ type: '/problems/meeting_held' })
    expect((await change({ focusTopic: 'Wohnen', headCount: 41 })).body).toMatchObject({
      focusTopic: 'Wohnen',
      headCount: 41,
    })
  })
})

describe('the number in the series', () => {
  const year = new Date().getUTCFullYear() + 2
  const on = (month: number) => ({
    startsAt: `${year}-0${month}-15T14:00:00+01:00`,
    endsAt: `${year}-0${month}-15T17:00:00+01:00`,
  })
  const named = async (meeting: Meeting) => ((await office.get(`/api/v1/meetings/${meeting.id}`)).body as Meeting).name

  test('follows the order of dates among published meetings that are not cancelled', async () => {
    const march = await planned(0, on(3))
    const january = await planned(0, on(1))
    const february = await planned(0, on(2))
    expect(await named(march)).toBe(`Netzwerktreffen ${year}`)
    for (const meeting of [march, january, february]) await move(meeting, 'publish')
    expect(await Promise.all([january, february, march].map(named))).toEqual(
      [1, 2, 3].map(n => `${n}. Netzwerktreffen ${year}`),
    )
    await move(february, 'cancel', { reason: 'Kein Raum' })
    expect(await Promise.all([january, february, march].map(named))).toEqual([
      `1. Netzwerktreffen ${year}`,
      `Netzwerktreffen ${year}`,
      `2. Netzwerktreffen ${year}`,
    ])
  })

  test('of meetings entered after the fact is right in whatever order they are entered', async () => {
    const at = (month: string) => ({
      startsAt: `2019-${month}-10T14:00:00+02:00`,
      endsAt: `2019-${month}-10T17:00:00+02:00`,
    })
    const meetings: Meeting[] = []
    for (const month of ['09', '03', '06']) {
      const meeting = await planned(0, at(month))
      expect((await move(meeting, 'conclude', {})).body).toMatchObject({
        status: 422,
        errors: [{ pointer: '/headCount' }],
      })
      await move(meeting, 'conclude', { headCount: 50 })
      meetings.push(meeting)
    }
    expect(await Promise.all(meetings.map(named))).toEqual([3, 1, 2].map(n => `${n}. Netzwerktreffen 2019`))
  })

  test('counts New Year by the clock of the network, not of the server', async () => {
    const party = await planned(0, { startsAt: `${year + 1}-12-31T23:30:00Z`, endsAt: `${year + 1}-12-31T23:59:00Z` })
    await move(party, 'publish')
    expect(await named(party)).toBe(`1. Netzwerktreffen ${year + 2}`)
    const { items } = (await office.get(`/api/v1/meetings?year=${year + 2}`)).body as { items: Meeting[] }
    expect(items.map(({ id }) => id)).toEqual([party.id])
  })
})
