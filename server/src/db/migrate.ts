import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { isCode } from './cluster.ts'
import type { Connection } from './connect.ts'

const folder = path.resolve(import.meta.dirname, '../../../migrations')

/** The role that serves: may use the tables, owns none, may only insert into the log. */
export const servingRole = 'treffpunkt_app'

/**
 * Brings the schema up to date as the owner. Safe with several servers starting at once: the role is made under an
 * advisory lock, Kysely's migrator takes its own.
 * @param last runs none after this one, so that older tables can be filled with older data.
 * @returns the names of the migrations that were run now.
 * @throws when the database is newer, or a migration fails; what the older version needs is still there then, each file is one transaction.
 */
export async function migrate(owner: Connection, last?: string): Promise<string[]> {
  refuseNewer((await compareMigrations(owner)).unknown)
  const pool = new pg.Pool({ ...owner, max: 1 })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await ensureServingRole(pool)
    const migrator = new Migrator({ db, provider: { getMigrations: sqlFiles } })
    const { error, results } = await (last === undefined ? migrator.migrateToLatest() : migrator.migrateTo(last))
    if (error !== undefined) throw error instanceof Error ? error : new Error('The migration failed.', { cause: error })
    return (results ?? []).filter(result => result.status === 'Success').map(result => result.migrationName)
  } finally {
    await db.destroy()
  }
}

/**
 * The migrations of this version beside those that the database has seen; changes nothing.
 * @returns `unknown`: those of a newer version.
 */
export async function compareMigrations(
  owner: Connection,
): Promise<{ done: string[]; pending: string[]; unknown: string[] }> {
  const ours = (await fileNames()).map(file => path.basename(file, '.sql'))
  const client = new pg.Client(owner)
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows: tables } = await client.query(`select where to_regclass('kysely_migration') is not null`)
    const seen =
      tables.length === 0
        ? []
        : (await client.query<{ name: string }>('select name from kysely_migration order by name')).rows
    const done = seen.map(({ name }) => name)
    return {
      done: done.filter(name => ours.includes(name)),
      pending: ours.filter(name => !done.includes(name)),
      unknown: done.filter(name => !ours.includes(name)),
    }
  } finally {
    await client.end()
  }
}

/** @throws a sentence when the database has seen migrations of a newer version. */
export function refuseNewer(unknown: string[]): void {
  if (unknown.length > 0)
    throw new Error(
      `The database is newer than this Treffpunkt: it knows ${unknown.join(', ')}. Use the newer Treffpunkt, or restore a backup of this version.`,
    )
}

const fileNames = async () => (await readdir(folder)).filter(file => file.endsWith('.sql')).sort()

async function sqlFiles() {
  const files = await fileNames()
  const entries = files.map(async file => {
    const text = await readFile(path.join(folder, file), 'utf8')
    return [
      path.basename(file, '.sql'),
      { up: (db: Kysely<unknown>) => db.executeQuery(CompiledQuery.raw(text)).then(() => undefined) },
    ] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/**
 * Makes the serving role, which belongs to the whole server and is in no dump of a database.
 * @throws a sentence when the owner may not make or use it.
 */
export async function ensureServingRole(client: Pick<pg.Pool, 'query'>): Promise<void> {
  try {
    await client.query(`do $$ begin
    perform pg_advisory_xact_lock(hashtextextended('treffpunkt_role', 0));
    if not exists (select from pg_roles where rolname = '${servingRole}') then
      create role ${servingRole} login;
    end if;
    if not pg_has_role(current_user, '${servingRole}', 'member') then
      execute format('grant ${servingRole} to %I', current_user);
    end if;
  end $$`)
  } catch (error) {
    if (!isCode(error, '42501')) throw error
    const { rows } = await client.query<{ owner: string; there: boolean }>(
      `select current_user as owner, exists (select from pg_roles where rolname = '${servingRole}') as there`,
    )
    const make = rows[0]?.there === true ? '' : `create role ${servingRole} login password '…'; `
    throw new Error(
      `MIGRATION_DATABASE_URL: the role ${rows[0]?.owner} has no right to the serving role ${servingRole}. Run as a superuser of that PostgreSQL: ${make}grant ${servingRole} to ${rows[0]?.owner};`,
      { cause: error },
    )
  }
}
