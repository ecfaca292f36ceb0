-- Seats kept for a sector or an organisation, and meetings where the office decides who comes.

create table contingents (
  id uuid primary key,
  meeting_id uuid not null references meetings (id) on delete cascade,
  organisation_id uuid references organisations (id),
  sector text,
  seats integer not null,
  releases_at timestamptz not null,
  constraint contingents_target check (num_nonnulls(organisation_id, sector) = 1),
  constraint contingents_sector check (sector in ('administration', 'civil_society', 'welfare_and_advice', 'business', 'education_and_research', 'other')),
  constraint contingents_seats check (seats between 1 and 100000)
);
comment on table contingents is 'Seats of a meeting for people of one organisation or of one sector, until they are released to everybody. Written with the meeting, whose history says when.';
create unique index contingents_key on contingents (meeting_id, organisation_id, sector) nulls not distinct;
create index contingents_organisation on contingents (organisation_id) where organisation_id is not null;

grant select, insert, update, delete on contingents to treffpunkt_app;

create table meeting_hosts (
  meeting_id uuid not null references meetings (id) on delete cascade,
  organisation_id uuid not null references organisations (id),
  state text not null,
  since timestamptz not null default now(),
  position integer not null,
  primary key (meeting_id, organisation_id),
  constraint meeting_hosts_state check (state in ('asked', 'accepted', 'declined'))
);
comment on table meeting_hosts is 'Organisations that were asked to be host of a meeting, and whether they are. Written with the meeting, whose history says when.';
create index meeting_hosts_organisation on meeting_hosts (organisation_id);

grant select, insert, update, delete on meeting_hosts to treffpunkt_app;

alter table meetings add column approval boolean not null default false;
comment on column meetings.approval is 'Whoever signs up asks to come, and holds no seat until the office has decided.';

alter table registrations
  add column admitted_at timestamptz,
  add column refusal_reason text,
  drop constraint registrations_status,
  add constraint registrations_status check (status in ('pending', 'unconfirmed', 'confirmed', 'waitlisted', 'offered', 'expired', 'lapsed', 'withdrawn', 'substituted', 'refused')),
  drop constraint registrations_queued,
  add constraint registrations_queued check (status not in ('waitlisted', 'pending') or queued_at is not null),
  add constraint registrations_refused check (refusal_reason is null or status = 'refused');
comment on column registrations.admitted_at is 'When the person was given a seat or a place in the queue for the first time: where the office decides, it has decided for them.';
comment on column registrations.refusal_reason is 'What the office tells the person, in their registration and by mail.';
update registrations set admitted_at = coalesce(address_confirmed_at, created_at) where address_confirmed_at is not null;

drop index registrations_one_live;
create unique index registrations_one_live on registrations (meeting_id, person_key) where status in ('pending', 'unconfirmed', 'confirmed', 'waitlisted', 'offered');
create index registrations_pending on registrations (meeting_id, queued_at, id) where status = 'pending';

-- Who belongs to a contingent takes from its seats first; that of the organisation goes before that of its sector. Which seats
-- are taken follows from who holds one, so that no correction of an organisation has to move anybody.
create function contingent_rooms(meeting uuid, moment timestamptz, without uuid default null)
  returns table (organisation_id uuid, sector text, seats integer, held integer, taken integer)
  language sql stable
  as $$
    with kept as (
      select c.organisation_id, c.sector, c.seats, o.sector as sector_of_organisation, (
        select count(*)::integer from registrations r left join organisations p on p.id = r.organisation_id
        where r.meeting_id = meeting and r.status in ('unconfirmed', 'confirmed', 'offered') and (r.expires_at is null or r.expires_at > moment)
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
comment on function contingent_rooms is 'The contingents of a meeting that are not released at a moment: how many of their people hold a seat, and how many of their seats are taken, as if the registration `without` held none.';

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
