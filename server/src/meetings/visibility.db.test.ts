import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Meeting, PublicMeeting } from '@treffpunkt/shared/meetings'
import { startService, type Client, type TestService } from '../../test/service.ts'

// Who sees what: what stands in the public lists, what whoever has the address sees, and what a draft will look like.

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const year = new Date().getUTCFullYear() + 2
const on = (month: string, inYear = year) => ({
  startsAt: `${inYear}-${month}-15T14:00:00+01:00`,
  endsAt: `${inYear}-${month}-15T17:00:00+01:00`,
})
async function planned(more: object): Promise<Meeting> {
  const answer = await office.post('/api/v1/meetings', { kind: 'network', ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as Meeting
}
const move = (meeting: Meeting, name: string, body?: object) =>
  office.post(`/api/v1/meetings/${meeting.id}/${name}`, body)
const preview = async (meeting: Meeting) =>
  (await office.get(`/api/v1/meetings/${meeting.id}/preview`)).body as PublicMeeting
const isPublic = async (meeting: Meeting) => {
  const lists = await Promise.all(
    ['upcoming', 'past'].map(when => service.anonymous.get(`/api/v1/public/meetings?when=${when}&limit=200`)),
  )
  return lists.some(({ body }) => (body as { items: PublicMeeting[] }).items.some(({ id }) => id === meeting.id))
}
const page = (path: string) => supertest(service.url).get(path).set('accept', 'text/html')
const noindex = '<meta name="robots" content="noindex" />'

describe('an unlisted meeting', () => {
  test('is in no public list, before and after it was held; whoever has the address sees it and signs up', async () => {
    const meeting = await planned({ ...on('01'), visibility: 'unlisted', focusTopic: 'Nur mit Link' })
    await move(meeting, 'publish')
    await move(meeting, 'open')
    expect(await isPublic(meeting)).toBe(false)
    expect((await page('/')).text).not.toContain('Nur mit Link')

    const address = `/api/v1/public/meetings/${meeting.id}`
    expect((await service.anonymous.get(address)).body).toMatchObject({ visibility: 'unlisted', state: 'open' })
    const person = { firstName: 'Ada', lastName: 'Muster', email: 'ada@example.org', noticeVersion: 1 }
    expect((await service.anonymous.post(`${address}/registrations`, person)).status).toBe(202)
    for (const path of [`/meetings/${meeting.id}`, `/meetings/${meeting.id}/sign-up`]) {
      const { status, text } = await page(path)
      expect([status, text.includes('Nur mit Link'), text.includes(noindex)], path).toEqual([200, true, true])
    }

    await service.db
      .updateTable('meetings')
      .set({ startsAt: '2019-01-15T13:00:00Z', endsAt: '2019-01-15T16:00:00Z' })
      .where('id', '=', meeting.id)
      .execute()
    await move(meeting, 'conclude', {})
    expect(await isPublic(meeting)).toBe(false)
  })

  test('counts in the series as others do, and is listed as soon as the office says so', async () => {
    const [first, second] = [await planned({ ...on('03'), visibility: 'unlisted' }), await planned(on('04'))]
    for (const meeting of [first, second]) await move(meeting, 'publish')
    expect((await office.get(`/api/v1/meetings/${second.id}`)).body).toMatchObject({ seriesNumber: 2 })
    expect(await isPublic(first)).toBe(false)
    const changed = await office.patch(`/api/v1/meetings/${first.id}`, { visibility: 'public' }, { 'if-match': '*' })
    expect(changed.body).toMatchObject({ visibility: 'public', seriesNumber: 1 })
    expect(await isPublic(first)).toBe(true)
    expect((await page(`/meetings/${first.id}`)).text).not.toContain(noindex)
  })
})

describe('GET /meetings/:id/preview', () => {
  test('200: a draft as the public will read it, with the number and the state it will have', async () => {
    const venueId = (
      (await office.post('/api/v1/venues', { name: 'Bürgerhaus', municipality: 'Zeitz', stepFree: true })).body as {
        id: string
      }
    ).id
    const june = await planned({ ...on('06', year + 1), venueId, focusTopic: 'Pflege', capacity: 2 })
    const may = await planned(on('05', year + 1))
    await move(may, 'publish')
    const before = await preview(june)
    expect(before).toMatchObject({
      name: `2. Netzwerktreffen ${year + 1}`,
      state: 'announced',
      seats: null,
      venue: { name: 'Bürgerhaus', stepFree: true },
    })
    const opens = { registrationOpensAt: new Date(Date.now() - 1000).toISOString() }
    await office.patch(`/api/v1/meetings/${june.id}`, opens, { 'if-match': '*' })
    expect(await preview(june)).toMatchObject({ state: 'open', seats: 'few' })

    // nobody else sees it, and it is no other meeting once it is published
    expect((await service.anonymous.get(`/api/v1/public/meetings/${june.id}`)).status).toBe(404)
    expect((await office.get(`/api/v1/meetings/${june.id}`)).body).toMatchObject({ state: 'draft', seriesNumber: null })
    const drafted = await preview(june)
    await move(june, 'publish')
    expect(await preview(june)).toEqual(drafted)
    expect((await service.anonymous.get(`/api/v1/public/meetings/${june.id}`)).body).toEqual(drafted)
  })

  test('404 for a meeting that is deleted', async () => {
    const meeting = await planned(on('07'))
    await office.delete(`/api/v1/meetings/${meeting.id}`, { 'if-match': '*' })
    expect((await office.get(`/api/v1/meetings/${meeting.id}/preview`)).status).toBe(404)
  })
})
