-- What the office does with many registrations at once.

create table exports (
  id uuid primary key,
  meeting_id uuid not null references meetings (id) on delete cascade,
  account_id uuid references accounts (id) on delete set null,
  format text not null,
  columns text[] not null,
  filter jsonb not null,
  chosen integer,
  people integer not null,
  created_at timestamptz not null default now(),
  constraint exports_format check (format in ('csv', 'xlsx'))
);
comment on table exports is 'Who took which data of registered people out of the service. The files themselves are not kept.';
comment on column exports.filter is 'Filters and order of the list (RegistrationFilter of the API), as they were; what was searched for stays out, since it may be a name.';
comment on column exports.chosen is 'How many registrations were chosen one by one; null when all that the filters found were meant.';
comment on column exports.people is 'How many people are in the file.';
create index exports_created_at on exports (created_at, id);
create index exports_meeting on exports (meeting_id, created_at, id);

create function expire_exports() returns bigint
  language sql security definer set search_path = public, pg_temp
  as $$ with gone as (delete from exports where created_at < now() - interval '12 months' returning 1) select count(*) from gone $$;
comment on function expire_exports is 'Retention of this log: the serving role cannot change or delete what it says.';
revoke all on function expire_exports from public;

grant select, insert on exports to treffpunkt_app;
grant execute on function expire_exports to treffpunkt_app;

alter table mailings
  add column chosen uuid[],
  drop constraint mailings_audience,
  add constraint mailings_audience check (audience in ('everybody', 'expected', 'waiting', 'came', 'chosen')),
  add constraint mailings_chosen check ((audience = 'chosen') = (chosen is not null));
comment on column mailings.chosen is 'Registrations that were chosen one by one, for that audience only.';

create table views (
  id uuid primary key,
  name text not null,
  filter jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
comment on table views is 'Filters and order of the list of registrations under a name, for the whole office and every meeting.';
comment on column views.filter is 'RegistrationFilter of the API.';
create unique index views_name_key on views (lower(name)) where deleted_at is null;

grant select, insert, update, delete on views to treffpunkt_app;

alter table registrations
  add column substituted_by uuid references registrations (id) on delete set null,
  drop constraint registrations_status,
  add constraint registrations_status check (status in ('unconfirmed', 'confirmed', 'waitlisted', 'offered', 'expired', 'lapsed', 'withdrawn', 'substituted')),
  add constraint registrations_substituted check (substituted_by is null or status = 'substituted');
comment on column registrations.substituted_by is 'Who has taken over the place; empty again when their registration is erased.';
create unique index registrations_substitute on registrations (substituted_by);
