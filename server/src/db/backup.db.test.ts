import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Pool } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { backUpEmbedded, restoreEmbedded } from './backup.ts'
import { clusterPaths } from './cluster.ts'
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts'

let folder: string
let data: string
let keyPath: string
const running: EmbeddedDatabase[] = []
const pools: Pool[] = []

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-backup-'))
  // as root, PostgreSQL runs as another user, who must get in
  fs.chmodSync(folder, 0o711)
  data = path.join(folder, 'data')
  keyPath = path.join(data, 'secret.key')
})

afterEach(async () => {
  await stopAll()
  fs.rmSync(folder, { recursive: true })
})

async function stopAll() {
  await Promise.all(pools.splice(0).map(pool => pool.end()))
  await Promise.all(running.splice(0).map(database => database.stop()))
}

async function start(dir: string): Promise<Pool> {
  const database = await startEmbedded(dir, { durable: false })
  running.push(database)
  const pool = new Pool({
    host: database.host,
    port: database.port,
    user: database.ownerUser,
    database: database.database,
  })
  pool.on('error', () => {})
  pools.push(pool)
  return pool
}

/** A database with one row in `entry`, stopped, its key beside it. */
async function makeData(word: string): Promise<void> {
  const pool = await start(data)
  await pool.query('create table if not exists entry (word text primary key)')
  await pool.query('insert into entry values ($1)', [word])
  await stopAll()
  fs.writeFileSync(keyPath, `key of ${word}`)
}

const wordsOf = async (pool: Pool) =>
  (await pool.query<{ word: string }>('select word from entry')).rows.map(row => row.word)

const messageOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )

it('saves a database that is written to; all that was stored before the end is there, every index sound', async () => {
  const pool = await start(data)
  fs.writeFileSync(keyPath, 'the key')
  await pool.query('create table entry (id serial primary key, word text not null unique, filler text)')
  await pool.query(
    `insert into entry (word, filler) select 'first ' || n, repeat('x', 300) from generate_series(1, 20000) n`,
  )
  const enough = new AbortController()
  const stored: { word: string; at: string }[] = []
  const write = async (writer: number) => {
    for (let count = 0; !enough.signal.aborted; count++) {
      const word = `during ${writer}-${count}`
      await pool.query('insert into entry (word) values ($1)', [word])
      await pool.query(`update entry set filler = filler || 'y' where id = 1 + ($1 * 7919) % 20000`, [count])
      stored.push({ word, at: new Date().toISOString() })
    }
  }
  const writers = [1, 2, 3, 4].map(write)
  await expect.poll(() => stored.length, { timeout: 20_000 }).toBeGreaterThan(50)
  const before = stored.length
  const { folder: backup, time } = await backUpEmbedded(data, keyPath)
  const acknowledged = stored.filter(row => row.at < time)
  expect(acknowledged.length).toBeGreaterThan(before)
  enough.abort()
  await Promise.all(writers)

  const restored = path.join(folder, 'restored')
  const restoredKey = path.join(restored, 'secret.key')
  expect(await restoreEmbedded(restored, restoredKey, backup, false)).toEqual({ former: undefined })
  expect(fs.readFileSync(restoredKey, 'utf8')).toBe('the key')
  expect(fs.readdirSync(restored).toSorted()).toEqual(['database', 'secret.key'])
  const copy = await start(restored)
  const { rows } = await copy.query<{ word: string }>('select word from entry')
  const words = new Set(rows.map(row => row.word))
  expect(acknowledged.filter(row => !words.has(row.word))).toEqual([])
  expect(rows.filter(row => row.word.startsWith('first ')).length).toBe(20_000)
  await copy.query('create extension amcheck')
  const checked = await copy.query(
    `select bt_index_check(pg_class.oid, true, true) from pg_class join pg_index on indexrelid = pg_class.oid
     join pg_am on pg_am.oid = relam and amname = 'btree' where relpersistence = 'p'`,
  )
  expect(checked.rowCount).toBeGreaterThan(100)
  expect((await copy.query(`select from verify_heapam('entry')`)).rowCount).toBe(0)
  // the copy is a database like any other
  await copy.query(`insert into entry (word) values ('after')`)
})

it('names the backup by the time, for its owner alone, or puts it into a folder that exists', async () => {
  await makeData('one')
  const { folder: backup } = await backUpEmbedded(data, keyPath)
  expect(path.dirname(backup)).toBe(path.join(data, 'backups'))
  expect(path.basename(backup)).toMatch(/^\d{4}-\d\d-\d\dT\d{6}Z$/)
  expect(fs.statSync(backup).mode & 0o077).toBe(0)
  expect(fs.readdirSync(path.dirname(backup))).toEqual([path.basename(backup)])
  const existing = path.join(folder, 'stick')
  fs.mkdirSync(existing)
  expect(path.dirname((await backUpEmbedded(data, keyPath, existing)).folder)).toBe(existing)
})

it('keeps the data that were there beside, and takes no others away from a service', async () => {
  await makeData('one')
  const { folder: backup } = await backUpEmbedded(data, keyPath)
  await makeData('two')
  expect(await messageOf(restoreEmbedded(data, keyPath, backup, false))).toBe(
    `There are data in ${data} already: add --force to put them aside and restore.`,
  )
  const pool = await start(data)
  expect(await messageOf(restoreEmbedded(data, keyPath, backup, true))).toContain('already runs on the data')
  expect(await wordsOf(pool)).toEqual(['one', 'two'])
  await stopAll()

  const { former } = await restoreEmbedded(data, keyPath, backup, true)
  expect(fs.readFileSync(keyPath, 'utf8')).toBe('key of one')
  expect(await wordsOf(await start(data))).toEqual(['one'])
  await stopAll()
  expect(fs.readFileSync(path.join(former ?? '', 'secret.key'), 'utf8')).toBe('key of two')
  expect(await wordsOf(await start(former ?? ''))).toEqual(['one', 'two'])
})

it('takes away what runs that were killed have left, and nothing of one that is under way', async () => {
  await makeData('one')
  const { folder: backup } = await backUpEmbedded(data, keyPath)
  const left = [process.pid, 999_999_999, process.ppid].map(pid => path.join(data, `restoring-${pid}`))
  for (const draft of left) fs.cpSync(path.join(data, 'database'), path.join(draft, 'database'), { recursive: true })
  await restoreEmbedded(data, keyPath, backup, true)
  expect(left.map(draft => fs.existsSync(draft))).toEqual([false, false, true])
  expect(await wordsOf(await start(data))).toEqual(['one'])
})

it('refuses what is no sound backup, and leaves the data as they were', async () => {
  await makeData('one')
  const { folder: sound } = await backUpEmbedded(data, keyPath)
  const cases: [harm: (backup: string) => void, message: string][] = [
    [backup => fs.appendFileSync(path.join(backup, 'cluster', 'PG_VERSION'), ' '), 'is not what was saved'],
    [backup => fs.rmSync(path.join(backup, 'cluster', 'global', 'pg_control')), 'is missing: the backup is damaged'],
    [backup => fs.rmSync(path.join(backup, 'manifest.json')), 'is no complete backup'],
    [backup => rewriteManifest(backup, '"postgresMajor": 18', '"postgresMajor": 15'), 'was made with PostgreSQL 15'],
    [backup => rewriteManifest(backup, '"cluster",', '"dump",'), 'set DATABASE_URL'],
    [backup => rewriteManifest(backup, '"cluster/PG_VERSION"', '"cluster/../../out"'), 'is damaged'],
  ]
  for (const [harm, message] of cases) {
    const backup = path.join(folder, 'harmed')
    fs.cpSync(sound, backup, { recursive: true })
    harm(backup)
    expect(await messageOf(restoreEmbedded(data, keyPath, backup, true))).toContain(message)
    fs.rmSync(backup, { recursive: true })
  }
  expect(fs.readdirSync(data).toSorted()).toEqual(['backups', 'database', 'secret.key'])
  expect(await wordsOf(await start(data))).toEqual(['one'])
})

it('leaves no half backup behind', async () => {
  await makeData('one')
  fs.symlinkSync(path.join(folder, 'nowhere'), path.join(clusterPaths(data).cluster, 'pg_wal', 'archive_status', 'x'))
  const target = path.join(folder, 'target')
  expect(await messageOf(backUpEmbedded(data, folder, target))).toContain('EISDIR')
  expect(fs.readdirSync(folder)).toEqual(['data'])
})

function rewriteManifest(backup: string, from: string, to: string): void {
  const file = path.join(backup, 'manifest.json')
  const text = fs.readFileSync(file, 'utf8')
  expect(text).toContain(from)
  fs.writeFileSync(file, text.replace(from, to))
}

it('takes away what a killed backup left behind, and nothing else', async () => {
  await makeData('one')
  const target = path.join(folder, 'backups')
  const old = (name: string) => {
    fs.mkdirSync(path.join(target, name), { recursive: true })
    const yesterday = new Date(Date.now() - 86_400_000)
    fs.utimesSync(path.join(target, name), yesterday, yesterday)
  }
  old('2026-11-20T023000Z.unfinished-1')
  old('2026-11-20T023000Z')
  old('photos.unfinished-1')
  fs.mkdirSync(path.join(target, '2026-11-21T023000Z.unfinished-1'))
  const { folder: made } = await backUpEmbedded(data, keyPath, target)
  expect(fs.readdirSync(target).sort()).toEqual(
    ['2026-11-20T023000Z', '2026-11-21T023000Z.unfinished-1', 'photos.unfinished-1', path.basename(made)].sort(),
  )
})
