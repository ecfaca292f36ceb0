-- The office: what happened, what can be brought back, and how the network presents itself.

-- The log of everything, newest first; what one request did with many is one line of it.
create index changes_at on changes (at desc, id desc);
create index changes_request on changes (request_id, object, kind, at, id) where request_id is not null;
create index changes_by_account on changes (actor_id, at desc, id desc) where actor_kind = 'account';
-- what is changed seldom, and would be searched for long among sign-ups
create index changes_of_object on changes (object, at desc, id desc) where object not in ('registration', 'attendance');

-- A meeting that was deleted takes everything with it when the 30 days are over in which it could be brought back.
alter table registrations
  drop constraint registrations_meeting_id_fkey,
  add constraint registrations_meeting_id_fkey foreign key (meeting_id) references meetings (id) on delete cascade;
alter table sign_up_attempts
  drop constraint sign_up_attempts_meeting_id_fkey,
  add constraint sign_up_attempts_meeting_id_fkey foreign key (meeting_id) references meetings (id) on delete cascade;
alter table door_links
  drop constraint door_links_meeting_id_fkey,
  add constraint door_links_meeting_id_fkey foreign key (meeting_id) references meetings (id) on delete cascade;
alter table walk_ins
  drop constraint walk_ins_meeting_id_fkey,
  add constraint walk_ins_meeting_id_fkey foreign key (meeting_id) references meetings (id) on delete cascade;
alter table attendance_entries
  drop constraint attendance_entries_meeting_id_fkey,
  add constraint attendance_entries_meeting_id_fkey foreign key (meeting_id) references meetings (id) on delete cascade;
alter table attendance_positions
  drop constraint attendance_positions_meeting_id_fkey,
  add constraint attendance_positions_meeting_id_fkey foreign key (meeting_id) references meetings (id) on delete cascade;
alter table attendance
  drop constraint attendance_meeting_id_fkey,
  add constraint attendance_meeting_id_fkey foreign key (meeting_id) references meetings (id) on delete cascade;
alter table mailings
  drop constraint mailings_meeting_id_fkey,
  add constraint mailings_meeting_id_fkey foreign key (meeting_id) references meetings (id) on delete cascade;

alter table settings
  add column privacy_officer_name text,
  add column privacy_officer_email text,
  add column sender_name text,
  add column reply_to text,
  add column languages text[] not null default '{de,de-einfach,en,uk,ar}',
  add column accent text,
  add column first_steps_hidden boolean not null default false,
  add constraint settings_languages check (languages <@ array['de', 'de-einfach', 'en', 'uk', 'ar'] and 'de' = any (languages)),
  add constraint settings_accent check (accent ~ '^#[0-9a-f]{6}$');
comment on column settings.privacy_officer_name is 'Who watches over data protection (Art. 37 GDPR); named in the privacy notice.';
comment on column settings.sender_name is 'The name before the address that mails come from; null: as the operator has set it.';
comment on column settings.reply_to is 'Where answers to mails go; null: to the contact of the office.';
comment on column settings.languages is 'In which public pages and mails are offered; German always.';
comment on column settings.accent is 'Colour of buttons, links and marks in the light theme; the one of the dark theme follows from it (shared/src/colours.ts).';

alter table texts add column written_by uuid references accounts (id) on delete set null;
comment on column texts.written_by is 'Null: came with the service.';

alter table accounts add column shortcuts boolean not null default true;
comment on column accounts.shortcuts is 'Whether single keys act in the administration (WCAG 2.1.4).';

create table logos (
  id uuid primary key,
  media_type text not null,
  content bytea not null,
  alt text not null,
  created_at timestamptz not null default now(),
  constraint logos_media_type check (media_type in ('image/png', 'image/svg+xml'))
);
comment on table logos is 'Pictures of the network; the one that settings name is shown, the others can be taken back for 30 days.';
alter table settings add column logo_id uuid references logos (id) on delete set null;

grant select, insert, delete on logos to treffpunkt_app;

create view deleted_and_unnamed as
select 'meeting' as object, o.id, o.deleted_at from meetings o where o.deleted_at is not null
union all
select 'venue', o.id, o.deleted_at from venues o where o.deleted_at is not null
  and not exists (select from meetings m where o.id in (m.venue_id, m.original_venue_id))
union all
select 'organisation', o.id, o.deleted_at from organisations o where o.deleted_at is not null
  and not exists (select from affiliations f where f.organisation_id = o.id)
  and not exists (select from registrations r where r.organisation_id = o.id)
  and not exists (select from attendance_entries e where e.organisation_id = o.id)
  and not exists (select from attendance a where a.organisation_id = o.id)
  and not exists (select from walk_ins w where w.organisation_id = o.id)
  and not exists (select from registrations r where r.entered_by = o.id)
  and not exists (select from api_keys k where k.organisation_id = o.id)
  and not exists (select from contingents c where c.organisation_id = o.id)
  and not exists (select from meeting_hosts h where h.organisation_id = o.id)
union all
select 'person', o.id, o.deleted_at from people o where o.deleted_at is not null
  and not exists (select from registrations r where r.person_id = o.id)
union all
select 'working_group', o.id, o.deleted_at from working_groups o where o.deleted_at is not null
  and not exists (select from meetings m where m.working_group_id = o.id);
comment on view deleted_and_unnamed is 'What goes when its 30 days are over: past meetings name their venue, and people who took part are tied to who they are in the directory.';
grant select on deleted_and_unnamed to treffpunkt_app;
