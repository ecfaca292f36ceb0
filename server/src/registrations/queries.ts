import { sql, type RawBuilder } from 'kysely'
import { jsonBuildObject } from 'kysely/helpers/postgres'
import { otherWay, wayOf, type Attends } from '@treffpunkt/shared/attendance-modes'
import type { Language } from '@treffpunkt/shared/languages'
import { personKey } from '@treffpunkt/shared/names'
import type { Engagement } from '@treffpunkt/shared/people'
import type { OrganisationName, Sector } from '@treffpunkt/shared/organisations'
import type { RegistrationFilter } from '@treffpunkt/shared/registration-batches'
import type {
  Consents,
  Needs,
  Registration,
  RegistrationDetails,
  RegistrationQuery,
  RegistrationStatus,
} from '@treffpunkt/shared/registrations'
import type { OwnRegistration } from '@treffpunkt/shared/sign-up'
import type { Db, Trx } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { matches } from '../db/search.ts'
import { findOnlineRoom, getMeeting } from '../meetings/queries.ts'
import { getPublicMeeting } from '../meetings/public-queries.ts'
import { notFound } from '../problems.ts'
import { answersOf, listAsked } from '../questions/queries.ts'
import { consentsNow, listConsents } from './consent-queries.ts'
import { hasSeatFor, readRoom } from './room-queries.ts'
import { getSeats } from './seat-queries.ts'

/** What a rule needs to know of a registration. */
export type LockedRegistration = {
  id: string
  meetingId: string
  version: number
  status: RegistrationStatus
  addressConfirmedAt: string | null
  admittedAt: string | null
  source: Registration['source']
  personKey: string | null
  firstName: string
  lastName: string
  email: string | null
  organisationId: string | null
  organisationSector: Sector | null
  organisationTyped: string | null
  sector: Sector | null
  engagement: Engagement | null
  language: Language
  attends: Attends | null
  partnerReference: string | null
  speaksAlone: boolean
}

/** States in which somebody is in, or waits to be. */
export const liveStatuses = ['pending', 'unconfirmed', 'confirmed', 'waitlisted', 'offered'] as const
export const isLive = ({ status }: Pick<LockedRegistration, 'status'>): boolean =>
  liveStatuses.some(one => one === status)

const lockable = (trx: Trx) =>
  trx
    .selectFrom('registrations')
    .select([
      'id',
      'meetingId',
      'version',
      'status',
      'addressConfirmedAt',
      'admittedAt',
      'source',
      'personKey',
      'firstName',
      'lastName',
      'email',
      'organisationId',
      'organisationTyped',
      'sector',
      'engagement',
      'language',
      'attends',
      'partnerReference',
      'speaksAlone',
    ])
    .select(
      sql<Sector | null>`(select o.sector from organisations o where o.id = registrations.organisation_id)`.as(
        'organisationSector',
      ),
    )
    .$narrowType<Pick<LockedRegistration, 'status' | 'source' | 'sector' | 'engagement' | 'language' | 'attends'>>()
    // what is left of somebody erased is nobody's place, and is not filled anew
    .where('erasedAt', 'is', null)
    .forUpdate()

/** Locks the row; after the lock of its meeting where both are needed. */
export const lockRegistration = (trx: Trx, id: string): Promise<LockedRegistration> =>
  lockable(trx).where('id', '=', id).executeTakeFirstOrThrow(notFound)

/** Locks those of a meeting that are among `ids`, in the order in which they signed up; after the lock of the meeting. */
export const lockRegistrations = (trx: Trx, meetingId: string, ids: readonly string[]): Promise<LockedRegistration[]> =>
  lockable(trx)
    .where('meetingId', '=', meetingId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()

/** What a registration says of its person once they are erased: nothing. Door and office, which read it, speak German. */
export const nameless = {
  firstName: 'Gelöschte',
  lastName: 'Person',
  email: null,
  personId: null,
  invitationId: null,
  personKey: null,
  searchText: '',
  noticeVersion: null,
  refusalReason: null,
  partnerReference: null,
  language: 'de',
  signedUpWith: null,
  signedUpBy: null,
} as const

/** The language in which somebody read last, as far as they have chosen one themselves. */
export async function languageReadBy(
  db: Db,
  { email, firstName, lastName }: { email: string; firstName: string; lastName: string },
): Promise<Language | undefined> {
  const row = await db
    .selectFrom('registrations')
    .select('language')
    .$narrowType<{ language: Language }>()
    .where(sql`lower(email)`, '=', email.trim().toLowerCase())
    .where('personKey', '=', personKey(email, firstName, lastName))
    .where('addressConfirmedAt', 'is not', null)
    .where('source', '=', 'public')
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.language
}

/** Was there a registration with this id that is erased now? What is known of it is that it was. */
export async function wasErased(db: Db, id: string): Promise<boolean> {
  const change = await db
    .selectFrom('changes')
    .select('id')
    .where('object', '=', 'registration')
    .where('objectId', '=', id)
    .where('kind', '=', 'erased')
    .limit(1)
    .executeTakeFirst()
  return change !== undefined
}

/** The orders of the list, by the names they have in the API. */
export const registrationOrders = {
  name: { key: 'name', column: 'r.sortName', idColumn: 'r.id', direction: 'asc', type: 'text' },
  '-name': { key: '-name', column: 'r.sortName', idColumn: 'r.id', direction: 'desc', type: 'text' },
  createdAt: { key: 'createdAt', column: 'r.createdAt', idColumn: 'r.id', direction: 'asc', type: 'timestamptz' },
  '-createdAt': { key: '-createdAt', column: 'r.createdAt', idColumn: 'r.id', direction: 'desc', type: 'timestamptz' },
} as const satisfies Record<string, Order>

/** One page of who signed up for a meeting. @throws not_found for an unknown meeting. */
export async function listRegistrations(
  db: Db,
  meetingId: string,
  query: RegistrationQuery,
): Promise<{ items: Registration[]; next: string | null }> {
  const order = registrationOrders[query.sort ?? 'name']
  const rows = registrations(db)
    .select(sql<string>`${sql.ref(order.column)}::text`.as('sortValue'))
    .where(isFound(meetingId, query))
    .where(isThere(meetingId))
  const page = await keysetPage(rows, order, query)
  // asked only when there is nothing to show: every way to the database costs as much as the list itself
  if (page.rows.length === 0) await getMeeting(db, meetingId)
  return { items: page.rows, next: page.next }
}

/** Whether the meeting has not been deleted. */
const isThere = (meetingId: string): RawBuilder<boolean> =>
  sql<boolean>`exists (select from meetings m where m.id = ${meetingId}::uuid and m.deleted_at is null)`

/** Whether registration `r` of a meeting is one that the filters of the list find. */
export function isFound(meetingId: string, filter: RegistrationFilter): RawBuilder<boolean> {
  const conditions = [sql`r.meeting_id = ${meetingId}::uuid`]
  if (filter.status !== undefined) conditions.push(sql`${currentStatus} = ${filter.status}`)
  if (filter.organisationId !== undefined) conditions.push(sql`r.organisation_id = ${filter.organisationId}::uuid`)
  if (filter.sector !== undefined)
    conditions.push(
      sql`coalesce(r.sector, (select o.sector from organisations o where o.id = r.organisation_id)) = ${filter.sector}`,
    )
  if (filter.coming === true) conditions.push(holdsOrWaits)
  if (filter.engagement !== undefined) conditions.push(sql`r.engagement = ${filter.engagement}`)
  if (filter.confirmed !== undefined) conditions.push(sql`(r.address_confirmed_at is not null) = ${filter.confirmed}`)
  if (filter.attends !== undefined) conditions.push(sql`r.attends = ${filter.attends}`)
  if (filter.unsettled === true) conditions.push(sql`r.organisation_typed is not null and not r.organisation_settled`)
  if (filter.q !== undefined) conditions.push(matches('r.searchText', filter.q))
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

/** The ids of all that the filters find, in their order. */
export async function listRegistrationIds(db: Db, meetingId: string, filter: RegistrationFilter): Promise<string[]> {
  await getMeeting(db, meetingId)
  const { column, direction } = registrationOrders[filter.sort ?? 'name']
  const rows = await db
    .selectFrom('registrations as r')
    .select('r.id')
    .where(isFound(meetingId, filter))
    .orderBy(sql.ref(column), direction)
    .orderBy('r.id', direction)
    .execute()
  return rows.map(({ id }) => id)
}

/** Another one in whose place somebody is, or who is in theirs. */
const personWhere = (condition: RawBuilder<unknown>) =>
  sql<
    RegistrationDetails['substitutedBy']
  >`(select json_build_object('id', s.id, 'name', s.first_name || ' ' || s.last_name)
    from registrations s where ${condition})`

/** One registration with what the person needs and has answered. @param sensitive false leaves out answers to sensitive questions. */
export const getRegistration = (db: Db, id: string, { sensitive = true } = {}): Promise<RegistrationDetails> =>
  registrations(db)
    .select([
      sql<Needs | null>`(select n.needs from registration_needs n where n.registration_id = r.id)`.as('needs'),
      answersOf({ all: sensitive }).as('answers'),
      personWhere(sql`s.id = r.substituted_by`).as('substitutedBy'),
      personWhere(sql`s.substituted_by = r.id`).as('substituteFor'),
      personWhere(sql`s.id = r.signed_up_by and s.erased_at is null`).as('signedUpBy'),
      'r.refusalReason',
    ])
    .where('r.id', '=', id)
    .executeTakeFirstOrThrow(notFound)

/** What the person of registration `r` has agreed to. */
export const consentsOf = sql<Consents>`(
  select json_build_object('contactList', coalesce(bool_or(purpose = 'contact_list'), false), 'invitations', coalesce(bool_or(purpose = 'invitations'), false),
    'photographs', coalesce(bool_or(purpose = 'photographs'), false))
  from consents c where c.registration_id = r.id and c.withdrawn_at is null)`

/** The place of registration `r`: a hold that ran out is over, whether or not anybody has marked it. */
export const currentStatus = sql<RegistrationStatus>`case when r.status in ('unconfirmed', 'offered') and r.expires_at <= now() then case r.status when 'offered' then 'lapsed' else 'expired' end else r.status end`

/** Registration `r` holds a seat or waits for one, whether or not anybody has marked that its time ran out. */
export const holdsOrWaits = sql<boolean>`(r.status in ('unconfirmed', 'confirmed', 'offered', 'waitlisted') and (r.expires_at is null or r.expires_at > now()))`

/** The place of registration `r` in the queue. */
export const queuePosition = sql<
  number | null
>`case when r.status = 'waitlisted' and r.address_confirmed_at is not null then (
  select count(*) from registrations q where q.meeting_id = r.meeting_id and q.status = 'waitlisted' and q.address_confirmed_at is not null
    and (q.attends is not distinct from 'online') = (r.attends is not distinct from 'online')
    and (q.queued_at, q.id) <= (r.queued_at, r.id)) end`

type Known = Pick<Registration, 'status' | 'sector' | 'engagement' | 'source' | 'language' | 'attends'> & {
  organisation: OrganisationName | null
}

const registrations = (db: Db) =>
  db
    .selectFrom('registrations as r')
    .leftJoin('organisations as o', 'o.id', 'r.organisationId')
    .select([
      'r.id',
      'r.version',
      'r.createdAt',
      'r.updatedAt',
      'r.meetingId',
      'r.personId',
      'r.addressConfirmedAt',
      'r.expiresAt',
      'r.firstName',
      'r.lastName',
      'r.email',
      'r.organisationTyped',
      'r.sector',
      'r.engagement',
      'r.language',
      'r.shortCode',
      'r.attends',
      'r.source',
    ])
    .select(eb => [
      currentStatus.as('status'),
      eb
        .case()
        .when('o.id', 'is not', null)
        .then(jsonBuildObject({ id: eb.ref('o.id'), name: eb.ref('o.name') }))
        .end()
        .as('organisation'),
      sql<boolean>`exists (select from registration_needs n where n.registration_id = r.id)`.as('hasNeeds'),
      consentsOf.as('consents'),
      queuePosition.as('queuePosition'),
    ])
    .$narrowType<Known>()

/**
 * Who was signed up in one go with somebody, at the same address: whoever reads the mailbox sees all of them. Nobody, where
 * the address is not proven, or the link proves this registration only.
 */
const listTogether = (db: Db, id: string): Promise<OwnRegistration['together']> =>
  db
    .selectFrom('registrations as own')
    .innerJoin('registrations as r', join =>
      join.on(sql<boolean>`lower(r.email) = lower(own.email) and r.meeting_id = own.meeting_id and r.id <> own.id
        and (r.signed_up_with = own.signed_up_with or r.signed_up_by = own.id)`),
    )
    .select([
      sql<string>`r.first_name || ' ' || r.last_name`.as('name'),
      currentStatus.as('status'),
      sql<Attends | null>`r.attends`.as('attends'),
    ])
    .where('own.id', '=', id)
    .where('own.addressConfirmedAt', 'is not', null)
    .where('own.speaksAlone', '=', false)
    .where('r.addressConfirmedAt', 'is not', null)
    .orderBy('r.createdAt')
    .orderBy('r.id')
    .execute()

/** A registration as its own person sees it; tokens are added by who has the keys. */
export async function getOwnRegistration(
  db: Db,
  id: string,
): Promise<Omit<OwnRegistration, 'ticketToken'> & { id: string; linkVersion: number }> {
  const { linkVersion, admittedAt, organisationId, organisationSector } = await db
    .selectFrom('registrations as r')
    .leftJoin('organisations as o', 'o.id', 'r.organisationId')
    .select(['r.linkVersion', 'r.admittedAt', 'r.organisationId', 'o.sector as organisationSector'])
    .$narrowType<{ organisationSector: Sector | null }>()
    .where('r.id', '=', id)
    .executeTakeFirstOrThrow(notFound)
  const {
    meetingId,
    email,
    version,
    status,
    addressConfirmedAt,
    expiresAt,
    firstName,
    lastName,
    organisation,
    organisationTyped,
    sector,
    engagement,
    needs,
    language,
    shortCode,
    attends,
    queuePosition: position,
    answers,
    refusalReason,
    signedUpBy,
  } = await getRegistration(db, id)
  const [meeting, seats, consentHistory, questions, together] = await Promise.all([
    getPublicMeeting(db, meetingId),
    getSeats(db, meetingId),
    listConsents(db, id),
    listAsked(db, meetingId),
    listTogether(db, id),
  ])
  // an offer that waits for an answer is no seat yet
  const online =
    status === 'confirmed' && wayOf({ attends, meeting }) !== 'on_site'
      ? await findOnlineRoom(db, meetingId)
      : undefined
  const onlineCapacity = seats.online?.capacity ?? null
  const room = await readRoom(db, { id: meetingId, capacity: seats.capacity, onlineCapacity })
  const asks = meeting.approval && admittedAt === null && addressConfirmedAt !== null
  const waitingOnline = seats.online?.waitlisted ?? 0
  const waiting = attends === 'online' ? waitingOnline : seats.waitlisted - waitingOnline
  const left = attends === 'online' ? room.online : room.left
  const belongs = { organisationId, organisationSector }
  const hasRoom = left > waiting && hasSeatFor(room, { ...belongs, attends })
  const hasOther = status === 'pending' || hasSeatFor(room, { ...belongs, attends: otherWay(attends) })
  return {
    id,
    linkVersion,
    version,
    meeting,
    status,
    addressConfirmed: addressConfirmedAt !== null,
    expiresAt,
    firstName,
    lastName,
    email: email ?? '',
    organisation,
    organisationTyped,
    sector,
    engagement,
    needs,
    questions,
    answers,
    consents: consentsNow(consentHistory),
    consentHistory,
    language,
    shortCode,
    queuePosition: position,
    refusalReason,
    signedUpBy: signedUpBy?.name ?? null,
    together,
    attends,
    canSwitch:
      attends !== null &&
      hasOther &&
      isLive({ status }) &&
      meeting.cancelledAt === null &&
      Date.parse(status === 'waitlisted' ? meeting.startsAt : meeting.endsAt) > Date.now(),
    online: online ?? null,
    canRestore:
      status === 'withdrawn' &&
      (asks || hasRoom) &&
      meeting.cancelledAt === null &&
      Date.parse(meeting.startsAt) > Date.now(),
    othersWait: ['confirmed', 'unconfirmed', 'offered'].includes(status) && waiting > 0,
  }
}
