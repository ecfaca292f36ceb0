import { meetingIdSql } from './seed.ts'
import type { Script } from './statements.ts'

// What a sign-up writes, without anything that asks first who it is: the registration, the attempt, the change, the
// mail and two jobs, guarded by the meeting. `:target` is the number of the meeting.

const meeting = meetingIdSql(':target')

const registrationColumns =
  'id, meeting_id, person_key, status, expires_at, queued_at, first_name, last_name, email, short_code, source, notice_version, search_text'

/** One registration of somebody new; `status` is an expression. */
const newRegistration = (status: string, source: string) => `
  select uuidv7(), ${meeting}, who.email || ' hanna lindner', ${status}, now() + interval '48 hours', clock_timestamp(),
    'Hanna', 'Lindner', who.email, who.code, 'public', 1, 'hanna lindner ' || who.code
  from (select 'p' || gen_random_uuid() || '@example.org' as email, left(gen_random_uuid()::text, 13) as code) who ${source}`

const held = `select count(*) from registrations r where r.meeting_id = m.id
  and r.status in ('unconfirmed', 'confirmed', 'offered') and (r.expires_at is null or r.expires_at > now())`

const attempt = (registration: string, source: string) => `
  insert into sign_up_attempts (id, meeting_id, registration_id, link_version, email, code_sent, expires_at)
  select uuidv7(), ${meeting}, ${registration}, 1, 'hanna@example.org', true, now() + interval '48 hours' ${source}`

const change = (registration: string, source: string) => `
  insert into changes (id, object, object_id, kind, fields, actor_kind, at)
  select uuidv7(), 'registration', ${registration}, 'created', array['firstName', 'lastName', 'email'], 'public', clock_timestamp() ${source}`

const values = (change: string, source: string) => `
  insert into change_values (change_id, after) select ${change}, '{"firstName": "Hanna", "lastName": "Lindner"}' ${source}`

const mail = (registration: string, attempt: string, source: string) => `
  insert into mails (id, kind, to_address, subject, registration_id, attempt_id, status)
  select uuidv7(), 'confirm', 'hanna@example.org', 'Anmeldung', ${registration}, ${attempt}, 'waiting' ${source}`

const jobs = (mail: string, beside: string) => `
  insert into pgboss.job (name, data, start_after)
  select name, data, at from ${beside} (values
    ('settle-seats', jsonb_build_object('meetingId', ${meeting}), now() + interval '48 hours'),
    ('send-mail', jsonb_build_object('mailId', ${mail}), now())) j (name, data, at)`

/** A transaction of several statements under the lock of the meeting, as one writes it first. */
export const lockedSignUp: Script = [
  { sql: 'begin' },
  { sql: `select id from meetings where id = ${meeting} for no key update` },
  { sql: `select (capacity - (${held}))::integer as free from meetings m where id = ${meeting}`, gives: 'free' },
  {
    sql: `insert into registrations (${registrationColumns}) ${newRegistration(`case when :free::integer > 0 then 'unconfirmed' else 'waitlisted' end`, '')} returning id as registration`,
    gives: 'registration',
  },
  { sql: `${attempt(':registration::uuid', '')} returning id as attempt`, gives: 'attempt' },
  {
    sql: `with c as (${change(':registration::uuid', '')} returning id), v as (${values('id', 'from c')}) insert into changes_pending (change_id) select id from c`,
  },
  { sql: `${mail(':registration::uuid', ':attempt::uuid', '')} returning id as mail`, gives: 'mail' },
  { sql: jobs(':mail::uuid', '') },
  { sql: 'commit' },
]

/**
 * What the statements here need beside our tables: seats as a number that is raised, which one statement can do safely
 * (ours counts, because holds end by the clock), and ids in the order of time, which PostgreSQL makes since 18.
 */
export const baselineTables = `
  create table bench_seats (meeting_id uuid primary key, capacity integer not null, taken integer not null default 0) with (fillfactor = 50);
  insert into bench_seats (meeting_id, capacity) select id, capacity from meetings;
  do $$ begin
    if to_regproc('uuidv7') is null then create function uuidv7() returns uuid language sql as 'select gen_random_uuid()'; end if;
  end $$`

/** The same in one statement, committed by itself. */
export const oneStatementSignUp: Script = [
  {
    sql: `with seat as (
    update bench_seats set taken = taken + 1 where meeting_id = ${meeting} returning taken <= capacity as free
  ), r as (
    insert into registrations (${registrationColumns}) ${newRegistration(`case when seat.free then 'unconfirmed' else 'waitlisted' end`, 'cross join seat')} returning id
  ), a as (${attempt('id', 'from r')} returning id, registration_id
  ), c as (${change('id', 'from r')} returning id
  ), v as (${values('id', 'from c')}
  ), p as (insert into changes_pending (change_id) select id from c
  ), m as (${mail('registration_id', 'id', 'from a')} returning id
  ) ${jobs('m.id', 'm cross join lateral')}`,
  },
]
