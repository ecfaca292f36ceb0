import path from 'node:path'
import { readSecretKey } from '../config.ts'
import { backUpEmbedded } from '../db/backup.ts'
import type { Connection } from '../db/connect.ts'
import { backUpServer } from '../db/dump.ts'
import { timeName } from '../db/manifest.ts'
import { proveAddresses } from '../db/prove.ts'
import { withDatabase } from '../db/reach.ts'
import { expectNothing, readArgs, type Command } from './command.ts'

export const backup: Command = {
  usage: 'backup [folder] [--dump]',
  summary: 'saves the database and the key, also while the service runs',
  details: `Without a folder the backup goes below the data folder, into backups/, named by the time. --dump saves an embedded
database with pg_dump, which has to be installed: so it can be restored into a PostgreSQL of your own.`,
  async run(config, args) {
    const { positionals, values } = readArgs(args, { dump: { type: 'boolean', default: false } })
    const [folder, ...rest] = positionals
    expectNothing(rest)
    readSecretKey(config)
    const { database, dataDir, secretKeyFile } = config
    const place = folder ?? path.join(dataDir, 'backups', timeName(new Date().toISOString()))
    const dump = (url: string) => backUpServer(url, secretKeyFile.path, place)
    if (database.kind === 'server') await proveAddresses(database)
    const report =
      database.kind === 'server'
        ? await dump(database.migrationUrl)
        : values.dump
          ? await withDatabase(config, ({ owner }) => dump(urlOf(owner)))
          : await backUpEmbedded(dataDir, secretKeyFile.path, place)
    const megabytes = (report.bytes / 1_000_000).toFixed(1)
    return `Saved ${report.files} files, ${megabytes} MB, in ${report.folder}\nIt holds the key and personal data: keep it where only you can read it.`
  },
}

/** The address of an embedded database, which listens on a socket. */
const urlOf = ({ host = '', port, user, database }: Connection): string =>
  `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
