import { performance } from 'node:perf_hooks'
import pg from 'pg'
import type { Connection } from '../db/connect.ts'
import { attendanceChecks } from './attendance.ts'
import { changeChecks } from './changes.ts'
import type { Check } from './check.ts'
import { houseChecks } from './house.ts'
import { mailChecks } from './mails.ts'
import { registrationChecks } from './registrations.ts'
import { retentionChecks } from './retention.ts'
import { seatChecks } from './seats.ts'

/** Every rule, in the order in which findings are told. */
export const checks: Check[] = [
  ...seatChecks,
  ...registrationChecks,
  ...attendanceChecks,
  ...mailChecks,
  ...changeChecks,
  ...retentionChecks,
  ...houseChecks,
]

/** A rule that is broken, with how often and the first places. */
export type Finding = { check: Check; count: number; rows: { id: string; what: string }[] }

export type Verdict = {
  findings: Finding[]
  /** How many rules were held. */
  rules: number
  /** The moment of the snapshot, by the clock of the database. */
  at: string
  /** Milliseconds that each check took, by its name. */
  took: Map<string, number>
}

/** Places of one finding that are told. */
const shown = 10

/**
 * Holds all rules against the data, in one snapshot that nothing is written in: beside a service that runs, which waits
 * for none of it.
 * @param owner the role that owns the tables, which sees all of them.
 */
export async function verifyData(owner: Connection): Promise<Verdict> {
  const client = new pg.Client({ ...owner, application_name: 'treffpunkt verify' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    await client.query(`set local statement_timeout = '5min'; set local lock_timeout = '5s'; set local jit = off`)
    const { rows: clock } = await client.query<{ at: string }>(
      `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"') as at`,
    )
    const held = await holdRules(client)
    await client.query('rollback')
    return { ...held, rules: checks.length, at: clock[0]?.at ?? '' }
  } finally {
    await client.end()
  }
}

/** Holds all rules against what this connection sees, in the transaction it is in. */
export async function holdRules(client: pg.Client): Promise<Pick<Verdict, 'findings' | 'took'>> {
  const findings: Finding[] = []
  const took = new Map<string, number>()
  for (const check of checks) {
    const started = performance.now()
    const sql = typeof check.sql === 'string' ? check.sql : await check.sql(client)
    const { rows } = await client.query<{ id: string; what: string; count: string }>(
      `select x.id::text as id, x.what, count(*) over () as count from (${sql}) x limit ${shown}`,
    )
    took.set(check.name, performance.now() - started)
    if (rows.length > 0)
      findings.push({ check, count: Number(rows[0]?.count), rows: rows.map(({ id, what }) => ({ id, what })) })
  }
  return { findings, took }
}

/** The verdict as an operator reads it. */
export function reportOf({ findings, at, took, rules }: Verdict): { text: string; failed: boolean } {
  const wrong = findings.filter(({ check }) => check.note !== true)
  const notes = findings.filter(({ check }) => check.note === true)
  const told = [...wrong.map(finding => tell('BROKEN', finding)), ...notes.map(finding => tell('NOTE', finding))]
  const seconds = ([...took.values()].reduce((sum, ms) => sum + ms, 0) / 1000).toFixed(1)
  const verdict =
    wrong.length === 0
      ? `All is well: ${rules} rules hold`
      : `${wrong.length} of ${rules} rules ${wrong.length === 1 ? 'is' : 'are'} broken`
  return {
    text: [...told, `${verdict} (data of ${at}, ${seconds} s).`].join('\n\n'),
    failed: wrong.length > 0,
  }
}

function tell(kind: 'BROKEN' | 'NOTE', { check, count, rows }: Finding): string {
  const more = count > rows.length ? [`  … and ${count - rows.length} more`] : []
  return [
    `${kind} ${check.name}: ${check.title}.`,
    ...rows.map(({ id, what }) => `  ${what} [${id}]`),
    ...more,
    `  What to do: ${check.todo}`,
  ].join('\n')
}
