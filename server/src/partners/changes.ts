import { sql } from 'kysely'
import type { PartnerChanges } from '@treffpunkt/shared/partners'
import type { Db } from '../db/connect.ts'
import { toldFields } from '../meetings/place.ts'
import { mistake, problem } from '../problems.ts'
import { ofPartner } from './queries.ts'

/**
 * A place in the public order of all changes (docs/decisions/0004), with the change that stands there, so that a position
 * from before a restore, or one that the log has forgotten, is recognised; and behind which registration of that place.
 */
type Position = { seq: string; change: string; id: string }

const nil = '00000000-0000-0000-0000-000000000000'
const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const encode = ({ seq, change, id }: Position): string => Buffer.from([seq, change, id].join(' ')).toString('base64url')

function decode(text: string): Position {
  const [seq = '', change = '', id = '', ...more] = Buffer.from(text, 'base64url').toString().split(' ')
  if (!/^\d{1,18}$/.test(seq) || !isUuid.test(change) || !isUuid.test(id) || more.length > 0)
    throw mistake('?after', 'position', 'Use the `position` of an answer to this request.')
  return { seq, change, id }
}

/**
 * What has changed of an organisation's own people after a position: each of them once, as they are now, in the order of
 * the newest change; null when they are its own no more. What is committed after this answer has a number beyond its
 * position, however long it took, so nothing is missed between two answers.
 * @throws position_unknown when the log does not reach back to it.
 */
export async function listChangesOfPartner(
  db: Db,
  organisationId: string,
  { after, limit = 50 }: { after?: string; limit?: number },
): Promise<PartnerChanges> {
  const now = await newest(db)
  if (after === undefined) return { items: [], position: encode(now), hasMore: false }
  const from = decode(after)
  await requireKnown(db, from)
  const rows = await touched(db, organisationId, { from, to: now.seq, limit: limit + 1 })
  const page = rows.slice(0, limit)
  // read after the numbers, so at least as new as they say
  const found = await ofPartner(db, organisationId)
    .where('r.id', '=', sql<string>`any(${page.map(({ id }) => id)}::uuid[])`)
    .execute()
  const byId = new Map(found.map(registration => [registration.id, registration]))
  const end = page.at(-1)
  const hasMore = rows.length > limit
  return {
    items: page.map(({ id }) => ({ id, registration: byId.get(id) ?? null })),
    position: encode(hasMore && end !== undefined ? end : now),
    hasMore,
  }
}

async function newest(db: Db): Promise<Position> {
  const { rows } = await sql<{ seq: string; change: string }>`
    select seq::text, change_id as change from change_sequence order by change_sequence.seq desc limit 1`.execute(db)
  return { seq: rows[0]?.seq ?? '0', change: rows[0]?.change ?? nil, id: last }
}

async function requireKnown(db: Db, { seq, change }: Position): Promise<void> {
  if (seq === '0') return
  const { rows } = await sql<{
    known: boolean
  }>`select true as known from change_sequence where seq = ${seq}::bigint and change_id = ${change}::uuid`.execute(db)
  if (rows.length === 0)
    throw problem('position_unknown', 'Read the whole list again, from a new position: see /api/docs/changes.')
}

/**
 * Whose state may have changed between two numbers, by the newest change of each. Who moves up in the queue has no change
 * of their own: whatever others do to leave it or enter it counts; of one who is erased even the meeting is forgotten. Who is
 * the organisation's no more is named by the change that made them so, and by none after it.
 */
async function touched(
  db: Db,
  organisationId: string,
  { from, to, limit }: { from: Position; to: string; limit: number },
): Promise<Position[]> {
  const isOwn = sql`r.entered_by = ${organisationId}::uuid and r.organisation_id = ${organisationId}::uuid and r.erased_at is null`
  const { rows } = await sql<Position>`
    with logged as (
      select s.seq, c.id as change, c.object, c.object_id, c.kind, c.fields
      from change_sequence s join changes c on c.id = s.change_id
      where s.seq between ${from.seq}::bigint and ${to}::bigint and c.object in ('registration', 'attendance', 'meeting')
    ), about as (
      select r.id, l.seq, l.change from logged l join registrations r on r.id = l.object_id
      where l.object = 'registration' and r.entered_by = ${organisationId}::uuid
        and ((${isOwn}) or 'organisationId' = any(l.fields))
      union all
      select l.object_id, l.seq, l.change from logged l
      where l.object = 'registration' and l.kind = 'erased' and exists (
        select from changes m join api_keys k on k.id = m.actor_id
        where m.object = 'registration' and m.object_id = l.object_id and m.kind = 'created' and m.actor_kind = 'partner'
          and k.organisation_id = ${organisationId}::uuid)
      union all
      select r.id, l.seq, l.change from logged l join registrations r on r.meeting_id = l.object_id
      left join change_values v on v.change_id = l.change
      where l.object = 'attendance' and l.kind in ('present', 'excused', 'no_show', 'left', 'undone') and ${isOwn}
        and coalesce(v.after ->> 'attendeeId', r.id::text) = r.id::text
      union all
      select r.id, l.seq, l.change from logged l join registrations r on r.meeting_id = l.object_id
      where l.object = 'meeting' and ${isOwn} and (l.kind in ('rescheduled', 'cancelled', 'deleted', 'restored')
        or l.kind = 'changed' and l.fields && array[${sql.join(toldFields.map(name => sql.lit(name)))}]::text[])
      union all
      select r.id, l.seq, l.change from logged l left join registrations o on o.id = l.object_id
      join registrations r on r.meeting_id = o.meeting_id or (o.id is null and l.kind = 'erased')
      where l.object = 'registration' and l.kind not in ('created', 'changed') and ${isOwn} and r.status = 'waitlisted'
        and r.id <> l.object_id
    ), newest as (
      select distinct on (id) id, seq, change from about order by id, seq desc
    )
    select id, seq::text, change from newest where (newest.seq, id) > (${from.seq}::bigint, ${from.id}::uuid)
    order by newest.seq, id limit ${limit}`.execute(db)
  return rows
}
