import { compareMigrations } from '../db/migrate.ts'
import { withDatabase } from '../db/reach.ts'
import { reportOf, verifyData } from '../verify/verify.ts'
import { expectNothing, readArgs, type Command } from './command.ts'

export const verify: Command = {
  usage: 'verify',
  summary: 'holds the rules of the domain against the data, and says what is wrong and what to do',
  details: `Reads only, in one snapshot, also while the service runs. Ends with 1 when something is wrong. A NOTE is worth
knowing and no fault. Run it after every restore, after every upgrade, and once a week.`,
  run(config, args) {
    expectNothing(readArgs(args, {}).positionals)
    return withDatabase(config, async ({ owner }) => {
      const { pending, unknown } = await compareMigrations(owner)
      if (pending.length > 0 || unknown.length > 0)
        return {
          text: `The tables are not those of this Treffpunkt (${[...pending, ...unknown].join(', ')}): run "migrate" first, or use the newer Treffpunkt.`,
          failed: true,
        }
      return reportOf(await verifyData(owner))
    })
  },
}
