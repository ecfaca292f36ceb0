import type pg from 'pg'

/** What the database is asked for each reading. Counts only: no id and nothing personal is a label. */
export type Answers = {
  jobs: { name: string; state: string; n: number }[]
  mails: { status: string; n: number }[]
  pending: number
  lag: number
  seats: number
  waiting: number
}

const question = `select json_build_object(
  'jobs', (select coalesce(json_agg(j), '[]') from (
    select name, case when state in ('created', 'retry') then 'waiting' else state::text end as state, count(*)::integer as n
    from pgboss.job
    where name not like '\\_\\_%' and (state = 'active' or (state in ('created', 'retry') and start_after <= now())
      or (state = 'failed' and completed_on > now() - interval '1 day'))
    group by 1, 2) j),
  'mails', (select coalesce(json_agg(m), '[]') from (
    select status, count(*)::integer as n from mails
    where status = 'waiting' or (status = 'failed' and created_at > now() - interval '7 days') group by 1) m),
  'pending', (select count(*)::integer from changes_pending),
  'lag', (select coalesce(extract(epoch from now() - min(c.at)), 0)::float from changes_pending p join changes c on c.id = p.change_id),
  'seats', (select count(*)::integer from registrations r join meetings m on m.id = r.meeting_id
    where m.starts_at > now() and m.deleted_at is null and m.cancelled_at is null
      and r.status in ('unconfirmed', 'confirmed', 'offered') and (r.expires_at is null or r.expires_at > now())),
  'waiting', (select count(*)::integer from registrations r join meetings m on m.id = r.meeting_id
    where m.starts_at > now() and m.deleted_at is null and m.cancelled_at is null and r.status = 'waitlisted')) as answers`

/** Asks all at once; undefined when the database does not answer. */
export const ask = (pool: pg.Pool): Promise<Answers | undefined> =>
  pool.query<{ answers: Answers }>(question).then(
    ({ rows }) => rows[0]?.answers,
    () => undefined,
  )
