import { instant, meetingName, type Check } from './check.ts'

// Mails, messages to many and the work behind them (invariant I6).

/** Jobs that are still to be done. */
const live = `('created', 'retry', 'active')`

export const mailChecks: Check[] = [
  {
    name: 'mail-without-job',
    title: 'A mail that waits has the work that sends it',
    sql: `
      select m.id, 'a mail (' || m.kind || ') waits since ' || ${instant('m.created_at')} || ', and nothing sends it' as what
      from mails m
      where m.status = 'waiting' and m.created_at < now() - interval '1 minute'
        and not exists (select from pgboss.job j where j.name = 'send-mail' and j.data ->> 'mailId' = m.id::text)`,
    todo: 'Open "Mails" in the pages and press "Noch einmal senden" there.',
  },
  {
    name: 'job-without-mail',
    title: 'No work waits for a mail that was never written',
    sql: `
      select j.id, 'work for the mail ' || (j.data ->> 'mailId') || ', which is not there, waits since ' || ${instant('j.created_on')} as what
      from pgboss.job j
      where j.name = 'send-mail' and j.state in ${live} and j.start_after < now() - interval '10 minutes'
        and not exists (select from mails m where m.id::text = j.data ->> 'mailId')`,
    todo: 'It does nothing and goes by itself once the service runs. If it runs, report a fault of Treffpunkt, with this output.',
  },
  {
    name: 'confirmed-without-mail',
    title: 'Whoever has a place was told so by mail',
    // mails are kept for 90 days
    sql: `
      select r.id, ${meetingName('r.meeting_id')} || ': confirmed since ' || ${instant('r.address_confirmed_at')} || ', and no mail says so' as what
      from registrations r
      where r.status = 'confirmed' and r.email is not null and r.address_confirmed_at between now() - interval '80 days' and now() - interval '1 minute'
        and not exists (select from mails m where m.registration_id = r.id and m.kind in ('confirmed', 'entered', 'substitute'))`,
    todo: 'Have the office send this person their links once more.',
  },
  {
    name: 'mail-contradicts-itself',
    title: 'A mail that was sent says when, one that was given up says why',
    sql: `
      select m.id, 'a mail (' || m.kind || ') is ' || m.status || case m.status when 'sent' then ' at no time' else ' for no reason' end as what
      from mails m where (m.status = 'sent' and m.sent_at is null) or (m.status = 'failed' and m.reason is null)`,
    todo: 'Look the mail up in the log of your mail server, by its Message-ID <id@host of PUBLIC_URL>.',
  },
  {
    name: 'mail-not-given-up',
    title: 'A mail that cannot be sent is given up after three days, visibly',
    sql: `
      select m.id, 'a mail (' || m.kind || ') waits since ' || ${instant('m.created_at')} as what
      from mails m where m.status = 'waiting' and m.created_at < now() - interval '3 days 10 minutes'`,
    todo: 'The service gives them up every minute while it runs: start it, and look for "background work failed" in its log.',
  },
  {
    name: 'mailing-counts',
    title: 'A message to many has become as many mails as it says',
    // fewer are there when somebody was erased since, or after 90 days
    sql: `
      select g.id, ${meetingName('g.meeting_id')} || ': a message (' || g.kind || ') says ' || coalesce(g.recipients::text, 'no') || ' recipients, and has ' || n.mails || ' mails' as what
      from mailings g
      cross join lateral (select count(*) as mails from mails m where m.mailing_id = g.id) n
      where n.mails > coalesce(g.recipients, 0)
        or (n.mails < g.recipients and g.sent_at > now() - interval '89 days'
          and not exists (select from changes c where c.object = 'registration' and c.kind = 'erased' and c.at > g.sent_at))`,
    todo: 'More: somebody may have got it twice. Fewer: somebody was not told; the office can write to them. Report a fault of Treffpunkt, with this output.',
  },
  {
    name: 'invited-without-consent',
    title: 'Who is invited agreed to it, at another meeting',
    // withdrawn since, or gone with the registration that it was given in: agreed to then
    sql: `
      select i.id, ${meetingName('i.meeting_id')} || ': somebody was invited who is known from no other meeting' as what
      from invitations i join registrations r on r.id = i.registration_id where r.meeting_id = i.meeting_id
      union all
      select i.id, ${meetingName('i.meeting_id')} || ': somebody was invited who had not agreed to it'
      from invitations i where not exists (
        select from consents c join registrations r on r.id = c.registration_id
        where c.purpose = 'invitations' and r.person_id = i.person_id and c.given_at <= i.invited_at
          and coalesce(c.withdrawn_at, 'infinity') >= i.invited_at)
        and exists (select from registrations r where r.person_id = i.person_id and r.erased_at is null and r.created_at < i.invited_at)
        and not exists (select from changes c where c.object = 'registration' and c.kind = 'erased' and c.at > i.invited_at)`,
    todo: 'Have the office apologise to them. Report a fault of Treffpunkt, with this output.',
  },
  {
    name: 'mailing-overdue',
    title: 'A message to many goes out after its minute',
    sql: `
      select g.id, ${meetingName('g.meeting_id')} || ': a message (' || g.kind || ') was due on ' || ${instant('g.due_at')} as what
      from mailings g where g.sent_at is null and g.taken_back_at is null and g.due_at < now() - interval '5 minutes'`,
    todo: 'The service sends them every minute while it runs: start it, and look for "background work failed" in its log.',
  },
  {
    name: 'work-waits',
    title: 'Work in the background begins within minutes',
    sql: `
      select j.name as id, count(*) || ' pieces of work (' || j.name || ') wait, the oldest since ' || ${instant('min(j.start_after)')} as what
      from pgboss.job j
      where j.state in ('created', 'retry') and j.start_after < now() - interval '10 minutes' and j.name not like '\\_\\_%'
      group by j.name`,
    todo: 'Is the service running? It does this work by itself. If it runs, look for "job queue interrupted" in its log.',
  },
  {
    name: 'work-given-up',
    title: 'Work in the background was given up within the last day',
    note: true,
    sql: `
      select j.name as id, count(*) || ' pieces of work (' || j.name || '), the newest on ' || ${instant('max(j.completed_on)')} as what
      from pgboss.job j where j.state = 'failed' and j.completed_on > now() - interval '1 day' and j.name not like '\\_\\_%' group by j.name`,
    todo: 'Mails that were not accepted are shown under "Mails" in the pages. For other work look for "background work failed" in the log.',
  },
]
