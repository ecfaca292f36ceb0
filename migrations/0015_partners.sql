-- Organisations that come by a program: their keys, and whom they have registered.

create table api_keys (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  name text not null,
  scopes text[] not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint api_keys_scopes check (scopes <@ array['meetings:read', 'organisations:read', 'registrations:read', 'registrations:write', 'working-groups:read'])
);
comment on table api_keys is 'What a program of an organisation may do, and until when. Lets nobody in while its organisation is deleted.';
create index api_keys_organisation on api_keys (organisation_id, created_at desc, id desc);

create table api_key_secrets (
  id uuid primary key,
  api_key_id uuid not null references api_keys (id) on delete cascade,
  place smallint not null,
  secret_hash bytea not null,
  hint text not null,
  ends_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  constraint api_key_secrets_hash_key unique (secret_hash),
  constraint api_key_secrets_at_most_two unique (api_key_id, place),
  constraint api_key_secrets_place check (place in (1, 2))
);
create unique index api_key_secrets_one_lasting on api_key_secrets (api_key_id) where ends_at is null;
comment on table api_key_secrets is 'The secrets of a key: one, or two while it is being rotated. Only the SHA-256 of 256 random bits is kept.';
comment on column api_key_secrets.hint is 'The last characters, by which people tell one secret from another: they belong to the checksum.';
comment on column api_key_secrets.ends_at is 'When the earlier of two ends; null: with the key.';
comment on column api_key_secrets.last_used_at is 'Written down at most once a minute. Says nothing about anybody.';

alter table registrations
  add column entered_by uuid references organisations (id),
  drop constraint registrations_source,
  add constraint registrations_source check (source in ('public', 'coordinator', 'partner')),
  add constraint registrations_entered_by check ((source = 'partner') = (entered_by is not null));
comment on column registrations.entered_by is 'The organisation that entered it by a key, and sees it through any of its keys as long as the registration names that organisation.';
create index registrations_entered_by on registrations (entered_by, created_at, id) where entered_by is not null;

grant select, insert, update, delete on api_keys, api_key_secrets to treffpunkt_app;
