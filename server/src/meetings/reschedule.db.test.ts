import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Meeting, PublicMeeting } from '@treffpunkt/shared/meetings'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const hour = 3_600_000
const day = 24 * hour
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString()
const span = (startsAt: string) => ({ startsAt, endsAt: new Date(Date.parse(startsAt) + 3 * hour).toISOString() })

async function announced(startsAt: string, more: object = {}): Promise<Meeting> {
  const { id } = (await office.post('/api/v1/meetings', { kind: 'network', ...span(startsAt), ...more }))
    .body as Meeting
  return (await office.post(`/api/v1/meetings/${id}/publish`)).body as Meeting
}
const reschedule = ({ id, version }: Meeting, body: object) =>
  office.post(`/api/v1/meetings/${id}/reschedule`, body, { 'if-match': `"${version}"` })
const venue = async (name: string) =>
  ((await office.post('/api/v1/venues', { name, municipality: 'Zeitz' })).body as { id: string }).id
const seen = async ({ id }: Meeting) =>
  (await service.anonymous.get(`/api/v1/public/meetings/${id}`)).body as PublicMeeting
const problemOf = ({ body }: { body: unknown }) => (body as { type?: string }).type?.split('/').at(-1)

describe('moving a meeting', () => {
  test('says for good when and where it was announced for, until it is back there', async () => {
    const [hall, school] = [await venue('Bürgerhaus'), await venue('Schule')]
    const meeting = await announced(inDays(30), { venueId: hall })
    expect(meeting.rescheduledFrom).toBeNull()
    const first = await reschedule(meeting, { ...span(inDays(37)), venueId: school })
    expect(first.status).toBe(200)
    const second = await reschedule(first.body as Meeting, span(inDays(44)))
    const moved = second.body as Meeting
    expect(moved.venue?.name).toBe('Schule')
    const { rescheduledFrom } = moved
    expect([Date.parse(rescheduledFrom?.startsAt ?? ''), rescheduledFrom?.venue?.name]).toEqual([
      Date.parse(meeting.startsAt),
      'Bürgerhaus',
    ])
    expect((await seen(meeting)).rescheduledFrom?.place).toBe('Bürgerhaus, Zeitz')
    const back = await reschedule(moved, { startsAt: meeting.startsAt, endsAt: meeting.endsAt, venueId: hall })
    expect((back.body as Meeting).rescheduledFrom).toBeNull()
    expect((await seen(meeting)).rescheduledFrom).toBeNull()
  })

  test('that is corrected to what it was announced for was never moved', async () => {
    const meeting = await announced(inDays(30))
    const moved = (await reschedule(meeting, span(inDays(37)))).body as Meeting
    const corrected = await office.patch(
      `/api/v1/meetings/${meeting.id}`,
      { startsAt: meeting.startsAt, endsAt: meeting.endsAt },
      { 'if-match': `"${moved.version}"` },
    )
    expect((corrected.body as Meeting).rescheduledFrom).toBeNull()
  })

  test('raises the number of the calendar entry each time, and not when it stays', async () => {
    const meeting = await announced(inDays(30))
    const sequence = async () =>
      /SEQUENCE:(\d+)/.exec((await service.anonymous.get(`/meetings/${meeting.id}/calendar.ics`)).text)?.[1]
    expect(await sequence()).toBe('0')
    const moved = (await reschedule(meeting, span(inDays(31)))).body as Meeting
    expect(await sequence()).toBe('1')
    const again = await reschedule(moved, { startsAt: moved.startsAt, endsAt: moved.endsAt })
    expect((again.body as Meeting).version).toBe(moved.version)
    expect(await sequence()).toBe('1')
  })

  test('is for what is announced and still to come', async () => {
    const plan = (await office.post('/api/v1/meetings', { kind: 'network', ...span(inDays(9)) })).body as Meeting
    expect(problemOf(await reschedule(plan, span(inDays(10))))).toBe('meeting_is_draft')
    const meeting = await announced(inDays(30))
    const past = await reschedule(meeting, span(inDays(-1)))
    expect((past.body as { errors: object[] }).errors).toMatchObject([{ pointer: '/startsAt', code: 'in_past' }])
    const upsideDown = await reschedule(meeting, { startsAt: inDays(9), endsAt: inDays(8) })
    expect((upsideDown.body as { errors: object[] }).errors).toMatchObject([{ pointer: '/endsAt' }])
    expect((await office.post(`/api/v1/meetings/${meeting.id}/reschedule`, span(inDays(9)))).status).toBe(428)
    expect((await reschedule({ ...meeting, version: 9 }, span(inDays(9)))).status).toBe(412)
    const cancelled = (await office.post(`/api/v1/meetings/${meeting.id}/cancel`, { reason: 'Sturm' })).body as Meeting
    expect(problemOf(await reschedule(cancelled, span(inDays(9))))).toBe('meeting_cancelled')
    const begun = await announced(inDays(-0.01))
    expect(problemOf(await reschedule(begun, span(inDays(9))))).toBe('meeting_over')
  })

  test('lets no hold last beyond an earlier beginning', async () => {
    const meeting = await announced(inDays(30))
    await office.post(`/api/v1/meetings/${meeting.id}/open`)
    const who = { firstName: 'Ada', lastName: 'Muster', email: 'ada@example.org', noticeVersion: 1 }
    expect((await service.anonymous.post(`/api/v1/public/meetings/${meeting.id}/registrations`, who)).status).toBe(202)
    const now = (await office.get(`/api/v1/meetings/${meeting.id}`)).body as Meeting
    const moved = (await reschedule(now, span(inDays(1)))).body as Meeting
    const { items } = (await office.get(`/api/v1/meetings/${meeting.id}/registrations`)).body as {
      items: { expiresAt: string }[]
    }
    expect(items.map(({ expiresAt }) => expiresAt)).toEqual([moved.startsAt])
  })
})

describe('the sign-up window of a meeting that is moved', () => {
  /** What the clock on the wall shows, as if it were UTC. */
  const wall = (instant: string): number =>
    Date.parse(
      `${new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'medium' }).format(new Date(instant)).replace(' ', 'T')}Z`,
    )
  /** An instant whose wall clock shows that; there are two of them, or none, where the clocks change. */
  const instant = (shown: number): string => {
    const offset = (at: number) => wall(new Date(at).toISOString()) - at
    return new Date(shown - offset(shown - offset(shown))).toISOString()
  }
  const dayOf = (shown: number) => shown - (shown % day)
  const year = new Date().getUTCFullYear() + 1
  // around the nights in which the clocks change, a leap day, and any other day
  const leap = year + ((4 - (year % 4)) % 4)
  const moment = fc
    .tuple(
      fc.constantFrom([year, 2, 28], [year, 9, 31], [leap, 1, 29], [year, 5, 15]),
      fc.integer({ min: -10, max: 10 }),
      fc.integer({ min: 6, max: 22 }),
    )
    .map(([[y = 0, month = 0, date = 0], days, hours]) => Date.UTC(y, month, date + days, hours, 30))
  const before = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 23 }))

  test('is as many days before, at the same time of the day', async () => {
    await fc.assert(
      fc.asyncProperty(
        moment,
        moment,
        before,
        fc.integer({ min: 1, max: 20 }),
        async (from, to, [days, hours], more) => {
          const closes = from - days * day - hours * hour
          const opens = closes - more * day
          const soon = Date.now() + day
          fc.pre(from !== to && [opens, closes, opens + to - from, closes + to - from].every(one => one > soon))
          const meeting = await announced(instant(from), {
            registrationOpensAt: instant(opens),
            registrationClosesAt: instant(closes),
          })
          const answer = await reschedule(meeting, span(instant(to)))
          expect(answer.status, answer.text).toBe(200)
          const moved = answer.body as Meeting
          for (const edge of ['registrationOpensAt', 'registrationClosesAt'] as const) {
            const before = wall(meeting[edge] ?? '')
            const days = dayOf(wall(meeting.startsAt)) - dayOf(before)
            const expected = dayOf(wall(moved.startsAt)) - days + (before % day)
            // an hour that the clocks leave out is shown an hour later
            if (wall(instant(expected)) === expected) expect(wall(moved[edge] ?? '')).toBe(expected)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  test('that would have opened by then is left to the office', async () => {
    const meeting = await announced(inDays(30), { registrationOpensAt: inDays(20) })
    const sooner = (await reschedule(meeting, span(inDays(5)))).body as Meeting
    expect([sooner.registrationOpensAt, sooner.state]).toEqual([null, 'announced'])
  })

  test('stays where it is over or has begun, and ends with the beginning where it would be over', async () => {
    const meeting = await announced(inDays(30), { registrationClosesAt: inDays(20) })
    const open = (await office.post(`/api/v1/meetings/${meeting.id}/open`)).body as Meeting
    // ten days before would have been five days ago
    const sooner = (await reschedule(open, span(inDays(5)))).body as Meeting
    expect([sooner.registrationOpensAt, sooner.registrationClosesAt, sooner.state]).toEqual([
      open.registrationOpensAt,
      null,
      'open',
    ])
    const closed = (await office.post(`/api/v1/meetings/${meeting.id}/close`)).body as Meeting
    const later = (await reschedule(closed, span(inDays(50)))).body as Meeting
    expect([later.registrationClosesAt, later.state]).toEqual([closed.registrationClosesAt, 'closed'])
  })
})
