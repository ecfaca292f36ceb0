import { instant, meetingName, type Check } from './check.ts'

// What one registration says of itself.

export const registrationChecks: Check[] = [
  {
    name: 'status-contradicts-times',
    title: 'The state of a registration fits its times',
    sql: `
      select r.id, ${meetingName('r.meeting_id')} || ': ' || w.what as what
      from registrations r
      cross join lateral (select case
        when r.status = 'confirmed' and r.expires_at is not null then 'confirmed, and held only until ' || ${instant('r.expires_at')}
        when r.status = 'confirmed' and r.queued_at is not null then 'confirmed, and in the queue since ' || ${instant('r.queued_at')}
        when r.status in ('confirmed', 'offered') and r.address_confirmed_at is null then r.status || ', and the address was never confirmed'
        when r.status = 'unconfirmed' and r.address_confirmed_at is not null then 'unconfirmed, and the address was confirmed on ' || ${instant('r.address_confirmed_at')}
        when r.status in ('pending', 'unconfirmed', 'refused') and r.admitted_at is not null then r.status || ', and let in on ' || ${instant('r.admitted_at')}
        when r.status in ('confirmed', 'offered') and r.admitted_at is null then r.status || ', and nobody has let them in'
        when r.status = 'unconfirmed' and r.queued_at is not null then 'holds a seat, and in the queue since ' || ${instant('r.queued_at')}
        when r.address_confirmed_at < r.created_at then 'the address was confirmed before the registration was made'
        when r.created_at > now() + interval '1 minute' then 'made in the future, on ' || ${instant('r.created_at')}
      end as what) w
      where w.what is not null`,
    todo: 'Ask the office what is true for this person, and have it withdrawn and restored. If times are in the future, the clock of the database was wrong.',
  },
  {
    name: 'answer-to-what-was-not-asked',
    title: 'Whoever answered a question was asked it',
    sql: `
      select r.id, ${meetingName('r.meeting_id')} || ': ' || count(*) || ' answers' as what
      from answers a join questions q on q.id = a.question_id join registrations r on r.id = a.registration_id
      join meetings m on m.id = r.meeting_id
      where q.meeting_id <> r.meeting_id
        -- afterwards the answer that decided may have gone before
        or (m.ends_at > now() and q.deleted_at is null and q.shown_when is not null and not exists (select from answers d
          where d.registration_id = a.registration_id and d.question_id = (q.shown_when ->> 'questionId')::uuid
            and d.value ? (q.shown_when ->> 'answer')))
      group by r.id, r.meeting_id`,
    todo: 'Nothing is asked without need. Have the office save the registration once more, which drops these answers.',
  },
  {
    name: 'person-missing',
    title: 'Whoever confirmed an address is a person of the directory',
    sql: `
      select r.id, ${meetingName('r.meeting_id')} || ': a ' || r.status || ' registration belongs to nobody' as what
      from registrations r
      where r.status in ('pending', 'confirmed', 'waitlisted', 'offered', 'refused') and r.address_confirmed_at is not null and r.person_key is not null and r.person_id is null`,
    todo: 'Have the office save the registration with its address once more, which ties it to the person.',
  },
  {
    name: 'key-contradicts-address',
    title: 'What recognises a person is there if and only if there is an address',
    sql: `
      select r.id, ${meetingName('r.meeting_id')} || case when r.email is null then ': a registration without an address has a person key' else ': a registration with an address has no person key' end as what
      from registrations r where (r.email is null) <> (r.person_key is null)
      union all
      select p.id, case when p.email is null then 'a person without an address has a person key' else 'a person with an address has no person key' end
      from people p where (p.email is null) <> (p.person_key is null)`,
    todo: 'Have the office save the address once more. Until then this person may be registered twice.',
  },
  {
    name: 'stranger-at-members-only',
    title: 'Whoever signed up by themselves for a meeting of members was invited',
    note: true,
    // the meeting may have become one of members after they signed up, and an invitation goes 90 days after the meeting
    sql: `
      select r.id, ${meetingName('r.meeting_id')} || ': somebody signed up without an invitation' as what
      from registrations r join meetings m on m.id = r.meeting_id
      where m.visibility = 'members' and r.source = 'public' and r.invitation_id is null and r.status not in ('expired', 'withdrawn')
        and m.ends_at > now() - interval '80 days' and r.substituted_by is null
        and not exists (select from registrations o where o.substituted_by = r.id)`,
    todo: 'They may have signed up while everybody could. The office decides whether they come.',
  },
  {
    name: 'registered-for-a-draft',
    title: 'Nobody is registered for a meeting that was never published',
    sql: `
      select m.id, ${meetingName('m.id')} || ': ' || count(*) || ' registrations' as what
      from meetings m join registrations r on r.meeting_id = m.id where m.published_at is null group by m.id`,
    todo: 'Have the office publish the meeting, or remove the registrations.',
  },
]
