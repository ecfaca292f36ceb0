import { sql, type RawBuilder } from 'kysely'
import type {
  Invitation,
  InvitationAnswers,
  InvitationCircle,
  InvitationCounts,
  InvitationState,
} from '@treffpunkt/shared/invitations'
import { refusalsUntilStop } from '@treffpunkt/shared/mails'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { offered } from '../db/offered.ts'
import { countsAgainstAddress } from '../mail/queries.ts'
import { liveStatuses } from '../registrations/queries.ts'

/** Whom the office means; `of` and `sector` say which. */
export type Circle = { circle: InvitationCircle; of: string | null; sector: string | null }

const cameTo = (isMeant: RawBuilder<unknown>) => sql<boolean>`exists (
  select from registrations r join meetings m on m.id = r.meeting_id
    join attendance_states a on a.meeting_id = r.meeting_id and a.attendee_id = r.id
  where r.person_id = p.id and ${isMeant} and a.arrived_at is not null)`

/** Is person `p`, known from registration `b`, meant? */
function isWithin({ circle, of, sector }: Circle): RawBuilder<boolean> {
  if (circle === 'came_to') return cameTo(sql`m.id = ${of}::uuid`)
  if (circle === 'working_group') return cameTo(sql`m.working_group_id = ${of}::uuid`)
  if (circle === 'sector')
    return sql`coalesce((select o.sector from organisations o where o.id = b.organisation_id), b.sector) = ${sector}`
  if (circle === 'organisation')
    return sql`(b.organisation_id = ${of}::uuid or exists (select from affiliations f
      where f.person_id = p.id and f.organisation_id = ${of}::uuid and (f.to_date is null or f.to_date >= current_date)))`
  return sql`true`
}

/** Is the guest of registration `b` meant, whom nothing but the name makes a person? */
function isGuestWithin({ circle, of, sector }: Circle): RawBuilder<boolean> {
  const came = sql`exists (select from attendance_states a
    where a.meeting_id = b.meeting_id and a.attendee_id = b.id and a.arrived_at is not null)`
  if (circle === 'came_to') return sql`b.meeting_id = ${of}::uuid and ${came}`
  if (circle === 'working_group')
    return sql`${came} and exists (select from meetings m where m.id = b.meeting_id and m.working_group_id = ${of}::uuid)`
  if (circle === 'sector')
    return sql`coalesce((select o.sector from organisations o where o.id = b.organisation_id), b.sector) = ${sector}`
  return circle === 'organisation' ? sql`b.organisation_id = ${of}::uuid` : sql`true`
}

/** Has person `p` agreed to be invited to further meetings? The consent counts once the address is confirmed. */
export const agrees = sql<boolean>`exists (select from consents c join registrations r on r.id = c.registration_id
  where r.person_id = p.id and not r.speaks_alone and r.address_confirmed_at is not null
    and c.purpose = 'invitations' and c.withdrawn_at is null)`

const isStopped = sql<boolean>`((select count(*) from mails e
  where lower(e.to_address) = lower(p.email) and ${countsAgainstAddress}) >= ${sql.lit(refusalsUntilStop)})`

/** Would somebody known from this registration get an invitation to another meeting? */
export async function mayBeInvited(db: Db, registrationId: string): Promise<boolean> {
  const { rows } = await sql`select from registrations b join people p on p.id = b.person_id
    where b.id = ${registrationId}::uuid and b.address_confirmed_at is not null and b.erased_at is null and not b.speaks_alone
      and p.deleted_at is null and p.email is not null and ${agrees} and not ${isStopped}`.execute(db)
  return rows.length > 0
}

/** Is person `p` named by an invitation, or a reminder of one, whose minute is not over? */
const isWaiting = (meetingId: string, kind: 'meeting_invitation' | 'invitation_reminder' = 'meeting_invitation') =>
  sql<boolean>`exists (
  select from mailings g join registrations r on r.id = any(g.chosen)
  where g.meeting_id = ${meetingId}::uuid and g.kind = ${kind} and g.sent_at is null
    and g.taken_back_at is null and r.person_id = p.id)`

/**
 * People `p`, with the registration `b` from which they are known at another meeting, the newest whose mailbox was proven, and
 * why each is left out; null for who is to be invited.
 */
const known = (meetingId: string, isMeant: RawBuilder<boolean>) => sql`
  select p.id as person_id, b.id as registration_id, p.first_name, p.first_name || ' ' || p.last_name as name, p.email as to_address,
    ${offered('b.language')} as language, b.created_at,
    case
      when exists (select from registrations r where r.meeting_id = ${meetingId}::uuid
        and (r.person_id = p.id or r.person_key = p.person_key) and r.status not in ('expired', 'lapsed')) then 'registered'
      when exists (select from invitations i where i.meeting_id = ${meetingId}::uuid and i.person_id = p.id) then 'asked'
      when p.email is null then 'withoutAddress'
      when not ${agrees} or b.id is null then 'withoutConsent'
      when ${isStopped} then 'stopped'
    end as left_out
  from people p
  left join lateral (
    select r.id, r.language, r.created_at, r.organisation_id, r.sector from registrations r
    where r.person_id = p.id and r.meeting_id <> ${meetingId}::uuid and r.address_confirmed_at is not null
      and r.erased_at is null and not r.speaks_alone
    order by (r.person_key = p.person_key) desc nulls last, r.created_at desc limit 1) b on true
  where p.deleted_at is null and ${isMeant}`

/** Who can be written to, and in which language. */
export type Invitee = {
  personId: string
  registrationId: string
  firstName: string
  name: string
  toAddress: string
  language: string
}

const invitable = async (db: Db, meetingId: string, isMeant: RawBuilder<boolean>): Promise<Invitee[]> =>
  (
    await sql<Invitee>`select k.person_id, k.registration_id, k.first_name, k.name, k.to_address, k.language
      from (${known(meetingId, isMeant)}) k where k.left_out is null order by k.created_at, k.person_id`.execute(db)
  ).rows

/** Those of a circle who would be invited now. */
export const listInvitable = (db: Db, meetingId: string, circle: Circle): Promise<Invitee[]> =>
  invitable(db, meetingId, sql`${isWithin(circle)} and not ${isWaiting(meetingId)}`)

/** How many of a circle would be invited, how many are about to be, and why the others are left out. */
export async function countInvitable(db: Db, meetingId: string, circle: Circle): Promise<InvitationCounts> {
  const { rows } = await sql<{ leftOut: keyof InvitationCounts; count: number }>`
    select coalesce(k.left_out, case when ${isWaiting(meetingId)} then 'waiting' else 'invited' end) as left_out, count(*) as count
    from (${known(meetingId, isWithin(circle))}) k join people p on p.id = k.person_id group by 1`.execute(db)
  const guests = await sql<{ count: number }>`
    select count(distinct lower(b.first_name || ' ' || b.last_name)) as count from registrations b
    where b.meeting_id <> ${meetingId}::uuid and b.person_id is null and b.email is null and b.erased_at is null
      and b.status = any(${[...liveStatuses]}::text[]) and ${isGuestWithin(circle)}`.execute(db)
  const none = { invited: 0, waiting: 0, registered: 0, asked: 0, withoutConsent: 0, withoutAddress: 0, stopped: 0 }
  const counts: InvitationCounts = {
    ...none,
    ...Object.fromEntries(rows.map(({ leftOut, count }) => [leftOut, count])),
  }
  return { ...counts, withoutAddress: counts.withoutAddress + (guests.rows[0]?.count ?? 0) }
}

/**
 * Of the people known from these registrations, those who are to be invited still: whoever is erased, or takes the consent
 * back, at this moment is waited for.
 */
export async function lockInvitable(trx: Trx, meetingId: string, registrationIds: string[]): Promise<Invitee[]> {
  const isChosen = sql<boolean>`p.id in (select c.person_id from registrations c where c.id = any(${registrationIds}::uuid[]))`
  await lockPeople(trx, isChosen)
  return invitable(trx, meetingId, isChosen)
}

/** As everybody locks them: registrations, then people; an erasure waits, or is waited for. */
async function lockPeople(trx: Trx, isChosen: RawBuilder<boolean>): Promise<void> {
  await sql`select r.id from registrations r where r.person_id in (select p.id from people p where ${isChosen})
    order by r.id for key share`.execute(trx)
  await sql`select p.id from people p where ${isChosen} order by p.id for key share`.execute(trx)
}

/** The registration that invitation `i` has led to, or that of the same person. */
const ownRegistration = sql`lateral (
  select r.id, r.status = any(${[...liveStatuses, 'refused']}::text[]) as answered, r.status in ('withdrawn', 'substituted') as gave_back
  from registrations r
  where r.meeting_id = i.meeting_id and (r.invitation_id = i.id or r.person_id = i.person_id or r.person_key = p.person_key)
  order by 2 desc, r.created_at desc limit 1)`

const state = sql<InvitationState>`case when x.answered then 'registered'
  when i.declined_at is not null or x.gave_back then 'declined' else 'invited' end`

const byName = {
  key: 'name',
  column: 'k.name',
  idColumn: 'k.id',
  direction: 'asc',
  type: 'text',
} as const satisfies Order

/** Who was invited, and what became of it. */
export async function listInvitations(
  db: Db,
  meetingId: string,
  query: { cursor?: string; limit?: number; state?: InvitationState },
): Promise<{ items: Invitation[]; next: string | null }> {
  const answered = db
    .selectFrom(
      sql<Invitation>`(
        select i.id, i.person_id, p.first_name || ' ' || p.last_name as name, p.email, ${state} as state,
          i.invited_at, i.reminded_at, i.declined_at, x.id as registration_id
        from invitations i join people p on p.id = i.person_id left join ${ownRegistration} x on true
        where i.meeting_id = ${meetingId}::uuid)`.as('k'),
    )
    .select(['k.id', 'k.personId', 'k.name', 'k.email', 'k.state'])
    .select(['k.invitedAt', 'k.remindedAt', 'k.declinedAt', 'k.registrationId'])
    .select(sql<string>`${sql.ref(byName.column)}::text`.as('sortValue'))
    .$if(query.state !== undefined, rows => rows.where('k.state', '=', query.state ?? 'invited'))
  const page = await keysetPage(answered, byName, query)
  return { items: page.rows, next: page.next }
}

/** Has not answered, was not asked twice, and may still be written to. */
const isRemindable = sql<boolean>`(${state} = 'invited' and i.reminded_at is null and p.deleted_at is null and p.email is not null
  and ${agrees} and not ${isStopped})`

/** How many answered what. */
export async function countAnswers(db: Db, meetingId: string): Promise<InvitationAnswers> {
  const { rows } = await sql<InvitationAnswers>`
    select count(*) as total, count(*) filter (where ${state} = 'invited') as invited,
      count(*) filter (where ${state} = 'registered') as registered,
      count(*) filter (where ${state} = 'declined') as declined, count(*) filter (where ${isRemindable} and not ${isWaiting(meetingId, 'invitation_reminder')}) as remindable
    from invitations i join people p on p.id = i.person_id left join ${ownRegistration} x on true
    where i.meeting_id = ${meetingId}::uuid`.execute(db)
  return rows[0] ?? { total: 0, invited: 0, registered: 0, declined: 0, remindable: 0 }
}

/** An invited person who is asked once more. */
export type Reminded = Invitee & { id: string }

/** Who can be asked once more, and is not about to be. */
export const listRemindable = (db: Db, meetingId: string): Promise<Reminded[]> =>
  remindable(db, meetingId, sql`not ${isWaiting(meetingId, 'invitation_reminder')}`)

const remindable = async (db: Db, meetingId: string, isMeant: RawBuilder<unknown>): Promise<Reminded[]> =>
  (
    await sql<Reminded>`
      select i.id, i.person_id, i.registration_id, p.first_name, p.first_name || ' ' || p.last_name as name, p.email as to_address,
        ${offered('b.language')} as language
      from invitations i join people p on p.id = i.person_id join registrations b on b.id = i.registration_id
        left join ${ownRegistration} x on true
      where i.meeting_id = ${meetingId}::uuid and ${isRemindable} and ${isMeant} order by i.id`.execute(db)
  ).rows

/** The same of those chosen, locked as `lockInvitable` does. */
export async function lockRemindable(trx: Trx, meetingId: string, registrationIds: string[]): Promise<Reminded[]> {
  await lockPeople(
    trx,
    sql`p.id in (select i.person_id from invitations i where i.meeting_id = ${meetingId}::uuid and i.registration_id = any(${registrationIds}::uuid[]))`,
  )
  return remindable(trx, meetingId, sql`i.registration_id = any(${registrationIds}::uuid[])`)
}
