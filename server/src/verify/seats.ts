import { holdsSeat, instant, meetingName, type Check } from './check.ts'

// Seats, the queue and the one live registration of a person (invariants I1, I3, I8).

/**
 * Meetings that hold more seats than they have, with the moment at which the capacity was last lowered, by the log.
 * Since then no seat may have been given: whoever holds one and came later says that the rule was broken, unless the seat
 * was handed over to them.
 */
const overfull = (condition: string) => `
  select m.id, ${meetingName('m.id')} || ': ' || h.held || case when h.online then ' online places' else ' seats' end
    || ' are held, there are ' || case when h.online then m.online_capacity else m.capacity end
    || coalesce('; the capacity was lowered on ' || ${instant('l.at')}, '') as what
  from (select r.meeting_id, r.attends is not distinct from 'online' as online, count(*) as held,
      max(r.created_at) filter (where not exists (select from registrations s where s.substituted_by = r.id)) as newest
    from registrations r where ${holdsSeat()} group by 1, 2) h
  join meetings m on m.id = h.meeting_id
  cross join lateral (
    select max(c.at) as at from changes c left join change_values v on v.change_id = c.id
      cross join lateral (select case when h.online then 'onlineCapacity' else 'capacity' end as field) f
    where c.object = 'meeting' and c.object_id = m.id and c.kind <> 'created'
      -- where all count to one place from then on, it was not that large for all
      and ('attendanceMode' = any(c.fields) or (f.field = any(c.fields)
        and (v.change_id is null or v.before -> f.field = 'null'::jsonb
          or (v.before ->> f.field)::integer > (v.after ->> f.field)::integer)))
  ) l
  where h.held > case when h.online then m.online_capacity else m.capacity end and m.deleted_at is null and m.concluded_at is null
    and ${condition}`

export const seatChecks: Check[] = [
  {
    name: 'seats-over-capacity',
    title: 'No meeting has given more seats than it has',
    sql: overfull('(l.at is null or coalesce(h.newest > l.at, false))'),
    todo: 'Tell the office: it raises the capacity, or asks people to stay away. Then report a fault of Treffpunkt, with this output.',
  },
  {
    name: 'capacity-lowered',
    title: 'The capacity was lowered below the seats that are held',
    note: true,
    sql: overfull('l.at is not null and coalesce(h.newest <= l.at, true)'),
    todo: 'Nothing: nobody is thrown out, and no seat is given until fewer are held.',
  },
  {
    name: 'attends-against-mode',
    title: 'Whoever is registered for a mixed meeting takes part on site or online, and nobody else chooses',
    sql: `
      select r.id, ${meetingName('r.meeting_id')} || ': the meeting is ' || m.attendance_mode || ', and a registration says ' || coalesce(r.attends, 'nothing') as what
      from registrations r join meetings m on m.id = r.meeting_id
      where m.deleted_at is null and (m.attendance_mode = 'mixed') <> (r.attends is not null)`,
    todo: 'Have the office choose for each of them, or set the meeting to another mode and back. Then report a fault of Treffpunkt, with this output.',
  },
  {
    name: 'two-live-registrations',
    title: 'Nobody is registered twice for one meeting',
    sql: `
      select min(r.id::text) as id, ${meetingName('r.meeting_id')} || ': one person has the registrations ' || string_agg(r.id::text, ', ' order by r.created_at) as what
      from registrations r
      where r.person_key is not null and r.status in ('pending', 'unconfirmed', 'confirmed', 'waitlisted', 'offered')
      group by r.meeting_id, r.person_key having count(*) > 1`,
    todo: 'Have the office withdraw the later one. An index forbids this: see whether "protection-off" names it.',
  },
  {
    name: 'free-seat-while-waiting',
    title: 'No seat stays free for more than a minute while somebody waits for one',
    sql: `
      select m.id, ${meetingName('m.id')} || ': ' || count(*) || ' wait, ' || coalesce((q.capacity - h.held)::text, 'any number of')
        || case when q.online then ' online places' else ' seats' end || ' are free'
        || case when k.kept > 0 then ', and contingents keep ' || k.kept || ' of them for others' else '' end as what
      from registrations r
      join meetings m on m.id = r.meeting_id
      left join organisations o on o.id = r.organisation_id
      cross join lateral (select r.attends is not distinct from 'online' as online,
        case when r.attends = 'online' then m.online_capacity else m.capacity end as capacity) q
      cross join lateral (select count(*) as held from registrations r where r.meeting_id = m.id and ${holdsSeat(`now() - interval '2 minutes'`)}
        and (r.attends is not distinct from 'online') = q.online) h
      cross join lateral (
        select coalesce(sum(c.seats - c.taken), 0) as kept,
          coalesce(sum(c.seats - c.taken) filter (where c.organisation_id = r.organisation_id or c.sector = o.sector), 0) as own
        from contingent_rooms(m.id, now() - interval '2 minutes') c where not q.online
      ) k
      where r.status = 'waitlisted' and r.address_confirmed_at < now() - interval '2 minutes' and r.updated_at < now() - interval '2 minutes'
        and m.starts_at > now() and m.cancelled_at is null and m.deleted_at is null
        and (q.capacity is null or (q.capacity > h.held and (q.capacity - h.held > k.kept or k.own > 0)))
      group by m.id, q.online, q.capacity, h.held, k.kept`,
    todo: 'The service fills seats every minute while it runs: start it, and look for "background work failed" in its log.',
  },
  {
    name: 'hold-not-ended',
    title: 'A hold that has ended is marked within minutes',
    // as far back as the sweep of every minute looks
    sql: `
      select r.id, ${meetingName('r.meeting_id')} || ': a registration is ' || r.status || ' until ' || ${instant('r.expires_at')} as what
      from registrations r join meetings m on m.id = r.meeting_id
      where r.expires_at < now() - interval '5 minutes'
        and (r.status in ('unconfirmed', 'offered') or (r.status in ('waitlisted', 'pending') and r.address_confirmed_at is null))
        and m.starts_at > now() - interval '2 days' and m.deleted_at is null`,
    todo: 'No seat is lost by it. The service marks them every minute while it runs: start it, and look for "background work failed" in its log.',
  },
]
