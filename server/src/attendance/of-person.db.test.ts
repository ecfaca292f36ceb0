import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AttendanceOfPerson } from '@treffpunkt/shared/attendance'
import { enterGuest, entryOf, publishMeeting, record } from '../../test/door.ts'
import { makeOrganisation } from '../../test/partner.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const day = 24
type Page = { items: AttendanceOfPerson[]; next: string | null }
const read = async (personId: string | null, query = '', client = office) =>
  (await client.get(`/api/v1/people/${personId}/attendance${query}`)).body as Page
const patch = async (address: string, changes: object) => {
  const { headers } = await office.get(address)
  return office.patch(address, changes, { 'if-match': headers['etag'] ?? '' })
}

describe('GET /people/:id/attendance', () => {
  const who = { firstName: 'Olena', lastName: 'Kovalenko', email: 'olena@example.org' }

  test('→ what somebody was registered for and whether they came, newest first, from where they came that day', async () => {
    const [awo, county] = [await makeOrganisation(office), await makeOrganisation(office)]
    const plan = (title: string) => ({ kind: 'specialist', title })
    const first = await publishMeeting(office, -10 * day, plan('Fachtag'))
    const second = await publishMeeting(office, -5 * day, plan('Runde'))
    const coming = await publishMeeting(office, 5 * day, plan('Ausblick'))
    const enter = (meeting: string, organisationId = awo) => enterGuest(office, meeting, { ...who, organisationId })
    const [came, missed, comes] = [await enter(first), await enter(second), await enter(coming)]
    await enterGuest(office, coming, { lastName: 'Anders', email: 'olena@example.org' })
    await record(office, first, entryOf('present', came.id))
    await record(office, second, entryOf('present', (await enterGuest(office, second, { email: 'x@example.org' })).id))
    // what is so now does not rewrite that day, before it is fixed and after
    expect((await patch(`/api/v1/registrations/${came.id}`, { organisationId: county })).status).toBe(200)
    expect((await read(came.personId)).items[2]?.organisation?.id).toBe(awo)
    for (const meeting of [first, second])
      expect((await office.post(`/api/v1/meetings/${meeting}/conclude`, {})).status).toBeLessThan(300)
    expect((await office.post(`/api/v1/registrations/${comes.id}/withdraw`)).status).toBe(200)

    const { items, next } = await read(came.personId)
    expect(next).toBeNull()
    expect(items).toMatchObject([
      { id: comes.id, meeting: { id: coming, name: 'Ausblick', concludedAt: null }, place: 'withdrawn', state: null },
      { id: missed.id, meeting: { id: second }, place: 'confirmed', state: 'no_show', arrivedAt: null, newcomer: null },
      { id: came.id, meeting: { id: first, name: 'Fachtag' }, state: 'present', newcomer: true },
    ])
    expect(items.map(({ organisation }) => organisation?.id)).toEqual([awo, awo, awo])
    expect(Date.parse(items[2]?.arrivedAt ?? '')).not.toBeNaN()
    expect(await read(came.personId, '', await service.signIn('reader'))).toEqual({ items, next })

    // page by page it is the same, and nothing twice
    const pages: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await read(came.personId, `?limit=1${cursor && `&cursor=${cursor}`}`)
      pages.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    expect(pages).toEqual(items.map(({ id }) => id))
  })

  test('→ 404 for who is not there, nothing of who was erased; not for helpers', async () => {
    const { personId } = await enterGuest(office, await publishMeeting(office, -day), { email: 'vera@example.org' })
    expect((await read(personId)).items).toHaveLength(1)
    const helper = await service.signIn('door')
    expect((await helper.get(`/api/v1/people/${personId}/attendance`)).status).toBe(403)
    expect((await office.post(`/api/v1/people/${personId}/erase`)).status).toBe(200)
    expect((await office.get(`/api/v1/people/${personId}/attendance`)).status).toBe(404)
  })
})
