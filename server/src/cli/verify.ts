import { ConfigError, readSecretKey, type Config } from '../config.ts'
import type { Connection } from '../db/connect.ts'
import { compareMigrations, refuseNewer } from '../db/migrate.ts'
import { withDatabase } from '../db/reach.ts'
import { compareKey, otherKey } from '../known-key.ts'
import { reportOf, verifyData, type Finding } from '../verify/verify.ts'
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
      const verdict = await verifyData(owner)
      const findings = [...verdict.findings, ...(await lookAtKey(config, owner))]
      return reportOf({ ...verdict, findings, rules: verdict.rules + 1 })
    })
  },
}

/** The key lies in a file, so no query finds out about it. */
async function lookAtKey(config: Config, owner: Connection): Promise<Finding[]> {
  const finding = (what: string, todo: string): Finding => ({
    check: { name: 'known-key', title: 'the key is the one that the database was used with', sql: '', todo },
    count: 1,
    rows: [{ id: config.secretKeyFile.path, what }],
  })
  try {
    return (await compareKey(owner, readSecretKey(config))) === 'other'
      ? [finding('another key', otherKey(config.secretKeyFile))]
      : []
  } catch (error) {
    if (error instanceof ConfigError) return [finding('no key', error.message)]
    throw error
  }
}
