import { sql } from 'kysely'
import type { AttendanceState } from '@treffpunkt/shared/attendance'
import type {
  PartnerOrganisation,
  PartnerRegistration,
  PartnerRegistrationQuery,
  PartnerWorkingGroup,
} from '@treffpunkt/shared/partners'
import type { Db } from '../db/connect.ts'
import { keysetPage, type Order } from '../db/keyset.ts'
import { matches } from '../db/search.ts'
import { notFound } from '../problems.ts'
import { currentStatus, queuePosition } from '../registrations/queries.ts'

const byName = { key: 'name', column: 'name', idColumn: 'id', direction: 'asc', type: 'text' } as const satisfies Order
const newestFirst = {
  key: '-createdAt',
  column: 'r.createdAt',
  idColumn: 'r.id',
  direction: 'desc',
  type: 'timestamptz',
} as const satisfies Order

type Paging = { cursor?: string; limit?: number }

/** Working groups that have begun, by name. */
export async function listGroups(
  db: Db,
  query: Paging,
): Promise<{ items: PartnerWorkingGroup[]; next: string | null }> {
  const page = await keysetPage(groups(db).select('name as sortValue'), byName, query)
  return { items: page.rows, next: page.next }
}

/** @throws not_found for one that is only proposed as for one that there is not. */
export const getGroup = (db: Db, id: string): Promise<PartnerWorkingGroup> =>
  groups(db).where('id', '=', id).executeTakeFirstOrThrow(notFound)

const groups = (db: Db) =>
  db
    .selectFrom('workingGroups')
    .select(['id', 'name', 'summary', 'state'])
    .$narrowType<{ state: PartnerWorkingGroup['state'] }>()
    .where('state', '<>', 'proposed')
    .where('deletedAt', 'is', null)

/** What is public about the organisations of the network, by name. */
export async function listPublicOrganisations(
  db: Db,
  { q, ...query }: Paging & { q?: string },
): Promise<{ items: PartnerOrganisation[]; next: string | null }> {
  let rows = organisations(db).select('name as sortValue')
  if (q !== undefined) rows = rows.where(matches('searchText', q))
  const page = await keysetPage(rows, byName, query)
  return { items: page.rows, next: page.next }
}

export const getPublicOrganisation = (db: Db, id: string): Promise<PartnerOrganisation> =>
  organisations(db).where('id', '=', id).executeTakeFirstOrThrow(notFound)

const organisations = (db: Db) =>
  db
    .selectFrom('organisations')
    .select(['id', 'name', 'sector', 'municipality', 'website'])
    .$narrowType<{ sector: PartnerOrganisation['sector'] }>()
    .where('deletedAt', 'is', null)

/** Whom an organisation has registered by its keys, the newest first. */
export async function listOfPartner(
  db: Db,
  organisationId: string,
  query: PartnerRegistrationQuery,
): Promise<{ items: PartnerRegistration[]; next: string | null }> {
  let rows = ofPartner(db, organisationId).select(sql<string>`${sql.ref(newestFirst.column)}::text`.as('sortValue'))
  if (query.meetingId !== undefined) rows = rows.where('r.meetingId', '=', query.meetingId)
  if (query.reference !== undefined) rows = rows.where('r.partnerReference', '=', query.reference.trim())
  if (query.status !== undefined) rows = rows.where(currentStatus, '=', query.status)
  const page = await keysetPage(rows, newestFirst, query)
  return { items: page.rows, next: page.next }
}

/** @throws not_found for a registration of others as for one that there is not. */
export const getOfPartner = (db: Db, organisationId: string, id: string): Promise<PartnerRegistration> =>
  ofPartner(db, organisationId).where('r.id', '=', id).executeTakeFirstOrThrow(notFound)

/** Where one of its own people reads mails; nothing that the organisation is told. */
export async function findAddress(db: Db, organisationId: string, id: string): Promise<string | undefined> {
  const found = await ofPartner(db, organisationId).select('r.email').where('r.id', '=', id).executeTakeFirst()
  return found?.email ?? undefined
}

/**
 * Its own people: whom it entered itself, as long as they say that they come from it. Whoever has named another
 * organisation by their link, or was erased, is nobody of its any more.
 */
export const ofPartner = (db: Db, organisationId: string) =>
  db
    .selectFrom('registrations as r')
    .innerJoin('meetings as m', 'm.id', 'r.meetingId')
    .select(['r.id', 'r.version', 'r.createdAt', 'r.updatedAt', 'r.meetingId', 'r.firstName', 'r.lastName'])
    .select(['r.engagement', 'r.language', 'r.attends', 'r.partnerReference as reference'])
    .select(['m.startsAt as meetingStartsAt', 'm.cancelledAt as meetingCancelledAt'])
    .select([
      currentStatus.as('status'),
      queuePosition.as('queuePosition'),
      sql<string | null>`case when ${currentStatus} = 'offered' then r.expires_at end`.as('expiresAt'),
      sql<AttendanceState | null>`(
        select e.kind from attendance_states s join attendance_entries e on e.id = s.entry_id
        where s.meeting_id = r.meeting_id and s.attendee_id = r.id)`.as('attendance'),
    ])
    .$narrowType<Pick<PartnerRegistration, 'engagement' | 'language' | 'attends' | 'meetingStartsAt'>>()
    .where('r.enteredBy', '=', organisationId)
    .where('r.organisationId', '=', organisationId)
    .where('r.erasedAt', 'is', null)
    .where('m.deletedAt', 'is', null)
