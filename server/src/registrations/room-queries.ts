import { sql, type RawBuilder } from 'kysely'
import type { Attends } from '@treffpunkt/shared/attendance-modes'
import type { Sector } from '@treffpunkt/shared/organisations'
import type { Db } from '../db/connect.ts'
import { holdsSeat } from '../meetings/queries.ts'

/**
 * Which seats somebody is after: how they take part in a mixed meeting, and where they belong, as far as contingents ask: the
 * sector is that of the organisation in the directory.
 */
export type Belonging = { organisationId: string | null; organisationSector: Sector | null; attends: Attends | null }

/** A contingent that is not released, with how many of its seats nobody has taken. */
type Kept = { organisationId: string | null; sector: Sector | null; free: number }

/**
 * The seats that are free: `left` in all, of which `common` are there for everybody and the rest is kept by contingents.
 * Those are the room's where the meeting is mixed, and `online` are the places to join it from elsewhere. Infinity without a
 * limit; less than none while the room is smaller than what was given or is kept.
 */
export type Room = { left: number; common: number; kept: Kept[]; online: number }

/** `keeps`: whether contingents keep seats, where that is known; one question less for the many that have none. */
type Meeting = {
  id: string
  capacity: number | null
  onlineCapacity: number | null
  keeps?: boolean
}

/** Seats that are held: those of the room of a mixed meeting, and online ones. Of every other meeting all are `held`. */
export type Held = { held: number; heldOnline: number }

/** How many of those selected hold a seat, apart from who joins a mixed meeting online. */
const countHeld = sql<number>`(count(*) filter (where r.attends is distinct from 'online'))::integer`
const countHeldOnline = sql<number>`(count(*) filter (where r.attends = 'online'))::integer`

/** What is free now; holds that have run out do not count. To give a seat, under the lock. @param without as if this one held none. */
export async function readRoom(db: Db, meeting: Meeting, without: string | null = null): Promise<Room> {
  if (meeting.capacity === null && meeting.onlineCapacity === null) return unlimited()
  const held = await db
    .selectFrom('registrations as r')
    .select([countHeld.as('held'), countHeldOnline.as('heldOnline')])
    .where('r.meetingId', '=', meeting.id)
    .where(holdsSeat)
    .$if(without !== null, rows => rows.where('r.id', '<>', without))
    .executeTakeFirstOrThrow()
  return roomOf(db, meeting, held, without)
}

/** What is free where so many seats are held. */
export async function roomOf(
  db: Db,
  { id, capacity, onlineCapacity, keeps = true }: Meeting,
  { held, heldOnline }: Held,
  without: string | null = null,
): Promise<Room> {
  const online = onlineCapacity === null ? Infinity : onlineCapacity - heldOnline
  if (capacity === null) return { ...unlimited(), online }
  const left = capacity - held
  const kept = keeps ? await readKept(db, id, without) : []
  return { left, common: kept.reduce((common, { free }) => common - free, left), kept, online }
}

const unlimited = (): Room => ({ left: Infinity, common: Infinity, kept: [], online: Infinity })

/** How it stands with the seats of a meeting; `ends`: holds have run out that nobody has marked; `waits`: there is room, and somebody waits for it. */
export type SeatCounts = Held & { ends: boolean; waits: boolean }

/** Seats of meeting `m` that are held now, counted once however often they are named. */
export const heldOnce = sql`(select ${countHeld} as held, ${countHeldOnline} as held_online
  from registrations r where r.meeting_id = m.id and ${holdsSeat}) s`

/** Is there such a registration `r` of meeting `m`? Looked up in an index: `exists` is also planned as a walk through all there are. */
const some = (condition: RawBuilder<unknown>) =>
  sql`coalesce((select true from registrations r where r.meeting_id = m.id and ${condition} limit 1), false)`

const isUnmarked = sql`r.status in ('unconfirmed', 'offered') and r.expires_at <= now()`
const isUnmarkedInQueue = sql`r.status in ('waitlisted', 'pending') and r.address_confirmed_at is null and r.expires_at <= now()`
const isPending = sql`r.status = 'pending'`
const isInQueue = sql`r.status = 'waitlisted' and r.address_confirmed_at is not null`
const isInRoomQueue = sql`${isInQueue} and r.attends is distinct from 'online'`
const isInOnlineQueue = sql`${isInQueue} and r.attends = 'online'`

/** The counts of meeting `m`, whose held seats are `s`. */
export const seatCounts = sql`s.held as "held", s.held_online,
  (${some(isUnmarked)} or ${some(isUnmarkedInQueue)} or (m.starts_at <= now() and ${some(isPending)})) as ends,
  ((coalesce(s.held < m.capacity, true) and ${some(isInRoomQueue)})
    or (m.attendance_mode = 'mixed' and coalesce(s.held_online < m.online_capacity, true) and ${some(isInOnlineQueue)})) as waits`

export async function countSeats(db: Db, meetingId: string): Promise<SeatCounts> {
  const { rows } = await sql<SeatCounts>`
    select ${seatCounts} from meetings m cross join lateral ${heldOnce} where m.id = ${meetingId}`.execute(db)
  return rows[0] ?? { held: 0, heldOnline: 0, ends: false, waits: false }
}

async function readKept(db: Db, meetingId: string, without: string | null): Promise<Kept[]> {
  const { rows } = await sql<Kept>`select organisation_id, sector, seats - taken as free
    from contingent_rooms(${meetingId}, now(), ${without}) order by organisation_id is null`.execute(db)
  return rows
}

/** The contingent that somebody would take from: that of the organisation goes before that of its sector. */
const contingentFor = ({ kept }: Room, { organisationId, organisationSector }: Belonging): Kept | undefined =>
  kept.find(
    one =>
      one.free > 0 &&
      (one.organisationId === null ? one.sector === organisationSector : one.organisationId === organisationId),
  )

/** Is there a seat for somebody: one of their contingent, or one for everybody? Contingents keep none online. */
export const hasSeatFor = (room: Room, one: Belonging): boolean =>
  one.attends === 'online'
    ? room.online > 0
    : room.left > 0 && (room.common > 0 || contingentFor(room, one) !== undefined)

/** Counts a seat that is given to somebody. */
export function takeFrom(room: Room, one: Belonging): void {
  if (one.attends === 'online') {
    room.online--
    return
  }
  const contingent = contingentFor(room, one)
  room.left--
  if (contingent === undefined) room.common--
  else contingent.free--
}
