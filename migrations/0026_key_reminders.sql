-- Before an API key ends the office is reminded: once for each distance, however many servers look.

create table api_key_reminders (
  api_key_id uuid not null references api_keys (id) on delete cascade,
  expires_at timestamptz not null,
  days integer not null,
  sent_at timestamptz not null default now(),
  constraint api_key_reminders_pkey primary key (api_key_id, expires_at, days)
);
comment on table api_key_reminders is 'That the office was reminded of a key that ends; of one that was renewed meanwhile it is reminded anew.';
grant select, insert, update, delete on api_key_reminders to treffpunkt_app;

alter table mails
  add column api_key_id uuid references api_keys (id) on delete cascade;
comment on column mails.api_key_id is 'Of a mail that reminds of a key that ends: which.';
create index mails_api_key on mails (api_key_id) where api_key_id is not null;
