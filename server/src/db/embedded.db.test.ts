import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { Pool } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { clusterPaths, readPidFile } from './cluster.ts'
import { type EmbeddedDatabase, type EmbeddedOptions, startEmbedded } from './embedded.ts'

// PostgreSQL on data folders of its own, killed in every way; nothing here is played

let folder: string
const running: EmbeddedDatabase[] = []
const pools: Pool[] = []
const children: ChildProcessByStdio<null, Readable, null>[] = []

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-embedded-'))
  // as root, PostgreSQL runs as another user, who must get in
  fs.chmodSync(folder, 0o711)
})

afterEach(async () => {
  await Promise.all(pools.splice(0).map(pool => pool.end()))
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(running.splice(0).map(database => database.stop()))
  fs.rmSync(folder, { recursive: true })
})

async function start(dir = folder, options: EmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  const database = await startEmbedded(dir, { durable: false, ...options })
  running.push(database)
  return database
}

function connect({ host, port, ownerUser, database }: EmbeddedDatabase): Pool {
  const pool = new Pool({ host, port, user: ownerUser, database, connectionTimeoutMillis: 5000 })
  pool.on('error', () => {})
  pools.push(pool)
  return pool
}

/** Another Node process that starts the database in `folder` and inserts rows without end; prints each that is stored. */
async function startWriter(
  afterwards = '',
): Promise<{ child: ChildProcessByStdio<null, Readable, null>; stored: number[] }> {
  const program = `
    import { startEmbedded } from ${JSON.stringify(pathToFileURL(path.join(import.meta.dirname, 'embedded.ts')).href)}
    import { Pool } from ${JSON.stringify(import.meta.resolve('pg'))}
    const { host, port, ownerUser, database } = await startEmbedded(${JSON.stringify(folder)}, { durable: false })
    const pool = new Pool({ host, port, user: ownerUser, database })
    await pool.query('create table if not exists entry (id int primary key)')
    const write = async id => {
      await pool.query('insert into entry values ($1)', [id])
      process.stdout.write(id + '\\n')
      ${afterwards}
      return write(id + 4)
    }
    await Promise.all([1, 2, 3, 4].map(write))`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const stored: number[] = []
  const lines = createInterface(child.stdout)
  lines.on('line', line => stored.push(Number(line)))
  while (stored.length < 200) await once(lines, 'line')
  return { child, stored }
}

async function idsOf(pool: Pool): Promise<Set<number>> {
  const { rows } = await pool.query<{ id: number }>('select id from entry')
  return new Set(rows.map(row => row.id))
}

const messageOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )

it('starts a German UTF-8 database that listens on no network and keeps it', async () => {
  const first = await start()
  const pool = connect(first)
  const { rows } = await pool.query(
    `select current_setting('server_encoding') as encoding, current_setting('listen_addresses') as addresses,
            (select datlocale from pg_database where datname = current_database()) as locale,
            (select string_agg(name, ' ' order by name) from unnest(array['Zeh', 'Ärger', 'Azur', 'apfel']) as name) as sorted`,
  )
  expect(rows).toEqual([{ encoding: 'UTF8', addresses: '', locale: 'de', sorted: 'apfel Ärger Azur Zeh' }])
  await pool.query('create table entry (id int); insert into entry values (1)')
  await pool.end()
  pools.pop()
  await first.stop()

  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await idsOf(connect(second))).toEqual(new Set([1]))
})

it('lets no other user near the data and the socket', async () => {
  const { host } = await start()
  const { folder: database, cluster } = clusterPaths(folder)
  for (const place of [database, cluster, host]) expect(fs.statSync(place).mode & 0o077).toBe(0)
})

it('starts again when PostgreSQL is killed, with all that was stored, and the pool recovers', async () => {
  const log: string[] = []
  let exits = 0
  const database = await start(folder, { onLog: line => log.push(line), onExit: () => (exits += 1) })
  const pool = connect(database)
  await pool.query('create table entry (id int primary key)')
  const before = database.pid
  await pool.query('insert into entry select generate_series(1, 1000)')
  process.kill(before, 'SIGKILL')
  await expect.poll(() => database.pid, { timeout: 20_000 }).not.toBe(before)
  expect((await idsOf(pool)).size).toBe(1000)
  expect(exits).toBe(1)
  expect(log).toContain('PostgreSQL ended unexpectedly and is started again')
})

it('adopts PostgreSQL when the process that started it was killed, with all it had acknowledged', async () => {
  const { child, stored } = await startWriter()
  const pid = readPidFile(clusterPaths(folder))?.pid
  child.kill('SIGKILL')
  await once(child, 'exit')
  const database = await start()
  expect(database.adopted).toBe(true)
  expect(database.pid).toBe(pid)
  const ids = await idsOf(connect(database))
  expect(stored.filter(id => !ids.has(id))).toEqual([])
})

it('recovers when both were killed at once, with all that was acknowledged', async () => {
  const { child, stored } = await startWriter()
  process.kill(readPidFile(clusterPaths(folder))?.pid ?? 0, 'SIGKILL')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const database = await start()
  expect(database.adopted).toBe(false)
  const ids = await idsOf(connect(database))
  expect(stored.filter(id => !ids.has(id))).toEqual([])
})

it('ends PostgreSQL when the process ends without stopping it', async () => {
  const { child } = await startWriter('if (id > 800) process.exit(1)')
  const paths = clusterPaths(folder)
  if (child.exitCode === null) await once(child, 'exit')
  await expect.poll(() => readPidFile(paths), { timeout: 20_000 }).toBeUndefined()
})

it('starts a met PostgreSQL afresh when other settings are asked for', async () => {
  const { child } = await startWriter()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const database = await start(folder, { settings: { max_connections: '33' } })
  expect(database.adopted).toBe(false)
  const { rows } = await connect(database).query('show max_connections')
  expect(rows).toEqual([{ max_connections: '33' }])
})

it('refuses a second process on the same folder, which leaves the first undisturbed', async () => {
  const { child, stored } = await startWriter()
  expect(await messageOf(start())).toBe(
    `Treffpunkt process ${child.pid} already runs on the data in ${folder}: stop it first, or give this one a folder of its own with DATA_DIR.`,
  )
  const count = stored.length
  await expect.poll(() => stored.length, { timeout: 20_000 }).toBeGreaterThan(count)
})

it('lets one of two that start at once on an empty folder win', async () => {
  const messages = await Promise.all([messageOf(start()), messageOf(start())])
  expect(messages.toSorted()).toEqual(['no error', expect.stringContaining('already runs on the data')].toSorted())
  expect(fs.readdirSync(path.join(folder, 'database')).toSorted()).toEqual(['cluster', 'postgres.log', 'socket'])
})

it('refuses the data of another major version and says what to do', async () => {
  await (await start()).stop()
  fs.writeFileSync(path.join(clusterPaths(folder).cluster, 'PG_VERSION'), '17\n')
  const message = await messageOf(start())
  expect(message).toMatch(
    /was written by PostgreSQL 17, but this Treffpunkt brings PostgreSQL 18: bring the data over with "npm run cli -- upgrade"/,
  )
})

it('is not misled by a left-over postmaster.pid whose number another process has now', async () => {
  const { child } = await startWriter()
  const paths = clusterPaths(folder)
  const file = path.join(paths.cluster, 'postmaster.pid')
  process.kill(readPidFile(paths)?.pid ?? 0, 'SIGKILL')
  child.kill('SIGKILL')
  await once(child, 'exit')
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^\d+/, String(process.ppid)))
  const database = await start()
  expect((await idsOf(connect(database))).size).toBeGreaterThanOrEqual(200)
})

it('takes a short, closed folder for the socket when the data folder lies deep', async () => {
  const dir = path.join(folder, 'ein sehr langer Name, wie er vorkommt'.repeat(4))
  const database = await start(dir)
  expect(path.dirname(database.host)).toBe(os.tmpdir())
  expect(fs.statSync(database.host).mode & 0o077).toBe(0)
  const pool = connect(database)
  expect((await pool.query('select 1')).rowCount).toBe(1)
  await pool.end()
  pools.pop()
  await database.stop()
  expect(fs.existsSync(database.host)).toBe(false)
})

it('makes no empty database in place of data that has disappeared, and waits for it', async () => {
  const log: string[] = []
  const database = await start(folder, { onLog: line => log.push(line) })
  const pool = connect(database)
  await pool.query('create table entry (id int); insert into entry values (1)')
  const { cluster } = clusterPaths(folder)
  fs.renameSync(cluster, `${cluster}.away`)
  process.kill(database.pid, 'SIGKILL')
  await expect.poll(() => log.at(-1), { timeout: 20_000 }).toContain('has disappeared')
  fs.renameSync(`${cluster}.away`, cluster)
  await expect.poll(() => log.at(-1), { timeout: 20_000 }).toContain('PostgreSQL is back')
  expect(await idsOf(pool)).toEqual(new Set([1]))
})

it('writes no statement and no value of a row into its log', async () => {
  const pool = connect(await start())
  await pool.query('create table person (email text primary key)')
  const insert = `insert into person values ('erika@example.org')`
  await pool.query(insert)
  expect(await messageOf(pool.query(insert))).toContain('duplicate key')
  await pool.query(`do $$ begin raise warning 'erika@example.org'; end $$`)
  expect(fs.readFileSync(clusterPaths(folder).log, 'utf8')).not.toMatch(/erika|insert/)
})
