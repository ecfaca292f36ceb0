import { instant, type Check } from './check.ts'

// What is kept for a while only. The service erases at night; what is due for two days says that it did not.

/** What is kept, since when it is due (SQL), and how long it may be kept in words. */
const kept: { table: string; due: string; words: string }[] = [
  { table: 'sign_up_attempts', due: 'expires_at', words: 'codes of sign-ups, until they run out' },
  { table: 'mails', due: `created_at + interval '90 days'`, words: 'the log of mails, 90 days' },
  {
    table: 'access_tasks',
    due: `(select m.ends_at from meetings m where m.id = meeting_id) + interval '7 days'`,
    words: 'tasks that follow from needs, 7 days after the meeting',
  },
  { table: 'questions', due: `deleted_at + interval '30 days'`, words: 'questions that were deleted, 30 days' },
  { table: 'exports', due: `created_at + interval '12 months'`, words: 'who took what out of the house, 12 months' },
  { table: 'mailings', due: `created_at + interval '12 months'`, words: 'messages to many, 12 months' },
  {
    table: 'invitations',
    due: `(select m.ends_at from meetings m where m.id = meeting_id) + interval '90 days'`,
    words: 'who was invited to a meeting, 90 days after it',
  },
  { table: 'reminders', due: `sent_at + interval '12 months'`, words: 'reminders that were sent, 12 months' },
  {
    table: 'barrier_reports',
    due: `case when erased_at is null then coalesce(answered_at, closed_at) + interval '12 months' end`,
    words: 'what was reported as a barrier, 12 months after it was settled',
  },
  { table: 'changes', due: `at + interval '12 months'`, words: 'the log of changes, 12 months' },
  {
    table: 'idempotency_keys',
    due: `created_at + interval '48 hours'`,
    words: 'answers to repeated requests, 48 hours',
  },
  { table: 'sessions', due: `least(expires_at, seen_at + interval '12 hours')`, words: 'sessions, until they end' },
  { table: 'sign_in_links', due: 'expires_at', words: 'sign-in links, until they run out' },
  {
    table: 'door_links',
    due: `(select m.ends_at from meetings m where m.id = meeting_id) + interval '30 days'`,
    words: 'door links, 30 days after the meeting',
  },
]

const todo =
  'The service erases every night at 03:17 while it runs, and in the morning when it was off. Look for "background work failed" in its log.'

export const retentionChecks: Check[] = [
  {
    name: 'needs-kept',
    title: 'What people need at a meeting is erased seven days after it',
    sql: `
      select m.id, count(*) || ' people of the meeting that ended ' || ${instant('m.ends_at')} as what
      from registration_needs n join registrations r on r.id = n.registration_id join meetings m on m.id = r.meeting_id
      where m.ends_at < now() - interval '9 days' group by m.id`,
    todo: `These are data on health (Art. 9 GDPR). ${todo}`,
  },
  {
    name: 'answers-kept',
    title: 'Answers to the questions of a meeting are erased when the question says',
    sql: `
      select q.id, count(*) || ' answers, kept for ' || q.retention_days || ' days after the meeting that ended ' || ${instant('m.ends_at')} as what
      from answers a join questions q on q.id = a.question_id join meetings m on m.id = q.meeting_id
      where m.ends_at < now() - make_interval(days => q.retention_days + 2) group by q.id, m.ends_at`,
    todo: `People were told when their answers go. ${todo}`,
  },
  {
    name: 'unconfirmed-kept',
    title: 'Whoever never confirmed an address is erased',
    sql: `
      select r.meeting_id as id, count(*) || ' registrations, the oldest was due on ' || ${instant('min(coalesce(r.expires_at, r.updated_at))')} as what
      from registrations r join meetings m on m.id = r.meeting_id
      where r.address_confirmed_at is null
        and ((r.status in ('expired', 'lapsed', 'withdrawn', 'substituted') and r.updated_at < now() - interval '2 days') or r.expires_at < now() - interval '2 days')
        and (m.cancelled_at is not null or now() not between m.starts_at - interval '1 day' and m.ends_at + interval '3 days')
        and not exists (select from attendance_states s where s.meeting_id = r.meeting_id and s.attendee_id = r.id and s.arrived_at is not null)
      group by r.meeting_id`,
    todo,
  },
  {
    name: 'names-kept',
    title: 'A year after a meeting nobody of it is known by name who did not ask to be invited',
    sql: `
      select m.id, count(*) || ' people of the meeting that ended ' || ${instant('m.ends_at')} as what
      from meetings m join lateral (
        select from registrations r where r.meeting_id = m.id and r.erased_at is null and not exists (
          select from consents c join registrations x on x.id = c.registration_id
          where c.purpose = 'invitations' and c.withdrawn_at is null and (x.id = r.id or x.person_id = r.person_id))
        union all select from walk_ins w where w.meeting_id = m.id and w.erased_at is null
      ) named on true
      where m.ends_at < now() - interval '12 months 2 days' group by m.id`,
    todo,
  },
  {
    name: 'kept-too-long',
    title: 'Nothing is kept longer than it may be',
    sql: kept
      .map(
        ({ table, due, words }) => `
      select '${table}' as id, count(*) || ' rows (${words}), the oldest was due on ' || ${instant(`min(${due})`)} as what
      from ${table} where ${due} < now() - interval '2 days' having count(*) > 0`,
      )
      .join(' union all '),
    todo,
  },
  {
    name: 'deleted-kept',
    title: 'What was deleted is erased after 30 days, unless something that is there names it',
    sql: `
      select object as id, count(*) || ' rows, the oldest was deleted on ' || ${instant('min(deleted_at)')} as what
      from deleted_and_unnamed where deleted_at <= now() - interval '32 days' group by object`,
    todo,
  },
  {
    name: 'deleted-in-use',
    title: 'Nothing that is to come stands on something deleted',
    sql: `
      select m.id, 'a meeting to come is planned at a venue or for a working group that is deleted' as what
      from meetings m left join venues v on v.id = m.venue_id left join working_groups g on g.id = m.working_group_id
      where m.deleted_at is null and m.concluded_at is null and m.cancelled_at is null and m.ends_at > now()
        and (v.deleted_at is not null or g.deleted_at is not null)
      union all
      select p.id, 'a person of the directory belongs to an organisation that is deleted'
      from people p join affiliations f on f.person_id = p.id join organisations o on o.id = f.organisation_id
      where p.deleted_at is null and o.deleted_at is not null`,
    todo: 'Bring the deleted object back from the history, or have the office name another one.',
  },
  {
    name: 'nothing-erased',
    title: 'The nightly erasing runs, and all of it',
    sql: `
      select coalesce(r.id::text, 'retention') as id, case
        when r.id is null then 'it has never run'
        when r.at < now() - interval '2 days' then 'it last ran on ' || ${instant('r.at')}
        else 'failed on ' || ${instant('r.at')} || ': ' || (select string_agg(key, ', ') from jsonb_each_text(r.counts) where value = 'failed') end as what
      from (select min(created_at) as since from accounts) a
      left join lateral (select * from retention_runs order by at desc limit 1) r on true
      where a.since < now() - interval '3 days'
        and (r.id is null or r.at < now() - interval '2 days' or exists (select from jsonb_each_text(r.counts) where value = 'failed'))`,
    todo,
  },
  {
    name: 'consent-contradicts-itself',
    title: 'A consent is withdrawn after it was given',
    sql: `
      select c.id, 'given ' || ${instant('c.given_at')} || ', withdrawn ' || ${instant('c.withdrawn_at')} as what
      from consents c where c.withdrawn_at < c.given_at`,
    todo: 'Treat it as withdrawn. Report a fault of Treffpunkt, with this output.',
  },
]
