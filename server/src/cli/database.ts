import type { Config } from '../config.ts'
import { connectPool, createDb, type Connection, type Db } from '../db/connect.ts'
import { compareMigrations, refuseNewer } from '../db/migrate.ts'
import { withDatabase } from '../db/reach.ts'

/** What keeps a command from working with tables of an earlier version. */
export const olderDatabase = 'The database is older than this Treffpunkt: run "migrate" first, or start the service.'

/** Does `work` as the serving role. @throws with a sentence when the tables are not those of this version. */
export const withDb = <T>(config: Config, work: (db: Db, serving: Connection) => Promise<T>): Promise<T> =>
  withDatabase(config, async ({ owner, serving }) => {
    const { pending, unknown } = await compareMigrations(owner)
    if (pending.length > 0) throw new Error(olderDatabase)
    refuseNewer(unknown)
    const pool = connectPool(serving, { max: 2, onError: () => undefined })
    try {
      return await work(createDb(pool), serving)
    } finally {
      await pool.end()
    }
  })
