import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'

/** When, where and of what figures are. */
export type RunInfo = {
  date: string
  commit: string
  machine: string
  versions: string
  /** Processes that wanted the cores before the run began: where others work meanwhile, the figures are noisy. */
  load: number
}

const packageOf = (name: string): string => {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url)
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version
}

/** Describes this run, on this version of PostgreSQL. @param load of the machine before it began */
export function describeRun(postgres: string, load: number): RunInfo {
  const cpus = os.cpus()
  const memory = Math.round(os.totalmem() / 2 ** 30)
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    commit: commit(),
    machine: `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown'}, ${memory} GiB, ${os.platform()} ${os.arch()}`,
    versions: `Node ${process.versions.node}, PostgreSQL ${postgres}, Fastify ${packageOf('fastify')}, Kysely ${packageOf('kysely')}, pg ${packageOf('pg')}`,
    load: Math.round(load * 10) / 10,
  }
}

/** The commit, marked when files differ from it; figures of a folder without git have none. */
function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim()
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', 'server', 'shared', 'web', 'migrations')
    return `${git('rev-parse', '--short=10', 'HEAD')}${changed === '' ? '' : ' with changes'}`
  } catch {
    return 'unknown'
  }
}
