-- Meetings on site, online or both. The address of the online room is for those who have a seat: it stands in no public
-- answer, whatever the visibility of the meeting.
alter table meetings
  add column attendance_mode text not null default 'on_site',
  add column online_url text,
  add column online_notes text,
  add column original_attendance_mode text,
  add constraint meetings_attendance_mode check (attendance_mode in ('on_site', 'online', 'mixed')),
  add constraint meetings_original_attendance_mode check (original_attendance_mode in ('on_site', 'online', 'mixed')),
  add constraint meetings_online_url check (online_url like 'https://%'),
  add constraint meetings_online_without_venue check (attendance_mode <> 'online' or venue_id is null),
  add constraint meetings_on_site_without_room check (attendance_mode <> 'on_site' or (online_url is null and online_notes is null));
comment on column meetings.attendance_mode is 'Where people take part, in the words of schema.org: on_site, online or mixed.';
comment on column meetings.online_url is 'Address of the online room; told to those who have a seat, and to nobody else outside of the office.';
comment on column meetings.online_notes is 'How to get into the online room besides: number and code to dial in, say. As secret as its address.';
comment on column meetings.original_attendance_mode is 'As the meeting was announced, since it was moved (with original_starts_at).';

-- As in 0012; made anew to carry the new columns of meetings.
drop view meeting_facts;
create view meeting_facts as
select
  m.*,
  case when m.published_at is null then 'draft' else c.state end as state,
  case when m.published_at is not null then n.series_number end as series_number,
  coalesce(
    m.title,
    case when m.published_at is not null and n.series_number is not null then n.series_number || '. ' else '' end
      || s.series_name || ' ' || extract(year from m.starts_at at time zone s.time_zone)
  ) as name,
  c.state as state_once_published,
  coalesce(
    m.title,
    case when n.series_number is not null then n.series_number || '. ' else '' end
      || s.series_name || ' ' || extract(year from m.starts_at at time zone s.time_zone)
  ) as name_once_published
from meetings m
cross join settings s
cross join lateral (
  select case
    when m.reported_at is not null then 'reported'
    when m.concluded_at is not null then 'held'
    when coalesce(m.registration_closes_at, m.starts_at) <= now() then 'closed'
    when m.registration_opens_at <= now() then 'open'
    else 'announced'
  end as state
) c
cross join lateral (
  select case
    when m.kind <> 'network' or m.cancelled_at is not null then null
    else coalesce(m.series_number_frozen, (
      -- those before it and itself, which is not counted while it is a draft
      select 1 + count(*)::integer from meetings o
      where o.kind = m.kind and o.published_at is not null and o.cancelled_at is null and o.deleted_at is null
        and o.starts_at >= date_trunc('year', m.starts_at at time zone s.time_zone) at time zone s.time_zone
        and (o.starts_at, o.id) < (m.starts_at, m.id)
    ))
  end as series_number
  -- a fence: what is selected several times is computed once
  offset 0
) n;
comment on view meeting_facts is 'Meetings with state, series number and name: computed, never typed.';
comment on column meeting_facts.state_once_published is 'The state; of a draft the one it has when it is published now.';
comment on column meeting_facts.name_once_published is 'The name; of a draft the one it has when it is published now.';
grant select on meeting_facts to treffpunkt_app;
