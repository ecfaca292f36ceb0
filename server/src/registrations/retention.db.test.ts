import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { enterGuest, enterGuests, entryOf, makeDoorLink, publishMeeting, record } from '../../test/door.ts'
import { startService, type TestService } from '../../test/service.ts'
import { backendOf, untilSomebodyWaitsFor } from '../../test/waiting.ts'
import { retention } from '../app/retention.ts'
import { recordEntries } from '../attendance/record.ts'
import { systemActor } from '../db/record-change.ts'
import { eraseDue } from '../jobs/retention.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const day = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * day).toISOString()

/** The nightly job, run now. */
async function night(): Promise<Record<string, number>> {
  const onError = (error: unknown) => expect.fail(String(error))
  await eraseDue(service.db, retention, onError)
  const { counts } = await service.db
    .selectFrom('retentionRuns')
    .select('counts')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return counts as Record<string, number>
}

/** Makes somebody who never confirmed of a registration. */
const expire = (id: string) =>
  service.db
    .updateTable('registrations')
    .set({ status: 'expired', addressConfirmedAt: null })
    .where('id', '=', id)
    .execute()

/** Lets a meeting have been so many days ago. */
const holdAgo = (meetingId: string, days: number) =>
  service.db
    .updateTable('meetings')
    .set({ startsAt: ago(days + 0.1), endsAt: ago(days) })
    .where('id', '=', meetingId)
    .execute()

const isThere = async (id: string) =>
  (await service.db.selectFrom('registrations').select('id').where('id', '=', id).executeTakeFirst()) !== undefined

/** Somebody who never confirmed stands at the door: let in within a transaction that has not ended when the night comes. */
async function letInWhile(erase: () => Promise<unknown>): Promise<number> {
  const office = await service.signIn('coordinator')
  const meetingId = await publishMeeting(office)
  const { id } = await enterGuest(office, meetingId, {})
  await expire(id)
  await holdAgo(meetingId, 3)
  const { promise: erased, resolve: isErased } = Promise.withResolvers<unknown>()
  await service.db.transaction().execute(async trx => {
    const entries = [entryOf('present', id)]
    await recordEntries(trx, systemActor, meetingId, { sentAt: new Date().toISOString(), entries })
    void erase().then(isErased, isErased)
    // until it is done, or waits for this transaction
    await Promise.race([erased, untilSomebodyWaitsFor(service.db, await backendOf(trx))])
  })
  await erased
  return (await service.db.selectFrom('attendanceEntries').select('id').where('attendeeId', '=', id).execute()).length
}

test('who is let in at the moment of erasing stays', async () => {
  expect(await letInWhile(night)).toBe(1)
})

test('without the lock of its own they would be erased: the test can fail', async () => {
  const inOneStatement = () =>
    sql`delete from registrations r where r.address_confirmed_at is null and r.status = 'expired'
      and not exists (select from attendance_entries e where e.registration_id = r.id)`.execute(service.db)
  expect(await letInWhile(inOneStatement)).toBe(0)
})

test('what people need goes 7 days after the meeting, who never confirmed 48 hours after the hold, and the counts stay', async () => {
  const office = await service.signIn('coordinator')
  const meeting = async () => {
    const { body } = (await office.post('/api/v1/meetings', {
      kind: 'network',
      startsAt: new Date(Date.now() + day).toISOString(),
      endsAt: new Date(Date.now() + 1.1 * day).toISOString(),
    })) as { body: { id: string } }
    await office.post(`/api/v1/meetings/${body.id}/publish`)
    await office.post(`/api/v1/meetings/${body.id}/open`)
    return body.id
  }
  const needs = { stepFree: true, interpreter: 'Arabisch', food: null, other: null }
  const [recent, past] = [await meeting(), await meeting()]
  for (const [id, lastName] of [
    [recent, 'Neu'],
    [past, 'Alt'],
  ] as const)
    await office.post(`/api/v1/meetings/${id}/registrations`, {
      firstName: 'Ada',
      lastName,
      email: `${lastName}@example.org`,
      needs,
    })
  const never = { firstName: 'Nie', lastName: 'Bestätigt', email: 'nie-bestaetigt@example.org', noticeVersion: 1 }
  await service.anonymous.post(`/api/v1/public/meetings/${recent}/registrations`, never)
  await holdAgo(past, 8)
  await holdAgo(recent, 6)

  expect(await night()).toMatchObject({ needs: 1, unconfirmed: 0 })
  expect(await service.db.selectFrom('registrationNeeds').select('registrationId').execute()).toHaveLength(1)

  await service.db
    .updateTable('registrations')
    .set({ status: 'expired', expiresAt: ago(3) })
    .where('lastName', '=', 'Bestätigt')
    .execute()
  expect(await night()).toMatchObject({ needs: 0, unconfirmed: 1 })
  const everywhere = await service.pool.query<{ found: boolean }>(
    `select exists (select from registrations where email = $1) or exists (select from mails where to_address = $1)
       or exists (select from change_values where after::text like '%' || $1 || '%') as found`,
    [never.email],
  )
  expect(everywhere.rows[0]?.found).toBe(false)
  const history = await service.db
    .selectFrom('changes')
    .select('kind')
    .where('object', '=', 'registration')
    .where('kind', '=', 'erased')
    .execute()
  expect(history).toHaveLength(1)
})

test('who never confirmed stays while phones at the door may still send, and whoever came stays for good', async () => {
  const office = await service.signIn('coordinator')
  const meetingId = await publishMeeting(office)
  const [away, came, mistaken, excused] = await enterGuests(office, meetingId, 4)
  for (const guest of [away, came, mistaken, excused]) await expire(guest?.id ?? '')
  const mistake = entryOf('present', mistaken?.id ?? '')
  await record(
    office,
    meetingId,
    entryOf('present', came?.id ?? ''),
    entryOf('excused', excused?.id ?? ''),
    mistake,
    entryOf('undone', mistaken?.id ?? '', { undoes: mistake.id }),
  )
  await office.post(`/api/v1/meetings/${meetingId}/conclude`, {})
  const there = () => Promise.all([away, came, mistaken, excused].map(guest => isThere(guest?.id ?? '')))
  await night()
  expect(await there()).toEqual([true, true, true, true])
  await holdAgo(meetingId, 1.1)
  await night()
  expect(await there()).toEqual([false, true, false, false])
})

test('a hold that ended while the service was off is erased, also of a meeting that was deleted', async () => {
  const office = await service.signIn('coordinator')
  const meetings = [await publishMeeting(office, 30), await publishMeeting(office, 30)]
  const ids = await Promise.all(
    meetings.map(async (meetingId, n) => {
      await office.post(`/api/v1/meetings/${meetingId}/open`)
      const body = { firstName: 'Nie', lastName: 'Markiert', email: `nie${n}@example.org`, noticeVersion: 1 }
      await service.anonymous.post(`/api/v1/public/meetings/${meetingId}/registrations`, body)
      const guest = await service.db
        .updateTable('registrations')
        .set({ expiresAt: ago(4) })
        .where('meetingId', '=', meetingId)
        .returning('id')
        .executeTakeFirstOrThrow()
      await holdAgo(meetingId, 4)
      return guest.id
    }),
  )
  await service.db
    .updateTable('meetings')
    .set({ deletedAt: ago(1) })
    .where('id', '=', meetings[1] ?? '')
    .execute()
  await night()
  expect(await Promise.all(ids.map(isThere))).toEqual([false, false])
})

test('door links go a month after the meeting, with the names of helpers in the history', async () => {
  const office = await service.signIn('coordinator')
  const [recent, past] = [await publishMeeting(office), await publishMeeting(office)]
  const [kept, gone] = [
    await makeDoorLink(office, recent, 'Hedwig Bleibt'),
    await makeDoorLink(office, past, 'Gerd Geht'),
  ]
  await holdAgo(recent, 29)
  await holdAgo(past, 31)
  expect(await night()).toMatchObject({ doorLinks: 1 })
  const links = await service.db.selectFrom('doorLinks').select('id').execute()
  expect(links.map(({ id }) => id)).toContain(kept.id)
  expect(links.map(({ id }) => id)).not.toContain(gone.id)
  const values = JSON.stringify(await service.db.selectFrom('changeValues').selectAll().execute())
  expect(values).toContain('Hedwig Bleibt')
  expect(values).not.toContain('Gerd Geht')
})

test('a night that the service was off for is made up for', async () => {
  const { rows } = await service.pool.query<{ options: { missed?: string } }>(
    `select options from pgboss.schedule where name = 'retention'`,
  )
  expect(rows).toMatchObject([{ options: { missed: 'once' } }])
})

test('a logo that is shown no more goes a month after it came, the one that is shown stays', async () => {
  const { rows } = await service.pool.query<{ id: string }>(
    `insert into logos (id, media_type, content, alt, created_at)
     select gen_random_uuid(), 'image/png', '\\x00', 'Landkreis', now() - make_interval(days => n) from unnest(array[40, 31, 29]) n returning id`,
  )
  const [shown, , recent] = rows.map(({ id }) => id)
  await service.pool.query('update settings set logo_id = $1', [shown])
  expect(await night()).toMatchObject({ logos: 1 })
  const left = await service.pool.query<{ id: string }>('select id from logos')
  expect(left.rows.map(({ id }) => id).sort()).toEqual([shown, recent].sort())
})

test('dead sessions, keys, counters and old mails go', async () => {
  const { account } = await service.signIn('door')
  await service.db
    .updateTable('sessions')
    .set({ expiresAt: ago(1) })
    .where('accountId', '=', account.id)
    .execute()
  await service.db
    .insertInto('idempotencyKeys')
    .values({ principal: 'x', key: 'y', requestHash: 'z', status: 201, headers: '{}', body: '', createdAt: ago(3) })
    .execute()
  await service.db.insertInto('rateLimits').values({ key: 'old', points: 1, expire: 1 }).execute()
  await service.db
    .updateTable('mails')
    .set({ createdAt: ago(91) })
    .execute()
  expect(await night()).toMatchObject({ sessions: 1, idempotencyKeys: 1, rateLimits: 1 })
  expect(await service.db.selectFrom('mails').select('id').execute()).toEqual([])
})
