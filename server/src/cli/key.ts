import { readSecretKey } from '../config.ts'
import { stopLeftOver } from '../db/backup.ts'
import { expectCluster } from '../db/cluster.ts'
import { compareMigrations, refuseNewer } from '../db/migrate.ts'
import { withDatabase } from '../db/reach.ts'
import { acceptKey } from '../known-key.ts'
import { expectNothing, readArgs, type Command } from './command.ts'
import { olderDatabase } from './database.ts'

export const keyAccept: Command = {
  usage: 'key accept',
  summary: 'lets the key that is in place now be the key of this database from now on',
  details: `After the old key was lost or has become known, and a new one was made. Links, tickets and door links that were sent
with the old one are void then. Stop the service on every server first, and give the new key to all of them.`,
  async run(config, args) {
    expectNothing(readArgs(args, {}).positionals)
    if (config.database.kind === 'embedded') {
      expectCluster(config.dataDir)
      // it would go on making links with the key it began with
      await stopLeftOver(config.dataDir)
    }
    const secret = readSecretKey(config)
    return withDatabase(config, async ({ owner }) => {
      const { pending, unknown } = await compareMigrations(owner)
      refuseNewer(unknown)
      if (pending.length > 0) throw new Error(olderDatabase)
      return (await acceptKey(owner, secret))
        ? `The key in ${config.secretKeyFile.path} is the key of this database now. Links and tickets in mails that were sent before no longer work: send them once more.`
        : `The key in ${config.secretKeyFile.path} is the key of this database.`
    })
  },
}
