import { beforeEach, describe, expect, test } from 'vitest'
import type { Erased, ErasurePreview, PersonalData, PersonalDataInWords } from '@treffpunkt/shared/privacy'
import type { OwnRegistration } from '@treffpunkt/shared/sign-up'
import { dumpOf } from '../../test/dump.ts'
import {
  countAttendees,
  entryOf,
  enterGuest,
  listAttendees,
  listenAtDoor,
  makeDoorLink,
  phoneAt,
  readDoorList,
  record,
  tokenOf,
} from '../../test/door.ts'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { meeting, comes, own, signUp, confirmByLink, mailTo, look } = world
beforeEach(() => world.service.db.deleteFrom('mails').execute())

const erase = (token: string) => world.service.anonymous.post('/api/v1/own-registration/erase', undefined, own(token))
const listed = async (meetingId: string) =>
  (
    (await world.office.get(`/api/v1/meetings/${meetingId}/registrations`)).body as {
      items: { id: string; personId: string; lastName: string; status: string }[]
    }
  ).items
const moveTo = (meetingId: string, hours: number) =>
  world.service.db
    .updateTable('meetings')
    .set({
      startsAt: world.at(hours),
      endsAt: world.at(hours + 3),
      registrationClosesAt: null,
      registrationOpensAt: null,
    })
    .where('id', '=', meetingId)
    .execute()

const unusual = {
  firstName: 'Xochiquetzal',
  lastName: 'Þórðardóttir-Œuvre',
  email: 'Xochi.Oeuvre@unusual.example.org',
  organisationTyped: 'Praxis Þórðardóttir-Œuvre',
  needs: { stepFree: false, interpreter: 'Nahuatl', food: null, other: 'Xochiquetzal sitzt vorn' },
  consents: { contactList: true, invitations: true, photographs: true },
}
const traces = /xochi|rdardottir|thordar|þórðar|œuvre|oeuvre|nahuatl/i

test('leaves no trace of name and address in any table, and every figure', async () => {
  const [held, coming, begun] = [await meeting(30), await meeting(1), await meeting(30)]
  const { token } = await comes(held, unusual)
  for (const id of [coming, begun]) {
    await signUp(id, { ...unusual, noticeVersion: 1 })
    await confirmByLink(unusual.email)
  }
  const { email: waiting } = await comes(coming)
  const report = { barrier: 'Xochiquetzal findet den Knopf nicht', name: unusual.lastName, email: unusual.email }
  expect((await world.service.anonymous.post('/api/v1/public/barrier-reports', report)).status).toBeLessThan(300)
  const [guest] = await listed(held)
  const dari = { stepFree: false, interpreter: 'Dari', food: null, other: null }
  await enterGuest(world.office, held, { lastName: 'Bleibt', needs: dari })
  // what the office has ordered is written down in their words
  for (const interpreter of ['Nahuatl', 'Dari'])
    await world.office.post(`/api/v1/meetings/${held}/access-tasks`, { interpreter, done: true })
  const personId = guest?.personId ?? ''
  await world.office.patch(`/api/v1/people/${personId}`, { lastName: 'Þórðardóttir-Œuvre' }, { 'if-match': '*' })
  await world.office.post(
    '/api/v1/people',
    { firstName: 'Xochiquetzal', lastName: 'Weg', email: 'weg@unusual.example.org' },
    { 'idempotency-key': 'office-1' },
  )
  await world.service.anonymous.post('/api/v1/public/lost-links', { email: unusual.email })
  await record(world.office, held, entryOf('present', guest?.id ?? ''))
  await moveTo(held, -24 * 3)
  await world.office.post(`/api/v1/meetings/${held}/conclude`, {})
  await moveTo(begun, -1)
  const [late] = await listed(begun)
  await record(world.office, begun, entryOf('present', late?.id ?? ''))
  const figures = async () => [
    (await world.office.get(`/api/v1/meetings/${held}/figures`)).body,
    await countAttendees(world.office, held),
    await countAttendees(world.office, begun),
  ]
  const before = await figures()
  expect(await dumpOf(world.service.pool)).toMatch(traces)

  const preview = (await world.service.anonymous.get('/api/v1/own-registration/erasure', own(token)))
    .body as ErasurePreview
  expect(preview).toMatchObject({ registrations: 3, attended: 2, email: unusual.email })
  expect(preview.coming).toHaveLength(2)
  expect((await erase(token)).body).toEqual({ erased: true, notified: true })
  // without a mail server nothing is sent: the address is forgotten all the same
  await expect
    .poll(
      async () =>
        (await world.service.db.selectFrom('mails').select('status').where('kind', '=', 'erased').execute())[0],
    )
    .toEqual({ status: 'failed' })

  // the office made somebody else of that first name
  const { rows } = await world.service.pool.query<{ id: string }>(`select id from people where last_name = 'Weg'`)
  await world.office.post(`/api/v1/people/${rows[0]?.id}/erase`)
  const dump = await dumpOf(world.service.pool)
  expect(dump.split('\n').filter(line => traces.test(line))).toEqual([])
  expect(world.service.log.filter(line => traces.test(line))).toEqual([])
  expect(await figures()).toEqual(before)
  expect((await world.service.db.selectFrom('accessTasks').select('interpreter').execute()).map(Object.values)).toEqual(
    [['dari']],
  )
  // nor comes it back from a page that was open
  await world.office.post(`/api/v1/meetings/${held}/access-tasks`, { interpreter: 'Nahuatl', done: true })

  // the seat went to the next
  await mailTo(waiting, 'offered')
  expect((await listed(coming)).map(({ status }) => status)).toEqual(['offered'])
  // pressing twice is once
  expect((await erase(token)).status).toBe(401)
  const again = await fetch(`${world.service.url}/registrations/${token}/erase`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: world.service.url },
  })
  expect(again.status).toBe(303)
  const page = await fetch(`${world.service.url}/registrations/${token}`)
  expect(page.status).toBe(410)
  expect(await page.text()).toContain('Ihre Daten sind gelöscht')
  // asked again for what it once answered the service says so
  const replayed = await world.office.post(
    '/api/v1/people',
    { firstName: 'Xochiquetzal', lastName: 'Weg', email: 'weg@unusual.example.org' },
    { 'idempotency-key': 'office-1' },
  )
  expect(replayed.status).toBe(409)
  expect(await dumpOf(world.service.pool)).not.toMatch(traces)
})

test('of a mailbox with several people the others stay as they are', async () => {
  const [id, later] = [await meeting(30), await meeting(30)]
  const email = 'buero@mehrere.example.org'
  const gone = await comes(id, { email, firstName: 'Geht', lastName: 'Fort' })
  const guest = await enterGuest(world.office, id, { email, firstName: 'Bleibt', lastName: 'Da' })
  await enterGuest(world.office, later, { email, firstName: 'Bleibt', lastName: 'Da' })
  const { url } = (await world.office.get(`/api/v1/registrations/${guest.id}/link`)).body as { url: string }
  const stays = { token: url.split('/').at(-1) ?? '' }
  const before = await look(stays.token)
  const preview = (await world.service.anonymous.get('/api/v1/own-registration/erasure', own(gone.token))).body
  expect(preview).toMatchObject({ withoutAddress: [], addressStays: true })
  expect((await erase(gone.token)).status).toBe(200)
  const dump = await dumpOf(world.service.pool)
  expect(dump).not.toContain('Fort')
  expect(await look(stays.token)).toEqual(before)
  expect(
    (
      (await world.service.anonymous.get('/api/v1/own-registration/data', own(stays.token))).body as {
        registrations: unknown[]
      }
    ).registrations,
  ).toHaveLength(2)
})

test('who signed others up at the own address takes it along; the others stay, by the links they have', async () => {
  const id = await meeting(30)
  const email = 'mitgebracht@example.org'
  const { token } = await comes(id, { email, colleagues: [{ firstName: 'Ohne', lastName: 'Adresse' }] })
  const { items } = (await world.office.get(`/api/v1/meetings/${id}/registrations`)).body as {
    items: { id: string; lastName: string; version: number }[]
  }
  const other = items.find(one => one.lastName === 'Adresse')
  const { url } = (await world.office.get(`/api/v1/registrations/${other?.id}/link`)).body as { url: string }
  const preview = async () => (await world.service.anonymous.get('/api/v1/own-registration/erasure', own(token))).body
  expect(await preview()).toMatchObject({ withoutAddress: ['Ohne Adresse'], addressStays: false })
  expect((await erase(token)).body).toEqual({ erased: true, notified: true })
  const stays = await look(url.split('/').at(-1) ?? '')
  expect(stays).toMatchObject({ lastName: 'Adresse', status: 'confirmed' })
  await expect.poll(() => dumpOf(world.service.pool)).not.toContain('mitgebracht@')
})

test('who takes the name of a colleague by their link neither sees nor erases what is the colleague’s', async () => {
  const [id, later] = [await meeting(30), await meeting(30)]
  const email = 'team@geteilt.example.org'
  const one = await comes(id, { email, firstName: 'Eine', lastName: 'Erste' })
  await enterGuest(world.office, later, { email, firstName: 'Zoe', lastName: 'Zweite' })
  const rename = await world.service.anonymous.patch(
    '/api/v1/own-registration',
    { firstName: 'Zoe', lastName: 'Zweite' },
    { ...own(one.token), 'if-match': '*', 'content-type': 'application/merge-patch+json' },
  )
  expect(rename.status).toBe(200)
  const data = (await world.service.anonymous.get('/api/v1/own-registration/data', own(one.token))).body as PersonalData
  expect(data).toMatchObject({ onlyThisRegistration: true, people: [] })
  expect(data.registrations).toHaveLength(1)
  const words = await world.service.anonymous.get('/api/v1/own-registration/data-in-words', own(one.token))
  expect((words.body as PersonalDataInWords).note).toContain('nur diese eine Anmeldung')
  expect((await erase(one.token)).status).toBe(200)
  expect(await listed(later)).toMatchObject([{ lastName: 'Zweite' }])
})

test('the door loses them at once, and keeps counting whom it let in', async () => {
  const id = await meeting(30, 1)
  const [came, expected] = [await comes(id, { lastName: 'Gekommen' }), await comes(id, { lastName: 'Erwartet' })]
  const link = await makeDoorLink(world.office, id)
  const phone = phoneAt(world.service.url, link)
  const guests = await listed(id)
  const idOf = (name: string) => guests.find(({ lastName }) => lastName === name)?.id ?? ''
  await record(phone, id, entryOf('present', idOf('Gekommen')))
  const stream = await listenAtDoor(world.service.url, id, 0, { authorization: `Door ${tokenOf(link)}` })
  await erase(came.token)
  await erase(expected.token)
  await stream.until(() => stream.guests() > 0)
  stream.hangUp()
  const { guests: there } = await readDoorList(phone, id)
  expect(there.map(({ name }) => name)).toEqual(['Gelöschte Person'])
  expect(await countAttendees(world.office, id)).toMatchObject({ came: 1 })
  // a phone that had no network until now: they were let in, whoever they are
  expect(await record(phone, id, entryOf('present', idOf('Erwartet')))).toMatchObject([{ outcome: 'recorded' }])
  expect(await countAttendees(world.office, id)).toMatchObject({ came: 2 })
  await moveTo(id, -4)
  await world.office.post(`/api/v1/meetings/${id}/conclude`, {})
  const fixed = await world.service.db
    .selectFrom('attendance')
    .select(['nameKey', 'personId'])
    .where('meetingId', '=', id)
    .execute()
  expect(fixed).toEqual([
    { nameKey: null, personId: null },
    { nameKey: null, personId: null },
  ])
})

describe('the office', () => {
  test('erases the name of somebody who came without a registration; that they came stays', async () => {
    const id = await meeting(30, 1)
    const walkIn = { name: 'Spontan Xenokrates', organisation: 'Kanzlei Xenokrates' }
    const entry = entryOf('present', crypto.randomUUID(), { how: 'walk_in', walkIn })
    await record(world.office, id, entry)
    await moveTo(id, -4)
    await world.office.post(`/api/v1/meetings/${id}/conclude`, {})
    const before = [
      await countAttendees(world.office, id),
      (await world.office.get(`/api/v1/meetings/${id}/figures`)).body,
    ]
    for (let times = 0; times < 2; times++)
      expect((await world.office.post(`/api/v1/walk-ins/${entry.attendeeId}/erase`)).body).toEqual({ erased: true })
    expect(await dumpOf(world.service.pool)).not.toMatch(/xenokrates/i)
    expect(await listAttendees(world.office, id)).toMatchObject([{ name: 'Gelöschte Person', isErased: true }])
    expect([
      await countAttendees(world.office, id),
      (await world.office.get(`/api/v1/meetings/${id}/figures`)).body,
    ]).toEqual(before)
    // a phone that sends the same again brings nobody back
    await record(world.office, id, entry)
    expect(await dumpOf(world.service.pool)).not.toMatch(/xenokrates/i)
  })

  test('erases for somebody who wrote a letter, whatever their addresses', async () => {
    const [id, later] = [await meeting(30), await meeting(30)]
    const { email } = await comes(id, { firstName: 'Brief', lastName: 'Schreiberin' })
    const [guest] = await listed(id)
    const at = `/api/v1/people/${guest?.personId}`
    await world.office.patch(at, { email: 'neu@schreiberin.example.org' }, { 'if-match': '*' })
    const neu = await enterGuest(world.office, later, {
      firstName: 'Brief',
      lastName: 'Schreiberin',
      email: 'neu@schreiberin.example.org',
    })
    const preview = (await world.office.get(`${at}/erasure`)).body as ErasurePreview
    expect(preview).toMatchObject({ name: 'Brief Schreiberin', email: 'neu@schreiberin.example.org', registrations: 2 })
    const key = { 'idempotency-key': 'letter-1' }
    const answers = [
      await world.office.post(`${at}/erase`, undefined, key),
      await world.office.post(`${at}/erase`, undefined, key),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.map(({ body }) => (body as Erased).erased)).toEqual([true, true])
    expect((await world.office.get(at)).status).toBe(404)
    const dump = await dumpOf(world.service.pool)
    for (const trace of [email, 'Schreiberin', 'schreiberin']) expect(dump).not.toContain(trace)
    const { items } = (await world.office.get(`/api/v1/history/person/${guest?.personId}`)).body as {
      items: { kind: string; actor: string; fields: string[] }[]
    }
    expect(items[0]).toMatchObject({ kind: 'erased', actor: 'Konto coordinator', fields: [] })
    expect((await world.office.get(`/api/v1/registrations/${neu.id}`)).status).toBe(404)
  })
})

test('an unconfirmed form is erased alone: whoever typed it says nothing about others', async () => {
  const id = await meeting(30)
  const { token, email } = await comes(id, { firstName: 'Echt', lastName: 'Person' })
  const other = await meeting(30)
  await signUp(other, { firstName: 'Echt', lastName: 'Person', email, noticeVersion: 1 })
  const [typed] = await listed(other)
  const { url } = (await world.office.get(`/api/v1/registrations/${typed?.id}/link`)).body as { url: string }
  await erase(url.split('/').at(-1) ?? '')
  expect(await listed(other)).toEqual([])
  expect(
    ((await world.service.anonymous.get('/api/v1/own-registration', own(token))).body as OwnRegistration).firstName,
  ).toBe('Echt')
})

test('what is left of somebody erased is nobody’s place: it is neither given back nor filled anew', async () => {
  const id = await meeting(30)
  const { token } = await comes(id, unusual)
  await moveTo(id, 3)
  expect((await erase(token)).status).toBeLessThan(300)
  for (const { id: rest } of await listed(id)) {
    expect((await world.office.post(`/api/v1/registrations/${rest}/restore`)).status).toBe(404)
    const change = { firstName: 'Neu', lastName: 'Hier' }
    expect((await world.office.patch(`/api/v1/registrations/${rest}`, change, { 'if-match': '*' })).status).toBe(404)
    const batch = await world.office.post(`/api/v1/meetings/${id}/registrations/restore`, {
      registrationIds: [rest],
      notify: false,
    })
    expect((batch.body as { items: { outcome: string }[] }).items[0]?.outcome).toBe('not_found')
  }
})
