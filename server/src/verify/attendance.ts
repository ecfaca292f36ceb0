import { instant, meetingName, type Check } from './check.ts'

// Who came: the entries of the door, and what was fixed of them when a meeting was concluded.

export const attendanceChecks: Check[] = [
  {
    name: 'undoes-something-else',
    title: 'An entry undoes an entry about the same person at the same meeting',
    sql: `
      select e.id, ${meetingName('e.meeting_id')} || ': entry ' || e.position || ' undoes '
        || case when u.meeting_id <> e.meeting_id then 'one of another meeting' when u.kind = 'undone' then 'an undoing' else 'one about somebody else' end as what
      from attendance_entries e join attendance_entries u on u.id = e.undoes
      where u.meeting_id <> e.meeting_id or u.attendee_id <> e.attendee_id or u.kind = 'undone'`,
    todo: 'Somebody may count as absent who was there: have the office look at the attendance of this meeting.',
  },
  {
    name: 'entry-of-another-meeting',
    title: 'An entry is about somebody of its own meeting',
    sql: `
      select e.id, ${meetingName('e.meeting_id')} || ': entry ' || e.position || ' is about somebody of another meeting' as what
      from attendance_entries e
      left join registrations r on r.id = e.registration_id
      left join walk_ins w on w.id = e.walk_in_id
      where coalesce(r.meeting_id, w.meeting_id) <> e.meeting_id`,
    todo: 'The person is counted at the wrong meeting: have the office look at the attendance of both.',
  },
  {
    name: 'position-given-twice',
    title: 'The next entry of a meeting gets a new position',
    sql: `
      select e.meeting_id as id, ${meetingName('e.meeting_id')} || ': the newest entry has the position ' || e.newest || ', the counter stands at ' || coalesce(p.position::text, 'nothing') as what
      from (select meeting_id, max(position) as newest from attendance_entries group by 1) e
      left join attendance_positions p on p.meeting_id = e.meeting_id
      where p.position is null or p.position < e.newest`,
    todo: 'The door of this meeting cannot record anything until the counter is right. As the owner of the tables: update attendance_positions set position = <the position of the newest entry> where meeting_id = <id>;',
  },
  {
    name: 'attendance-contradicts-entries',
    title: 'What was fixed at the conclusion fits the entries of the door',
    sql: `
      select a.meeting_id as id, ${meetingName('a.meeting_id')} || ': ' || count(*) || ' people (the first is ' || min(a.attendee_id::text) || ')' as what
      from (
        select a.meeting_id, a.attendee_id from attendance a
        left join attendance_states s on s.meeting_id = a.meeting_id and s.attendee_id = a.attendee_id
        left join attendance_entries e on e.id = s.entry_id
        -- of those who were erased the entries are gone, and what was fixed stays
        where (exists (select from registrations r where r.id = a.attendee_id) or exists (select from walk_ins w where w.id = a.attendee_id))
          and (a.state is distinct from e.kind or a.arrived_at is distinct from s.arrived_at)
        union all
        select s.meeting_id, s.attendee_id from attendance_states s join meetings m on m.id = s.meeting_id
        where m.concluded_at is not null and not exists (select from attendance a where a.meeting_id = s.meeting_id and a.attendee_id = s.attendee_id)
      ) a
      group by a.meeting_id`,
    todo: 'Figures of this meeting may be wrong. Report a fault of Treffpunkt, with this output.',
  },
  {
    name: 'figures-contradict-attendance',
    title: 'The figures of a meeting fit who was there',
    sql: `
      select m.id, ${meetingName('m.id')} || ': ' || m.entered || ' people from ' || m.organisations || ' organisations are noted, ' || n.entered || ' from ' || n.organisations || ' were entered' as what
      from meetings m
      left join (
        select meeting_id, count(*) as entered, count(distinct coalesce(organisation_id::text, lower(organisation_typed))) as organisations
        from attendance where arrived_at is not null group by 1
      ) counted on counted.meeting_id = m.id
      cross join lateral (select coalesce(counted.entered, 0) as entered, coalesce(counted.organisations, 0) as organisations) n
      where (m.entered, m.organisations) is distinct from (n.entered::integer, n.organisations::integer)`,
    todo: 'A trigger keeps these figures: see whether "protection-off" names it. Any change of the attendance counts them anew.',
  },
  {
    name: 'concluded-too-early',
    title: 'A meeting is concluded after it began',
    sql: `
      select m.id, ${meetingName('m.id')} || ' begins ' || ${instant('m.starts_at')} || ' and was concluded ' || ${instant('m.concluded_at')} as what
      from meetings m where m.concluded_at < m.starts_at`,
    todo: 'The clock of the database was wrong, or somebody has changed the date past the service.',
  },
  {
    name: 'series-number-missing',
    title: 'The number of a held meeting in its series is fixed',
    sql: `
      select m.id, ${meetingName('m.id')} || case when m.kind = 'network' then ' was held and has no number of its own' else ' has a number, and is no meeting of the network' end as what
      from meetings m
      where m.deleted_at is null and (m.kind = 'network' and m.concluded_at is not null) <> (m.series_number_frozen is not null)`,
    todo: 'Its number changes when earlier meetings are entered or cancelled. Report a fault of Treffpunkt, with this output.',
  },
  {
    name: 'series-number-twice',
    title: 'Two meetings of a year have the same number',
    note: true,
    sql: `
      select min(f.id::text) as id, string_agg(f.name || ' on ' || to_char(f.starts_at at time zone s.time_zone, 'YYYY-MM-DD'), ', ' order by f.starts_at) as what
      from meeting_facts f cross join settings s
      where f.series_number is not null and f.deleted_at is null
      group by extract(year from f.starts_at at time zone s.time_zone), f.series_number having count(*) > 1`,
    todo: 'A number stays once a meeting was held, also when an earlier meeting was cancelled or removed since. Tell the office, if both are yet to be announced.',
  },
]
