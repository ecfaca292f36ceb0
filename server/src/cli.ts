import { accountCreate, accountLink, accountList } from './cli/account.ts'
import { backup } from './cli/backup.ts'
import { UsageError, type Command } from './cli/command.ts'
import { complaintsOf } from './cli/complaint.ts'
import { exampleClear, exampleLoad } from './cli/example.ts'
import { keyAccept } from './cli/key.ts'
import { mailTest } from './cli/mail.ts'
import { migrate } from './cli/migrate.ts'
import { restore } from './cli/restore.ts'
import { upgrade } from './cli/upgrade.ts'
import { verify } from './cli/verify.ts'
import { readConfig } from './config.ts'

// The operator's line: npm run cli -- <command>. Ends with 0 when all went well, 1 when it did not or the answer is bad
// news, 2 when the command was typed wrongly.

const commands: Record<string, Command> = {
  'account create': accountCreate,
  'account link': accountLink,
  'account list': accountList,
  backup,
  'example clear': exampleClear,
  'example load': exampleLoad,
  'key accept': keyAccept,
  'mail test': mailTest,
  migrate,
  restore,
  upgrade,
  verify,
}

const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length)) + 2
const overview = `npm run cli -- <command>

${Object.values(commands)
  .map(({ usage, summary }) => `  ${usage.padEnd(width)}${summary}`)
  .join('\n')}
  ${'help <command>'.padEnd(width)}says more about one

Settings come from the environment, as for the service: docs/operations.md.
Ends with 0 when all went well, 1 when not (or verify found something), 2 when a command was typed wrongly.`

const helpOf = ({ usage, summary, details }: Command) =>
  [`npm run cli -- ${usage}`, '', `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, details ?? '']
    .join('\n')
    .trim()

/** The command that the words begin with, and what follows it. */
function find(words: string[]): { command: Command; args: string[] } | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (command !== undefined) return { command, args: words.slice(length) }
  }
  return undefined
}

async function main(words: string[]): Promise<number> {
  const asksForHelp = words[0] === 'help' || words.includes('--help') || words.includes('-h')
  const found = find(words.filter(word => !['help', '--help', '-h'].includes(word)))
  if (asksForHelp || words.length === 0) {
    console.log(found === undefined ? overview : helpOf(found.command))
    return asksForHelp ? 0 : 2
  }
  if (found === undefined) {
    console.error(`There is no command "${words.slice(0, 2).join(' ')}".\n\n${overview}`)
    return 2
  }
  try {
    const answer = await found.command.run(readConfig(), found.args)
    const { text, failed } = typeof answer === 'string' ? { text: answer, failed: false } : answer
    console.log(text)
    return failed ? 1 : 0
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${sentenceOf(error.message)}\n\n${helpOf(found.command)}`)
      return 2
    }
    for (const message of complaintsOf(error)) console.error(message)
    return 1
  }
}

const sentenceOf = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

process.exitCode = await main(process.argv.slice(2))
