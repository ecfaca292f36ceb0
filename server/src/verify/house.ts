import type pg from 'pg'
import type { Check } from './check.ts'

// What protects the data: references, constraints, triggers, rights; and that somebody can still sign in.

/** One query for each reference of one column to another table, from what the schema says. */
async function references(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string; table: string; column: string; target: string; key: string }>(`
    select c.conname as name, c.conrelid::regclass::text as "table", quote_ident(a.attname) as "column", c.confrelid::regclass::text as target, quote_ident(k.attname) as key
    from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    join pg_attribute k on k.attrelid = c.confrelid and k.attnum = c.confkey[1]
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and cardinality(c.conkey) = 1
    order by c.conname`)
  return rows
    .map(
      ({ name, table, column, target, key }) =>
        `select '${name}' as id, count(*) || ' rows of ${table} refer to nothing in ${target} (the first is ' || min(x.${column}::text) || ')' as what
         from ${table} x where x.${column} is not null and not exists (select from ${target} t where t.${key} = x.${column}) having count(*) > 0`,
    )
    .join(' union all ')
}

export const houseChecks: Check[] = [
  {
    name: 'refers-to-nothing',
    title: 'Whatever is referred to is there',
    sql: references,
    todo: 'Rows are missing: the database was damaged, or changed with its protections off. Look for them in a backup ("restore" into another folder).',
  },
  {
    name: 'protection-off',
    title: 'Constraints, triggers and indexes of the database are in force',
    sql: `
      select c.conname as id, 'the constraint ' || c.conname || ' of ' || c.conrelid::regclass || ' was never checked' as what
      from pg_constraint c where c.connamespace = 'public'::regnamespace and not c.convalidated
      union all
      select t.tgname, 'the trigger ' || t.tgname || ' of ' || t.tgrelid::regclass || ' is switched off'
      from pg_trigger t join pg_class k on k.oid = t.tgrelid where k.relnamespace = 'public'::regnamespace and t.tgenabled in ('D', 'R')
      union all
      select i.indexrelid::regclass::text, 'the index ' || i.indexrelid::regclass || ' of ' || i.indrelid::regclass || ' is not valid'
      from pg_index i join pg_class k on k.oid = i.indrelid where k.relnamespace = 'public'::regnamespace and not i.indisvalid`,
    todo: 'Somebody switched it off by hand: as the owner of the tables validate the constraint, enable the trigger or reindex, after mending what the other findings say.',
  },
  {
    name: 'log-not-safe',
    title: 'The service may add to its logs and not change them',
    sql: `
      select t.name || ' ' || p.name as id, 'treffpunkt_app may ' || p.name || ' ' || t.name as what
      from unnest(array['changes', 'change_sequence', 'texts', 'attendance_entries', 'retention_runs', 'mail_templates']) t (name)
      cross join unnest(array['update', 'delete', 'truncate']) p (name)
      where has_table_privilege('treffpunkt_app', t.name, p.name)`,
    todo: 'As the owner of the tables: revoke update, delete, truncate on changes, change_sequence, texts, attendance_entries, retention_runs, mail_templates from treffpunkt_app; and let DATABASE_URL name treffpunkt_app, not an owner.',
  },
  {
    name: 'no-admin',
    title: 'Somebody with the role admin can sign in',
    sql: `select 'accounts' as id, 'no account with the role admin is enabled' as what where not exists (select from accounts where role = 'admin' and not disabled)`,
    todo: 'Make one: npm run cli -- account create <e-mail> <name> --role admin',
  },
  {
    name: 'key-without-secret',
    title: 'Every API key has one secret that lasts as long as the key',
    sql: `
      select k.id, 'the key of ' || o.name || ' has ' || count(s.id) || ' lasting secrets' as what
      from api_keys k join organisations o on o.id = k.organisation_id
      left join api_key_secrets s on s.api_key_id = k.id and s.ends_at is null
      group by k.id, o.name having count(s.id) <> 1`,
    todo: 'Programs of that organisation will stop working, or an old secret never ends. Revoke the key on the page of the organisation and make a new one.',
  },
  {
    name: 'disabled-but-in',
    title: 'A disabled account is signed in nowhere',
    sql: `
      select a.id, 'a disabled account has ' || count(*) || ' sessions' as what
      from accounts a join sessions s on s.account_id = a.id where a.disabled group by a.id`,
    todo: 'They let nobody in while the account is disabled. Enable and disable it once more in the pages, which ends them.',
  },
]
