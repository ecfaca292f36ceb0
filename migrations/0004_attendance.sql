-- Having come: what the door and the office saw, and what it came to when the meeting was concluded.

create table door_links (
  id uuid primary key,
  meeting_id uuid not null references meetings (id),
  name text not null,
  link_version integer not null default 1,
  revoked_at timestamptz,
  last_used_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table door_links is 'Ways in for helpers without an account, each for one meeting. The token is derived from the row, never stored.';
comment on column door_links.link_version is 'Part of what the token is signed over.';
create index door_links_meeting on door_links (meeting_id, created_at desc, id desc);

create table walk_ins (
  id uuid primary key,
  meeting_id uuid not null references meetings (id),
  name text not null,
  organisation_id uuid references organisations (id),
  organisation_typed text,
  sort_name text not null,
  search_text text not null,
  created_at timestamptz not null default now()
);
comment on table walk_ins is 'People who came without a registration. The id is made by the device that let them in.';
comment on column walk_ins.sort_name is 'Last word of the name first, so that the list is in the order of registrations.sort_name.';
create index walk_ins_meeting on walk_ins (meeting_id, sort_name, id);
create index walk_ins_organisation_typed on walk_ins (lower(organisation_typed)) where organisation_typed is not null;

create table attendance_entries (
  id uuid primary key,
  meeting_id uuid not null references meetings (id),
  position integer not null,
  kind text not null,
  how text not null,
  registration_id uuid references registrations (id) on delete cascade,
  walk_in_id uuid references walk_ins (id) on delete cascade,
  attendee_id uuid not null generated always as (coalesce(registration_id, walk_in_id)) stored,
  undoes uuid references attendance_entries (id) on delete cascade,
  device_at timestamptz not null,
  occurred_at timestamptz(3) not null,
  recorded_at timestamptz not null default clock_timestamp(),
  actor_kind text not null,
  actor_id uuid,
  organisation_id uuid references organisations (id),
  organisation_typed text,
  sector text,
  engagement text,
  constraint attendance_entries_position_key unique (meeting_id, position),
  constraint attendance_entries_kind check (kind in ('present', 'excused', 'no_show', 'left', 'undone')),
  constraint attendance_entries_how check (how in ('scan', 'search', 'walk_in', 'self', 'import', 'closing')),
  constraint attendance_entries_about check (num_nonnulls(registration_id, walk_in_id) = 1),
  constraint attendance_entries_undoes check ((kind = 'undone') = (undoes is not null)),
  constraint attendance_entries_actor_kind check (actor_kind in ('account', 'door_link', 'system')),
  constraint attendance_entries_sector check (sector in ('administration', 'civil_society', 'welfare_and_advice', 'business', 'education_and_research', 'other')),
  constraint attendance_entries_engagement check (engagement in ('professional', 'volunteer'))
);
comment on table attendance_entries is 'Append-only. The id is made by the device, so that a queue sent twice is kept once. Organisation, sector and engagement as they were at that moment.';
comment on column attendance_entries.position is 'The n-th entry of the meeting, given under its lock: none is given twice, and none appears late.';
comment on column attendance_entries.device_at is 'As the device said; occurred_at is the same corrected by how far its clock was off when it sent.';
comment on column attendance_entries.occurred_at is 'In milliseconds, as the API says it: what a device folds and what the view folds have one order.';
create table attendance_positions (
  meeting_id uuid primary key references meetings (id),
  position integer not null
);
comment on table attendance_positions is 'The newest position that was given at a meeting: none is given twice, also when the entry that had it is erased.';
create index attendance_entries_attendee on attendance_entries (attendee_id);
create index attendance_entries_undoes on attendance_entries (undoes) where undoes is not null;

-- Where everybody stands: the newest entry that is not undone, after what was only assumed at the conclusion.
create view attendance_states as
select
  e.meeting_id,
  e.attendee_id,
  (array_agg(e.id order by case when e.how = 'closing' then '-infinity' else e.occurred_at end desc, e.position desc))[1] as entry_id,
  -- who has left was there, also when nobody saw them come
  coalesce(min(e.occurred_at) filter (where e.kind = 'present'), min(e.occurred_at) filter (where e.kind = 'left')) as arrived_at
from attendance_entries e
where e.kind <> 'undone' and not exists (select from attendance_entries u where u.undoes = e.id)
group by e.meeting_id, e.attendee_id;
comment on view attendance_states is 'foldAttendance of shared/src/attendance-standing.ts in SQL; a test compares the two.';

create table attendance (
  meeting_id uuid not null references meetings (id),
  attendee_id uuid not null,
  registration_id uuid references registrations (id) on delete set null,
  person_id uuid references people (id) on delete set null,
  name_key text,
  had_place boolean not null,
  walked_in boolean not null,
  state text,
  arrived_at timestamptz,
  organisation_id uuid references organisations (id),
  organisation_typed text,
  sector text,
  engagement text,
  newcomer boolean,
  new_organisation boolean,
  constraint attendance_pkey primary key (meeting_id, attendee_id),
  constraint attendance_state check (state in ('present', 'excused', 'no_show', 'left')),
  constraint attendance_newcomer check ((newcomer is null) = (arrived_at is null))
);
comment on table attendance is 'Who was there, fixed when the meeting was concluded: a change of job or an erasure does not rewrite it. Phones that send later add to it.';
comment on column attendance.had_place is 'Their registration was confirmed when the meeting was concluded.';
comment on column attendance.state is 'Null: had a place, and nobody knows whether they came.';
comment on column attendance.name_key is 'Folded name and organisation of those who came: recognises those who come without an address. Personal, like person_id.';
comment on column attendance.new_organisation is 'Nobody of this organisation had been at an earlier meeting; null without an organisation, and for those who did not come.';
create index attendance_person on attendance (person_id) where arrived_at is not null;
create index attendance_name_key on attendance (name_key) where arrived_at is not null;
create index attendance_organisation on attendance (organisation_id) where arrived_at is not null;
create index attendance_organisation_typed on attendance (lower(organisation_typed)) where organisation_typed is not null;

grant select, insert, update, delete on door_links, walk_ins, attendance_positions, attendance to treffpunkt_app;
grant select, insert on attendance_entries to treffpunkt_app;
grant select on attendance_states to treffpunkt_app;
