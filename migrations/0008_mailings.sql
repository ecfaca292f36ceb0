-- A meeting that is moved, and one message to many people.

alter table meetings
  add column original_starts_at timestamptz,
  add column original_ends_at timestamptz,
  add column original_venue_id uuid references venues (id),
  add constraint meetings_original check ((original_starts_at is null) = (original_ends_at is null));
comment on column meetings.original_starts_at is 'When it was announced for, since it was moved; null while it is where it was announced. Likewise its end and its venue.';

create table mailings (
  id uuid primary key,
  meeting_id uuid not null references meetings (id),
  kind text not null,
  audience text not null,
  subject text,
  body text,
  meeting_name text not null,
  whereabouts jsonb not null default '[]',
  silent boolean not null default false,
  due_at timestamptz not null,
  sent_at timestamptz,
  taken_back_at timestamptz,
  recipients integer,
  account_id uuid references accounts (id) on delete set null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint mailings_kind check (kind in ('message', 'rescheduled', 'cancelled')),
  constraint mailings_audience check (audience in ('everybody', 'expected', 'waiting', 'came')),
  constraint mailings_message check (kind <> 'message' or (subject is not null and body is not null)),
  constraint mailings_sent check (sent_at is null or taken_back_at is null),
  constraint mailings_recipients check ((sent_at is null) = (recipients is null))
);
comment on table mailings is 'One message to all who are registered for a meeting. It waits a minute and can be taken back; then it becomes a mail for each of them.';
comment on column mailings.subject is 'Of a message; what is moved or cancelled says it in the words of the house.';
comment on column mailings.meeting_name is 'As people knew it: a move or a cancellation may change the number in the series.';
comment on column mailings.whereabouts is 'When and where the meeting was before moves that nobody was told of, oldest first (Step of server/src/mailings/whereabouts.ts): who signed up in between knows it from there.';
comment on column mailings.recipients is 'How many mails it became; the mails themselves are kept for 90 days only.';
comment on column mailings.silent is 'A move that was news to nobody: only its whereabouts count, for the next one.';
create index mailings_meeting on mailings (meeting_id, created_at, id);
-- a second move within the minute takes the place of the first: everybody is told once
create unique index mailings_one_waiting on mailings (meeting_id, kind) where kind <> 'message' and sent_at is null and taken_back_at is null;

alter table mails add column mailing_id uuid references mailings (id) on delete cascade;
create unique index mails_mailing on mails (mailing_id, registration_id) where mailing_id is not null;

grant select, insert, update, delete on mailings to treffpunkt_app;

-- As in 0005; made anew to carry the new columns.
drop view meeting_facts;
create view meeting_facts as
select
  m.*,
  case
    when m.reported_at is not null then 'reported'
    when m.concluded_at is not null then 'held'
    when m.published_at is null then 'draft'
    when coalesce(m.registration_closes_at, m.starts_at) <= now() then 'closed'
    when m.registration_opens_at <= now() then 'open'
    else 'announced'
  end as state,
  n.series_number,
  coalesce(
    m.title,
    case when n.series_number is not null then n.series_number || '. ' else '' end
      || s.series_name || ' ' || extract(year from m.starts_at at time zone s.time_zone)
  ) as name
from meetings m
cross join settings s
cross join lateral (
  select case
    when m.kind <> 'network' or m.published_at is null or m.cancelled_at is not null then null
    else coalesce(m.series_number_frozen, (
      select count(*)::integer from meetings o
      where o.kind = m.kind and o.published_at is not null and o.cancelled_at is null and o.deleted_at is null
        and o.starts_at >= date_trunc('year', m.starts_at at time zone s.time_zone) at time zone s.time_zone
        and (o.starts_at, o.id) <= (m.starts_at, m.id)
    ))
  end as series_number
  -- a fence: what is selected three times is computed once
  offset 0
) n;
comment on view meeting_facts is 'Meetings with state, series number and name: computed, never typed.';
grant select on meeting_facts to treffpunkt_app;
