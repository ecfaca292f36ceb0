import { beforeAll, describe, expect, test } from 'vitest'
import type { Meeting } from '@treffpunkt/shared/meetings'
import type { Registration, Seats } from '@treffpunkt/shared/registrations'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { at, meeting, person, signUp, comes, move, look } = world

let nordwerk = ''
let bakery = ''
let county = ''
beforeAll(async () => {
  const organisation = async (name: string, sector: string) =>
    ((await world.office.post('/api/v1/organisations', { name, sector })).body as { id: string }).id
  nordwerk = await organisation('Nordwerk', 'business')
  bakery = await organisation('Bäckerei Lieb', 'business')
  county = await organisation('Landkreis', 'administration')
})

const inAWeek = () => at(24 * 7)
const forBusiness = (seats: number, releasesAt = inAWeek()) => ({ sector: 'business', seats, releasesAt })
const keep = (id: string, body: object) => world.office.patch(`/api/v1/meetings/${id}`, body, { 'if-match': '*' })
const seatsOf = async (id: string) => (await world.office.get(`/api/v1/meetings/${id}/seats`)).body as Seats
const placeOf = async (id: string, organisationId: string | null) =>
  ((await signUp(id, person({ organisationId }))).body as { place: string }).place
const band = async (id: string) =>
  ((await world.service.anonymous.get(`/api/v1/public/meetings/${id}`)).body as { seats: string }).seats
/** The address of what is wrong, and how. */
const mistakeOf = ({ body }: { body: unknown }) => {
  const [first] = (body as { errors?: { pointer: string; code: string }[] }).errors ?? []
  return [first?.pointer, first?.code]
}
const released = (id: string) =>
  world.service.db
    .updateTable('contingents')
    .set({ releasesAt: at(-1) })
    .where('meetingId', '=', id)
    .execute()

describe('contingents', () => {
  test('keep seats for their people; others take from what is left', async () => {
    const id = await meeting(3, 24 * 14, { contingents: [forBusiness(2)] })
    expect(await placeOf(id, county)).toBe('held')
    expect(await band(id)).toBe('waiting_list')
    expect([await placeOf(id, county), await placeOf(id, null)]).toEqual(['queued', 'queued'])
    expect([await placeOf(id, nordwerk), await placeOf(id, bakery)]).toEqual(['held', 'held'])
    expect(await placeOf(id, nordwerk)).toBe('queued')
    expect(await seatsOf(id)).toMatchObject({
      unconfirmed: 3,
      common: 0,
      contingents: [{ sector: 'business', seats: 2, taken: 2, isReleased: false }],
    })
  })

  test('of an organisation go before that of its sector, then come the seats for everybody', async () => {
    const contingents = [forBusiness(1), { organisationId: nordwerk, seats: 1, releasesAt: inAWeek() }]
    const id = await meeting(3, 24 * 14, { contingents })
    expect([await placeOf(id, nordwerk), await placeOf(id, bakery)]).toEqual(['held', 'held'])
    expect([await placeOf(id, nordwerk), await placeOf(id, nordwerk)]).toEqual(['held', 'queued'])
  })

  test('what goes free serves their people first, the rest of the queue in its order', async () => {
    const id = await meeting(2, 24 * 14, { contingents: [forBusiness(1)] })
    const office = await comes(id, { organisationId: county })
    const company = await comes(id, { organisationId: nordwerk })
    const first = await comes(id)
    const second = await comes(id, { organisationId: bakery })
    await move(company.token, 'withdraw')
    expect([await look(first.token), await look(second.token)]).toMatchObject([
      { status: 'waitlisted', queuePosition: 1 },
      { status: 'offered' },
    ])
    await move(office.token, 'withdraw')
    expect(await look(first.token)).toMatchObject({ status: 'offered' })
  })

  test('are there for everybody once they are released, at once for who waits', async () => {
    const id = await meeting(2, 24 * 14, { contingents: [forBusiness(1)] })
    await comes(id)
    const waiting = await comes(id)
    expect(await look(waiting.token)).toMatchObject({ status: 'waitlisted' })
    await keep(id, { contingents: [forBusiness(1, at(-1))] })
    expect(await look(waiting.token)).toMatchObject({ status: 'offered' })
    const late = await meeting(1, 24 * 14, { contingents: [forBusiness(1)] })
    expect(await placeOf(late, null)).toBe('queued')
    await released(late)
    expect([await band(late), (await seatsOf(late)).contingents[0]?.isReleased]).toEqual(['few', true])
  })

  test('follow an organisation that is corrected or settled, and nobody loses a seat', async () => {
    const id = await meeting(2, 24 * 14, { contingents: [forBusiness(1)] })
    const typed = await comes(id, { organisationTyped: 'Baeckerei  Lieb KG', sector: 'business' })
    // what somebody says of themselves opens no contingent: that of the directory does
    expect(await seatsOf(id)).toMatchObject({ common: 0, contingents: [{ taken: 0 }] })
    const { items } = (await world.office.get(`/api/v1/meetings/${id}/registrations`)).body as { items: Registration[] }
    await world.office.post(`/api/v1/registrations/${items[0]?.id}/settle-organisation`, { organisationId: bakery })
    expect(await seatsOf(id)).toMatchObject({ common: 1, contingents: [{ taken: 1 }] })
    expect(await look(typed.token)).toMatchObject({ status: 'confirmed' })
    expect(await placeOf(id, county)).toBe('held')
    // the company turns out to be an authority: both stay, and its seat is kept again without being there
    await world.office.patch(`/api/v1/organisations/${bakery}`, { sector: 'administration' }, { 'if-match': '*' })
    expect(await seatsOf(id)).toMatchObject({ confirmed: 1, unconfirmed: 1, common: -1, contingents: [{ taken: 0 }] })
    expect(await placeOf(id, nordwerk)).toBe('queued')
    await world.office.patch(`/api/v1/organisations/${bakery}`, { sector: 'business' }, { 'if-match': '*' })
  })

  test('are no more than there are seats, each for one target, released before the beginning', async () => {
    const id = await meeting(3, 24 * 14, { contingents: [forBusiness(2)] })
    const wrong = async (body: object) => mistakeOf(await keep(id, body))
    expect(await wrong({ contingents: [forBusiness(4)] })).toEqual(['/contingents', 'above_capacity'])
    expect(await wrong({ capacity: 1 })).toEqual(['/capacity', 'above_capacity'])
    expect(await wrong({ capacity: null })).toEqual(['/capacity', 'no_capacity'])
    expect(await wrong({ contingents: [forBusiness(1), forBusiness(1)] })).toEqual(['/contingents/1', 'twice'])
    const neither = await keep(id, { contingents: [{ seats: 1, releasesAt: inAWeek() }] })
    const both = await keep(id, { contingents: [{ ...forBusiness(1), organisationId: nordwerk }] })
    expect([neither.status, both.status]).toEqual([422, 422])
    expect(await wrong({ contingents: [forBusiness(1, at(24 * 15))] })).toEqual([
      '/contingents/0/releasesAt',
      'after_start',
    ])
    expect((await keep(id, { contingents: [forBusiness(1)], capacity: 1 })).status).toBe(200)
    // released ones keep nothing
    expect((await keep(id, { contingents: [forBusiness(5, at(-1))] })).status).toBe(200)
  })

  test('move with the meeting, and come along to the next one where they are chosen', async () => {
    const id = await meeting(5, 24 * 14, { contingents: [forBusiness(2, at(24 * 7))], approval: true })
    const before = (await world.office.get(`/api/v1/meetings/${id}`)).body as Meeting
    const hoursBefore = ({ startsAt, contingents: [one] }: Meeting) =>
      Math.round((Date.parse(startsAt) - Date.parse(one?.releasesAt ?? '')) / 3_600_000 / 24)
    const moved = await world.office.post(
      `/api/v1/meetings/${id}/reschedule`,
      { startsAt: at(24 * 28), endsAt: at(24 * 28 + 3) },
      { 'if-match': `"${before.version}"` },
    )
    expect([hoursBefore(before), hoursBefore(moved.body as Meeting)]).toEqual([7, 7])
    const next = async (copy: object) =>
      (
        await world.office.post(`/api/v1/meetings/${id}/clone`, {
          startsAt: at(24 * 60),
          endsAt: at(24 * 60 + 3),
          copy,
        })
      ).body as Meeting
    const whole = await next({ capacity: true, contingents: true, approval: true })
    expect([hoursBefore(whole), whole.contingents[0]?.seats, whole.approval]).toEqual([7, 2, true])
    expect(await next({ capacity: true })).toMatchObject({ contingents: [], approval: false })
  })
})
