import { Pool } from 'pg'
import { restoreEmbedded } from '../db/backup.ts'
import { restoreServer } from '../db/dump.ts'
import { ensureServingRole } from '../db/migrate.ts'
import { expectNothing, readArgs, UsageError, type Command } from './command.ts'

export const restore: Command = {
  usage: 'restore <folder> [--force]',
  summary: 'brings a backup back while the service is stopped',
  details:
    '--force puts the data that are there aside first, into before-restore-<time> in the data folder.\nThe database of a server (DATABASE_URL) must be empty: make a new one with createdb.',
  async run(config, args) {
    const { positionals, values } = readArgs(args, { force: { type: 'boolean', default: false } })
    const [folder, ...rest] = positionals
    if (folder === undefined) throw new UsageError('the folder of the backup is missing')
    expectNothing(rest)
    const { database, dataDir, secretKeyFile } = config
    if (database.kind === 'server') {
      await restoreServer(database.migrationUrl, folder, () => makeServingRole(database.migrationUrl))
      return `Restored ${folder}. Its secret.key must be the one in ${secretKeyFile.path}: copy it there if it differs.`
    }
    const key = secretKeyFile.made ? secretKeyFile.path : undefined
    const { former } = await restoreEmbedded(dataDir, key, folder, values.force)
    const aside = former ? ` The data that were there are in ${former}.` : ''
    const ownKey = key ? '' : ` Its secret.key must be the one in ${secretKeyFile.path}: copy it there if it differs.`
    return `Restored ${folder} into ${dataDir}.${aside}${ownKey}`
  },
}

async function makeServingRole(connectionString: string): Promise<void> {
  const pool = new Pool({ connectionString, max: 1 })
  try {
    await ensureServingRole(pool)
  } finally {
    await pool.end()
  }
}
