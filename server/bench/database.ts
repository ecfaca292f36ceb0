import type pg from 'pg'
import type { Connection } from '../src/db/connect.ts'
import { asOwner, inDatabase, startPostgres as start } from '../test/postgres.ts'

/** The PostgreSQL of one run. Commits are on disk when they are answered, as in service. */
export type Postgres = {
  version: string
  /** A migrated database of its own, gone with the run. */
  createDatabase: () => Promise<Connection>
  /** May be called twice. */
  stop: () => Promise<void>
}

/** Starts a throw-away PostgreSQL, or uses the server that DATABASE_URL names. */
export async function startPostgres(): Promise<Postgres> {
  const { owner, template, stop } = await start('bench', { durable: true })
  const version = await asOwner(owner, async client => {
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return rows[0]?.server_version ?? ''
  })
  let stopped: Promise<void> | undefined
  let count = 0
  return {
    version,
    async createDatabase() {
      const name = `${template}_${++count}`
      await asOwner(owner, client => client.query(`create database ${name} template ${template}`))
      return inDatabase(owner, name)
    },
    stop: () => (stopped ??= stop()),
  }
}

/** Runs statements one after the other as the owner; the rows of the last one. */
export async function runSql<Row extends pg.QueryResultRow>(
  connection: Connection,
  ...texts: string[]
): Promise<Row[]> {
  return asOwner(connection, async client => {
    let rows: Row[] = []
    for (const text of texts) rows = (await client.query<Row>(text)).rows
    return rows
  })
}

/** The address of a database as DATABASE_URL takes it. */
export function urlOf({ connectionString, host = '', port = 5432, user = '', database = '' }: Connection): string {
  return connectionString ?? `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}
