import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AttendanceOutcome, NewAttendanceEntry } from '@treffpunkt/shared/attendance'
import {
  countAttendees,
  enterGuests,
  entryOf,
  makeDoorLink,
  phoneAt,
  publishMeeting,
  readDoorList,
  sendEntries,
} from '../../test/door.ts'
import { installFaults, type Faults, type Hold } from '../../test/faults.ts'
import { asOwner } from '../../test/postgres.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'
import { untilSomebodyWaitsFor } from '../../test/waiting.ts'

// Two things at the same moment: one of them is held where it has read and not yet written, until the other is done or
// waits for it.

let database: TestDatabase
let service: TestService
let office: Client
let undoFaults = () => {}
/** What happens while the first is held. */
let meanwhile: Hold['until']
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await service.close()
  await database.drop()
  undoFaults()
})

/** @param heldAfter what the first one reads before it is held. */
async function start(heldAfter: string, faults: Faults = {}): Promise<void> {
  undoFaults = installFaults({ ...faults, hold: { statement: heldAfter, until: backend => meanwhile(backend) } })
  service = await startService({ database })
  office = await service.signIn('coordinator')
}

type Answer = Awaited<ReturnType<Client['post']>>

/** Asks until the answer is not "later", as phones do. */
async function insist(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask()
    if (answer.status !== 503) return answer
  }
}

describe('concluding while phones send', () => {
  /** One phone was told that the meeting is not concluded; then it is concluded, and fourteen others send at once. */
  async function concludeAmidst(faults: Faults = {}) {
    await start('select "concluded_at" from "meetings"', faults)
    const meetingId = await publishMeeting(office)
    const [first = '', ...others] = (await enterGuests(office, meetingId, 20)).map(({ id }) => id)
    const phone = phoneAt(service.url, await makeDoorLink(office, meetingId))
    const send = (id: string) => {
      const entry = entryOf('present', id)
      return insist(() => sendEntries(phone, meetingId, [entry]))
    }
    const rest: Promise<Answer>[] = []
    meanwhile = async backend => {
      const concluded = insist(() => office.post(`/api/v1/meetings/${meetingId}/conclude`, {}))
      await Promise.race([concluded, untilSomebodyWaitsFor(service.db, backend)])
      rest.push(concluded, ...others.slice(0, 14).map(send))
    }
    const answers = [await send(first), ...(await Promise.all(rest))]
    const { entries } = await readDoorList(phone, meetingId)
    const fixed = await service.db
      .selectFrom('attendance')
      .select('attendeeId')
      .where('meetingId', '=', meetingId)
      .where('arrivedAt', 'is not', null)
      .execute()
    return {
      statuses: answers.map(({ status }) => status),
      positions: entries.map(({ position }) => position),
      count: await countAttendees(office, meetingId),
      fixed: fixed.map(({ attendeeId }) => attendeeId),
      first,
    }
  }

  test('nobody is refused, nothing is lost', async () => {
    const { statuses, positions, count, fixed, first } = await concludeAmidst()
    expect(statuses).toEqual(Array.from({ length: 16 }, () => 200))
    expect(positions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    expect(count).toEqual({ came: 15, total: 20, expected: 0, excused: 0, noShow: 5, walkIns: 0 })
    expect(fixed).toContain(first)
    expect(fixed).toHaveLength(15)
  })

  test('control: without the locks of who appends, the one that was told too early is lost', async () => {
    const { statuses, fixed, first } = await concludeAmidst({ withoutMeetingLock: true, withoutAttendanceLock: true })
    expect(statuses.slice(0, 2)).toEqual([200, 200])
    expect(fixed).not.toContain(first)
  })
})

describe('two meetings that are sent the same id at once', () => {
  /** The first has seen that there is no such id when the second keeps it. What both were told. */
  async function sendSameId(make: (attendeeId: string) => NewAttendanceEntry) {
    const sender = async (hours: number) => {
      const meetingId = await publishMeeting(office, hours)
      const [guest] = await enterGuests(office, meetingId, 1)
      const entry = make(guest?.id ?? '')
      return () => insist(() => sendEntries(office, meetingId, [entry]))
    }
    const [first, second] = [await sender(-1), await sender(40)]
    const answers: Answer[] = []
    meanwhile = async () => answers.push(await second())
    answers.push(await first())
    return answers.map(({ status, body }) => {
      const [one] = (body as { outcomes?: AttendanceOutcome[] }).outcomes ?? []
      return one?.reason ?? one?.outcome ?? status
    })
  }
  async function sendSameEntry() {
    await start('from "attendance_entries" where "id" = any')
    const id = randomUUID()
    return sendSameId(guest => entryOf('present', guest, { id }))
  }
  async function sendSameWalkIn() {
    await start('from "walk_ins" where "id" = any')
    const [id, walkIn] = [randomUUID(), { name: 'Eva Ost', organisation: null }]
    return sendSameId(() => entryOf('present', id, { how: 'walk_in', walkIn }))
  }
  /** By another name the server does not know the constraint, so that it does not try again. */
  const withoutSecondTry = (constraint: string, table: string) =>
    asOwner(database.owner, owner =>
      owner.query(`alter table ${table} rename constraint ${constraint} to nobody_knows_this`),
    )

  test('keep an entry in one', async () => {
    expect(await sendSameEntry()).toEqual(['recorded', 'id_taken'])
  })
  test('control: without a second try the later entry meets a fault', async () => {
    await withoutSecondTry('attendance_entries_pkey', 'attendance_entries')
    expect(await sendSameEntry()).toEqual(['recorded', 500])
  })
  test('keep a walk-in in one', async () => {
    expect(await sendSameWalkIn()).toEqual(['recorded', 'id_taken'])
  })
  test('control: without a second try the later walk-in meets a fault', async () => {
    await withoutSecondTry('walk_ins_pkey', 'walk_ins')
    expect(await sendSameWalkIn()).toEqual(['recorded', 500])
  })
})
