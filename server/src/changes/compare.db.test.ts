import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Comparison, HistoryEntry } from '@treffpunkt/shared/changes'
import { publishMeeting } from '../../test/door.ts'
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

type Row = { id: string; version: number; [field: string]: unknown }
const make = async (path: string, body: object) => (await office.post(`/api/v1/${path}`, body)).body as Row
const read = async (path: string) => (await office.get(`/api/v1/${path}`)).body as Row
const patch = async (path: string, body: object, client = office) => {
  const { version } = await read(path)
  const answer = await client.patch(`/api/v1/${path}`, body, { 'if-match': `"${version}"` })
  expect(answer.status, answer.text).toBe(200)
  return answer.body as Row
}
/** The newest line of the history of one object. */
const last = async (id: string, client = office, query = '') =>
  ((await client.get(`/api/v1/history?limit=200${query}`)).body as { items: HistoryEntry[] }).items.find(
    ({ objectId }) => objectId === id,
  ) as HistoryEntry
const compare = async ({ id }: { id: string }, client = office) =>
  (await client.get(`/api/v1/history/${id}`)).body as Comparison
const giveBack = async (entry: { id: string }, fields: string[], client = office, version?: number) => {
  const of = version ?? (await compare(entry, client)).version
  return client.post(`/api/v1/history/${entry.id}/undo-fields`, { fields }, { 'if-match': `"${of}"` })
}
const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

test('every noun that is edited gets the values back that it had', async () => {
  const house = await make('organisations', { name: 'Haus der Vereine', sector: 'civil_society' })
  const group = await make('working-groups', { name: 'Ausbildung', state: 'active' })
  const things: [path: string, body: object, changes: Record<string, unknown>][] = [
    ['venues', { name: 'Alte Post', municipality: 'Zeitz', directions: 'Linie 1' }, { directions: null, capacity: 40 }],
    [
      'organisations',
      { name: 'Chor', sector: 'business', aliases: ['Singkreis', 'Kantorei'] },
      { sector: 'civil_society', aliases: ['Kantorei'] },
    ],
    [
      'people',
      {
        firstName: 'Ada',
        lastName: 'Ost',
        affiliations: [{ organisationId: house.id, role: 'Vorsitz', engagement: 'volunteer' }],
      },
      { lastName: 'West', affiliations: [] },
    ],
    ['working-groups', { name: 'Wohnen', state: 'active' }, { state: 'dormant', summary: 'Ruht' }],
    [
      'meetings',
      {
        kind: 'specialist',
        title: 'Pflege',
        startsAt: at(200),
        endsAt: at(202),
        capacity: 40,
        focusTopic: 'Pflege',
        translations: { en: { focusTopic: 'Care', summary: null, costs: null } },
        hosts: [{ organisationId: house.id, state: 'accepted' }],
        contingents: [{ sector: 'business', seats: 5, releasesAt: at(150) }],
        reminders: [{ amount: 3, unit: 'days', note: null }],
      },
      {
        startsAt: at(190),
        focusTopic: 'Wohnen',
        translations: { en: null, uk: { focusTopic: 'Житло', summary: null, costs: null } },
        hosts: [],
        contingents: [],
        reminders: [],
        workingGroupId: group.id,
      },
    ],
  ]
  for (const [path, body, changes] of things) {
    const made = await make(path, body)
    const place = `${path}/${made.id}`
    const before = await read(place)
    await patch(place, changes)
    const line = await last(made.id)
    expect(line, path).toMatchObject({ kind: 'changed', comparable: true, undoableUntil: expect.any(String) as string })
    const compared = await compare(line)
    expect(compared.fields.map(({ field }) => field).toSorted(), path).toEqual(Object.keys(changes).toSorted())
    expect(
      compared.fields.every(({ standing, hindrance }) => standing === 'as_changed' && hindrance === null),
      JSON.stringify(compared.fields),
    ).toBe(true)
    const answer = await giveBack(line, Object.keys(changes))
    expect(answer.status, answer.text).toBe(200)
    expect(
      (answer.body as Comparison).fields.map(({ standing }) => standing),
      JSON.stringify(answer.body),
    ).toEqual(Object.keys(changes).map(() => 'as_before'))
    const after = await read(place)
    const plain = ({ hosts, ...row }: Row): Record<string, unknown> => ({
      ...row,
      hosts: (hosts as { state: string }[] | undefined)?.map(({ state }) => state),
    })
    for (const field of Object.keys(changes))
      expect(plain(after)[field], `${path} ${field}`).toEqual(plain(before)[field])
    // nothing is left to undo of this line, and what undid it can be undone
    expect((await giveBack(line, Object.keys(changes))).body).toMatchObject({ type: '/problems/nothing_to_undo' })
    expect((await last(made.id)).undoableUntil).not.toBeNull()
  }
})

test('a field that was changed again is shown as that, and given back only by its own choice', async () => {
  const venue = await make('venues', { name: 'Halle A', municipality: 'Zeitz' })
  await patch(`venues/${venue.id}`, { name: 'Halle B', capacity: 20 })
  const first = await last(venue.id)
  const { version } = await compare(first)
  // by somebody else: what one person changes at once is one line
  await patch(`venues/${venue.id}`, { name: 'Halle C' }, admin)
  expect(await last(venue.id)).toMatchObject({ fields: ['name'], undoableUntil: expect.any(String) as string })
  const lines = (await office.get(`/api/v1/history/venue/${venue.id}`)).body as { items: HistoryEntry[] }
  expect(lines.items.find(({ id }) => id === first.id)).toMatchObject({ comparable: true, undoableUntil: null })
  expect(await last(venue.id, office, '&undoable=true')).toMatchObject({ fields: ['name'] })
  expect((await compare(first)).fields).toMatchObject([
    { field: 'name', before: 'Halle A', after: 'Halle B', now: 'Halle C', standing: 'changed_since' },
    { field: 'capacity', before: null, after: 20, now: 20, standing: 'as_changed' },
  ])
  // read before the other change: 412, and nothing is overwritten unseen
  expect((await giveBack(first, ['name'], office, version)).status).toBe(412)
  expect((await giveBack(first, ['capacity'])).status).toBe(200)
  expect(await read(`venues/${venue.id}`)).toMatchObject({ name: 'Halle C', capacity: null })
  expect((await giveBack(first, ['name'])).status).toBe(200)
  expect(await read(`venues/${venue.id}`)).toMatchObject({ name: 'Halle A' })
})

test('what people were told of, what is history and what no longer fits is refused with its reason', async () => {
  const [old, present] = [
    await make('venues', { name: 'Rathaus', municipality: 'Zeitz' }),
    await make('venues', { name: 'Schloss', municipality: 'Zeitz' }),
  ]
  const meeting = await publishMeeting(office, 24 * 10, { venueId: old.id, capacity: 10 })
  await patch(`meetings/${meeting}`, { venueId: present.id })
  const corrected = await last(meeting)
  expect(corrected).toMatchObject({ comparable: true, undoableUntil: null })
  expect(await compare(corrected)).toMatchObject({
    fields: [{ field: 'venueId', hindrance: 'told' }],
    names: { [old.id]: 'Rathaus', [present.id]: 'Schloss' },
  })
  expect((await giveBack(corrected, ['venueId'])).body).toMatchObject({ type: '/problems/people_are_told' })
  const { version } = await read(`meetings/${meeting}`)
  const moved = await office.post(
    `/api/v1/meetings/${meeting}/reschedule`,
    { startsAt: at(300), endsAt: at(302) },
    { 'if-match': `"${version}"` },
  )
  expect(moved.status, moved.text).toBe(200)
  expect(await last(meeting)).toMatchObject({ kind: 'rescheduled', comparable: true, undoableUntil: null })

  // nor the way into the online room, nor whether there is one
  const online = await publishMeeting(office, 24 * 10, { attendanceMode: 'mixed', onlineUrl: 'https://a.example.org' })
  const { version: was, startsAt, endsAt } = await read(`meetings/${online}`)
  const newRoom = await office.post(
    `/api/v1/meetings/${online}/reschedule`,
    { startsAt, endsAt, onlineUrl: 'https://b.example.org' },
    { 'if-match': `"${was}"` },
  )
  expect(newRoom.status, newRoom.text).toBe(200)
  const announced = await last(online)
  expect(announced).toMatchObject({ kind: 'rescheduled', comparable: true })
  expect((await giveBack(announced, ['onlineUrl'])).body).toMatchObject({ type: '/problems/people_are_told' })
  for (const [field, value] of [
    ['onlineUrl', 'https://c.example.org'],
    ['attendanceMode', 'on_site'],
  ] as const) {
    await patch(`meetings/${online}`, { [field]: value })
    const line = await last(online)
    expect(line, field).toMatchObject({ comparable: true, undoableUntil: null })
    expect((await giveBack(line, [field])).body, field).toMatchObject({ type: '/problems/people_are_told' })
  }

  // the rules of editing: the contingent needs the seats that there were
  await patch(`meetings/${meeting}`, { contingents: [{ sector: 'business', seats: 8, releasesAt: at(100) }] })
  await patch(`meetings/${meeting}`, { contingents: [] })
  const dropped = await last(meeting)
  await patch(`meetings/${meeting}`, { capacity: 5 })
  expect((await giveBack(dropped, ['contingents'])).body).toMatchObject({
    errors: [{ pointer: '/contingents', code: 'above_capacity' }],
  })

  const [name, other] = ['Verein Eins', 'Verein Zwei']
  const club = await make('organisations', { name, sector: 'other' })
  await patch(`organisations/${club.id}`, { name: other })
  const renamed = await last(club.id)
  await make('organisations', { name, sector: 'other' })
  expect((await giveBack(renamed, ['name'])).body).toMatchObject({ type: '/problems/already_exists' })

  const held = await publishMeeting(office, -5)
  await patch(`meetings/${held}`, { capacity: 60, costs: 'frei' })
  const line = await last(held)
  await office.post(`/api/v1/meetings/${held}/conclude`, { headCount: 12 })
  expect((await giveBack(line, ['capacity'])).body).toMatchObject({ type: '/problems/meeting_held' })
  expect((await giveBack(line, ['costs'])).status).toBe(200)
})

test('texts and words of mails go back to the version before, the first words of a mail to those of the house', async () => {
  const write = async (body: string) => {
    const { version } = (await admin.get('/api/v1/public/texts/form_notice')).body as Row
    return admin.put('/api/v1/texts/form_notice', { body }, { 'if-match': `"${version}"` })
  }
  for (const body of ['Eins', 'Zwei']) expect((await write(body)).status).toBe(200)
  const texts = ((await admin.get('/api/v1/history?object=text')).body as { items: HistoryEntry[] }).items
  const line = texts[0] as HistoryEntry
  expect(line.comparable).toBe(true)
  // whoever may not edit it reads the line and cannot undo it
  expect(await last(line.objectId)).toMatchObject({ comparable: false, undoableUntil: null })
  expect((await office.get(`/api/v1/history/${line.id}`)).status).toBe(404)
  expect(await compare(line, admin)).toMatchObject({ fields: [{ field: 'body', before: 'Eins', now: 'Zwei' }] })
  expect((await giveBack(line, ['body'], admin)).status).toBe(200)
  expect((await admin.get('/api/v1/public/texts/form_notice')).body).toMatchObject({ body: 'Eins' })

  const template = '/api/v1/mail-templates/withdrawn/en'
  const house = (await office.get(template)).body as Row
  const written = await office.put(
    template,
    { subject: 'Gone: {Treffen}', body: 'See you at {Link}.' },
    { 'if-match': '"0"' },
  )
  expect(written.status, written.text).toBe(200)
  const [words] = ((await office.get('/api/v1/history?object=mail_template')).body as { items: HistoryEntry[] }).items
  expect(words).toMatchObject({ name: 'withdrawn en', comparable: true })
  expect((await giveBack(words as HistoryEntry, ['subject', 'body'])).status).toBe(200)
  expect((await office.get(template)).body).toMatchObject({ isOwn: false, subject: house.subject, version: 2 })
})

test('readers see no values, and nobody those of who was erased', async () => {
  const person = await make('people', { firstName: 'Ida', lastName: 'Nord' })
  await patch(`people/${person.id}`, { lastName: 'Süd' })
  const line = await last(person.id)
  expect(await last(person.id, reader)).toMatchObject({ comparable: false, undoableUntil: null })
  expect((await reader.get(`/api/v1/history/${line.id}`)).status).toBe(403)
  expect((await giveBack(line, ['lastName'], reader, 2)).status).toBe(403)
  await sql`delete from change_values where change_id = ${line.id}`.execute(service.db)
  expect(await last(person.id)).toMatchObject({ comparable: false })
  expect((await office.get(`/api/v1/history/${line.id}`)).status).toBe(404)
})
