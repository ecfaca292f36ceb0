import { clearExample } from '../example/clear.ts'
import { loadExampleInto } from '../example/seed.ts'
import { startJobs } from '../jobs/queue.ts'
import { expectNothing, readArgs, type Command } from './command.ts'
import { withDb } from './database.ts'

export const exampleLoad: Command = {
  usage: 'example load',
  summary: 'adds the example network: meetings, people and organisations, all marked as examples',
  details: 'Settings and accounts stay as they are. No example has an e-mail address, so nobody gets mail.',
  run(config, args) {
    expectNothing(readArgs(args, {}).positionals)
    return withDb(config, async (db, serving) => {
      const jobs = await startJobs(serving, () => undefined)
      try {
        const loaded = await loadExampleInto(db, jobs)
        return loaded === 0 ? 'The example network is there already.' : `Loaded ${loaded} examples.`
      } finally {
        await jobs.close()
      }
    })
  },
}

export const exampleClear: Command = {
  usage: 'example clear [--force]',
  summary: 'removes the example network, for good',
  details: `What the office has added to example meetings (sign-ups, check-ins, messages) would go with them: then nothing
is removed and a list says what there is; --force removes it as well. Example venues, organisations, groups and
people that something of your own refers to, or that the office has changed, stay and are examples no more.
Make a backup first.`,
  run(config, args) {
    const { positionals, values } = readArgs(args, { force: { type: 'boolean', default: false } })
    expectNothing(positionals)
    return withDb(config, async db => {
      const { removed, kept, added } = await clearExample(db, { force: values.force })
      if (removed === undefined)
        return {
          text: `Nothing was removed, because the office has added to the example meetings:\n${indented(added)}\nRepeat with --force to remove that as well.`,
          failed: true,
        }
      const staying =
        kept.length === 0 ? '' : `\nThese stay and are examples no more, because they are in use:\n${indented(kept)}`
      return removed === 0 ? `There are no examples.${staying}` : `Removed ${removed} examples.${staying}`
    })
  },
}

const indented = (lines: string[]) => lines.map(line => `  ${line}`).join('\n')
