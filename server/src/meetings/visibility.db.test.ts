import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Meeting, PublicMeeting } from '@treffpunkt/shared/meetings'
import { startService, type Client, type TestService } from '../../test/service.ts'

// Who sees what: what stands in the public lists, and what whoever has the address sees.

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
