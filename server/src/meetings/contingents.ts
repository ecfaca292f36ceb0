import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Contingent, NewContingent } from '@treffpunkt/shared/contingents'
import type { Sector } from '@treffpunkt/shared/organisations'
import type { Trx } from '../db/connect.ts'
import { mistake } from '../problems.ts'
import { sameDistance, type MeetingRow } from './queries.ts'

/** As they are sent, and as the history keeps them. */
export const asSent = (contingents: readonly Contingent[]): NewContingent[] =>
  contingents.map(({ organisation, sector, seats, releasesAt }) => ({
    ...targetOf(organisation?.id, sector),
    seats,
    releasesAt: new Date(releasesAt).toISOString(),
  }))

const targetOf = (organisationId: string | undefined, sector: Sector | null) =>
  organisationId === undefined ? { sector: sector ?? 'other' } : { organisationId }

/** Whom one is for, by either name. */
const namesOf = (one: NewContingent): { organisationId: string | null; sector: Sector | null } =>
  'organisationId' in one
    ? { organisationId: one.organisationId, sector: null }
    : { organisationId: null, sector: one.sector }

type Kept = { startsAt: string; capacity?: number | null; contingents?: readonly NewContingent[] }

/**
 * Each names one target once, and is released before the meeting begins; together they keep no more seats than there are.
 * @param changes what was sent, where mistakes are pointed out.
 */
export function requireContingents(
  changes: Partial<Kept>,
  { startsAt, capacity = null, contingents = [] }: Kept,
): void {
  const targets = new Set<string>()
  for (const [index, one] of (changes.contingents ?? []).entries()) {
    const pointer = `/contingents/${index}`
    const { organisationId, sector } = namesOf(one)
    const target = organisationId ?? sector ?? ''
    if (targets.has(target)) throw mistake(pointer, 'twice', 'Name each organisation and each sector once.')
    targets.add(target)
    if (Date.parse(one.releasesAt) > Date.parse(startsAt))
      throw mistake(`${pointer}/releasesAt`, 'after_start', 'Send an instant before the meeting begins.')
  }
  if (changes.contingents === undefined && changes.capacity === undefined) return
  const kept = contingents
    .filter(({ releasesAt }) => Date.parse(releasesAt) > Date.now())
    .reduce((sum, { seats }) => sum + seats, 0)
  if (kept <= (capacity ?? 0)) return
  const pointer = changes.contingents === undefined ? '/capacity' : '/contingents'
  throw capacity === null
    ? mistake(pointer, 'no_capacity', 'Seats can be kept only where their number is limited: name a capacity.')
    : mistake(pointer, 'above_capacity', `The contingents keep ${kept} seats, and there are ${capacity}.`)
}

/** Puts these in place of those there are. */
export async function writeContingents(
  trx: Trx,
  meetingId: string,
  contingents: readonly NewContingent[],
): Promise<void> {
  for (const [index, one] of contingents.entries()) {
    const { organisationId } = namesOf(one)
    if (organisationId === null) continue
    const found = await trx
      .selectFrom('organisations')
      .select('id')
      .where('id', '=', organisationId)
      .where('deletedAt', 'is', null)
      .forKeyShare()
      .executeTakeFirst()
    if (found === undefined)
      throw mistake(`/contingents/${index}/organisationId`, 'unknown_id', 'Name an organisation that exists.')
  }
  await trx.deleteFrom('contingents').where('meetingId', '=', meetingId).execute()
  if (contingents.length === 0) return
  await trx
    .insertInto('contingents')
    .values(
      contingents.map(one => ({
        id: randomUUIDv7(),
        meetingId,
        ...namesOf(one),
        seats: one.seats,
        releasesAt: one.releasesAt,
      })),
    )
    .execute()
}

/** Those that are not released yet are released as long before the new beginning as they would have been before the old one. */
export async function moveContingents(trx: Trx, { id }: Pick<MeetingRow, 'id'>, startsAt: string): Promise<void> {
  await sql`update contingents c set releases_at = least(${startsAt}::timestamptz, ${sameDistance(sql`c.releases_at`, startsAt)})
    from meetings m cross join settings s where m.id = c.meeting_id and c.meeting_id = ${id} and c.releases_at > now()`.execute(
    trx,
  )
}

/** None is released after a beginning that is earlier now. */
export async function endContingentsAt(trx: Trx, meetingId: string, startsAt: string): Promise<void> {
  await trx
    .updateTable('contingents')
    .set({ releasesAt: startsAt })
    .where('meetingId', '=', meetingId)
    .where('releasesAt', '>', startsAt)
    .execute()
}
