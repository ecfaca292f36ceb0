import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../src/db/connect.ts'

/**
 * Until somebody waits for a lock that this connection holds: what others wait for, in this database or another, does
 * not count. PostgreSQL tells nobody, so it is asked again and again.
 * @param db not the transaction itself, which would see what there was at its first look.
 * @param backend the process of PostgreSQL that holds the lock.
 */
export async function untilSomebodyWaitsFor(db: Db, backend: number): Promise<void> {
  const waits = async () =>
    (await sql`select from pg_stat_activity where ${backend}::integer = any(pg_blocking_pids(pid))`.execute(db)).rows
      .length > 0
  while (!(await waits())) await sleep(5)
}

/** The process of PostgreSQL behind a transaction. */
export async function backendOf(trx: Db): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
  return rows[0]?.pid ?? 0
}
