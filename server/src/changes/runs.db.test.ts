import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Change, Comparison, HistoryEntry } from '@treffpunkt/shared/changes'
import { enterGuests, publishMeeting } from '../../test/door.ts'
import { expectSameLines } from '../../test/history.ts'
import { asOwner } from '../../test/postgres.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'

let database: TestDatabase
let service: TestService
let office: Client
let admin: Client
beforeAll(async () => {
  database = await createTestDatabase()
  service = await startService({ database })
  admin = await service.signIn('admin')
  office = await service.signIn('coordinator')
})
afterAll(async () => {
  await service.close()
  await database.drop()
})

const patch = async (path: string, body: object, client = office) => {
  const { headers } = await office.get(`/api/v1/${path}`)
  const answer = await client.patch(`/api/v1/${path}`, body, { 'if-match': headers['etag'] ?? '' })
  expect(answer.status, answer.text).toBe(200)
}
const makeVenue = async () =>
  ((await office.post('/api/v1/venues', { name: 'Halle A', municipality: 'Zeitz' })).body as { id: string }).id
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
/** Moves the changes of an object to noon of the day before, in their order, with so many minutes before each. */
async function spread(id: string, ...minutes: number[]): Promise<void> {
  let sum = 0
  const steps = minutes.map(step => (sum += step))
  await asOwner(database.owner, client =>
    client.query(
      `update changes c set at = $3::timestamptz + make_interval(mins => s.at)
        from (select id, row_number() over (order by at, id) as n from changes where object_id = $1) o
          join unnest($2::int[]) with ordinality s (at, n) on s.n = o.n where c.id = o.id`,
      [id, steps, `${yesterday}T12:00:00+01:00`],
    ),
  )
}
const linesOf = async (id: string, object = 'venue', client = office) =>
  ((await client.get(`/api/v1/history/${object}/${id}`)).body as { items: Change[] }).items
const inList = async (id: string, query = '') =>
  ((await office.get(`/api/v1/history?limit=200${query}`)).body as { items: HistoryEntry[] }).items.filter(
    ({ objectId }) => objectId === id,
  )
const partsOf = async ({ id }: { id: string }, client = office) =>
  ((await client.get(`/api/v1/history?partsOf=${id}`)).body as { items: HistoryEntry[] }).items
const compare = async ({ id }: { id: string }, query = '?run=true') =>
  (await office.get(`/api/v1/history/${id}${query}`)).body as Comparison
const giveBack = async (line: { id: string }, fields: string[], run: boolean) => {
  const { version } = await compare(line)
  return office.post(`/api/v1/history/${line.id}/undo-fields`, { fields, run }, { 'if-match': `"${version}"` })
}

describe('what one person changes in one thing shortly after each other', () => {
  test('is one line, from the first value to the last, and opens to its changes', async () => {
    const id = await makeVenue()
    for (const name of ['Halle', 'Halle am', 'Halle am Markt']) await patch(`venues/${id}`, { name })
    await patch(`venues/${id}`, { capacity: 40 })
    await spread(id, 0, 60, 5, 5, 29)
    const lines = await linesOf(id)
    expect(lines).toMatchObject([
      { kind: 'changed', parts: 4, fields: ['name', 'capacity'], comparable: true },
      { kind: 'created', parts: 1 },
    ])
    const [line] = lines as [Change]
    expect(Date.parse(line.at) - Date.parse(line.since)).toBe(39 * 60_000)
    expect(await inList(id)).toMatchObject(lines)
    expect((await inList(id, '&undoable=true')).map(one => one.id)).toEqual([line.id])

    const parts = await partsOf(line)
    expect(parts.map(({ fields, parts }) => [...fields, parts])).toEqual([
      ['capacity', 1],
      ['name', 1],
      ['name', 1],
      ['name', 1],
    ])
    expect((await compare(line)).fields).toMatchObject([
      { field: 'name', before: 'Halle A', after: 'Halle am Markt', standing: 'as_changed' },
      { field: 'capacity', before: null, after: 40, standing: 'as_changed' },
    ])
    // the same change by itself
    expect((await compare(line, '')).fields.map(({ field }) => field)).toEqual(['capacity'])

    // one of them is given back by itself, or all of them at once
    expect((await giveBack(parts[1] as Change, ['name'], false)).status).toBe(200)
    expect((await office.get(`/api/v1/venues/${id}`)).body).toMatchObject({ name: 'Halle am', capacity: 40 })
    const answer = await giveBack(line, ['name', 'capacity'], true)
    expect(answer.status, answer.text).toBe(200)
    expect((await office.get(`/api/v1/venues/${id}`)).body).toMatchObject({ name: 'Halle A', capacity: null })
  })

  test('but no more after a pause, another day, somebody else or something else that happened to it', async () => {
    const lengths = async (id: string, object?: string) => (await linesOf(id, object)).map(({ parts }) => parts)
    const names = ['B', 'C', 'D'].map(one => `Halle ${one}`)
    const three = async (between: (id: string) => Promise<unknown>) => {
      const id = await makeVenue()
      await patch(`venues/${id}`, { name: names[0] })
      await patch(`venues/${id}`, { name: names[1] })
      await between(id)
      await patch(`venues/${id}`, { name: names[2] })
      return id
    }
    const paused = await three(async () => undefined)
    await spread(paused, 0, 1, 1, 31)
    expect(await lengths(paused)).toEqual([1, 2, 1])
    // where the network lives it is noon when a new day begins in the west of Alaska
    await spread(paused, -5, 1, 3, 2)
    expect(await lengths(paused)).toEqual([3, 1])
    await sql`update settings set time_zone = 'Etc/GMT+11'`.execute(service.db)
    expect(await lengths(paused)).toEqual([1, 2, 1])
    await sql`update settings set time_zone = 'Europe/Berlin'`.execute(service.db)

    const other = await three(id => patch(`venues/${id}`, { capacity: 10 }, admin))
    await spread(other, 0, 1, 1, 1, 1)
    expect(await lengths(other)).toEqual([1, 1, 2, 1])
    expect((await linesOf(other))[2]).toMatchObject({ undoableUntil: null })

    const deleted = await three(async id => {
      const { headers } = await office.get(`/api/v1/venues/${id}`)
      await office.delete(`/api/v1/venues/${id}`, { 'if-match': headers['etag'] ?? '' })
      await office.post(`/api/v1/venues/${id}/restore`)
    })
    await spread(deleted, 0, 1, 1, 1, 1, 1)
    expect(await lengths(deleted)).toEqual([1, 1, 1, 2, 1])
  })

  test('page by page each line comes once', async () => {
    const ids = [await makeVenue(), await makeVenue()]
    for (const name of ['Eins', 'Zwei', 'Drei'])
      for (const id of ids) await patch(`venues/${id}`, { name: `${name} ${id}` })
    for (const id of ids) await spread(id, 0, 1, 1, 1)
    const seen: string[] = []
    for (let cursor = ''; ;) {
      const page = (await office.get(`/api/v1/history?object=venue&limit=1${cursor}`)).body as {
        items: HistoryEntry[]
        next: string | null
      }
      seen.push(...page.items.filter(({ objectId }) => ids.includes(objectId)).map(({ parts }) => String(parts)))
      if (page.next === null) break
      cursor = `&cursor=${page.next}`
    }
    expect(seen.toSorted()).toEqual(['1', '1', '3', '3'])
  })

  test('a day of typing opens within the time that a statement has', async () => {
    const id = await makeVenue()
    await patch(`venues/${id}`, { name: 'Halle B' })
    await asOwner(database.owner, client =>
      client.query(
        `with more as (
          insert into changes (id, object, object_id, kind, fields, actor_kind, actor_id, request_id, at)
          select gen_random_uuid(), object, object_id, kind, fields, actor_kind, actor_id, 'typed-' || n, $2::timestamptz + make_interval(secs => n * 9)
          from changes, generate_series(1, 5000) n where object_id = $1 and kind = 'changed' returning id)
        insert into change_values (change_id, before, after) select id, '{"name": "Halle A"}', '{"name": "Halle B"}' from more`,
        [id, `${yesterday}T06:00:00+01:00`],
      ),
    )
    const line = (await linesOf(id)).find(({ parts }) => parts > 1) as Change
    expect(line.parts).toBe(5000)
    const answer = await office.get(`/api/v1/history?partsOf=${line.id}&limit=20`)
    expect(answer.status, answer.text).toBe(200)
    expect((answer.body as { items: HistoryEntry[] }).items.map(({ parts }) => parts)).toEqual(Array(20).fill(1))
    expect((await compare(line)).fields).toMatchObject([{ field: 'name', before: 'Halle A', after: 'Halle B' }])
  })

  test('what one request does with many is a line of its own; who may not hear of a thing sees no parts', async () => {
    const meeting = await publishMeeting(office, 48)
    const guests = await enterGuests(office, meeting, 2)
    await office.post(`/api/v1/meetings/${meeting}/registrations/withdraw`, {
      registrationIds: guests.map(({ id }) => id),
      notify: false,
    })
    const [withdrawn] = await inList(guests[0]?.id ?? '', '&object=registration')
    expect([undefined, 1]).toContain(withdrawn?.parts)
    const account = ((await admin.get('/api/v1/history?object=account&limit=1')).body as { items: HistoryEntry[] })
      .items
    expect(await partsOf(account[0] as HistoryEntry, admin)).toHaveLength(1)
    expect(await partsOf(account[0] as HistoryEntry)).toEqual([])
  })

  test('what can be undone is found whatever was done since, to other fields or to none', async () => {
    const [ended, covered] = [await makeVenue(), await makeVenue()]
    await patch(`venues/${ended}`, { name: 'Halle E' })
    await patch(`venues/${ended}`, { capacity: 30 })
    await asOwner(database.owner, client =>
      client.query(
        `update changes set fields = '{}' where object_id = $1 and 'capacity' = any(fields) and kind = 'changed'`,
        [ended],
      ),
    )
    await patch(`venues/${covered}`, { name: 'Halle C' })
    await patch(`venues/${covered}`, { capacity: 20 }, admin)
    await patch(`venues/${covered}`, { capacity: 25 })
    expect((await inList(ended, '&undoable=true')).map(({ parts }) => parts)).toEqual([2])
    expect((await inList(covered, '&undoable=true')).map(({ fields }) => fields)).toEqual([['capacity'], ['name']])
    await expectSameLines(office)
    await expectSameLines(admin)
  })
})
