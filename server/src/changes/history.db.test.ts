import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HistoryEntry } from '@treffpunkt/shared/changes'
import { expectSameLines } from '../../test/history.ts'
import { asOwner } from '../../test/postgres.ts'
import { enterGuest, publishMeeting } from '../../test/door.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'
import { brokenNames } from '../../test/verified.ts'
import { retention } from '../app/retention.ts'
import { eraseDue } from '../jobs/retention.ts'

let database: TestDatabase
let service: TestService
let office: Client
let admin: Client
let reader: Client
beforeAll(async () => {
  database = await createTestDatabase()
  service = await startService({ database })
  admin = await service.signIn('admin')
  office = await service.signIn('coordinator')
  reader = await service.signIn('reader')
})
afterAll(async () => {
  await service.close()
  await database.drop()
})

const history = async (query = '', client = office) =>
  ((await client.get(`/api/v1/history${query}`)).body as { items: HistoryEntry[] }).items
const undo = (entry: { id: string }, client = office) => client.post(`/api/v1/history/${entry.id}/undo`)
const make = async (path: string, body: object) =>
  ((await office.post(`/api/v1/${path}`, body)).body as { id: string }).id
const gone = (path: string, version = 1) => office.delete(`/api/v1/${path}`, { 'if-match': `"${version}"` })
const lastDeletion = async (id: string) =>
  (await history('?undoable=true&limit=200')).find(({ objectId, kind }) => objectId === id && kind === 'deleted')
const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
/** The clock stands still; what was done is moved back, its line in the log with it. */
const daysAgo = (table: string, id: string, days: number) =>
  asOwner(database.owner, async client => {
    await client.query(`update ${table} set deleted_at = deleted_at - make_interval(days => $2) where id = $1`, [
      id,
      days,
    ])
    await client.query(`update changes set at = at - make_interval(days => $2) where object_id = $1`, [id, days])
  })
const night = () =>
  eraseDue(service.db, retention, error => {
    throw error
  })
const isThere = async (table: string, id: string) =>
  (await sql`select from ${sql.table(table)} where id = ${id}`.execute(service.db)).rows.length === 1

describe('GET /api/v1/history', () => {
  test('says in one line what one request did, with filters and pages', async () => {
    const venue = await make('venues', { name: 'Alte Post', municipality: 'Zeitz' })
    await office.patch(`/api/v1/venues/${venue}`, { capacity: 40 }, { 'if-match': '"1"' })
    const [changed, created] = await history('?object=venue')
    expect(changed).toMatchObject({
      kind: 'changed',
      fields: ['capacity'],
      name: 'Alte Post',
      present: true,
      actor: 'Konto coordinator',
      count: 1,
      undoableUntil: expect.any(String) as string,
      comparable: true,
    })
    expect(created).toMatchObject({ kind: 'created', objectId: venue })
    const first = (await office.get('/api/v1/history?limit=1')).body as { items: HistoryEntry[]; next: string }
    const second = (await office.get(`/api/v1/history?limit=1&cursor=${first.next}`)).body as { items: HistoryEntry[] }
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id)
    expect(await history('?actor=people')).toEqual([])
    expect(await history('?from=2001-01-01&to=2001-12-31')).toEqual([])
    expect((await history(`?from=${at(-24).slice(0, 10)}`)).length).toBeGreaterThan(1)
  })

  test('tells nobody of what is not theirs', async () => {
    await office.post('/api/v1/public/barrier-reports', { barrier: 'Zu kleine Schrift' })
    const objects = async (client: Client) => new Set((await history('?limit=200', client)).map(({ object }) => object))
    expect(await objects(admin)).toContain('account')
    expect(await objects(office)).toContain('barrier_report')
    expect(await objects(office)).not.toContain('account')
    expect(await objects(reader)).not.toContain('barrier_report')
    expect((await reader.get(`/api/v1/history/barrier_report/${randomUUID()}`)).status).toBe(403)
    const own = (await history('?object=account', admin))[0] as HistoryEntry
    expect((await undo(own, office)).status).toBe(404)
  })
})

describe('POST /api/v1/history/{id}/undo', () => {
  test('200 for everything that can be deleted', async () => {
    const things = {
      venues: await make('venues', { name: 'Kulturhaus', municipality: 'Naumburg' }),
      organisations: await make('organisations', { name: 'Sprachcafé', sector: 'civil_society' }),
      people: await make('people', { firstName: 'Ada', lastName: 'Lovelace' }),
      'working-groups': await make('working-groups', { name: 'Wohnen' }),
      views: await make('views', { name: 'Wer wartet', filter: { status: 'waitlisted' } }),
      meetings: await make('meetings', { kind: 'network', startsAt: at(100), endsAt: at(102) }),
    }
    for (const [path, id] of Object.entries(things)) {
      expect((await gone(`${path}/${id}`)).status, path).toBe(204)
      expect((await office.get(`/api/v1/${path}/${id}`)).status, path).toBe(404)
      const entry = (await lastDeletion(id)) as HistoryEntry
      expect(entry, path).toMatchObject({ kind: 'deleted', present: false })
      expect(entry.name, path).toBeTruthy()
      expect((await undo(entry, reader)).status).toBe(403)
      expect((await undo(entry)).body, path).toEqual({ batch: null })
      expect((await office.get(`/api/v1/${path}/${id}`)).status, path).toBe(200)
      expect((await undo(entry)).body, path).toMatchObject({ type: '/problems/nothing_to_undo' })
    }
  })

  test('409 when the name was given anew, or what it refers to is deleted, too', async () => {
    const club = { name: 'Chor Zeitz', sector: 'civil_society' }
    const organisation = await make('organisations', club)
    await gone(`organisations/${organisation}`)
    const other = await make('organisations', club)
    const entry = (await lastDeletion(organisation)) as HistoryEntry
    expect((await undo(entry)).body).toMatchObject({ type: '/problems/already_exists' })
    await gone(`organisations/${other}`)
    expect((await undo(entry)).status).toBe(200)

    const person = await make('people', {
      firstName: 'Eva',
      lastName: 'Ost',
      affiliations: [{ organisationId: organisation }],
    })
    await gone(`people/${person}`)
    await gone(`organisations/${organisation}`, 3)
    const ofPerson = (await lastDeletion(person)) as HistoryEntry
    expect((await undo(ofPerson)).body).toMatchObject({
      type: '/problems/reference_deleted',
      detail: expect.stringContaining('Chor Zeitz') as string,
    })
    expect((await undo((await lastDeletion(organisation)) as HistoryEntry)).status).toBe(200)
    expect((await undo(ofPerson)).status).toBe(200)
  })

  test('200 for a batch of withdrawals, but for who has withdrawn once more since', async () => {
    const meeting = await publishMeeting(office, 48)
    const [one, two] = [await enterGuest(office, meeting, {}), await enterGuest(office, meeting, { lastName: 'Bauer' })]
    const all = { registrationIds: [one.id, two.id], notify: false }
    await office.post(`/api/v1/meetings/${meeting}/registrations/withdraw`, all)
    const [line] = await history('?object=registration')
    expect(line).toMatchObject({ kind: 'withdrawn', count: 2, meeting: { id: meeting } })
    expect(line?.undoableUntil).not.toBeNull()
    await office.post(`/api/v1/meetings/${meeting}/registrations/restore`, { ...all, registrationIds: [two.id] })
    await office.post(`/api/v1/registrations/${two.id}/withdraw`)
    const answer = await undo(line as HistoryEntry)
    expect(answer.body).toMatchObject({ batch: { items: [{ id: one.id, outcome: 'confirmed' }] } })
    expect(((await office.get(`/api/v1/registrations/${two.id}`)).body as { status: string }).status).toBe('withdrawn')
    expect((await undo(line as HistoryEntry)).body).toMatchObject({ type: '/problems/nothing_to_undo' })
    const lines = await history('?object=registration')
    expect(lines.find(({ id }) => id === line?.id)?.undoableUntil).toBeNull()
  })
})

describe('after 30 days', () => {
  test('deleting is final, and the night erases it', async () => {
    const meeting = await make('meetings', { kind: 'network', startsAt: at(100), endsAt: at(102) })
    const person = await make('people', { firstName: 'Max', lastName: 'Alt' })
    await gone(`meetings/${meeting}`)
    await gone(`people/${person}`)
    const entry = (await lastDeletion(person)) as HistoryEntry
    await daysAgo('meetings', meeting, 29)
    await daysAgo('people', person, 31)
    expect((await undo(entry)).body).toMatchObject({ type: '/problems/nothing_to_undo' })
    expect((await office.post(`/api/v1/people/${person}/restore`)).status).toBe(404)
    expect(await isThere('people', person)).toBe(true)
    await night()
    expect(await isThere('people', person)).toBe(false)
    expect((await history('?object=person'))[0]).toMatchObject({ kind: 'erased', name: null, present: false })
    // the negative control: a day earlier it stays
    expect(await isThere('meetings', meeting)).toBe(true)
    await daysAgo('meetings', meeting, 2)
    await night()
    expect(await isThere('meetings', meeting)).toBe(false)
    await expect.poll(() => brokenNames(database.owner)).toEqual([])
  })

  test('a meeting that was held goes with all that hangs on it', async () => {
    const meeting = await publishMeeting(office, -5)
    const guest = await enterGuest(office, meeting, { email: 'gast@example.org' })
    await office.post(`/api/v1/meetings/${meeting}/door-links`, { name: 'Eingang' })
    await office.post(`/api/v1/meetings/${meeting}/conclude`, {})
    const { body } = await office.get(`/api/v1/meetings/${meeting}`)
    expect((await gone(`meetings/${meeting}`, (body as { version: number }).version)).status).toBe(204)
    await daysAgo('meetings', meeting, 31)
    await night()
    expect(await isThere('meetings', meeting)).toBe(false)
    expect(await isThere('registrations', guest.id)).toBe(false)
    await expect.poll(() => brokenNames(database.owner)).toEqual([])
  })

  test('what past meetings name stays as a name, and can be brought back by nobody', async () => {
    const venue = await make('venues', { name: 'Stadthalle', municipality: 'Weißenfels', contactName: 'Frau Kern' })
    await publishMeeting(office, -5, { venueId: venue })
    expect((await gone(`venues/${venue}`)).status).toBe(204)
    await daysAgo('venues', venue, 31)
    await night()
    const left = await service.db.selectFrom('venues').selectAll().where('id', '=', venue).executeTakeFirst()
    expect(left).toMatchObject({ name: 'Stadthalle', contactName: null })
    expect((await office.post(`/api/v1/venues/${venue}/restore`)).status).toBe(404)
    await expect.poll(() => brokenNames(database.owner)).toEqual([])
  })

  test('what is held by something unknown keeps nothing else from going', async () => {
    await asOwner(database.owner, async client => {
      await client.query('create table held (venue_id uuid references venues (id))')
      await client.query(`with v as (
        insert into venues (id, name, municipality, search_text, deleted_at)
        select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Gehalten ' || n, 'Zeitz', '', now() - interval '31 days'
        from generate_series(1, 1001) n returning id)
        insert into held select id from v where id <> '00000000-0000-7000-8000-000000001001'`)
    })
    await night()
    const left = async (n: number) => isThere('venues', `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`)
    expect([await left(1000), await left(1001)]).toEqual([true, false])
    await asOwner(database.owner, async client => {
      await client.query('drop table held')
    })
    await night()
    expect(await left(1000)).toBe(false)
  })

  test('whoever was erased never comes back', async () => {
    const person = await make('people', { firstName: 'Nora', lastName: 'Weg', email: 'nora@example.org' })
    await gone(`people/${person}`)
    const entry = (await lastDeletion(person)) as HistoryEntry
    await service.db.transaction().execute(async trx => {
      const { erasePeople } = await import('../people/edit.ts')
      await erasePeople(trx, { kind: 'system', id: null, requestId: null }, [person])
    })
    expect((await undo(entry)).body).toMatchObject({ type: '/problems/nothing_to_undo' })
    expect((await history('?object=person'))[0]).toMatchObject({ kind: 'erased', name: null })
  })

  test('every table that refers to a meeting goes with it', async () => {
    const { rows } = await service.pool.query<{ table: string }>(
      `select conrelid::regclass::text as table from pg_constraint
       where contype = 'f' and confrelid = 'meetings'::regclass and confdeltype <> 'c'`,
    )
    expect(rows).toEqual([])
  })
})

test('what is deleted is shown nowhere', async () => {
  const word = `Wacholder${randomUUID().slice(0, 8)}`
  const group = await make('working-groups', { name: `${word} AG` })
  const things = {
    venues: await make('venues', { name: word, municipality: 'Zeitz' }),
    organisations: await make('organisations', { name: word, sector: 'civil_society' }),
    people: await make('people', { firstName: word, lastName: 'Muster' }),
    'working-groups': group,
    views: await make('views', { name: word, filter: {} }),
  }
  const meeting = await publishMeeting(office, -5, { kind: 'specialist', title: word })
  await office.post(`/api/v1/meetings/${meeting}/conclude`, { headCount: 12 })
  const places = [
    ...Object.keys(things).map(path => `/api/v1/${path}?limit=200`),
    '/api/v1/meetings?limit=200',
    '/api/v1/public/meetings?when=past&limit=200',
    '/api/v1/statistics/attendance?limit=200',
    `/api/v1/public/organisations?q=${word}`,
    '/meetings.atom',
    '/sitemap.xml',
    '/',
  ]
  const found = async () => {
    const texts = await Promise.all(places.map(async place => (await office.get(place)).text))
    return places.filter((_, n) => texts[n]?.includes(word) || texts[n]?.includes(meeting))
  }
  // the negative control: they are found where they are shown
  expect((await found()).length).toBeGreaterThan(8)
  for (const [path, id] of Object.entries(things)) await gone(`${path}/${id}`)
  const { version } = (await office.get(`/api/v1/meetings/${meeting}`)).body as { version: number }
  await gone(`meetings/${meeting}`, version)
  expect(await found()).toEqual([])
})

test('what can be undone is found among the things themselves as in the whole history', async () => {
  const meeting = await publishMeeting(office, 48)
  const guests = [await enterGuest(office, meeting, {}), await enterGuest(office, meeting, { lastName: 'Zwei' })]
  const [first, last] = guests.map(({ id }) => id)
  const withdrawAll = { registrationIds: [first, last], notify: false }
  await office.post(`/api/v1/meetings/${meeting}/registrations/withdraw`, withdrawAll)
  // the line is that of the last, who is there again
  await office.post(`/api/v1/registrations/${last}/restore`)
  const [line] = await history('?undoable=true&object=registration')
  expect(line).toMatchObject({ objectId: last, count: 2 })
  await office.post(`/api/v1/registrations/${last}/withdraw`)
  await make('venues', { name: 'Alte Post', municipality: 'Zeitz' })
  for (const client of [office, admin, reader]) await expectSameLines(client)
})
