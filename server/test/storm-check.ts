import type pg from 'pg'
import { holds } from './seat-audit.ts'

/** What a client was told: who signed up, and which attempt the answer named. */
export type Acknowledged = { email: string; attemptId: string }

/**
 * Compares what clients were told with what is stored, after a storm of sign-ups in which everybody wrote to one
 * meeting. @returns a line for each broken rule; empty when nothing is lost, halved or doubled.
 */
export async function brokenPromises(owner: pg.Client, told: Acknowledged[]): Promise<string[]> {
  const { rows } = await owner.query<{ broken: string }>(
    `
    with told as (select * from unnest($1::text[], $2::uuid[]) as t (email, attempt_id)),
    jobs as (select (data ->> 'mailId')::uuid as mail_id, count(*) as n, bool_or(state in ('created', 'retry', 'active')) as live
      from pgboss.job where name = 'send-mail' group by 1)
    select 'an acknowledged sign-up is lost: ' || t.email as broken from told t
      where not exists (select from sign_up_attempts a join registrations r on r.id = a.registration_id
        where a.id = t.attempt_id and r.email = t.email)
    union all
    select r.email || ' is there ' || count(*) || ' times' from registrations r group by r.email having count(*) <> 1
    union all
    select r.email || ' has ' || count(a.id) || ' attempts' from registrations r left join sign_up_attempts a on a.registration_id = r.id
      group by r.email having count(a.id) <> 1
    union all
    select r.email || ' has ' || count(c.id) || ' entries and version ' || r.version
      from registrations r left join changes c on c.object = 'registration' and c.object_id = r.id group by r.id having count(c.id) <> r.version
    union all
    select 'an entry without its registration: ' || c.object_id from changes c
      where c.object = 'registration' and not exists (select from registrations r where r.id = c.object_id)
    union all
    select r.email || ' has ' || count(m.id) || ' mails' from registrations r left join mails m on m.registration_id = r.id
      group by r.email having count(m.id) <> 1
    union all
    select 'a mail without its registration: ' || m.to_address from mails m
      where not exists (select from registrations r where r.id = m.registration_id)
    union all
    select 'a mail (' || m.status || ') with ' || coalesce(j.n, 0) || ' jobs' from mails m left join jobs j on j.mail_id = m.id where coalesce(j.n, 0) <> 1
    union all
    select 'a mail waits without a job that is alive' from mails m join jobs j on j.mail_id = m.id where m.status = 'waiting' and not j.live
    union all
    select 'a job without its mail' from jobs j where not exists (select from mails m where m.id = j.mail_id)
    union all
    select 'a key without its effect: ' || i.key from idempotency_keys i where i.status = 202
      and not exists (select from registrations r where r.search_text like '%' || i.key || '%')
    union all
    select 'more held than there are seats' from meetings m
      where m.capacity < (select count(*) from registrations r where r.meeting_id = m.id and ${holds('r')})`,
    [told.map(({ email }) => email), told.map(({ attemptId }) => attemptId)],
  )
  return rows.map(({ broken }) => broken)
}
