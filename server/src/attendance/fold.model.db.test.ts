import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceEntry } from '@treffpunkt/shared/attendance'
import { foldAttendance } from '@treffpunkt/shared/attendance-standing'
import { enterGuests, publishMeeting } from '../../test/door.ts'
import { startService, type TestService } from '../../test/service.ts'
import { listEntries } from './queries.ts'

// The same rule twice: in the browser, so that a phone without a network knows who is there, and in the database.

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const people = 3
const step = fc.record({
  person: fc.nat({ max: people - 1 }),
  kind: fc.constantFrom('present', 'excused', 'no_show', 'left', 'undone'),
  how: fc.constantFrom('scan', 'search', 'closing'),
  /** Few moments, so that many are the same. */
  second: fc.nat({ max: 4 }),
  /** Which of the earlier ones an undoing names. */
  undoes: fc.nat({ max: 20 }),
})

test('foldAttendance and attendance_states say the same of any entries', async () => {
  const office = await service.signIn('coordinator')
  const meetingId = await publishMeeting(office)
  const attendees = (await enterGuests(office, meetingId, people)).map(({ id }) => id)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
      const rows: { id: string; attendeeId: string; kind: string }[] = []
      await service.db
        .transaction()
        .execute(async trx => {
          for (const { person, kind, how, second, undoes } of steps) {
            const attendeeId = attendees[person] ?? ''
            const own = rows.filter(row => row.attendeeId === attendeeId && row.kind !== 'undone')
            const target = kind === 'undone' ? own[undoes % Math.max(own.length, 1)]?.id : undefined
            if (kind === 'undone' && target === undefined) continue
            const id = randomUUID()
            const at = `2027-05-05T14:00:0${second}.000Z`
            rows.push({ id, attendeeId, kind })
            await sql`insert into attendance_entries (id, meeting_id, position, kind, how, registration_id, undoes, device_at, occurred_at, actor_kind)
              values (${id}, ${meetingId}, ${rows.length}, ${kind}, ${how}, ${attendeeId}, ${target ?? null}, ${at}, ${at}, 'system')`.execute(
              trx,
            )
          }
          const entries: AttendanceEntry[] = await listEntries(trx, meetingId, 0, null)
          const states = await trx
            .selectFrom('attendanceStates')
            .selectAll()
            .where('meetingId', '=', meetingId)
            .execute()
          const kinds = new Map(entries.map(({ id, kind }) => [id, kind]))
          expect(
            new Map(
              states.map(({ attendeeId, entryId, arrivedAt }) => [
                attendeeId,
                { state: kinds.get(entryId ?? ''), entryId, arrivedAt },
              ]),
            ),
          ).toEqual(
            new Map(
              [...foldAttendance(entries)].map(([id, { state, entryId, arrivedAt }]) => [
                id,
                { state, entryId, arrivedAt },
              ]),
            ),
          )
          throw new Undo()
        })
        .catch((error: unknown) => {
          if (!(error instanceof Undo)) throw error
        })
    }),
    { numRuns: 150 },
  )
})

/** Rolls back: nobody may delete entries, and the next run begins without any. */
class Undo extends Error {}
