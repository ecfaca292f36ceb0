import { sql } from 'kysely'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/service.ts'
import { connectPool, createDb, type Db } from './connect.ts'

// A transaction begins with its first statement, and is one all the same.

let database: TestDatabase
let pool: pg.Pool
let db: Db
beforeEach(async () => {
  database = await createTestDatabase()
  pool = connectPool(database.serving, { max: 1, onError: () => undefined })
  db = createDb(pool)
})
afterEach(async () => {
  await pool.end()
  await database.drop()
})

const addSetting = (value: string) => sql`select set_config('test.value', ${value}, true)`
const setting = async () =>
  (await sql<{ value: string | null }>`select current_setting('test.value', true) as value`.execute(db)).rows[0]?.value

const venue = (name: string) =>
  sql`insert into venues (id, name, municipality, search_text) values (gen_random_uuid(), ${name}, 'Zeitz', '')`
const venues = async () => (await db.selectFrom('venues').select('name').orderBy('name').execute()).map(one => one.name)

describe('a transaction', () => {
  test('that begins with a reading statement has it inside', async () => {
    await db.transaction().execute(async trx => {
      await addSetting('inside').execute(trx)
      const { rows } = await sql<{ value: string }>`select current_setting('test.value') as value`.execute(trx)
      expect(rows).toEqual([{ value: 'inside' }])
    })
    // a setting of one transaction ends with it
    expect(await setting()).toBe('')
  })

  test('that begins with a writing statement has it inside', async () => {
    const work = db.transaction().execute(async trx => {
      await venue('never').execute(trx)
      throw new Error('changed our mind')
    })
    await expect(work).rejects.toThrow('changed our mind')
    expect(await venues()).toEqual([])
  })

  test('whose first statement fails ends, and the connection serves the next one', async () => {
    const work = db.transaction().execute(trx => sql`select 1 / 0`.execute(trx))
    await expect(work).rejects.toMatchObject({ code: '22012' })
    await db.transaction().execute(trx => venue('next').execute(trx))
    expect(await venues()).toEqual(['next'])
  })

  test('without a statement is no transaction', async () => {
    await db.transaction().execute(async () => undefined)
    const work = db.transaction().execute(() => Promise.reject(new Error('nothing')))
    await expect(work).rejects.toThrow('nothing')
    // what is done now is committed by itself
    await venue('alone').execute(db)
    await pool.end()
    pool = connectPool(database.serving, { max: 1, onError: () => undefined })
    db = createDb(pool)
    expect(await venues()).toEqual(['alone'])
  })

  test('by more than one Kysely on the same pool is one as well', async () => {
    const other = createDb(pool)
    await other.transaction().execute(async trx => {
      await addSetting('inside').execute(trx)
      await venue('kept').execute(trx)
    })
    const work = createDb(pool)
      .transaction()
      .execute(async trx => {
        await venue('never').execute(trx)
        throw new Error('no')
      })
    await expect(work).rejects.toThrow('no')
    expect(await venues()).toEqual(['kept'])
  })
})
