import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { enterGuest, entryOf, publishMeeting } from '../../test/door.ts'
import { startService, type TestService } from '../../test/service.ts'
import { recordEntries } from '../attendance/record.ts'
import type { Trx } from '../db/connect.ts'
import { systemActor } from '../db/record-change.ts'
import { createKeys } from '../http/keys.ts'
import { createLimits } from '../http/limits.ts'
import type { Service } from '../http/service.ts'
import { registrationWorkers } from './jobs.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const day = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * day).toISOString()

/** The nightly job, run now. */
async function night(): Promise<Record<string, number>> {
  const given = {
    db: service.db,
    pool: service.pool,
    keys: createKeys(Buffer.alloc(32)),
    limits: createLimits(service.pool),
    jobs: { enqueue: async () => undefined },
    feed: { wake: () => undefined },
  } as unknown as Service
  await registrationWorkers(given, () => undefined).retention({})
  const { counts } = await service.db
    .selectFrom('retentionRuns')
    .select('counts')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return counts as Record<string, number>
}

/** Somebody who never confirmed stands at the door: let in within a transaction that has not ended when the night comes. */
async function letInWhile(erase: () => Promise<unknown>): Promise<number> {
  const office = await service.signIn('coordinator')
  const meetingId = await publishMeeting(office)
  const { id } = await enterGuest(office, meetingId, {})
  await service.db
    .updateTable('registrations')
    .set({ status: 'expired', addressConfirmedAt: null })
    .where('id', '=', id)
    .execute()
  const { promise: erased, resolve: isErased } = Promise.withResolvers<unknown>()
  await service.db.transaction().execute(async trx => {
    const entries = [entryOf('present', id)]
    await recordEntries(trx, systemActor, meetingId, { sentAt: new Date().toISOString(), entries })
    void erase().then(isErased, isErased)
    // until it is done, or waits for this transaction
    await Promise.race([erased, service.db.transaction().execute(untilSomebodyWaits)])
  })
  await erased
  return (await service.db.selectFrom('attendanceEntries').select('id').where('attendeeId', '=', id).execute()).length
}

async function untilSomebodyWaits(trx: Trx): Promise<void> {
  for (let waits = false; !waits;) {
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from pg_locks where not granted`.execute(
      trx,
    )
    waits = (rows[0]?.n ?? 0) > 0
    if (!waits) await new Promise(resolve => setTimeout(resolve, 20))
  }
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
  await service.db
    .updateTable('meetings')
    .set({ startsAt: ago(8.1), endsAt: ago(8) })
    .where('id', '=', past)
    .execute()
  await service.db
    .updateTable('meetings')
    .set({ startsAt: ago(6.1), endsAt: ago(6) })
    .where('id', '=', recent)
    .execute()

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
