-- The promise to come, what it needs, what was agreed to, and the mails about it.

create table registrations (
  id uuid primary key,
  meeting_id uuid not null references meetings (id),
  person_id uuid references people (id),
  person_key text,
  status text not null,
  address_confirmed_at timestamptz,
  expires_at timestamptz,
  queued_at timestamptz,
  first_name text not null,
  last_name text not null,
  email text,
  organisation_id uuid references organisations (id),
  organisation_typed text,
  organisation_settled boolean not null default false,
  sector text,
  engagement text,
  short_code text not null,
  source text not null,
  notice_version integer,
  language text not null default 'de',
  link_version integer not null default 1,
  search_text text not null,
  sort_name text not null generated always as (lower(last_name) || ', ' || lower(first_name)) stored,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint registrations_status check (status in ('unconfirmed', 'confirmed', 'waitlisted', 'offered', 'expired', 'lapsed', 'withdrawn')),
  constraint registrations_source check (source in ('public', 'coordinator')),
  constraint registrations_sector check (sector in ('administration', 'civil_society', 'welfare_and_advice', 'business', 'education_and_research', 'other')),
  constraint registrations_engagement check (engagement in ('professional', 'volunteer')),
  constraint registrations_hold_ends check (status not in ('unconfirmed', 'offered') or expires_at is not null),
  constraint registrations_queued check (status <> 'waitlisted' or queued_at is not null)
);
comment on table registrations is 'The promise to come; having come is attendance. A seat is held by unconfirmed, confirmed and offered ones that have not expired.';
comment on column registrations.person_key is 'personKey of address and name: one live registration per person and meeting. Null without an address.';
comment on column registrations.queued_at is 'When the person took their place in the queue, by the clock of the database, read under the lock of the meeting.';
comment on column registrations.link_version is 'Part of what the personal links are signed over; raising it revokes them.';
create unique index registrations_one_live on registrations (meeting_id, person_key) where status in ('unconfirmed', 'confirmed', 'waitlisted', 'offered');
create unique index registrations_short_code_key on registrations (meeting_id, short_code);
create index registrations_held on registrations (meeting_id, expires_at) where status in ('unconfirmed', 'confirmed', 'offered');
create index registrations_queue on registrations (meeting_id, queued_at, id) where status = 'waitlisted';
create index registrations_name on registrations (meeting_id, sort_name, id);
create index registrations_created on registrations (meeting_id, created_at, id);
create index registrations_email on registrations (lower(email));
create index registrations_person on registrations (person_id);
create index registrations_expiring on registrations (expires_at) where status in ('unconfirmed', 'offered');
create index registrations_unsettled on registrations (lower(organisation_typed)) where organisation_typed is not null;
create index registrations_search on registrations using gin (search_text gin_trgm_ops);

create table registration_needs (
  registration_id uuid primary key references registrations (id) on delete cascade,
  needs jsonb not null
);
comment on table registration_needs is 'Sensitive (Art. 9 GDPR): apart from the registration, erased 7 days after the meeting.';

create table consents (
  id uuid primary key,
  registration_id uuid not null references registrations (id) on delete cascade,
  purpose text not null,
  text_version integer not null,
  language text not null,
  source text not null,
  given_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  constraint consents_purpose check (purpose in ('contact_list', 'invitations', 'photographs'))
);
comment on table consents is 'One purpose, one text version, one moment, one withdrawal. Counts once the address is confirmed.';
create index consents_registration on consents (registration_id);
create unique index consents_one_given on consents (registration_id, purpose) where withdrawn_at is null;

create table sign_up_attempts (
  id uuid primary key,
  meeting_id uuid not null references meetings (id),
  registration_id uuid not null references registrations (id) on delete cascade,
  link_version integer not null,
  email text not null,
  code_sent boolean not null,
  code_tries integer not null default 0,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
comment on column sign_up_attempts.email is 'As it was typed: the page shows this and nothing of what was known before.';
comment on column sign_up_attempts.code_sent is 'False for people who are registered already: no code went out, so no code is right.';
comment on table sign_up_attempts is 'One filled-in form: what the page with the six-digit code refers to. The code is derived, not stored; its tries are.';
create index sign_up_attempts_registration on sign_up_attempts (registration_id);
create index sign_up_attempts_expires_at on sign_up_attempts (expires_at);

create table mails (
  id uuid primary key,
  kind text not null,
  to_address text not null,
  subject text not null,
  language text not null default 'de',
  registration_id uuid references registrations (id) on delete cascade,
  attempt_id uuid references sign_up_attempts (id) on delete set null,
  status text not null,
  attempts integer not null default 0,
  failure text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  constraint mails_status check (status in ('waiting', 'sent', 'kept', 'failed'))
);
comment on table mails is 'Every mail: what it is about, not what it says. Text and links are made when it is sent or looked at, so that no token is stored. Its id is its Message-ID.';
create index mails_created_at on mails (created_at, id);
create index mails_registration on mails (registration_id);
create index mails_attempt on mails (attempt_id);
create index mails_unsent on mails (created_at) where status in ('waiting', 'kept');

create table retention_runs (
  id uuid primary key,
  at timestamptz not null default now(),
  counts jsonb not null
);
comment on table retention_runs is 'What the nightly job erased: counts only.';

grant select, insert, update, delete on registrations, registration_needs, consents, sign_up_attempts, mails to treffpunkt_app;
grant select, insert on retention_runs to treffpunkt_app;
