-- The nouns every later one leans on. search_text holds the forms that shared/src/names.ts makes.

create table venues (
  id uuid primary key,
  name text not null,
  street text,
  postal_code text,
  municipality text not null,
  capacity integer,
  step_free boolean,
  accessible_toilet boolean,
  induction_loop boolean,
  directions text,
  contact_name text,
  contact_email text,
  contact_phone text,
  search_text text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint venues_capacity check (capacity > 0)
);
comment on column venues.step_free is 'True, false, or null: not asked yet. Likewise the other access facts.';
create index venues_name on venues (name, id) where deleted_at is null;
create index venues_search on venues using gin (search_text gin_trgm_ops) where deleted_at is null;

create table organisations (
  id uuid primary key,
  name text not null,
  sector text not null,
  municipality text,
  website text,
  search_text text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint organisations_sector check (sector in ('administration', 'civil_society', 'welfare_and_advice', 'business', 'education_and_research', 'other'))
);
create unique index organisations_name_key on organisations (lower(name)) where deleted_at is null;
create index organisations_name on organisations (name, id) where deleted_at is null;
create index organisations_search on organisations using gin (search_text gin_trgm_ops) where deleted_at is null;

create table organisation_aliases (
  organisation_id uuid not null references organisations (id) on delete cascade,
  alias text not null,
  constraint organisation_aliases_pkey primary key (organisation_id, alias)
);
comment on table organisation_aliases is 'Other names of an organisation, so that what people type is recognised.';
create index organisation_aliases_alias on organisation_aliases (lower(alias));

create table people (
  id uuid primary key,
  first_name text not null,
  last_name text not null,
  email text,
  person_key text,
  sort_name text not null generated always as (lower(last_name) || ', ' || lower(first_name)) stored,
  search_text text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
comment on column people.person_key is 'E-mail address and normalised name (personKey in shared/src/names.ts): the same person across meetings; null without an address.';
create unique index people_person_key on people (person_key) where deleted_at is null;
create index people_sort_name on people (sort_name, id) where deleted_at is null;
create index people_search on people using gin (search_text gin_trgm_ops) where deleted_at is null;

create table affiliations (
  id uuid primary key,
  person_id uuid not null references people (id) on delete cascade,
  organisation_id uuid not null references organisations (id),
  role text,
  engagement text,
  from_date date,
  to_date date,
  constraint affiliations_engagement check (engagement in ('professional', 'volunteer')),
  constraint affiliations_dates check (to_date >= from_date)
);
comment on table affiliations is 'Person and organisation, with role and dates; a person may have several at once.';
create index affiliations_person on affiliations (person_id);
create index affiliations_organisation on affiliations (organisation_id);

create table working_groups (
  id uuid primary key,
  name text not null,
  summary text,
  state text not null,
  search_text text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint working_groups_state check (state in ('proposed', 'active', 'dormant', 'concluded'))
);
create unique index working_groups_name_key on working_groups (lower(name)) where deleted_at is null;
create index working_groups_name on working_groups (name, id) where deleted_at is null;

create table meetings (
  id uuid primary key,
  kind text not null,
  title text,
  focus_topic text,
  summary text,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  venue_id uuid references venues (id),
  working_group_id uuid references working_groups (id),
  capacity integer,
  registration_opens_at timestamptz,
  registration_closes_at timestamptz,
  published_at timestamptz,
  cancelled_at timestamptz,
  cancel_reason text,
  concluded_at timestamptz,
  reported_at timestamptz,
  head_count integer,
  series_number_frozen integer,
  calendar_sequence integer not null default 0,
  search_text text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint meetings_kind check (kind in ('network', 'working_group', 'specialist')),
  constraint meetings_title check (kind = 'network' or title is not null),
  constraint meetings_times check (ends_at > starts_at),
  constraint meetings_registration_times check (registration_closes_at > registration_opens_at),
  constraint meetings_capacity check (capacity > 0),
  constraint meetings_head_count check (head_count >= 0),
  constraint meetings_cancelled check (cancelled_at is null or (published_at is not null and concluded_at is null)),
  constraint meetings_concluded check (concluded_at is null or published_at is not null),
  constraint meetings_reported check (reported_at is null or concluded_at is not null)
) with (fillfactor = 80);
comment on column meetings.series_number_frozen is 'Number in the series of its kind and year, fixed when the meeting was concluded; before that it is computed.';
comment on column meetings.calendar_sequence is 'SEQUENCE of the calendar entry (RFC 5545): rises with every change of time or place.';
create index meetings_starts_at on meetings (starts_at, id) where deleted_at is null;
create index meetings_venue on meetings (venue_id);
create index meetings_working_group on meetings (working_group_id);

-- A meeting with what follows from its facts and the clock. One place decides what "open" means.
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
) n;
comment on view meeting_facts is 'Meetings with state, series number and name: computed, never typed.';

-- What the serving role may do: everything with the nouns, only insert with the log.
grant usage on schema public to treffpunkt_app;
grant select, insert, update, delete on all tables in schema public to treffpunkt_app;
revoke update, delete on changes, change_sequence, texts from treffpunkt_app;
grant execute on function expire_changes to treffpunkt_app;
grant usage on all sequences in schema public to treffpunkt_app;
