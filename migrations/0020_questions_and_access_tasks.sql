-- What a meeting asks beside name and organisation, and what was answered.

create table questions (
  id uuid primary key,
  meeting_id uuid not null references meetings (id) on delete cascade,
  position integer not null,
  kind text not null,
  label text not null,
  help text,
  purpose text not null,
  choices jsonb not null default '[]',
  translations jsonb not null default '{}',
  required boolean not null default false,
  sensitive boolean not null default false,
  retention_days integer not null default 30,
  shown_when jsonb,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint questions_kind check (kind in ('short_text', 'long_text', 'number', 'yes_no', 'one_of', 'several_of')),
  constraint questions_retention check (retention_days between 1 and case when sensitive then 7 else 365 end),
  constraint questions_voluntary check (not (sensitive and required))
);
comment on table questions is 'What people are asked when they sign up for a meeting. Deleted ones keep their answers for 30 days, so that deleting can be undone.';
comment on column questions.position is 'Order within the meeting; gaps do no harm.';
comment on column questions.purpose is 'What it is asked for, as it is shown to the person (Art. 13 GDPR).';
comment on column questions.choices is 'What can be chosen: [{"key": …, "label": …}]; the key stays when the words change.';
comment on column questions.translations is 'Label, help, purpose and choices by language; German stands in the columns of their own.';
comment on column questions.sensitive is 'May tell of health or faith (Art. 9 GDPR): for coordinators alone, voluntary, gone 7 days after the meeting.';
comment on column questions.retention_days is 'How many days after the end of the meeting its answers are erased.';
comment on column questions.shown_when is 'Shown only when an earlier question is answered so: {"questionId": …, "answer": …}; null: always.';
create index questions_meeting on questions (meeting_id, position, id);

create table answers (
  registration_id uuid not null references registrations (id) on delete cascade,
  question_id uuid not null references questions (id) on delete cascade,
  value jsonb not null,
  constraint answers_pkey primary key (registration_id, question_id)
);
comment on table answers is 'What somebody answered: a text, a number, "yes" or "no", the key of a choice, or a list of them. Kept out of the log of changes, because each question says when its answers go.';
create index answers_question on answers (question_id);

alter table exports add column question_ids uuid[] not null default '{}';
comment on column exports.question_ids is 'Questions whose answers are in the file.';

grant select, insert, update, delete on questions, answers to treffpunkt_app;

-- What is to be organised for those who need something. How many they are is counted from registration_needs whenever it
-- is looked at; here stands only what the office has decided.
create table access_tasks (
  meeting_id uuid not null references meetings (id) on delete cascade,
  interpreter text not null,
  owner_id uuid references accounts (id) on delete set null,
  days_before integer not null,
  done_for integer,
  done_at timestamptz,
  constraint access_tasks_pkey primary key (meeting_id, interpreter),
  constraint access_tasks_done check ((done_for is null) = (done_at is null))
);
comment on table access_tasks is 'Decisions about tasks that follow from needs; names nobody, and goes with the needs 7 days after the meeting.';
comment on column access_tasks.interpreter is 'Language to interpret in small letters; empty: a place without steps.';
comment on column access_tasks.days_before is 'How many days before the beginning of the meeting it is due, wherever that moves.';
comment on column access_tasks.done_for is 'For how many people it was done; when more need it, it is open again.';

grant select, insert, update, delete on access_tasks to treffpunkt_app;
