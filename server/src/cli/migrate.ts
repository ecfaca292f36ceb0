import { installJobs } from '../jobs/queue.ts'
import { compareMigrations, migrate as bringUpToDate, refuseNewer } from '../db/migrate.ts'
import { withDatabase } from '../db/reach.ts'
import { expectNothing, readArgs, type Command } from './command.ts'

export const migrate: Command = {
  usage: 'migrate [--dry-run]',
  summary: 'brings the tables up to this version, which every start of the service does as well',
  details: '--dry-run says what would be done and changes nothing.',
  run(config, args) {
    const { positionals, values } = readArgs(args, { 'dry-run': { type: 'boolean', default: false } })
    expectNothing(positionals)
    return withDatabase(config, async ({ owner }) => {
      const { done, pending, unknown } = await compareMigrations(owner)
      refuseNewer(unknown)
      if (values['dry-run'])
        return pending.length === 0
          ? `Nothing to do: the database is at ${done.at(-1)}.`
          : `Would run ${pending.length} of ${done.length + pending.length} migrations:\n${pending.map(name => `  ${name}`).join('\n')}\nNothing was changed.`
      const ran = await bringUpToDate(owner)
      await installJobs(owner)
      return ran.length === 0
        ? `Nothing to do: the database is at ${done.at(-1)}.`
        : `Ran ${ran.length} migrations:\n${ran.map(name => `  ${name}`).join('\n')}`
    })
  },
}
