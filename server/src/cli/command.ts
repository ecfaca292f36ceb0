import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import type { Config } from '../config.ts'

/** What a command of the operator's line is called, says of itself, and does. */
export type Command = {
  /** With its arguments, as it is typed: `account link <e-mail>`. */
  usage: string
  /** One line. */
  summary: string
  /** More, for `help <command>`. */
  details?: string
  /** @returns what is printed; `failed` when the answer is bad news. Throws an Error with a sentence. */
  run(config: Config, args: string[]): Promise<string | { text: string; failed: boolean }>
}

/** The command was typed wrongly; the message says how it is typed. */
export class UsageError extends Error {}

/** The arguments of a command, the options apart from the others. @throws UsageError for an option that there is not. */
export function readArgs<const Options extends ParseArgsOptionsConfig>(args: string[], options: Options) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error))
  }
}

/** @throws UsageError when anything follows the command. */
export function expectNothing(rest: string[]): void {
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is not expected here`)
}
