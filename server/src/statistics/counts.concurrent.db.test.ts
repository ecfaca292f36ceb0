import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { publishMeeting } from '../../test/door.ts'
import { asOwner } from '../../test/postgres.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'
import { backendOf, untilSomebodyWaitsFor } from '../../test/waiting.ts'
import type { Db } from '../db/connect.ts'

// How many came is counted beside the rows by a trigger, whoever writes at the same time.

let database: TestDatabase
let service: TestService
let office: Client
beforeEach(async () => {
  database = await createTestDatabase()
  service = await startService({ database })
  office = await service.signIn('coordinator')
})
afterEach(async () => {
  await service.close()
  await database.drop()
})

/** Somebody adds three people and has not yet committed when another adds two. @returns how many were counted */
async function addAtOnce(): Promise<number | null> {
  const meetingId = await publishMeeting(office)
  await office.post(`/api/v1/meetings/${meetingId}/conclude`, {})
  const come = (db: Db, n: number) => {
    const who = () => ({
      meetingId,
      attendeeId: randomUUID(),
      hadPlace: true,
      walkedIn: false,
      state: 'present',
      arrivedAt: new Date().toISOString(),
      newcomer: true,
    })
    return db
      .insertInto('attendance')
      .values(Array.from({ length: n }, who))
      .execute()
  }
  let other: Promise<unknown> = Promise.resolve()
  await service.db.transaction().execute(async trx => {
    await come(trx, 3)
    other = come(service.db, 2)
    await Promise.race([other, untilSomebodyWaitsFor(service.db, await backendOf(trx))])
  })
  await other
  return ((await office.get(`/api/v1/meetings/${meetingId}`)).body as { attended: number | null }).attended
}

/** Takes the lock out of the function that counts. */
const countWithoutLock = () =>
  asOwner(database.owner, async owner => {
    const { rows } = await owner.query<{ code: string }>(
      `select pg_get_functiondef('count_attendance'::regproc) as code`,
    )
    const code = rows[0]?.code ?? ''
    const changed = code.replace(/perform [^;]* for no key update;/, '')
    expect(changed).not.toBe(code)
    await owner.query(changed)
  })

test('two who add people at the same time lose nobody', async () => {
  expect(await addAtOnce()).toBe(5)
})

test('control: without the lock of the one who counts, those of the first are lost', async () => {
  await countWithoutLock()
  expect(await addAtOnce()).toBe(2)
})
