import { spawn } from 'node:child_process'
import path from 'node:path'

const cli = path.resolve(import.meta.dirname, '../src/cli.ts')

/** What a command of the operator's line said, and how it ended. */
export type Told = { code: number | null; out: string; err: string }

/** Types a command as an operator does: a process of its own, with these settings and no others. */
export async function type(env: Record<string, string>, ...words: string[]): Promise<Told> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...words], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const told: Told = { code: null, out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (told.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (told.err += text))
  told.code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  return told
}
