import { afterAll, beforeAll, expect, test } from 'vitest'
import { dumpOf } from '../../test/dump.ts'
import { countAttendees, enterGuest, entryOf, listAttendees, publishMeeting, record } from '../../test/door.ts'
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

// A year after a meeting its figures are left, and nobody's name.

let database: TestDatabase
let service: TestService
let office: Client
beforeAll(async () => {
  database = await createTestDatabase()
  service = await startService({ database })
  office = await service.signIn('coordinator')
})
afterAll(async () => {
  await service.close()
  await database.drop()
})

const traces = /xochitl|quetzal/i
/** The nightly job, run now. @returns how many names went. */
async function night(): Promise<number> {
  await eraseDue(service.db, retention, error => expect.fail(String(error)))
  const run = service.db.selectFrom('retentionRuns').select('counts').orderBy('at', 'desc').limit(1)
  const { counts } = (await run.executeTakeFirstOrThrow()) as { counts: Record<string, number> }
  return counts['outlived'] ?? NaN
}
/** Lets everything about a meeting have happened so many months ago. */
async function monthsAgo(meetingId: string, months: number): Promise<void> {
  await service.pool.query(
    `update meetings set starts_at = now() - make_interval(months => $2) - interval '1 day', ends_at = now() - make_interval(months => $2) - interval '1 hour' where id = $1`,
    [meetingId, months],
  )
  await service.pool.query(
    `update people set updated_at = now() - make_interval(months => $2) where id in (select person_id from registrations where meeting_id = $1)`,
    [meetingId, months],
  )
}
const guest = (meetingId: string, name: string, more: object = {}) =>
  enterGuest(office, meetingId, {
    firstName: 'Xochitl',
    lastName: `Quetzal ${name}`,
    email: `xochitl.${name}@quetzal.example.org`,
    ...more,
  })
const walkIn = (name: string) => ({
  how: 'walk_in' as const,
  walkIn: { name, organisation: 'Büro Quetzal' },
})

test('names go after 12 months, from the log and the directory as well; figures stay, and who asked to be invited', async () => {
  const [past, recent] = [await publishMeeting(office), await publishMeeting(office)]
  const coming = await publishMeeting(office, 24 * 14)
  const came = await guest(past, 'came', { organisationTyped: 'Praxis Quetzal came' })
  const absent = await guest(past, 'absent')
  const withdrew = await guest(past, 'withdrew')
  const invited = await enterGuest(office, past, {
    firstName: 'Ines',
    lastName: 'Eingeladen',
    email: 'ines@example.org',
  })
  await service.pool.query(
    `insert into consents (id, registration_id, purpose, text_version, language, source) values (gen_random_uuid(), $1, 'invitations', 1, 'de', 'form')`,
    [invited.id],
  )
  const again = await enterGuest(office, past, { firstName: 'Wanda', lastName: 'Wieder', email: 'wanda@example.org' })
  const later = await enterGuest(office, recent, { firstName: 'Wanda', lastName: 'Wieder', email: 'wanda@example.org' })
  await office.post(`/api/v1/registrations/${withdrew.id}/withdraw`)
  await record(
    office,
    past,
    entryOf('present', came.id),
    entryOf('present', invited.id),
    entryOf('present', again.id),
    entryOf('present', crypto.randomUUID(), walkIn('Xochitl Quetzal')),
  )
  for (const id of [past, recent]) await office.post(`/api/v1/meetings/${id}/conclude`, {})
  await monthsAgo(past, 12)
  await monthsAgo(recent, 11)
  const figures = async () => [
    (await office.get(`/api/v1/meetings/${past}/figures`)).body,
    (await office.get(`/api/v1/meetings/${past}/seats`)).body,
    (await office.get('/api/v1/statistics/attendance')).body,
    await countAttendees(office, past),
  ]
  const before = await figures()
  expect(await dumpOf(service.pool)).toMatch(traces)
  await expect.poll(() => brokenNames(database.owner)).toEqual([])

  // the invitation names who is kept: what is left of the old registration must not lead to it
  await service.pool.query(
    `with i as (insert into invitations (id, meeting_id, person_id, registration_id)
      select gen_random_uuid(), $1, person_id, id from registrations where id = $2 returning id)
    update registrations r set invitation_id = i.id from i where r.id = $3`,
    [coming, later.id, again.id],
  )

  // three with a registration, the one who comes again, and the walk-in
  expect(await night()).toBe(5)
  // the log says of those who came without a registration, too
  const { items } = (await office.get(`/api/v1/history/attendance/${past}`)).body as { items: { kind: string }[] }
  expect(items[0]?.kind).toBe('erased')
  const dump = await dumpOf(service.pool)
  expect(dump.split('\n').filter(line => traces.test(line))).toEqual([])
  expect(await figures()).toEqual(before)
  const names = (await listAttendees(office, past)).map(({ name }) => name)
  expect(names.sort()).toEqual([...Array<string>(4).fill('Gelöschte Person'), 'Ines Eingeladen'])
  const people = (await office.get('/api/v1/people')).body as { items: { lastName: string }[] }
  expect(people.items.map(({ lastName }) => lastName).sort()).toEqual(['Eingeladen', 'Wieder'])
  expect(await listAttendees(office, recent)).toMatchObject([{ name: 'Wanda Wieder' }])
  const { rowCount } = await service.pool.query('select from registrations where invitation_id is not null')
  expect(rowCount).toBe(0)
  await service.pool.query('delete from invitations')
  const old = await office.get(`/api/v1/registrations/${absent.id}`)
  expect(old.body).toMatchObject({ email: null, status: 'confirmed' })
  await expect.poll(() => brokenNames(database.owner)).toEqual([])

  // once; and who takes back the consent goes the next night
  expect(await night()).toBe(0)
  await service.pool.query(`update consents set withdrawn_at = now() where purpose = 'invitations'`)
  await service.pool.query(`update people set updated_at = now() - interval '13 months' where last_name = 'Eingeladen'`)
  expect(await night()).toBe(1)
  expect(await dumpOf(service.pool)).not.toMatch(/Eingeladen|ines@/)
})
