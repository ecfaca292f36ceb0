import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Meeting, MeetingCopy } from '@treffpunkt/shared/meetings'
import { startService, type Client, type TestService } from '../../test/service.ts'
import { getModel } from './queries.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const hour = 3_600_000
/** In so many days, at noon: an hour more or less is the same day in every calendar here. */
const inDays = (days: number, hours = 12) =>
  new Date(new Date().setUTCHours(0, 0, 0, 0) + days * 24 * hour + hours * hour).toISOString()
/** Beginning and end of a meeting in so many days. */
const on = (days: number) => ({ startsAt: inDays(days), endsAt: inDays(days, 15) })

async function make<Made = { id: string }>(path: string, body: object): Promise<Made> {
  const answer = await office.post(`/api/v1/${path}`, body)
  expect(answer.status, answer.text).toBe(201)
  return answer.body as Made
}
const planned = (days: number, more: object = {}) =>
  make<Meeting>('meetings', { kind: 'network', ...on(days), ...more })
const clone = (id: string, body: MeetingCopy, headers?: Record<string, string>) =>
  office.post(`/api/v1/meetings/${id}/clone`, body, headers)
const cloned = (id: string, body: MeetingCopy) => make<Meeting>(`meetings/${id}/clone`, body)

const everything = {
  focusTopic: true,
  summary: true,
  costs: true,
  venue: true,
  capacity: true,
  registrationWindow: true,
}

describe('POST /meetings/:id/clone', () => {
  test('201: a draft with what always comes along, and nothing else unless it is named', async () => {
    const venueId = (await make('venues', { name: 'Bürgerhaus', municipality: 'Hohenmölsen' })).id
    const workingGroupId = (await make('working-groups', { name: 'Wohnen' })).id
    const always = {
      kind: 'working_group',
      title: 'Wohnen im Gespräch',
      workingGroupId,
      visibility: 'unlisted',
    }
    const more = { focusTopic: 'Mieten', summary: 'Drei Häuser berichten.', costs: '5 Euro', capacity: 40, venueId }
    const source = await planned(20, { ...always, ...more, registrationOpensAt: inDays(6) })
    const nothing = { focusTopic: null, summary: null, costs: null, capacity: null, venueId: null }

    const next = on(50)
    const bare = await cloned(source.id, { ...next, copy: {} })
    expect(bare).toMatchObject({ ...always, ...nothing, ...next, state: 'draft', registrationOpensAt: null })
    const whole = await cloned(source.id, { ...next, copy: everything })
    expect(whole).toMatchObject({ ...always, ...more, registrationClosesAt: null })
    expect(whole.registrationOpensAt?.slice(0, 10)).toBe(inDays(36).slice(0, 10))

    // another place goes before that of the model
    const other = (await make('venues', { name: 'Kulturhaus', municipality: 'Weißenfels' })).id
    expect(await cloned(source.id, { ...next, venueId: other, copy: everything })).toMatchObject({ venueId: other })
    expect(await cloned(source.id, { ...next, venueId: null, copy: everything })).toMatchObject({ venueId: null })
    expect((await office.get(`/api/v1/meetings/${source.id}`)).body).toMatchObject({ version: source.version })
  })

  test('201: whatever has become of the model; the history says where the meeting comes from', async () => {
    const cancelled = await planned(20, { focusTopic: 'Sprache' })
    await office.post(`/api/v1/meetings/${cancelled.id}/publish`)
    await office.post(`/api/v1/meetings/${cancelled.id}/cancel`, { reason: 'Sturm' })
    const held = await planned(-30, { focusTopic: 'Pflege' })
    await office.post(`/api/v1/meetings/${held.id}/conclude`, { headCount: 30 })
    for (const source of [cancelled, held]) {
      const next = await cloned(source.id, { ...on(40), copy: { focusTopic: true } })
      expect(next).toMatchObject({
        focusTopic: source.focusTopic,
        state: 'draft',
        publishedAt: null,
        cancelledAt: null,
        concludedAt: null,
        headCount: null,
      })
      const { items } = (await office.get(`/api/v1/history/meeting/${next.id}`)).body as {
        items: { kind: string; fields: string[] }[]
      }
      expect(items.map(({ kind }) => kind)).toEqual(['created'])
      expect(items[0]?.fields).toContain('clonedFrom')
      const { after } = await service.db
        .selectFrom('changes as c')
        .innerJoin('changeValues as v', 'v.changeId', 'c.id')
        .select('v.after')
        .where('c.objectId', '=', next.id)
        .executeTakeFirstOrThrow()
      expect(after).toMatchObject({ clonedFrom: source.id })
    }
  })

  test('201: what was deleted since does not come along', async () => {
    const venue = await make('venues', { name: 'Altes Rathaus', municipality: 'Zeitz' })
    const source = await planned(-30, { venueId: venue.id })
    await office.post(`/api/v1/meetings/${source.id}/conclude`, { headCount: 30 })
    expect((await office.delete(`/api/v1/venues/${venue.id}`, { 'if-match': '*' })).status).toBe(204)
    expect(await cloned(source.id, { ...on(40), copy: { venue: true } })).toMatchObject({ venueId: null })
  })

  test('201: the same key is one meeting', async () => {
    const source = await planned(20)
    const key = { 'idempotency-key': randomUUID() }
    const body = { ...on(61), copy: {} }
    const answers = [await clone(source.id, body, key), await clone(source.id, body, key)]
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(answers[1]?.text).toBe(answers[0]?.text)
  })

  test('404 for a model that is deleted, 422 for times and places that cannot be', async () => {
    const source = await planned(20)
    expect((await clone(source.id, { ...on(30), endsAt: inDays(29), copy: {} })).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/endsAt' }],
    })
    expect((await clone(source.id, { ...on(30), venueId: randomUUID(), copy: {} })).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/venueId' }],
    })
    await office.delete(`/api/v1/meetings/${source.id}`, { 'if-match': '*' })
    expect((await clone(source.id, { ...on(30), copy: {} })).status).toBe(404)
  })
})

describe('the sign-up window of the next meeting', () => {
  const windowOf = async (source: object, days: number) => {
    const { id } = await planned(60, source)
    const next = await cloned(id, { ...on(days), copy: { registrationWindow: true } })
    return [next.registrationOpensAt, next.registrationClosesAt].map(moment => moment?.slice(0, 10) ?? null)
  }
  const dayIn = (days: number) => inDays(days).slice(0, 10)

  test('lies as far before it, where it still lies ahead', async () => {
    const source = { registrationOpensAt: inDays(18), registrationClosesAt: inDays(58) }
    expect(await windowOf(source, 90)).toEqual([dayIn(48), dayIn(88)])
    // it would have opened weeks ago: it opens by a press of a button
    expect(await windowOf(source, 30)).toEqual([null, dayIn(28)])
    // it would have closed yesterday: it closes with the beginning
    expect(await windowOf(source, 1)).toEqual([null, null])
    expect(await windowOf(source, -10)).toEqual([null, null])
  })

  test('of a model that was opened and closed by hand lies at quarters of an hour; what was typed is meant', async () => {
    const at = (day: string, time: string) => `2030-02-${day}T${time}Z`
    const windowAfter = async (opens: string, closes: string) => {
      const source = await planned(0, {
        startsAt: at('10', '15:05:00'),
        endsAt: at('10', '17:00:00'),
        registrationOpensAt: opens,
        registrationClosesAt: closes,
      })
      const next = { startsAt: at('20', '15:05:00'), endsAt: at('20', '17:00:00') }
      const copied = await cloned(source.id, { ...next, copy: { registrationWindow: true } })
      return [copied.registrationOpensAt, copied.registrationClosesAt].map(one => one?.slice(8, 16))
    }
    expect(await windowAfter(at('01', '14:37:12.345'), at('09', '14:37:12.345'))).toEqual(['11T14:30', '19T14:45'])
    expect(await windowAfter(at('01', '14:37:00'), at('09', '14:38:00'))).toEqual(['11T14:37', '19T14:38'])
    // pressed one after the other, in the last minutes before it began
    expect(await windowAfter(at('10', '15:01:10'), at('10', '15:01:40'))).toEqual(['20T15:00', '20T15:05'])
  })

  test('is left out where opening and closing would change places', async () => {
    const at = (day: string, time: string) => `${day}T${time}:00Z`
    const source = await planned(0, {
      startsAt: at('2030-02-10', '15:00'),
      endsAt: at('2030-02-10', '17:00'),
      registrationOpensAt: at('2030-02-09', '20:00'),
      registrationClosesAt: at('2030-02-10', '02:00'),
    })
    // thirteen hours before eight o'clock is earlier than eight in the evening before
    const next = { startsAt: at('2030-02-20', '08:00'), endsAt: at('2030-02-20', '10:00') }
    expect(await cloned(source.id, { ...next, copy: everything })).toMatchObject({ registrationOpensAt: null })
  })
})

describe('by the clocks on the wall', () => {
  const zone = 'Europe/Berlin'
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  /** "2027-03-28 14:00" */
  const onTheWall = (instant: string | number) => clock.format(new Date(instant))
  /** The instant at which the clocks show that; undefined in the hour that the change of clocks leaves out. */
  const instantOf = (wall: string): string | undefined => {
    const utc = Date.parse(`${wall.replace(' ', 'T')}:00Z`)
    const found = [utc - 2 * hour, utc - hour].find(one => onTheWall(one) === wall)
    return found === undefined ? undefined : new Date(found).toISOString()
  }
  const shifted = (day: string, days: number) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * hour).toISOString().slice(0, 10)

  // around the nights of the change of clocks, a leap day and a February without one, and the turn of a year
  const turns = ['2027-03-28', '2027-10-31', '2028-02-29', '2028-03-26', '2029-02-28', '2029-10-28', '2030-01-01']
  const day = fc
    .tuple(fc.constantFrom(...turns), fc.integer({ min: -50, max: 50 }))
    .map(([turn, days]) => shifted(turn, days))
  const two = (n: number) => String(n).padStart(2, '0')
  const time = fc.oneof(
    fc.constantFrom('00:00', '01:59', '02:00', '02:30', '03:00', '12:00', '23:59'),
    fc.tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 })).map(([hours, minutes]) => `${two(hours)}:${two(minutes)}`),
  )

  /** Where the opening of the model lands for a meeting that begins at `startsAt`. */
  async function moved(id: string, from: string, opens: string, startsAt: string): Promise<string> {
    const endsAt = new Date(Date.parse(from) + hour).toISOString()
    await service.db
      .updateTable('meetings')
      .set({ startsAt: from, endsAt, registrationOpensAt: opens })
      .where('id', '=', id)
      .execute()
    return onTheWall((await getModel(service.db, id, startsAt)).registrationOpensAt ?? '')
  }

  test('a week before at noon stays a week before at noon, whatever lies between', async () => {
    const { id } = await planned(10)
    await fc.assert(
      fc.asyncProperty(
        day,
        day,
        fc.integer({ min: 1, max: 90 }),
        time,
        time,
        time,
        async (from, to, days, ...times) => {
          const [fromTime, toTime, opensTime] = times
          const [begins, beginsNext] = [instantOf(`${from} ${fromTime}`), instantOf(`${to} ${toTime}`)]
          const opens = instantOf(`${shifted(from, -days)} ${opensTime}`)
          fc.pre(begins !== undefined && beginsNext !== undefined && opens !== undefined)
          const wanted = `${shifted(to, -days)} ${opensTime}`
          // an hour that there is not that night is an hour later
          const there = instantOf(wanted) === undefined ? wanted.replace(' 02:', ' 03:') : wanted
          expect(await moved(id, begins, opens, beginsNext)).toBe(there)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('on the day itself it stays as long before the beginning', async () => {
    const { id } = await planned(10)
    await fc.assert(
      fc.asyncProperty(day, day, time, time, fc.nat({ max: 24 * 60 }), async (from, to, fromTime, toTime, minutes) => {
        const wall = (day: string, time: string) => Date.parse(`${day}T${time}:00Z`)
        const text = (utc: number) => new Date(utc).toISOString().slice(0, 16).replace('T', ' ')
        const before = text(wall(from, fromTime) - minutes * 60_000)
        fc.pre(before.startsWith(from))
        const [begins, beginsNext, opens] = [
          instantOf(`${from} ${fromTime}`),
          instantOf(`${to} ${toTime}`),
          instantOf(before),
        ]
        fc.pre(begins !== undefined && beginsNext !== undefined && opens !== undefined)
        const wanted = text(wall(to, toTime) - minutes * 60_000)
        const there = instantOf(wanted) === undefined ? wanted.replace(' 02:', ' 03:') : wanted
        expect(await moved(id, begins, opens, beginsNext)).toBe(there)
      }),
      { numRuns: 300 },
    )
  })
})
