import { sql } from 'kysely'
import type { RegistrationStatus, Seats } from '@treffpunkt/shared/registrations'
import type { Db } from '../db/connect.ts'
import { getMeeting } from '../meetings/queries.ts'
import { readRoom } from './room-queries.ts'

type StatusCounts = Omit<NonNullable<Seats['online']>, 'capacity'>
const none: StatusCounts = { confirmed: 0, unconfirmed: 0, offered: 0, waitlisted: 0, withdrawn: 0, pending: 0 }
const sum = (one: StatusCounts, other: StatusCounts): StatusCounts => ({
  confirmed: one.confirmed + other.confirmed,
  unconfirmed: one.unconfirmed + other.unconfirmed,
  offered: one.offered + other.offered,
  waitlisted: one.waitlisted + other.waitlisted,
  withdrawn: one.withdrawn + other.withdrawn,
  pending: one.pending + other.pending,
})

/** How full a meeting is; holds that ran out do not count. */
export async function getSeats(db: Db, meetingId: string): Promise<Seats> {
  const { state, attendanceMode, capacity, onlineCapacity, contingents } = await getMeeting(db, meetingId)
  const isMixed = attendanceMode === 'mixed'
  const live = (status: RegistrationStatus) =>
    sql`count(*) filter (where status = ${status} and (expires_at is null or expires_at > now()))`
  const counted = sql<StatusCounts>`json_build_object('confirmed', ${live('confirmed')}, 'unconfirmed', ${live('unconfirmed')},
    'offered', ${live('offered')}, 'waitlisted', ${live('waitlisted')}, 'withdrawn', ${live('withdrawn')},
    'pending', count(*) filter (where status = 'pending' and address_confirmed_at is not null))`
  const rows = await db
    .selectFrom('registrations')
    .select([sql<boolean>`attends is not distinct from 'online'`.as('isOnline'), counted.as('counts')])
    .where('meetingId', '=', meetingId)
    .groupBy(sql`1`)
    .execute()
  const countsOf = (online: boolean) => rows.find(({ isOnline }) => isOnline === online)?.counts ?? none
  const online = countsOf(true)
  const room = await readRoom(db, { id: meetingId, capacity, onlineCapacity })
  return {
    meetingState: state,
    capacity,
    ...sum(countsOf(false), online),
    online: isMixed ? { capacity: onlineCapacity, ...online } : null,
    common: capacity === null ? null : room.common,
    contingents: contingents.map(one => {
      const kept = room.kept.find(
        ({ organisationId, sector }) => organisationId === (one.organisation?.id ?? null) && sector === one.sector,
      )
      return { ...one, isReleased: kept === undefined, taken: kept === undefined ? null : one.seats - kept.free }
    }),
  }
}
