import fs from 'node:fs'
import path from 'node:path'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { installJobs } from '../jobs/queue.ts'
import { makeDraft, putInPlace } from './backup.ts'
import { clusterVersion, expectCluster } from './cluster.ts'
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts'
import { compareMigrations, migrate, refuseNewer } from './migrate.ts'
import { findBinaries } from './postgres-binaries.ts'
import { connectRunning } from './postmaster.ts'
import { sidesOfEmbedded } from './reach.ts'

/** What was done: the majors, how many rows were copied, and where the former data lie. */
export type Upgraded = { from: number; to: number; rows: number; former: string | undefined }

/** Jobs that are still to be done; what is done stays behind. */
const liveJobs = `state in ('created', 'retry', 'active')`

/**
 * Brings the data of the embedded database from another major version of PostgreSQL into one of ours. Neither pg_upgrade
 * nor pg_dump comes with the packages, so both run side by side and the new one reads the tables of the old one
 * (postgres_fdw), all in one transaction. The old data are only read; they are kept beside, and nothing is put in
 * place before every table has as many rows as before.
 * @param programs folder below which the package with the old programs was installed.
 * @returns undefined when the data are of our version already.
 */
export async function upgradeEmbedded(dataDir: string, programs: string): Promise<Upgraded | undefined> {
  const paths = expectCluster(dataDir)
  const [from, ours] = [clusterVersion(paths), findBinaries()]
  if (from === ours.major) return undefined
  const binaries = findBinaries(programs)
  if (binaries.major !== from)
    throw new Error(
      `The data were written by PostgreSQL ${from}, the programs in ${programs} are PostgreSQL ${binaries.major}.`,
    )
  const running = await connectRunning(paths)
  if (running !== undefined) {
    await running.end()
    throw new Error(`PostgreSQL runs on the data in ${dataDir}: stop the service first.`)
  }

  const draft = await makeDraft(path.dirname(paths.folder), 'upgrading')
  const open: EmbeddedDatabase[] = []
  try {
    const old = await startEmbedded(dataDir, { binaries })
    open.push(old)
    const fresh = await startEmbedded(draft)
    open.push(fresh)
    const rows = await copy(old, fresh)
    for (const database of open.splice(0)) await database.stop()
    return { from, to: ours.major, rows, former: putInPlace(draft, dataDir, paths.folder, undefined, 'before-upgrade') }
  } finally {
    for (const database of open) await database.stop()
    fs.rmSync(draft, { recursive: true, force: true })
  }
}

async function copy(old: EmbeddedDatabase, fresh: EmbeddedDatabase): Promise<number> {
  const { done, unknown } = await compareMigrations(sidesOfEmbedded(old).owner)
  refuseNewer(unknown)
  const owner = sidesOfEmbedded(fresh).owner
  // first the tables as they were, so that later migrations find in them what they expect
  await migrate(owner, done.at(-1))
  await installJobs(owner)
  const [source, target] = [new Client(sidesOfEmbedded(old).owner), new Client(owner)]
  for (const client of [source, target]) client.on('error', () => undefined)
  await Promise.all([source.connect(), target.connect()])
  let rows: number
  try {
    rows = await copyTables(source, target, old)
  } finally {
    await Promise.all([source.end(), target.end()])
  }
  await migrate(owner)
  return rows
}

async function copyTables(source: Client, target: Client, old: EmbeddedDatabase): Promise<number> {
  const tables = await listTables(target)
  await target.query('begin')
  // rows come as they are: what triggers and references make sure of was made sure of when they were written
  await target.query('set local session_replication_role = replica')
  await target.query(`
    create extension postgres_fdw;
    create schema old; create schema old_jobs;
    create server old foreign data wrapper postgres_fdw options (host ${escapeLiteral(old.host)}, port '${old.port}', dbname '${old.database}', fetch_size '5000');
    create user mapping for current_user server old options (user '${old.ownerUser}', password_required 'false');
    import foreign schema public from server old into old options (import_generated 'false', import_not_null 'false');
    import foreign schema pgboss limit to (job) from server old into old_jobs options (import_generated 'false', import_not_null 'false')`)
  if (tables.length > 0) await target.query(`truncate ${tables.map(escapeIdentifier).join(', ')}`)
  let total = 0
  for (const table of tables) total += await copyTable(target, { from: 'old', to: 'public', table })
  await copyTable(target, { from: 'old_jobs', to: 'pgboss', table: 'job', where: liveJobs })
  await copyCounters(source, target)
  for (const table of tables) await expectSame(source, target, table)
  await target.query('drop schema old cascade; drop schema old_jobs cascade; drop extension postgres_fdw cascade')
  await target.query('commit')
  await target.query('analyze')
  return total
}

/** Our tables, but those that migrations keep of themselves. */
async function listTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%' order by 1`,
  )
  return rows.map(({ name }) => name)
}

async function copyTable(
  target: Client,
  { from, to, table, where = 'true' }: { from: string; to: string; table: string; where?: string },
): Promise<number> {
  // what both have, and is written rather than computed
  const { rows } = await target.query<{ name: string }>(
    `select quote_ident(a.attname) as name from pg_attribute a
     join pg_attribute b on b.attname = a.attname and b.attrelid = $2::regclass and b.attnum > 0 and not b.attisdropped
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`,
    [`${to}.${escapeIdentifier(table)}`, `${from}.${escapeIdentifier(table)}`],
  )
  const columns = rows.map(({ name }) => name).join(', ')
  const { rowCount } = await target.query(
    `insert into ${to}.${escapeIdentifier(table)} (${columns}) overriding system value select ${columns} from ${from}.${escapeIdentifier(table)} where ${where}`,
  )
  return rowCount ?? 0
}

/** Numbers that are given once go on from where they were. */
async function copyCounters(source: Client, target: Client): Promise<void> {
  const { rows } = await source.query<{ name: string }>(
    `select quote_ident(sequencename) as name from pg_sequences where schemaname = 'public'`,
  )
  for (const { name } of rows) {
    const counter = await source.query<{ last: string; called: boolean }>(
      `select last_value as last, is_called as called from public.${name}`,
    )
    await target.query('select setval($1::regclass, $2, $3)', [
      `public.${name}`,
      counter.rows[0]?.last,
      counter.rows[0]?.called,
    ])
  }
}

async function expectSame(source: Client, target: Client, table: string): Promise<void> {
  const counts = await Promise.all(
    [source, target].map(async client => {
      const { rows } = await client.query<{ n: string }>(`select count(*) as n from public.${escapeIdentifier(table)}`)
      return rows[0]?.n
    }),
  )
  if (counts[0] !== counts[1])
    throw new Error(`Of ${counts[0]} rows of ${table} ${counts[1]} were copied: nothing was put in place.`)
}
