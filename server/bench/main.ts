// npm run bench [-- names] [-- --long]: measures the service beside bare programs that do the same, prints a table of
// ratios and writes it to docs/benchmarks.md and docs/benchmarks.json.
import os from 'node:os'
import type { Benchmark } from './benchmark.ts'
import { checkIn } from './check-in.ts'
import { startPostgres } from './database.ts'
import { growth } from './growth.ts'
import { listReading } from './lists.ts'
import { describeRun } from './machine.ts'
import { mails } from './mails.ts'
import { printTable, writeReport } from './report.ts'
import { signUp } from './sign-up.ts'
import { weight } from './weight.ts'

const all: Benchmark[] = [signUp, listReading, checkIn, mails, weight, growth]

const given = process.argv.slice(2).filter(argument => argument !== '--')
const long = given.includes('--long')
const names = given.filter(argument => !argument.startsWith('-'))
const unknown = given.filter(argument => argument !== '--long' && !all.some(({ name }) => name === argument))
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}: take from ${all.map(({ name }) => name).join(', ')}, --long.`,
  )
  process.exit(1)
}
const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name))

const started = performance.now()
const say = (line: string) =>
  process.stderr.write(
    `${Math.round((performance.now() - started) / 1000)
      .toString()
      .padStart(4)} s  ${line}\n`,
  )

say(`measuring ${chosen.map(({ name }) => name).join(', ')}`)
const load = os.loadavg()[0] ?? 0
const postgres = await startPostgres()
// servers end with this process; PostgreSQL and what was made for it are taken away before
const end = () => process.exit(130)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void postgres.stop().then(end, end))
try {
  for (const { name, title, run } of chosen) {
    try {
      const rows = await run({ postgres, long, say: line => say(`${name}: ${line}`) })
      console.log(printTable(title, rows))
      writeReport({ name, title, rows, about: describeRun(postgres.version, load) })
      say(`${name}: written to docs/benchmarks.md`)
    } catch (error) {
      // the others are still worth knowing; what was written of this one before stays
      process.exitCode = 1
      say(`${name} broke off: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
} finally {
  await postgres.stop()
}
