import path from 'node:path'
import { readSecretKey } from '../config.ts'
import { backUpEmbedded } from '../db/backup.ts'
import { backUpServer } from '../db/dump.ts'
import { timeName } from '../db/manifest.ts'
import { proveAddresses } from '../db/prove.ts'
import { expectNothing, readArgs, type Command } from './command.ts'

export const backup: Command = {
  usage: 'backup [folder]',
  summary: 'saves the database and the key, also while the service runs',
  details: 'Without a folder the backup goes below the data folder, into backups/, named by the time.',
  async run(config, args) {
    const [folder, ...rest] = readArgs(args, {}).positionals
    expectNothing(rest)
    readSecretKey(config)
    const { database, dataDir, secretKeyFile } = config
    if (database.kind === 'server') await proveAddresses(database)
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
}
