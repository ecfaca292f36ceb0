import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/service.ts'
import { connectPool } from '../db/connect.ts'
import { createLimits, type Limit } from './limits.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await createTestDatabase()
  pool = connectPool(database.serving, { onError: () => undefined })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const limit: Limit = { name: 'tries', points: 5, seconds: 60 }
const times = <Result>(count: number, work: () => Promise<Result>) => Promise.all(Array.from({ length: count }, work))
const within = (answers: boolean[]) => answers.filter(Boolean).length

test('at the same moment, on two servers, no more get through than one after the other; others are not counted', async () => {
  const [here, there] = [createLimits(pool), createLimits(pool)]
  const [first, other, second] = await Promise.all([
    times(20, () => here.count(limit, 'a')),
    times(5, () => here.count(limit, 'b')),
    times(20, () => there.count(limit, 'a')),
  ])
  expect(within([...first, ...second])).toBe(5)
  expect(within(other)).toBe(5)
  // who asks first is within
  expect(await times(7, () => here.count(limit, 'c'))).toEqual([true, true, true, true, true, false, false])
})

test('a limit ends with its time, or when it is forgotten', async () => {
  const limits = createLimits(pool)
  await times(6, () => limits.count(limit, 'd'))
  await expect(limits.check(limit, 'd')).rejects.toMatchObject({ status: 429 })
  await pool.query(`update rate_limits set expire = 0 where key = 'tries:d'`)
  await limits.check(limit, 'd')
  expect(within(await times(6, () => limits.count(limit, 'd')))).toBe(5)
  await limits.forget(limit, 'd')
  expect(within(await times(6, () => limits.count(limit, 'd')))).toBe(5)
})
