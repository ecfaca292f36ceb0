import { fromKysely, PgBoss } from 'pg-boss'
import { sql } from 'kysely'
import pg from 'pg'
import type { Writing } from '../db/at-once.ts'
import type { Connection, Trx } from '../db/connect.ts'
import { servingRole } from '../db/migrate.ts'

/** Every kind of background work, with what it is told. */
export type Jobs = {
  'send-mail': { mailId: string }
  /** A message to many becomes mails. */
  'send-mailing': { mailingId: string }
  /** Every minute: messages whose job was lost or late. */
  'sweep-mailings': Record<string, never>
  /** Every minute: reminders that are due. */
  'send-reminders': Record<string, never>
  /** Every hour: API keys that end soon. */
  'remind-api-keys': Record<string, never>
  /** Somebody asks for the links of an address. */
  'lost-links': { email: string }
  /** Somebody has forgotten the password of the account with this address. */
  'reset-password': { email: string }
  /** A hold on a seat of this meeting has ended. */
  'settle-seats': { meetingId: string }
  /** Every minute: meetings with holds that ended and whose job was lost or late. */
  'sweep-seats': Record<string, never>
  /** Every night: what has to be erased. */
  retention: Record<string, never>
}
export type JobName = keyof Jobs

/** Puts work into the queue in the transaction it follows from: done if that is, and only then. */
export type JobQueue = {
  enqueue<Name extends JobName>(trx: Trx, name: Name, data: Jobs[Name], options?: { after?: string }): Promise<void>
  /** Many at once, as a part of the statement that writes what they follow from. */
  toEnqueue<Name extends JobName>(name: Name, all: { data: Jobs[Name]; after?: string }[]): Promise<Writing>
  /** Takes out what names an address, because it is erased. */
  forgetAddress(trx: Trx, email: string): Promise<void>
}

/** What does the work. May run more than once for one job, so its effect has to be the same then. */
export type Workers = { [Name in JobName]: (data: Jobs[Name]) => Promise<void> }

// A mail is tried for the three days after which it is given up: a mail server that is down or greylists takes it later (RFC 5321, 4.5.4.1).
const queues: Record<
  JobName,
  {
    retryLimit: number
    retryDelay?: number
    retryBackoff?: boolean
    retryDelayMax?: number
    deleteAfterSeconds?: number
    heartbeatSeconds?: number
  }
> = {
  // a worker that was killed says nothing for half a minute: then another takes its work up
  'send-mail': { retryLimit: 100, retryDelay: 5, retryBackoff: true, retryDelayMax: 3600, heartbeatSeconds: 30 },
  'send-mailing': { retryLimit: 20, retryDelay: 5, retryBackoff: true, retryDelayMax: 300, heartbeatSeconds: 30 },
  // their jobs name an address, so they go as soon as they are done
  'lost-links': { retryLimit: 3, retryDelay: 5, deleteAfterSeconds: 60, heartbeatSeconds: 30 },
  'reset-password': { retryLimit: 3, retryDelay: 5, deleteAfterSeconds: 60, heartbeatSeconds: 30 },
  'settle-seats': { retryLimit: 3, retryDelay: 5, heartbeatSeconds: 30 },
  'sweep-mailings': { retryLimit: 0 },
  'send-reminders': { retryLimit: 0 },
  'remind-api-keys': { retryLimit: 0 },
  'sweep-seats': { retryLimit: 0 },
  retention: { retryLimit: 5, retryDelay: 60 },
}
const names = Object.keys(queues) as JobName[]

/** How many of a kind are worked on at once, where it is more than one. Of mails two are sent while two are written. */
const workersOf: Partial<Record<JobName, number>> = { 'send-mail': 4 }
const schema = 'pgboss'

/** Makes the tables of the jobs and their queues, as the owner; safe to repeat, and with several servers at once. */
export async function installJobs(owner: Connection): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    // of several servers that start at once one after the other does it
    await client.query("select pg_advisory_lock(hashtextextended('treffpunkt_jobs', 0))")
    await makeQueues(owner)
    await client.query(`
      grant usage on schema ${schema} to ${servingRole};
      grant select, insert, update, delete on all tables in schema ${schema} to ${servingRole};
      grant usage on all sequences in schema ${schema} to ${servingRole};
      grant execute on all functions in schema ${schema} to ${servingRole}`)
  } finally {
    await client.end()
  }
}

async function makeQueues(owner: Connection): Promise<void> {
  const boss = new PgBoss({ ...owner, schema, max: 2, supervise: false, schedule: false, useListenNotify: false })
  boss.on('error', () => undefined)
  await boss.start()
  for (const name of names) {
    if ((await boss.getQueue(name)) === null) await boss.createQueue(name, queues[name])
    else await boss.updateQueue(name, queues[name])
  }
  await boss.schedule('sweep-seats', '* * * * *')
  await boss.schedule('sweep-mailings', '* * * * *')
  await boss.schedule('send-reminders', '* * * * *')
  await boss.schedule('remind-api-keys', '7 * * * *')
  // an office that switches its laptop off in the evening erases in the morning
  await boss.schedule('retention', '17 3 * * *', {}, { tz: 'Europe/Berlin', missed: 'once' })
  await boss.stop({ graceful: false })
}

export type JobRunner = JobQueue & {
  /**
   * Begins to work on jobs. Before, they only collect.
   * @param options `isQuiet`: nobody waits for anything else, so that one job may follow the other without a pause.
   */
  work(workers: Workers, options: { isQuiet: () => boolean }): Promise<void>
  close(): Promise<void>
}

/** The queue as the serving role. Polls twice a second: a NOTIFY in the enqueuing transactions would queue all commits. */
export async function startJobs(serving: Connection, onError: (error: unknown) => void): Promise<JobRunner> {
  const boss = new PgBoss({ ...serving, schema, max: 4, migrate: false, createSchema: false, useListenNotify: false })
  boss.on('error', onError)
  try {
    await boss.start()
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined)
    throw error
  }
  return {
    async enqueue(trx, name, data, options = {}) {
      await boss.send(name, data, {
        db: fromKysely(trx.withoutPlugins()),
        ...(options.after === undefined ? {} : { startAfter: options.after }),
      })
    },
    async toEnqueue(name, all) {
      let statement = sql``
      const jobs = all.map(({ data, after }) => ({ data, ...(after === undefined ? {} : { startAfter: after }) }))
      // asked to insert, the library says how
      const executeSql = async (text: string, [rows]: unknown[] = []) => {
        const [before = '', after = ''] = text.split('$1')
        statement = sql`${sql.raw(before)}${rows}${sql.raw(after)}`
        return { rows: [] }
      }
      await boss.insert(name, jobs, { db: { executeSql } })
      return sql`${sql.ref(name.replaceAll('-', '_'))} as (${statement})`
    },
    async forgetAddress(trx, email) {
      await sql`delete from ${sql.table(`${schema}.job`)} where name = 'lost-links' and lower(data ->> 'email') = ${email.toLowerCase()}`.execute(
        trx,
      )
    },
    async work(workers, { isQuiet }) {
      const begin = async <Name extends JobName>(name: Name): Promise<void> => {
        const worker: string = await boss.work<Jobs[Name]>(
          name,
          { batchSize: 1, pollingIntervalSeconds: 0.5 },
          async jobs => {
            for (const job of jobs) await workers[name](job.data)
            // the next at once until there is none; with the next poll after one that failed, as whoever we ask for too
            // much (a mail server) needs time, and while people ask for something, who are not to wait for it
            if (isQuiet()) boss.notifyWorker(worker)
          },
        )
      }
      for (const name of names) for (let n = 0; n < (workersOf[name] ?? 1); n++) await begin(name)
    },
    close: () => boss.stop({ graceful: true, timeout: 5000 }),
  }
}
