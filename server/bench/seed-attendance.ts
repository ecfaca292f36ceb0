import { meetingIdSql } from './seed.ts'

/**
 * Lets the meetings `from` to `to`, which have their registrations, lie in the past, `days` from one to the next, and be
 * concluded: four of five came, the others did not.
 */
export const heldMeetings = ({ from, to, days }: { from: number; to: number; days: number }): string[] => {
  const range = `between ${meetingIdSql(`${from}`)} and ${meetingIdSql(`${to}`)}`
  const back = `make_interval(days => ${37 + days * to})`
  const came = `hashtext(r.short_code) % 5 <> 0`
  return [
    `update meetings set starts_at = starts_at - ${back}, ends_at = ends_at - ${back}, concluded_at = ends_at - ${back},
       registration_opens_at = registration_opens_at - ${back} - interval '1 year', published_at = published_at - ${back} - interval '1 year'
     where id ${range}`,
    `insert into attendance_entries (id, meeting_id, position, kind, how, registration_id, device_at, occurred_at, actor_kind,
       organisation_typed, sector, engagement)
     select gen_random_uuid(), r.meeting_id, row_number() over (partition by r.meeting_id order by r.sort_name, r.id),
       case when ${came} then 'present' else 'no_show' end, case when ${came} then 'search' else 'closing' end,
       r.id, m.starts_at, m.starts_at, 'system', r.organisation_typed, r.sector, r.engagement
     from registrations r join meetings m on m.id = r.meeting_id where r.meeting_id ${range}`,
    `insert into attendance_positions (meeting_id, position)
     select meeting_id, max(position) from attendance_entries where meeting_id ${range} group by meeting_id`,
    `insert into attendance (meeting_id, attendee_id, registration_id, name_key, had_place, walked_in, state, arrived_at,
       organisation_typed, sector, engagement, newcomer, new_organisation)
     select e.meeting_id, e.attendee_id, e.registration_id, lower(r.first_name || ' ' || r.last_name) || '|' || lower(e.organisation_typed),
       r.status = 'confirmed', false, e.kind, case when e.kind = 'present' then e.occurred_at end, e.organisation_typed, e.sector, e.engagement,
       case when e.kind = 'present' then hashtext(r.short_code) % 3 = 0 end, case when e.kind = 'present' then false end
     from attendance_entries e join registrations r on r.id = e.registration_id where e.meeting_id ${range}`,
  ]
}
