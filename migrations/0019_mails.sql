-- Reminders before a meeting, and what mail servers say about addresses.

-- meetings that are planned before today remind nobody until the office says so; those to come do by themselves
alter table meetings add column reminders jsonb not null default '[]';
alter table meetings alter column reminders
  set default '[{"amount": 7, "unit": "days", "note": null}, {"amount": 1, "unit": "days", "note": null}]';
comment on column meetings.reminders is 'When those with a place are reminded (ReminderPlan in shared/src/meetings.ts), relative to the beginning, the farthest first.';

create table reminders (
  id uuid primary key,
  meeting_id uuid not null references meetings (id) on delete cascade,
  amount integer not null,
  unit text not null,
  note text,
  starts_at timestamptz not null,
  due_at timestamptz not null,
  sent_at timestamptz not null default now(),
  recipients integer not null,
  constraint reminders_unit check (unit in ('days', 'hours'))
);
comment on table reminders is 'A reminder that has become mails: once for each moment, however many servers look.';
comment on column reminders.starts_at is 'When the meeting was to begin: a mail that was late says nothing about another date.';
comment on column reminders.due_at is 'When it was to go out; how long before, it is told from where the meeting was then.';
create unique index reminders_once on reminders (meeting_id, unit, amount, due_at);
create index reminders_sent_at on reminders (sent_at);

alter table mails
  add column reminder_id uuid references reminders (id) on delete cascade,
  add column reason text,
  add column reply_code text,
  add column checked_at timestamptz,
  add column trial jsonb,
  add constraint mails_reason check (reason is null or status = 'failed'),
  add constraint mails_trial check ((kind = 'template_trial') = (trial is not null)),
  add constraint mails_checked check (checked_at is null or reason is not null);
comment on column mails.reason is 'Why it was given up, in one word (MailReason in shared/src/mails.ts); what the mail server said is in failure.';
comment on column mails.reply_code is 'Basic and enhanced code of the last refusal (RFC 5321, RFC 3463), like "550 5.1.1".';
comment on column mails.checked_at is 'When the office had checked the address: such a refusal does not count against it any more.';
-- what was given up before said why in German; what a server said is told by its codes from now on
update mails set
  reason = case
    when failure like 'Drei Tage lang%' then 'gave_up'
    when failure like 'Worum es ging%' then 'outdated'
    when failure like 'Nicht zugestellt. Die Adresse%' then 'address_erased'
    else 'policy'
  end,
  failure = case when failure ~ '^(Drei Tage lang|Worum es ging|Nicht zugestellt. Die Adresse)' then null else failure end
where status = 'failed';
comment on column mails.trial is 'Of a mail that somebody in the office sends to themselves: the words that they try, and the registration in whose name.';
create unique index mails_reminder on mails (reminder_id, registration_id) where reminder_id is not null;
create index mails_to_address on mails (lower(to_address), created_at);
create index mails_reason on mails (lower(to_address)) where reason is not null;

create table mail_tries (
  mail_id uuid not null references mails (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  outcome text not null,
  reply_code text,
  reply text,
  constraint mail_tries_outcome check (outcome in ('sent', 'deferred', 'refused'))
);
comment on table mail_tries is 'Each time a mail was given to the mail server, and what that said, without the address.';
create index mail_tries_mail on mail_tries (mail_id, at);

grant select, insert, update, delete on reminders, mail_tries to treffpunkt_app;

create table mail_templates (
  id uuid primary key,
  kind text not null,
  language text not null,
  version integer not null,
  subject text,
  body text,
  account_id uuid references accounts (id) on delete set null,
  created_at timestamptz not null default now(),
  constraint mail_templates_own check ((subject is null) = (body is null))
);
comment on table mail_templates is 'What the office says in mails instead of the words of the house, by kind and language: every version, the newest holds. Without subject and body it is the words of the house again.';
create unique index mail_templates_version on mail_templates (kind, language, version);

grant select, insert on mail_templates to treffpunkt_app;
