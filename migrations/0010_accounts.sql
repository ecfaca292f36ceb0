-- Accounts that are invited, that only read, that know where they are signed in, and that come back by mail.

alter table accounts
  drop constraint accounts_role,
  add constraint accounts_role check (role in ('admin', 'coordinator', 'reader', 'door'));

create table account_links (
  id uuid primary key,
  account_id uuid not null references accounts (id) on delete cascade,
  purpose text not null,
  made_by uuid references accounts (id) on delete set null,
  new_email text,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  constraint account_links_purpose check (purpose in ('invitation', 'password_reset', 'email_change')),
  constraint account_links_new_email check ((purpose = 'email_change') = (new_email is not null))
);
comment on table account_links is 'One-time links that accounts get by mail. The token is derived from the row when the mail is written, never stored.';
comment on column account_links.made_by is 'Who invited; null where the account itself asked.';
comment on column account_links.new_email is 'The address that becomes the account''s when the link is opened there.';
-- a new link takes the place of the one before
create unique index account_links_one_open on account_links (account_id, purpose) where used_at is null;
create index account_links_account on account_links (account_id);
create index account_links_made_by on account_links (made_by);

alter table sessions
  add column browser text,
  add column system text;
comment on column sessions.browser is 'In a word, so that somebody knows their own sessions again; neither the whole user agent nor an address is kept.';
comment on column sessions.system is 'In a word, likewise.';

alter table mails
  add column account_id uuid references accounts (id) on delete cascade,
  add column account_link_id uuid references account_links (id) on delete set null;
comment on column mails.account_id is 'The account it is about. Such mails are shown to admins only: their links sign in.';
create index mails_account on mails (account_id) where account_id is not null;
create index mails_account_link on mails (account_link_id) where account_link_id is not null;

grant select, insert, update, delete on account_links to treffpunkt_app;
