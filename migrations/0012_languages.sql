-- What the office writes, in the languages of its readers.
alter table meetings add column translations jsonb not null default '{}';
comment on column meetings.translations is 'Topic, summary and costs by language ("uk": {"focusTopic": …}); German stands in the columns of their own.';

alter table texts
  add column language text not null default 'de',
  add constraint texts_language check (language in ('de', 'de-einfach', 'en', 'uk', 'ar'));
comment on column texts.version is 'Of the kind, whatever the language: it names the text that was read.';
comment on column texts.language is 'Without a text in a language the German one is shown, marked as German.';

-- As in 0009; made anew to carry the new column of meetings.
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
