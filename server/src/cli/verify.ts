import { compareMigrations, refuseNewer } from '../db/migrate.ts'
import { withDatabase } from '../db/reach.ts'
import { reportOf, verifyData } from '../verify/verify.ts'
import { expectNothing, readArgs, type Command } from './command.ts'
import { olderDatabase } from './database.ts'

export const verify: Command = {
  usage: 'verify',
  summary: 'holds the rules of the domain against the data, and says what is wrong and what to do',
  details: `Reads only, in one snapshot, also while the service runs. Ends with 1 when something is wrong. A NOTE is worth
knowing and no fault. Run it after every restore, after every upgrade, and once a week.`,
  run(config, args) {
    expectNothing(readArgs(args, {}).positionals)
    return withDatabase(config, async ({ owner }) => {
      const { pending, unknown } = await compareMigrations(owner)
      refuseNewer(unknown)
      if (pending.length > 0) throw new Error(olderDatabase)
      return reportOf(await verifyData(owner))
    })
  },
}
