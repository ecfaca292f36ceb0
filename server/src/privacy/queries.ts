import { sql } from 'kysely'
import type { ChangeData, ErasurePreview, PersonalData, PersonData, RegistrationData } from '@treffpunkt/shared/privacy'
import type { Db } from '../db/connect.ts'
import { isByOtherAttendee } from '../registrations/actor-queries.ts'
import { liveStatuses } from '../registrations/queries.ts'
import type { Subject } from './subject.ts'

// One statement for each kind of record, whatever hangs on it included; the keys are those of the file people take along.

const meetingNamed = sql`(select json_build_object('name', m.name, 'startsAt', m.starts_at) from meeting_facts m where m.id = x.meeting_id)`
const organisationName = sql`(select o.name from organisations o where o.id = x.organisation_id)`

const readPeople = async (db: Db, ids: string[]): Promise<PersonData[]> =>
  (
    await sql<PersonData>`
    select x.first_name, x.last_name, x.email, x.created_at, x.updated_at, x.deleted_at,
      coalesce((select json_agg(json_build_object('organisation', o.name, 'role', a.role, 'engagement', a.engagement,
          'from', a.from_date, 'to', a.to_date) order by a.from_date, a.id)
        from affiliations a join organisations o on o.id = a.organisation_id where a.person_id = x.id), '[]') as affiliations
    from people x where x.id = any(${ids}::uuid[]) order by x.created_at, x.id`.execute(db)
  ).rows

const consents = sql`coalesce((select json_agg(json_build_object('purpose', c.purpose, 'textVersion', c.text_version, 'language', c.language,
    'source', c.source, 'givenAt', c.given_at, 'withdrawnAt', c.withdrawn_at) order by c.given_at, c.purpose, c.id)
  from consents c where c.registration_id = x.id), '[]')`
const answers = sql`coalesce((select json_agg(json_build_object('question', q.label, 'kind', q.kind, 'choices', q.choices,
    'translations', q.translations, 'purpose', q.purpose, 'retentionDays', q.retention_days, 'value', a.value) order by q.position, q.id)
  from answers a join questions q on q.id = a.question_id where a.registration_id = x.id), '[]')`
const signUps = sql`coalesce((select json_agg(json_build_object('email', s.email, 'createdAt', s.created_at, 'expiresAt', s.expires_at)
    order by s.created_at, s.id) from sign_up_attempts s where s.registration_id = x.id), '[]')`
const mails = sql`coalesce((select json_agg(json_build_object('kind', s.kind, 'subject', s.subject, 'to', s.to_address, 'status', s.status,
    'createdAt', s.created_at, 'sentAt', s.sent_at) order by s.created_at, s.id) from mails s where s.registration_id = x.id), '[]')`
const entries = sql`coalesce((select json_agg(json_build_object('kind', e.kind, 'how', e.how, 'deviceAt', e.device_at, 'occurredAt', e.occurred_at,
    'recordedAt', e.recorded_at, 'organisation', o.name, 'organisationTyped', e.organisation_typed, 'sector', e.sector,
    'engagement', e.engagement) order by e.position)
  from attendance_entries e left join organisations o on o.id = e.organisation_id where e.registration_id = x.id), '[]')`

// whoever fills in the form has seen the privacy notice; whom others bring or name as a substitute has not
const isByOther = sql`(x.source = 'public' and (x.signed_up_by is not null or x.notice_version is null))`
const otherNamed = sql`case when ${isByOther} then (select s.first_name || ' ' || s.last_name from registrations s
  where s.erased_at is null and (s.id = x.signed_up_by or x.signed_up_by is null and s.substituted_by = x.id) order by s.created_at, s.id limit 1) end`

const readRegistrations = async (db: Db, ids: string[]): Promise<RegistrationData[]> =>
  (
    await sql<RegistrationData>`
    select ${meetingNamed} as meeting, x.status, x.source, (select o.name from organisations o where o.id = x.entered_by) as entered_by, x.partner_reference, ${isByOther} as signed_up_by_other, ${otherNamed} as signed_up_by, x.created_at, x.updated_at, x.address_confirmed_at, x.expires_at, x.queued_at, x.admitted_at, x.refusal_reason,
      x.first_name, x.last_name, x.email, ${organisationName} as organisation, x.organisation_typed, x.sector, x.engagement, x.attends, x.short_code,
      x.notice_version, x.language, (select n.needs from registration_needs n where n.registration_id = x.id) as needs,
      ${answers} as answers, ${consents} as consents, ${signUps} as sign_ups, ${mails} as mails, ${entries} as entries
    from registrations x where x.id = any(${ids}::uuid[]) order by x.created_at, x.id`.execute(db)
  ).rows

const readAttendance = async (db: Db, { registrations, people }: Subject): Promise<PersonalData['attendance']> =>
  (
    await sql<PersonalData['attendance'][number]>`
    select ${meetingNamed} as meeting, x.had_place, x.state, x.arrived_at, x.newcomer, x.new_organisation, x.name_key,
      ${organisationName} as organisation, x.organisation_typed, x.sector, x.engagement
    from attendance x where ${isAttendanceOf({ registrations, people })} order by x.meeting_id`.execute(db)
  ).rows

/** Whose attendance `x` is: that of the registration, and where it has gone that of the person. */
const isAttendanceOf = ({ registrations, people }: Pick<Subject, 'registrations' | 'people'>) =>
  sql`(x.registration_id = any(${registrations}::uuid[]) or x.registration_id is null and x.person_id = any(${people}::uuid[]))`

const readChanges = async (db: Db, { registrations, people }: Subject): Promise<ChangeData[]> =>
  (
    await sql<ChangeData>`
    select x.at, x.object, x.kind, case when ${isByOtherAttendee('x')} then 'other_attendee' else x.actor_kind end as by,
      coalesce((select json_agg(json_build_object('field', f.name, 'before', v.before -> f.name, 'after', v.after -> f.name) order by f.n)
        from change_values v, unnest(x.fields) with ordinality as f (name, n) where v.change_id = x.id), '[]') as values
    from changes x
    where (x.object = 'registration' and x.object_id = any(${registrations}::uuid[])) or (x.object = 'person' and x.object_id = any(${people}::uuid[]))
    order by x.at, x.id`.execute(db)
  ).rows

/** Names of whom and what the ids in changes stand for. Only fields that nobody types: an id in a text names nothing. */
async function readNames(db: Db, changes: ChangeData[]): Promise<PersonalData['names']> {
  const idsIn = (...fields: string[]) =>
    changes
      .flatMap(({ values }) => values.filter(({ field }) => fields.includes(field)))
      .flatMap(
        ({ before, after }) =>
          JSON.stringify([before, after]).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [],
      )
  return (
    await sql<PersonalData['names'][number]>`
    select o.id, o.name from organisations o where o.id = any(${idsIn('organisationId', 'affiliations')}::uuid[])
    union all select r.id, r.first_name || ' ' || r.last_name from registrations r
      where r.id = any(${idsIn('substituteFor', 'substitutedBy')}::uuid[]) and r.erased_at is null
    order by 2, 1`.execute(db)
  ).rows
}

const readInvitations = async (db: Db, people: string[]): Promise<PersonalData['invitations']> =>
  (
    await sql<PersonalData['invitations'][number]>`
    select ${meetingNamed} as meeting, x.invited_at, x.reminded_at, x.declined_at
    from invitations x where x.person_id = any(${people}::uuid[]) order by x.invited_at, x.id`.execute(db)
  ).rows

/** Everything stored about one person. */
export async function readPersonalData(db: Db, subject: Subject): Promise<PersonalData> {
  const controller = await db
    .selectFrom('settings')
    .select(['networkName as network', 'officeName as office', 'contactEmail as email', 'contactPhone as phone'])
    .executeTakeFirstOrThrow()
  const changes = await readChanges(db, subject)
  return {
    format: 'treffpunkt-personal-data',
    formatVersion: 1,
    createdAt: new Date().toISOString(),
    controller,
    onlyThisRegistration: subject.onlyThis,
    people: await readPeople(db, subject.people),
    registrations: await readRegistrations(db, subject.registrations),
    attendance: await readAttendance(db, subject),
    invitations: await readInvitations(db, subject.people),
    changes,
    names: await readNames(db, changes),
  }
}

/** What an erasure would take and leave. */
export async function previewOf(db: Db, subject: Subject): Promise<ErasurePreview> {
  const ids = sql`any(${subject.registrations}::uuid[])`
  const { rows } = await sql<Pick<ErasurePreview, 'coming' | 'mails' | 'attended' | 'addressStays'>>`
    select
      coalesce((select json_agg(json_build_object('name', m.name, 'startsAt', m.starts_at) order by m.starts_at)
        from registrations r join meeting_facts m on m.id = r.meeting_id
        where r.id = ${ids} and r.status = any(${[...liveStatuses]}::text[])
          and m.ends_at > now() and m.cancelled_at is null and m.concluded_at is null and m.deleted_at is null), '[]') as coming,
      (select count(*) from mails l where l.registration_id = ${ids}) as mails,
      (select count(*) from (
        select x.meeting_id, x.attendee_id from attendance x where ${isAttendanceOf(subject)} and x.arrived_at is not null
        union select s.meeting_id, s.attendee_id from attendance_states s where s.attendee_id = ${ids} and s.arrived_at is not null
      ) came) as attended,
      (exists (select from registrations r where lower(r.email) = lower(${subject.email})
        and r.id <> all(${[...subject.registrations, ...subject.borrowers.map(({ id }) => id)]}::uuid[]))
      or exists (select from people p where lower(p.email) = lower(${subject.email}) and p.id <> all(${subject.people}::uuid[])
        and p.person_key <> all(${subject.borrowers.map(({ personKey }) => personKey)}::text[]))) as address_stays`.execute(
    db,
  )
  const { name, email, registrations, borrowers } = subject
  return {
    name,
    email,
    registrations: registrations.length,
    withoutAddress: borrowers.map(one => one.name),
    ...(rows[0] ?? { coming: [], mails: 0, attended: 0, addressStays: false }),
  }
}
