-- The numbers of a meeting, beside the rows they are counted from, so that lists and statistics cost the same with a
-- thousand people as with a million.

alter table meetings
  add column entered integer not null default 0,
  add column organisations integer not null default 0,
  add column attended integer generated always as (
    case when concluded_at is not null then coalesce(head_count, nullif(entered, 0)) end
  ) stored;
comment on column meetings.entered is 'How many were entered by name as present at any time: counted from attendance by its triggers, nobody else writes it.';
comment on column meetings.organisations is 'How many organisations they came from, one typed freely counts by lower(text): by the same triggers.';
comment on column meetings.attended is 'The head count, else how many were entered. Null: not held, or nobody counted and nobody was entered.';

create function count_attendance() returns trigger language plpgsql as $$
begin
  -- one writer at a time for each meeting: the count below then sees what the one before has written
  perform from meetings m
  where m.id in (select c.meeting_id from changed c)
  order by m.id for no key update;
  update meetings m set entered = n.entered, organisations = n.organisations
  from (select distinct c.meeting_id from changed c) t
  cross join lateral (
    select
      count(*)::integer as entered,
      count(distinct coalesce(a.organisation_id::text, lower(a.organisation_typed)))::integer as organisations
    from attendance a
    where a.meeting_id = t.meeting_id and a.arrived_at is not null
  ) n
  where m.id = t.meeting_id and (m.entered, m.organisations) <> (n.entered, n.organisations);
  return null;
end
$$;

create trigger attendance_inserted after insert on attendance
referencing new table as changed for each statement execute function count_attendance();
create trigger attendance_updated after update on attendance
referencing new table as changed for each statement execute function count_attendance();
create trigger attendance_deleted after delete on attendance
referencing old table as changed for each statement execute function count_attendance();

-- The meetings before one, newest first; and the one with the most people, of equals the earliest.
create index meetings_held on meetings (kind, starts_at, id) include (attended)
where concluded_at is not null and deleted_at is null;
create index meetings_attended on meetings (kind, attended desc, starts_at, id)
where attended is not null and deleted_at is null;

-- What taking part costs; here, because the view below is made anew.
alter table meetings add column costs text;
comment on column meetings.costs is 'As the public reads it. Null: free of charge.';

-- As in 0002; made anew to carry the new columns.
drop view meeting_facts;
create view meeting_facts as
select
  m.*,
  case
    when m.reported_at is not null then 'reported'
    when m.concluded_at is not null then 'held'
    when m.published_at is null then 'draft'
    when coalesce(m.registration_closes_at, m.starts_at) <= now() then 'closed'
    when m.registration_opens_at <= now() then 'open'
    else 'announced'
  end as state,
  n.series_number,
  coalesce(
    m.title,
    case when n.series_number is not null then n.series_number || '. ' else '' end
      || s.series_name || ' ' || extract(year from m.starts_at at time zone s.time_zone)
  ) as name
from meetings m
cross join settings s
cross join lateral (
  select case
    when m.kind <> 'network' or m.published_at is null or m.cancelled_at is not null then null
    else coalesce(m.series_number_frozen, (
      select count(*)::integer from meetings o
      where o.kind = m.kind and o.published_at is not null and o.cancelled_at is null and o.deleted_at is null
        and o.starts_at >= date_trunc('year', m.starts_at at time zone s.time_zone) at time zone s.time_zone
        and (o.starts_at, o.id) <= (m.starts_at, m.id)
    ))
  end as series_number
  -- a fence: what is selected three times is computed once
  offset 0
) n;
comment on view meeting_facts is 'Meetings with state, series number and name: computed, never typed.';
grant select on meeting_facts to treffpunkt_app;
