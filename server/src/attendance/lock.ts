import { sql } from 'kysely'
import type { Trx } from '../db/connect.ts'
import { notFound } from '../problems.ts'

/**
 * Lets one transaction at a time append to a meeting, so that positions have no gaps and none appears late. Two locks,
 * each a statement of its own, because a statement that waits sees what was there before it waited: the row first, which
 * the conclusion locks against everybody, then the one that only those who append take.
 * @returns when the meeting was concluded, if it was.
 * @throws not_found for a draft as for an unknown meeting.
 */
export async function lockAttendance(trx: Trx, meetingId: string): Promise<{ concludedAt: string | null }> {
  await trx
    .selectFrom('meetings')
    .select('id')
    .where('id', '=', meetingId)
    .where('deletedAt', 'is', null)
    .forKeyShare()
    .executeTakeFirstOrThrow(notFound)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`attendance ${meetingId}`}, 0))`.execute(trx)
  const meeting = await trx
    .selectFrom('meetings')
    .select('concludedAt')
    .where('id', '=', meetingId)
    .where('publishedAt', 'is not', null)
    .executeTakeFirstOrThrow(notFound)
  // what is entered now changes the meeting's count: it is locked for that here, before any registration is
  if (meeting.concludedAt !== null)
    await trx.selectFrom('meetings').select('id').where('id', '=', meetingId).forNoKeyUpdate().execute()
  return meeting
}
