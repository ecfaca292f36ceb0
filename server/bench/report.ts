import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Row } from './benchmark.ts'
import type { RunInfo } from './machine.ts'
import { figure } from './rounds.ts'

/** The figures of one benchmark, as they are kept. */
export type Part = { name: string; title: string; rows: Row[]; about: RunInfo }

const root = path.resolve(import.meta.dirname, '../..')
const page = path.join(root, 'docs/benchmarks.md')
const data = path.join(root, 'docs/benchmarks.json')

/** The order of the page, whatever was measured last. */
const order = ['sign-up', 'lists', 'check-in', 'weight', 'growth']

/** How a line stands: with its ratio, what was aimed at, and whether that is reached. */
function verdict({ ours, baseline, goal }: Row): { ratio: string; goal: string } {
  const ratio = baseline === null ? undefined : ours / baseline.value
  const measured = ratio ?? ours
  const aim = goal === undefined ? '' : 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`
  const isMet = goal === undefined ? undefined : 'atLeast' in goal ? measured >= goal.atLeast : measured <= goal.atMost
  return {
    ratio: ratio === undefined ? '' : ratio.toFixed(2),
    goal: isMet === undefined ? '' : `${aim} ${isMet ? '✓' : '✗'}`,
  }
}

const cells = (row: Row): string[] => {
  const { ratio, goal } = verdict(row)
  return [
    row.what,
    figure(row.ours),
    row.baseline === null ? '' : figure(row.baseline.value),
    row.baseline?.name ?? '',
    ratio,
    goal,
    row.cpu === undefined
      ? ''
      : [row.cpu.ours, row.cpu.baseline].flatMap(value => (value === undefined ? [] : [figure(value)])).join(' : '),
  ]
}
const heads = ['figure', 'ours', 'baseline', 'which baseline', 'ratio', 'goal', 'CPU ms']

/** Heads and lines, without the columns in which nothing stands. */
function tableOf(rows: Row[]): string[][] {
  const lines = rows.map(cells)
  const isUsed = heads.map((_head, column) => lines.some(line => line[column] !== ''))
  return [heads, ...lines].map(line => line.filter((_cell, column) => isUsed[column]))
}

/** The lines for a terminal. */
export function printTable(title: string, rows: Row[]): string {
  const lines = tableOf(rows)
  const width = (column: number) => Math.max(...lines.map(line => line[column]?.length ?? 0))
  const put = (line: string[]) =>
    line
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd()
  return ['', title, ...lines.map(put), ''].join('\n')
}

/** Puts the figures into docs/benchmarks.json and makes docs/benchmarks.md of it; other benchmarks keep theirs. */
export function writeReport(part: Part): void {
  const kept = fs.existsSync(data) ? (JSON.parse(fs.readFileSync(data, 'utf8')) as Part[]) : []
  const parts = [...kept.filter(({ name }) => name !== part.name), part].sort(
    (one, other) => order.indexOf(one.name) - order.indexOf(other.name),
  )
  fs.writeFileSync(data, JSON.stringify(parts, null, 2))
  fs.writeFileSync(page, toMarkdown(parts))
  execFileSync(path.join(root, 'node_modules/.bin/oxfmt'), ['--write', page, data], { cwd: root, stdio: 'pipe' })
}

const introduction = `# Benchmarks

Written by \`npm run bench\` (one of them: \`npm run bench -- lists\`; also with a million registrations: \`npm run bench -- growth --long\`). The same figures for programs: \`benchmarks.json\`.

Ours and the baseline are measured side by side in one run, in turns, after a warm-up; the figures are medians. Load, server and PostgreSQL share the cores, every commit is on disk when it is answered. So **only the ratios carry over** to another machine. Ratio is ours ÷ baseline: of requests per second more is better, of milliseconds less. CPU is the time the server's process used per request (ours : baseline), the steadiest figure when a machine is busy. Nothing here is asserted in a test.
`

function toMarkdown(parts: Part[]): string {
  const sections = parts.map(({ title, rows, about }) => {
    const [head = [], ...lines] = tableOf(rows)
    const table = [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`)
    const notes = rows.map(
      ({ what, baseline, means }) => `- ${what}${baseline === null ? '' : ` (${baseline.name})`}: ${means}`,
    )
    return [
      `## ${title}`,
      `${about.date} UTC, commit ${about.commit}, load before ${about.load}. ${about.machine}. ${about.versions}.${about.load > 1 ? ' **Others were at work on this machine: the figures are noisy.**' : ''}`,
      table.join('\n'),
      notes.join('\n'),
    ].join('\n\n')
  })
  return `${[introduction, ...sections].join('\n')}\n`
}
