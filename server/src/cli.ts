import path from 'node:path'
import { Pool } from 'pg'
import { type Config, ConfigError, readConfig, readSecretKey } from './config.ts'
import { backUpEmbedded, restoreEmbedded } from './db/backup.ts'
import { backUpServer, restoreServer } from './db/dump.ts'
import { timeName } from './db/manifest.ts'
import { ensureServingRole } from './db/migrate.ts'

const usage = `Commands:
  backup [folder]             saves the database and the key, also while the service runs
                              (without a folder: below the data folder, in backups/)
  restore <folder> [--force]  brings a backup back while the service is stopped
                              (--force: puts the data that are there aside first)`

/** Each command gets its arguments and the settings; what it returns is printed. */
const commands: Record<string, (config: Config, args: string[]) => Promise<string>> = {
  async backup(config, args) {
    const [folder, ...rest] = args
    if (rest.length > 0 || folder?.startsWith('-')) throw new Error(usage)
    readSecretKey(config)
    const { database, dataDir, secretKeyFile } = config
    const report =
      database.kind === 'embedded'
        ? await backUpEmbedded(dataDir, secretKeyFile.path, folder)
        : await backUpServer(
            database.migrationUrl,
            secretKeyFile.path,
            folder ?? path.join(dataDir, 'backups', timeName(new Date().toISOString())),
          )
    const megabytes = (report.bytes / 1_000_000).toFixed(1)
    return `Saved ${report.files} files, ${megabytes} MB, in ${report.folder}\nIt holds the key and personal data: keep it where only you can read it.`
  },

  async restore(config, args) {
    const [folder, ...rest] = args.filter(argument => argument !== '--force')
    if (!folder || folder.startsWith('-') || rest.length > 0) throw new Error(usage)
    const { database, dataDir, secretKeyFile } = config
    if (database.kind === 'server') {
      await restoreServer(database.migrationUrl, folder, () => makeServingRole(database.migrationUrl))
      return `Restored ${folder}. Its secret.key must be the one in ${secretKeyFile.path}: copy it there if it differs.`
    }
    const key = secretKeyFile.made ? secretKeyFile.path : undefined
    const { former } = await restoreEmbedded(dataDir, key, folder, args.includes('--force'))
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

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
try {
  if (!command) throw new Error(usage)
  console.log(await command(readConfig(), args))
} catch (error) {
  const sentences =
    error instanceof ConfigError ? error.sentences : [error instanceof Error ? error.message : String(error)]
  for (const sentence of sentences) console.error(sentence)
  process.exitCode = 1
}
