import path from 'node:path'
import { readSecretKey } from '../config.ts'
import { backUpEmbedded } from '../db/backup.ts'
import { expectCluster } from '../db/cluster.ts'
import type { Connection } from '../db/connect.ts'
import { backUpServer } from '../db/dump.ts'
import { timeName } from '../db/manifest.ts'
import { compareMigrations } from '../db/migrate.ts'
import { withDatabase } from '../db/reach.ts'
import { compareKey, otherKey } from '../known-key.ts'
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
    const { database, dataDir, secretKeyFile } = config
    if (database.kind === 'embedded') expectCluster(dataDir)
    const secret = readSecretKey(config)
    const place = folder ?? path.join(dataDir, 'backups', timeName(new Date().toISOString()))
    const dump = (url: string) => backUpServer(url, secretKeyFile.path, place)
    const { other, report } = await withDatabase(config, async ({ owner }) => ({
      other: await isOtherKey(owner, secret),
      report:
        database.kind === 'server'
          ? await dump(database.migrationUrl)
          : values.dump
            ? await dump(urlOf(owner))
            : await backUpEmbedded(dataDir, secretKeyFile.path, place),
    }))
    const megabytes = (report.bytes / 1_000_000).toFixed(1)
    const saved = `Saved ${report.files} files, ${megabytes} MB, in ${report.folder}`
    // said now, because nobody would find out before the backup is needed
    if (other) return { text: `${saved}\n${otherKey(secretKeyFile)}`, failed: true }
    return `${saved}\nIt holds the key and personal data: keep it where only you can read it.`
  },
}

/** Whether the database was used with another key than the one that is saved with it; tables of an earlier version do not say. */
async function isOtherKey(owner: Connection, secret: Buffer): Promise<boolean> {
  const { pending, unknown } = await compareMigrations(owner)
  return pending.length + unknown.length === 0 && (await compareKey(owner, secret)) === 'other'
}

/** The address of an embedded database, which listens on a socket. */
const urlOf = ({ host = '', port, user, database }: Connection): string =>
  `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
