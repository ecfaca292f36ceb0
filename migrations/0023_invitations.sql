-- Invitations to a meeting, to people known from an earlier one, and meetings for those who are invited.

alter table meetings
  drop constraint meetings_visibility,
  add constraint meetings_visibility check (visibility in ('public', 'unlisted', 'members'));
comment on column meetings.visibility is 'public: in the public lists. unlisted: page and sign-up work for whoever has the address. members: in the public list; only who is invited signs up.';

create table invitations (
  id uuid primary key,
  meeting_id uuid not null references meetings (id) on delete cascade,
  person_id uuid not null references people (id) on delete cascade,
  registration_id uuid not null references registrations (id) on delete cascade,
  invited_at timestamptz not null default now(),
  reminded_at timestamptz,
  declined_at timestamptz,
  constraint invitations_once unique (meeting_id, person_id)
);
comment on table invitations is 'Who was asked to a meeting by mail, once. Goes with the person, and 90 days after the meeting.';
comment on column invitations.registration_id is 'The earlier registration that the person is known from: what they said there about themselves stands in the form, and the mails are kept with it.';
comment on column invitations.declined_at is 'When they said that they cannot come.';
create index invitations_person on invitations (person_id);
create index invitations_registration on invitations (registration_id);

alter table registrations add column invitation_id uuid references invitations (id) on delete set null;
comment on column registrations.invitation_id is 'The invitation whose link was used to sign up.';
create index registrations_invitation on registrations (invitation_id) where invitation_id is not null;

alter table sign_up_attempts add column known boolean not null default false;
comment on column sign_up_attempts.known is 'By a personal link, with the name and address it is for: nothing is left to confirm.';

alter table mailings
  drop constraint mailings_kind,
  add constraint mailings_kind check (kind in ('message', 'rescheduled', 'cancelled', 'meeting_invitation', 'invitation_reminder'));
comment on column mailings.chosen is 'Registrations that were chosen one by one; of an invitation, the earlier registrations of those it is for.';
drop index mailings_one_waiting;
create unique index mailings_one_waiting on mailings (meeting_id, kind)
  where kind in ('rescheduled', 'cancelled') and sent_at is null and taken_back_at is null;

grant select, insert, update, delete on invitations to treffpunkt_app;
