-- The house: what every noun stands on. Forward only; never edited once landed.
-- The owner's role runs this; treffpunkt_app serves and owns nothing.

create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- One log of changes -------------------------------------------------------------------------------------------------

create table changes (
  id uuid primary key,
  object text not null,
  object_id uuid not null,
  kind text not null,
  fields text[] not null,
  actor_kind text not null,
  actor_id uuid,
  request_id text,
  at timestamptz not null default now(),
  constraint changes_actor_kind check (actor_kind in ('account', 'door_link', 'attendee', 'partner', 'public', 'system'))
);
comment on table changes is 'One row per change, written in its transaction. Ids and names of fields only, no values: insert-only for the serving role.';
create index changes_object on changes (object, object_id, at desc, id desc);

create table change_values (
  change_id uuid primary key references changes (id) on delete cascade,
  before jsonb,
  after jsonb
);
comment on table change_values is 'Values before and after a change; apart from changes so that an erasure can clear them without touching the log.';

create table changes_pending (
  change_id uuid primary key references changes (id) on delete cascade
);
comment on table changes_pending is 'Committed changes that have no public sequence number yet; the sequencer empties it.';

create table change_sequence (
  seq bigint generated always as identity primary key,
  change_id uuid not null,
  constraint change_sequence_change_key unique (change_id),
  constraint change_sequence_change_fkey foreign key (change_id) references changes (id) on delete cascade
);
comment on table change_sequence is 'Public order of the changes, given after commit by one sequencer under an advisory lock: a serial in the writing transaction would skip rows that commit late.';

create function expire_changes(older_than interval) returns bigint
  language sql security definer set search_path = public, pg_temp
  as $$ with gone as (delete from changes where at < now() - greatest(older_than, interval '12 months') returning 1) select count(*) from gone $$;
comment on function expire_changes is 'Retention of the log: the serving role cannot delete from it otherwise.';
revoke all on function expire_changes from public;

-- Repeating requests, limits -----------------------------------------------------------------------------------------

create table idempotency_keys (
  principal text not null,
  key text not null,
  request_hash text not null,
  status smallint not null,
  headers jsonb not null,
  body text,
  created_at timestamptz not null default now(),
  constraint idempotency_keys_pkey primary key (principal, key)
);
comment on table idempotency_keys is 'Answer to a request with an Idempotency-Key, written in the same transaction as its effect; kept 48 hours.';
create index idempotency_keys_created_at on idempotency_keys (created_at);

create table rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
comment on table rate_limits is 'Counters of rate-limiter-flexible, shared by all servers. expire: milliseconds since 1970.';

-- Settings, texts ----------------------------------------------------------------------------------------------------

create table settings (
  id uuid primary key,
  only_one boolean not null default true,
  network_name text not null,
  series_name text not null,
  summary text not null,
  office_name text not null,
  contact_email text,
  contact_phone text,
  time_zone text not null default 'Europe/Berlin',
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  constraint settings_one_row unique (only_one),
  constraint settings_one_row_check check (only_one)
);
comment on table settings is 'One row: what this deployment calls itself and where it lives.';

create table texts (
  id uuid primary key,
  kind text not null,
  version integer not null,
  body text not null,
  created_at timestamptz not null default now(),
  constraint texts_kind_version_key unique (kind, version),
  constraint texts_kind check (kind in ('imprint', 'privacy', 'accessibility', 'form_notice'))
);
comment on table texts is 'Texts the law asks for; a new version is a new row, because registrations refer to the version that was read.';

create table example_objects (
  object text not null,
  object_id uuid not null,
  constraint example_objects_pkey primary key (object, object_id)
);
comment on table example_objects is 'What the example network brought in: shown as example, removable in one go.';

-- Accounts, sessions -------------------------------------------------------------------------------------------------

create table accounts (
  id uuid primary key,
  name text not null,
  email text not null,
  role text not null,
  password_hash text,
  disabled boolean not null default false,
  last_sign_in_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint accounts_role check (role in ('admin', 'coordinator', 'door'))
);
create unique index accounts_email_key on accounts (lower(email));
comment on column accounts.password_hash is 'argon2id as a PHC string.';

create table sign_in_links (
  id uuid primary key,
  account_id uuid not null references accounts (id) on delete cascade,
  token_hash bytea not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  constraint sign_in_links_token_hash_key unique (token_hash)
);
comment on table sign_in_links is 'One-time links; only the SHA-256 of the token is kept.';
create index sign_in_links_account on sign_in_links (account_id);

create table sessions (
  id uuid primary key,
  account_id uuid not null references accounts (id) on delete cascade,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  by_link boolean not null,
  constraint sessions_token_hash_key unique (token_hash)
);
comment on column sessions.by_link is 'Opened by a one-time link: may replace a forgotten password for a quarter of an hour.';
comment on table sessions is 'Signed-in browsers; only the SHA-256 of the cookie is kept. expires_at is the absolute end, seen_at carries the idle end.';
create index sessions_account on sessions (account_id);
create index sessions_expires_at on sessions (expires_at);
