import type { Config, DatabaseConfig } from '../config.ts'
import { expectCluster, ownerUser, port, readPidFile } from './cluster.ts'
import type { Connection } from './connect.ts'
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts'
import { servingRole } from './migrate.ts'
import { connectRunning } from './postmaster.ts'
import { proveAddresses } from './prove.ts'

/** The two sides of a database: the owner migrates, the serving role serves. */
export type Sides = { owner: Connection; serving: Connection }

/** The sides of a database server. */
export function sidesOfServer({ url, migrationUrl }: Extract<DatabaseConfig, { kind: 'server' }>): Sides {
  // one address for both: the owner takes the serving role's place with every connection
  const serving =
    url === migrationUrl ? { connectionString: url, options: `-c role=${servingRole}` } : { connectionString: url }
  return { owner: { connectionString: migrationUrl }, serving }
}

/** The sides of an embedded database that runs. */
export function sidesOfEmbedded({ host }: Pick<EmbeddedDatabase, 'host'>): Sides {
  const at = { host, port, database: 'treffpunkt' }
  return { owner: { ...at, user: ownerUser }, serving: { ...at, user: servingRole } }
}

/**
 * Does `work` with the database that the settings name, beside a service that runs on it. An embedded database that
 * does not run is started for that time; one that was never made is not made.
 */
export async function withDatabase<T>(
  { database, dataDir }: Pick<Config, 'database' | 'dataDir'>,
  work: (sides: Sides) => Promise<T>,
): Promise<T> {
  if (database.kind === 'server') {
    await proveAddresses(database)
    return work(sidesOfServer(database))
  }
  const paths = expectCluster(dataDir)
  const running = await connectRunning(paths)
  if (running !== undefined) {
    await running.end()
    return work(sidesOfEmbedded({ host: readPidFile(paths)?.socket ?? paths.socket }))
  }
  const started = await startEmbedded(dataDir)
  try {
    return await work(sidesOfEmbedded(started))
  } finally {
    await started.stop()
  }
}
