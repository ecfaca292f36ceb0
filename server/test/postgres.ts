import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import type { Connection } from '../src/db/connect.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { installJobs } from '../src/jobs/queue.ts'
import { migrate } from '../src/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests' PostgreSQL is reached as the owner; `template` is the migrated database that each file clones. */
    postgres: { owner: Connection; template: string }
  }
}

/** A PostgreSQL for one run, with a migrated database to clone; `stop` leaves nothing behind. */
export type Postgres = { owner: Connection; template: string; stop: () => Promise<void> }

/**
 * Starts a throw-away PostgreSQL, or uses the server that DATABASE_URL names, and migrates a template.
 * @param purpose of the run, part of the names of its databases.
 * @param durable whether a commit is on disk when it is answered.
 */
export async function startPostgres(purpose: 'test' | 'bench', { durable }: { durable: boolean }): Promise<Postgres> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), `treffpunkt-${purpose}-`))
  const given = process.env['MIGRATION_DATABASE_URL'] ?? process.env['DATABASE_URL']
  const embedded =
    given === undefined
      ? await startEmbedded(path.join(scratch, 'postgres'), { durable, settings: { max_connections: '200' } })
      : undefined
  const owner: Connection =
    embedded === undefined
      ? { connectionString: given ?? '' }
      : { host: embedded.host, port: embedded.port, user: embedded.ownerUser, database: embedded.database }
  const template = `treffpunkt_${purpose}_${process.pid}`
  await asOwner(owner, client => client.query(`create database ${template}`))
  await migrate(inDatabase(owner, template))
  await installJobs(inDatabase(owner, template))
  return {
    owner,
    template,
    async stop() {
      await asOwner(owner, async client => {
        const { rows } = await client.query<{ datname: string }>(
          'select datname from pg_database where datname like $1',
          [`${template}%`],
        )
        for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`)
      })
      await embedded?.stop()
      fs.rmSync(scratch, { recursive: true, force: true })
    },
  }
}

/** One PostgreSQL for all tests of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { owner, template, stop } = await startPostgres('test', { durable: false })
  project.provide('postgres', { owner, template })
  return stop
}

export async function asOwner<T>(owner: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The same server, another database. */
export function inDatabase(connection: Connection, database: string): Connection {
  if (connection.connectionString === undefined) return { ...connection, database }
  const url = new URL(connection.connectionString)
  url.pathname = `/${database}`
  return { connectionString: url.href }
}
