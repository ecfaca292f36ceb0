import fs from 'node:fs'
import path from 'node:path'
import type { DatabaseConfig } from '../config.ts'
import { restoreEmbedded } from '../db/backup.ts'
import { restoreServer } from '../db/dump.ts'
import { keyFile } from '../db/manifest.ts'
import { ensureServingRole } from '../db/migrate.ts'
import { proveOwner, proveServing } from '../db/prove.ts'
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
    if (!secretKeyFile.made) expectKeyOf(folder, secretKeyFile.path)
    if (database.kind === 'server') {
      await (await proveOwner(database)).end()
      await restoreServer(database.migrationUrl, folder, () => makeServingRole(database))
      return `Restored ${folder}.\n${next}`
    }
    const key = secretKeyFile.made ? secretKeyFile.path : undefined
    const { former } = await restoreEmbedded(dataDir, key, folder, values.force)
    const aside = former ? ` The data that were there are in ${former}.` : ''
    return `Restored ${folder} into ${dataDir}.${aside}\n${next}`
  },
}

const next = 'Now run "verify", then start the service.'

/** What a dump does not hold; and both addresses have to name the database that is filled now. */
async function makeServingRole(database: Extract<DatabaseConfig, { kind: 'server' }>): Promise<void> {
  const owner = await proveOwner(database)
  try {
    await ensureServingRole(owner)
    await proveServing(database, owner)
  } finally {
    await owner.end()
  }
}

/** @throws a sentence when the key that the operator keeps elsewhere is not that of the backup. */
function expectKeyOf(folder: string, ours: string): void {
  const saved = path.resolve(folder, keyFile)
  const [wanted, found] = [saved, ours].map(file => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : ''))
  if (wanted === '' || wanted === found) return
  throw new Error(
    `SECRET_KEY_FILE: ${ours} does not hold the key of this backup, without which links in sent mails are void. Put it there first: (umask 077; cp '${saved}' '${ours}') – keep what is there under another name – and let the user who runs Treffpunkt read it.`,
  )
}
