-- Barriers that people report, with the month in which the law wants an answer; pages in easy and in sign language.

create table barrier_reports (
  id uuid primary key,
  reference text not null,
  page text,
  barrier text,
  name text,
  email text,
  other_contact text,
  language text not null default 'de',
  due_on date not null,
  answered_at timestamptz,
  closed_at timestamptz,
  close_reason text,
  note text not null default '',
  erased_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint barrier_reports_reference_key unique (reference),
  constraint barrier_reports_language check (language in ('de', 'de-einfach', 'en', 'uk', 'ar')),
  constraint barrier_reports_settled_once check (answered_at is null or closed_at is null),
  constraint barrier_reports_closed check ((closed_at is null) = (close_reason is null)),
  constraint barrier_reports_erased check ((erased_at is null) = (barrier is not null))
);
comment on table barrier_reports is 'What keeps somebody from using the site. Open until it is answered, or closed with a reason; 12 months later what was written is erased and the row stays as a number.';
comment on column barrier_reports.reference is 'What people name on the telephone.';
comment on column barrier_reports.due_on is 'A calendar month after it came, where the network lives (§ 16b Abs. 4 BGG LSA).';
comment on column barrier_reports.email is 'Not confirmed: a mail to it holds nothing that the reporter wrote.';
comment on column barrier_reports.note is 'Seen in the office only.';
create index barrier_reports_created on barrier_reports (created_at, id);
create index barrier_reports_open on barrier_reports (created_at, id) where answered_at is null and closed_at is null;

create table barrier_answers (
  id uuid primary key,
  barrier_report_id uuid not null references barrier_reports (id) on delete cascade,
  body text not null,
  by_mail boolean not null,
  due_at timestamptz not null,
  taken_back_at timestamptz,
  account_id uuid references accounts (id) on delete set null,
  created_at timestamptz not null default now()
);
comment on table barrier_answers is 'What the office answered: by mail, after a minute in which it can be taken back; or written down, when it went another way.';
create index barrier_answers_report on barrier_answers (barrier_report_id, created_at, id);

alter table mails
  add column barrier_report_id uuid references barrier_reports (id) on delete cascade,
  add column barrier_answer_id uuid references barrier_answers (id) on delete cascade;
create index mails_barrier_report on mails (barrier_report_id) where barrier_report_id is not null;
create index mails_barrier_answer on mails (barrier_answer_id) where barrier_answer_id is not null;

alter table settings
  add column accessibility_reviewed_on date,
  add column sign_language_video text;
comment on column settings.accessibility_reviewed_on is 'When the office last checked that the accessibility statement is true.';
comment on column settings.sign_language_video is 'A film on another website, linked to and never embedded.';

alter table texts
  drop constraint texts_kind,
  add constraint texts_kind check (kind in ('imprint', 'privacy', 'accessibility', 'form_notice', 'easy_language', 'sign_language'));
comment on table texts is 'Texts the law asks for; a new version is a new row, because registrations refer to the version that was read. Those in easy and about sign language are empty until the office has them.';
-- a database that has its texts already begins with these as a new one does
insert into texts (id, kind, version, body)
select gen_random_uuid(), kind, 1, '' from unnest(array['easy_language', 'sign_language']) as kind
where exists (select from settings);

grant select, insert, update, delete on barrier_reports, barrier_answers to treffpunkt_app;
