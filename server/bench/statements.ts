import { execFile, execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Connection } from '../src/db/connect.ts'
import { urlOf } from './database.ts'
import { percentile } from './load.ts'

/**
 * Statements that a client sends one after the other, each waiting for the one before. `:name` is a variable;
 * `gives` names the column of the only row that becomes one.
 */
export type Script = { sql: string; gives?: string }[]

/** What a client works on: always the same number, or one at random from 1 to `upTo`. */
export type Target = { fixed: number } | { upTo: number }

export type Figures = { perSecond: number; /** Milliseconds. */ p50: number }

/** Runs scripts against PostgreSQL alone: how fast it is without us. */
export type Runner = {
  name: string
  run(
    database: Connection,
    script: Script,
    load: { clients: number; seconds: number; target: Target },
  ): Promise<Figures>
}

/** pgbench where it is installed, else the same statements through bare pg, which is slower than pgbench. */
export function chooseRunner(): Runner {
  const pgbench = findPgbench()
  return pgbench === undefined ? { name: 'bare pg', run: runBarePg } : { name: 'pgbench', run: runPgbench(pgbench) }
}

function findPgbench(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = fs.existsSync(debian) ? fs.readdirSync(debian) : []
  const newest = versions.sort((one, other) => Number(other) - Number(one))
  return ['pgbench', ...newest.map(version => path.join(debian, version, 'bin/pgbench'))].find(file => {
    try {
      execFileSync(file, ['--version'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
}

const runPgbench =
  (pgbench: string): Runner['run'] =>
  async (database, script, { clients, seconds, target }) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-pgbench-'))
    const file = path.join(folder, 'script.sql')
    const lines = script.map(({ sql, gives }) => `${sql}${gives === undefined ? ';' : ' \\gset'}`)
    const set = 'fixed' in target ? `\\set target ${target.fixed}` : `\\set target random(1, ${target.upTo})`
    fs.writeFileSync(file, `${[set, ...lines].join('\n')}\n`)
    const how = ['-n', '-M', 'prepared', '-c', `${clients}`, '-j', `${Math.min(2, clients)}`, '-T', `${seconds}`]
    try {
      const args = [...how, '-f', file, '-l', `--log-prefix=${path.join(folder, 'log')}`, urlOf(database)]
      const { stdout } = await promisify(execFile)(pgbench, args)
      const latencies = fs
        .readdirSync(folder)
        .filter(name => name.startsWith('log'))
        .flatMap(name => fs.readFileSync(path.join(folder, name), 'utf8').split('\n'))
        .filter(Boolean)
        .map(line => Number(line.split(' ')[2]) / 1000)
      return {
        perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]),
        p50: percentile(
          latencies.sort((one, other) => one - other),
          0.5,
        ),
      }
    } finally {
      fs.rmSync(folder, { recursive: true, force: true })
    }
  }

const runBarePg: Runner['run'] = async (database, script, { clients, seconds, target }) => {
  const prepared = script.map(({ sql, gives }, index) => {
    const names: string[] = []
    const text = sql.replaceAll(/(?<!:):([a-z]\w*)/g, (_all, name: string) => `$${names.push(name)}`)
    return { name: `s${index}`, text, names, gives }
  })
  const latencies: number[] = []
  const started = performance.now()
  const client = async () => {
    const connection = new pg.Client(database)
    await connection.connect()
    try {
      while (performance.now() < started + seconds * 1000) {
        const begun = performance.now()
        const number = 'fixed' in target ? target.fixed : 1 + Math.floor(Math.random() * target.upTo)
        const variables: Record<string, unknown> = { target: number }
        for (const { name, text, names, gives } of prepared) {
          const { rows } = await connection.query<Record<string, unknown>>({
            name,
            text,
            values: names.map(variable => variables[variable]),
          })
          if (gives !== undefined) variables[gives] = rows[0]?.[gives]
        }
        latencies.push(performance.now() - begun)
      }
    } finally {
      await connection.end()
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return {
    perSecond: latencies.length / ((performance.now() - started) / 1000),
    p50: percentile(
      latencies.sort((one, other) => one - other),
      0.5,
    ),
  }
}
