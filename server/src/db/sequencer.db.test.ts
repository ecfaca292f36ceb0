import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { brokenRules } from '../../test/seat-audit.ts'
import { createTestDatabase, startService, type TestDatabase } from '../../test/service.ts'
import { connectPool, createDb, type Db } from './connect.ts'
import { recordChange, systemActor } from './record-change.ts'
import { startChangeFeed, type ChangeFeed, type PublishedChange } from './sequencer.ts'

// The public order of the changes: whoever reads on from the last number they know has missed nothing.

let database: TestDatabase
let owner: pg.Client
const pools: pg.Pool[] = []
const feeds: ChangeFeed[] = []
beforeEach(async () => {
  database = await createTestDatabase()
  owner = new pg.Client(database.owner)
  await owner.connect()
})
afterEach(async () => {
  await Promise.all(feeds.splice(0).map(feed => feed.close()))
  await Promise.all(pools.splice(0).map(pool => pool.end()))
  await owner.end()
  await database.drop()
})

/** What each server process has: a pool and a sequencer. */
function startServer(): { db: Db; feed: ChangeFeed } {
  const pool = connectPool(database.serving, { onError: () => undefined })
  pools.push(pool)
  const db = createDb(pool)
  const feed = startChangeFeed(db, database.serving, () => undefined)
  feeds.push(feed)
  return { db, feed }
}

/** A writing transaction that is steered from outside. */
async function openTransaction(db: Db) {
  const trx = await db.startTransaction().execute()
  return {
    async change(id: string, kind: string) {
      await recordChange(trx, systemActor, { object: 'venue', id, kind })
    },
    commit: () => trx.commit().execute(),
    rollback: () => trx.rollback().execute(),
  }
}

/** A program that asks for news again and again, and keeps what it heard. */
function follow(feed: ChangeFeed) {
  const heard: PublishedChange[] = []
  return {
    heard,
    async read() {
      for (;;) {
        const news = await feed.after(heard.at(-1)?.seq ?? 0, 100)
        if (news.length === 0) return
        heard.push(...news)
      }
    },
  }
}

const kindsOf = (changes: PublishedChange[]) => changes.map(({ kind }) => kind)
const numbered = (feed: ChangeFeed, n: number) =>
  expect.poll(async () => (await feed.after(0, 1000)).length, { timeout: 10_000 }).toBe(n)

describe('a transaction that commits late', () => {
  test('is heard of after those that were faster', async () => {
    const { db, feed } = startServer()
    const reader = follow(feed)
    const late = await openTransaction(db)
    await late.change(randomUUIDv7(), 'late')
    const early = await openTransaction(db)
    await early.change(randomUUIDv7(), 'early')
    await early.commit()
    feed.wake()
    await numbered(feed, 1)
    await reader.read()
    expect(kindsOf(reader.heard)).toEqual(['early'])
    await late.commit()
    feed.wake()
    await numbered(feed, 2)
    await reader.read()
    expect(kindsOf(reader.heard)).toEqual(['early', 'late'])
  })

  test('control: with a serial in the writing transaction the same reader misses it', async () => {
    await owner.query('create table serials (seq serial, kind text)')
    const [late, early] = [new pg.Client(database.owner), new pg.Client(database.owner)]
    await Promise.all([late.connect(), early.connect()])
    const heard: { seq: number; kind: string }[] = []
    const read = async () => {
      const query = 'select seq, kind from serials where seq > $1 order by seq'
      heard.push(...(await owner.query<{ seq: number; kind: string }>(query, [heard.at(-1)?.seq ?? 0])).rows)
    }
    await late.query(`begin; insert into serials (kind) values ('late')`)
    await early.query(`begin; insert into serials (kind) values ('early'); commit`)
    await read()
    await late.query('commit')
    await read()
    expect(heard.map(({ kind }) => kind)).toEqual(['early'])
    await Promise.all([late.end(), early.end()])
  })

  test('comes after what it waited for, although it began before', async () => {
    const { db, feed } = startServer()
    const id = randomUUIDv7()
    const waiting = await openTransaction(db)
    await waiting.change(randomUUIDv7(), 'something else')
    const first = await openTransaction(db)
    await first.change(id, 'first')
    await first.commit()
    await waiting.change(id, 'second')
    await waiting.commit()
    feed.wake()
    await numbered(feed, 3)
    const ofIt = (await feed.after(0, 10)).filter(({ objectId }) => objectId === id)
    expect(kindsOf(ofIt)).toEqual(['first', 'second'])
  })
})

test('a rolled back transaction leaves no change and no hole', async () => {
  const { db, feed } = startServer()
  for (const [kind, end] of [
    ['one', 'commit'],
    ['never', 'rollback'],
    ['two', 'commit'],
  ] as const) {
    const trx = await openTransaction(db)
    await trx.change(randomUUIDv7(), kind)
    await trx[end]()
    feed.wake()
  }
  await numbered(feed, 2)
  const changes = await feed.after(0, 10)
  expect(kindsOf(changes)).toEqual(['one', 'two'])
  expect((changes[1]?.seq ?? 0) - (changes[0]?.seq ?? 0)).toBe(1)
})

test('two servers number at the same time: each change once, without holes, and every listener hears all in order', async () => {
  const servers = [startServer(), startServer()]
  const [writers, each] = [6, 25]
  const listened: number[][] = servers.map(() => [])
  for (const [i, { feed }] of servers.entries()) feed.subscribe(({ seq }) => listened[i]?.push(seq))
  // said once they listen
  await Promise.all(servers.map(({ feed }) => new Promise<void>(resolve => feed.onGap(resolve))))
  const reader = follow((servers[0] as { feed: ChangeFeed }).feed)
  const over = new AbortController()
  const reading = (async () => {
    while (!over.signal.aborted) {
      await reader.read()
      await sleep(1)
    }
  })()

  const write = async (writer: number) => {
    const { db, feed } = servers[writer % 2] as { db: Db; feed: ChangeFeed }
    for (let n = 0; n < each; n++) {
      const trx = await openTransaction(db)
      await trx.change(randomUUIDv7(), `${writer} ${n}`)
      if (n % 3 === 0) await sleep(Math.random() * 10)
      await trx.commit()
      feed.wake()
      feed.wake()
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  const all = writers * each
  await numbered((servers[1] as { feed: ChangeFeed }).feed, all)
  for (const seqs of listened) await expect.poll(() => seqs.length, { timeout: 10_000 }).toBe(all)
  over.abort()
  await reading
  await reader.read()

  const { rows } = await owner.query<{ seq: string }>('select seq from change_sequence order by seq')
  const numbers = rows.map(({ seq }) => Number(seq))
  expect(numbers).toEqual(Array.from({ length: all }, (_, n) => (numbers[0] ?? 0) + n))
  expect(reader.heard.map(({ seq }) => seq)).toEqual(numbers)
  for (const seqs of listened) expect(seqs).toEqual(numbers)
  for (let writer = 0; writer < writers; writer++) {
    const own = kindsOf(reader.heard).filter(kind => kind.startsWith(`${writer} `))
    expect(own).toEqual(Array.from({ length: each }, (_, n) => `${writer} ${n}`))
  }
})

test('a change whose server died before it was numbered is numbered by another', async () => {
  const { db } = startServer()
  const trx = await openTransaction(db)
  await trx.change(randomUUIDv7(), 'orphan')
  await Promise.all(feeds.splice(0).map(feed => feed.close()))
  await trx.commit()
  const { feed } = startServer()
  await numbered(feed, 1)
  expect(kindsOf(await feed.after(0, 10))).toEqual(['orphan'])
})

test('the serving role can add to the log and nothing else', async () => {
  const { db, feed } = startServer()
  const trx = await openTransaction(db)
  await trx.change(randomUUIDv7(), 'kept')
  await trx.commit()
  feed.wake()
  await numbered(feed, 1)
  const [pool] = pools
  const insufficientPrivilege = '42501'
  for (const statement of [
    `update changes set kind = 'other'`,
    'delete from changes',
    'truncate changes cascade',
    'update change_sequence set seq = default',
    'delete from change_sequence',
    'alter table changes disable trigger all',
    'drop table changes cascade',
  ])
    await expect(pool?.query(statement), statement).rejects.toMatchObject({ code: insufficientPrivilege })
  expect(kindsOf(await feed.after(0, 10))).toEqual(['kept'])
})

test('whatever the office does leaves one entry for each change', async () => {
  const service = await startService({ database, example: true })
  const office = await service.signIn('coordinator')
  const any = { 'if-match': '*' }
  const made = async (path: string, body: object) => ((await office.post(path, body)).body as { id: string }).id
  const venue = await made('/api/v1/venues', { name: 'Rathaus', municipality: 'Zeitz' })
  const organisation = await made('/api/v1/organisations', { name: 'Verein Vielfalt', sector: 'civil_society' })
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const meeting = await made('/api/v1/meetings', {
    kind: 'network',
    startsAt: inDays(9),
    endsAt: inDays(10),
    capacity: 1,
  })
  await office.patch(`/api/v1/meetings/${meeting}`, { venueId: venue }, any)
  for (const move of ['publish', 'open', 'open', 'close', 'open'])
    await office.post(`/api/v1/meetings/${meeting}/${move}`)
  const person = (lastName: string) => ({
    firstName: 'Ada',
    lastName,
    email: `${lastName}@example.org`,
    organisationId: organisation,
  })
  const one = await made(`/api/v1/meetings/${meeting}/registrations`, person('eins'))
  const two = await made(`/api/v1/meetings/${meeting}/registrations`, person('zwei'))
  for (const [id, move] of [
    [one, 'withdraw'],
    [one, 'withdraw'],
    [two, 'confirm'],
    [one, 'restore'],
    [two, 'withdraw'],
    [one, 'confirm'],
  ])
    expect((await office.post(`/api/v1/registrations/${id}/${move}`)).status, `${move}`).toBe(200)
  await office.patch(`/api/v1/registrations/${one}`, { firstName: 'Adele' }, any)
  await office.patch(`/api/v1/meetings/${meeting}`, { capacity: 5 }, any)
  await office.delete(`/api/v1/venues/${venue}`, any)
  await office.post(`/api/v1/venues/${venue}/restore`)
  await office.post(`/api/v1/meetings/${meeting}/cancel`, { reason: 'Sturm' })
  const left = () =>
    owner.query('select from changes c where not exists (select from change_sequence s where s.change_id = c.id)')
  await expect.poll(async () => (await left()).rowCount, { timeout: 10_000 }).toBe(0)
  expect(await brokenRules(owner)).toEqual([])
  await service.close()
})
