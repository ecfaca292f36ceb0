import { upgradeEmbedded } from '../db/upgrade.ts'
import { expectNothing, readArgs, UsageError, type Command } from './command.ts'

export const upgrade: Command = {
  usage: 'upgrade --programs <folder>',
  summary: 'brings the embedded database to the PostgreSQL that this Treffpunkt brings',
  details: `Only when the service says that the data were written by another PostgreSQL. Stop it, get the programs of that
version with npm (docs/operations.md), and name their folder. The former data are kept beside, in
before-upgrade-<time>. It takes as much free space as the data have.`,
  async run(config, args) {
    const { positionals, values } = readArgs(args, { programs: { type: 'string' } })
    expectNothing(positionals)
    if (values.programs === undefined) throw new UsageError('name the folder of the old programs: --programs <folder>')
    if (config.database.kind === 'server')
      throw new Error(
        'DATABASE_URL is set: a PostgreSQL of your own is upgraded by its own means (pg_upgrade or pg_dump).',
      )
    const done = await upgradeEmbedded(config.dataDir, values.programs)
    return done === undefined
      ? 'Nothing to do: the data are of the PostgreSQL that this Treffpunkt brings.'
      : `Copied ${done.rows} rows from PostgreSQL ${done.from} to ${done.to}. The former data are in ${done.former}: remove them when "verify" finds nothing and you have a new backup.`
  },
}
