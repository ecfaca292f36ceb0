import type { TestService } from './service.ts'

// What is stored, for tests that show that a request has changed nothing.

/** Tables that change whatever is asked: who was seen, how often they asked, the numbers of earlier changes. */
const restless = new Set(['sessions', 'rate_limits', 'changes_pending', 'change_sequence'])
/** Rows that others write meanwhile (a mail goes out, the last use of a link or key is written down): only how many there are. */
const counted = new Set(['mails', 'mail_tries', 'api_key_secrets', 'door_links'])

/** Reads what is stored, as a line for each table: how many rows there are, and by which transactions each was written. */
export async function storedIn(service: TestService): Promise<() => Promise<string[]>> {
  const { rows } = await service.pool.query<{ name: string }>(
    // what the service itself may not read it cannot have changed either
    `select tablename as name from pg_tables where schemaname = 'public' and has_table_privilege(format('%I.%I', schemaname, tablename), 'select') order by tablename`,
  )
  const one = (table: string) => {
    const written = counted.has(table) ? '0' : 't.xmin::text::bigint'
    return `select '${table} ' || count(*) || ' ' || coalesce(sum(${written}), 0) as state from ${table} t`
  }
  const all = rows
    .map(({ name }) => name)
    .filter(name => !restless.has(name))
    .map(one)
    .join(' union all ')
  return async () => (await service.pool.query<{ state: string }>(all)).rows.map(row => row.state)
}

/** Messages that wait for their minute go on waiting: one that went out now would not be what the request has changed. */
export async function holdMessages(service: TestService): Promise<void> {
  await service.pool.query(`update mailings set due_at = now() + interval '1 day' where sent_at is null`)
  await service.pool.query(
    `update pgboss.job set start_after = now() + interval '1 day' where name = 'send-mailing' and state = 'created'`,
  )
}
