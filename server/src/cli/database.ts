import type { Config } from '../config.ts'
import { connectPool, createDb, type Connection, type Db } from '../db/connect.ts'
import { compareMigrations } from '../db/migrate.ts'
import { withDatabase } from '../db/reach.ts'

/** Does `work` as the serving role. @throws with a sentence when the tables are not those of this version. */
export const withDb = <T>(config: Config, work: (db: Db, serving: Connection) => Promise<T>): Promise<T> =>
  withDatabase(config, async ({ owner, serving }) => {
    const { pending, unknown } = await compareMigrations(owner)
    if (pending.length > 0)
      throw new Error(`The database is older than this Treffpunkt: run "migrate" first, or start the service.`)
    if (unknown.length > 0)
      throw new Error(`The database is newer than this Treffpunkt (${unknown.join(', ')}): use the newer one.`)
    const pool = connectPool(serving, { max: 2, onError: () => undefined })
    try {
      return await work(createDb(pool), serving)
    } finally {
      await pool.end()
    }
  })
