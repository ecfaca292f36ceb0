-- Meetings on site and online: everybody says how they take part, and the room and the online places have seats of their own.
alter table registrations
  add column attends text,
  add constraint registrations_attends check (attends in ('on_site', 'online'));
comment on column registrations.attends is 'How the person takes part, where the meeting is mixed; null everywhere else. The seat is one of the room, or an online place.';

alter table meetings
  add column online_capacity integer,
  add constraint meetings_online_capacity check (online_capacity is null or (online_capacity > 0 and attendance_mode = 'mixed'));
comment on column meetings.capacity is 'How many can take part; of a mixed meeting, how many the room takes.';
comment on column meetings.online_capacity is 'How many can join a mixed meeting online; null: no limit.';

-- until now there was no question: who came to a mixed meeting counted as in the room
update registrations r set attends = 'on_site' from meetings m where m.id = r.meeting_id and m.attendance_mode = 'mixed';

-- the seats of the room and those online are counted at once, by the index alone
drop index registrations_held;
create index registrations_held on registrations (meeting_id, expires_at) include (attends) where status in ('unconfirmed', 'confirmed', 'offered');

-- As in 0016; contingents keep seats in the room, so whoever joins online takes none of them.
create or replace function contingent_rooms(meeting uuid, moment timestamptz, without uuid default null)
  returns table (organisation_id uuid, sector text, seats integer, held integer, taken integer)
  language sql stable
  as $$
    with kept as (
      select c.organisation_id, c.sector, c.seats, o.sector as sector_of_organisation, (
        select count(*)::integer from registrations r left join organisations p on p.id = r.organisation_id
        where r.meeting_id = meeting and r.status in ('unconfirmed', 'confirmed', 'offered') and (r.expires_at is null or r.expires_at > moment)
          and r.attends is distinct from 'online'
          and (r.organisation_id = c.organisation_id or p.sector = c.sector) and r.id is distinct from without
      ) as held
      from contingents c left join organisations o on o.id = c.organisation_id
      where c.meeting_id = meeting and c.releases_at > moment
    )
    select k.organisation_id, k.sector, k.seats, k.held, greatest(0, least(k.seats, k.held - coalesce((
      select sum(least(own.seats, own.held)) from kept own where own.sector_of_organisation = k.sector
    ), 0)))::integer
    from kept k
  $$;

-- As in 0025; made anew to carry the new column of meetings.
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
