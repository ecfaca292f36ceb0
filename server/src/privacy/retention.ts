import { sql } from 'kysely'
import { forgetAttendees, forgetWalkIns } from '../attendance/forget.ts'
import type { Trx } from '../db/connect.ts'
import { recordChange, systemActor } from '../db/record-change.ts'
import { inRounds, roundSize, type RetentionSteps } from '../jobs/retention.ts'
import { erasePeople } from '../people/edit.ts'
import type { Named } from '../people/named.ts'
import { anonymiseRegistrations, lockForErasing, lockMeetings } from '../registrations/erase.ts'
import { lockPersonKeys } from '../registrations/person.ts'

/**
 * After 12 months a meeting is figures: names go from its registrations, from who was there, and from the directory,
 * where nothing newer is known of them. Whoever asked to be invited stays, as they asked. Organisations keep their
 * history (Art. 5(1)(e) GDPR; the privacy notice promises it).
 */
export const privacyRetention: RetentionSteps = {
  outlived: db => inRounds(() => db.transaction().execute(anonymiseOldest)),
}

/** Is a registration `r` of a meeting `m` due, and nobody's who asked to be invited further on? */
const isOutlived = sql<boolean>`(r.erased_at is null and m.ends_at < now() - interval '12 months'
  and not exists (
    select from consents c join registrations x on x.id = c.registration_id
    where c.purpose = 'invitations' and c.withdrawn_at is null and (x.id = r.id or x.person_id = r.person_id)))`

/** One meeting a round: its locks are held while the names of all who were there go. */
async function anonymiseOldest(trx: Trx): Promise<{ found: number; erased: number }> {
  const { rows: due } = await sql<{ id: string }>`
    select m.id from meetings m where m.ends_at < now() - interval '12 months' and (
      exists (select from registrations r where r.meeting_id = m.id and ${isOutlived})
      or exists (select from walk_ins w where w.meeting_id = m.id and w.erased_at is null))
    order by m.starts_at limit 1`.execute(trx)
  const [meeting] = due
  if (meeting === undefined) return { found: 0, erased: 0 }
  await lockMeetings(trx, [meeting.id])
  const registered = await outlivedOf(trx, meeting.id)
  // who links people, then registrations, as everybody else; and once more, because somebody may have changed what is due
  await lockPersonKeys(trx, [...new Set(registered.flatMap(({ personKey }) => personKey ?? []))].sort())
  await lockForErasing(
    trx,
    registered.map(({ id }) => id),
  )
  const known = new Set(registered.map(({ id }) => id))
  const rows = (await outlivedOf(trx, meeting.id)).filter(({ id }) => known.has(id))
  const ids = rows.map(({ id }) => id)
  await forgetAttendees(trx, { registrations: ids, people: [] }, rows)
  await anonymiseRegistrations(trx, systemActor, ids)
  const { rows: walkIns } = await sql<{ id: string }>`
    select id from walk_ins where meeting_id = ${meeting.id} and erased_at is null`.execute(trx)
  const walkedIn = await forgetWalkIns(
    trx,
    walkIns.map(({ id }) => id),
  )
  if (walkedIn > 0) await recordChange(trx, systemActor, { object: 'attendance', id: meeting.id, kind: 'erased' })
  await eraseForgotten(
    trx,
    rows.flatMap(({ personId }) => personId ?? []),
  )
  // there was one, so there may be another
  return { found: roundSize, erased: ids.length + walkedIn }
}

type Outlived = Named & { id: string; personId: string | null; personKey: string | null }

const outlivedOf = async (trx: Trx, meetingId: string): Promise<Outlived[]> =>
  (
    await sql<Outlived>`
    select r.id, r.person_id, r.person_key, r.first_name, r.last_name, r.email
    from registrations r join meetings m on m.id = r.meeting_id where m.id = ${meetingId} and ${isOutlived}`.execute(
      trx,
    )
  ).rows

/** Takes out of the directory who was in it for these meetings alone: nothing newer is known of them. */
async function eraseForgotten(trx: Trx, people: string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select p.id from people p where p.id = any(${people}::uuid[]) and p.updated_at < now() - interval '12 months'
      and not exists (select from registrations r where r.person_id = p.id)
      and not exists (select from attendance a where a.person_id = p.id)`.execute(trx)
  await erasePeople(
    trx,
    systemActor,
    rows.map(({ id }) => id),
  )
}
