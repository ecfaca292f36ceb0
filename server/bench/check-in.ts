import { randomUUID } from 'node:crypto'
import type { Benchmark, Row } from './benchmark.ts'
import { runSql } from './database.ts'
import { fire, type Shot } from './load.ts'
import { takeTurns, type Contestant, type Sample } from './rounds.ts'
import { meetingId, meetingIdSql, oneVenue, openMeetings, registrations, seed } from './seed.ts'
import { startService, type Service } from './server-process.ts'
import { baselineTables } from './sign-up-statements.ts'
import { chooseRunner, type Script } from './statements.ts'

const rounds = 5
const seconds = 1
/** Phones at the door of one meeting. */
const helpers = 8
const guests = 200
const batch = 50

/** People let in at the door of one meeting: one by one, and as the queues of phones that had no network. */
export const checkIn: Benchmark = {
  name: 'check-in',
  title: 'Check-in',
  async run({ postgres, say }) {
    const [ours, theirs] = [await postgres.createDatabase(), await postgres.createDatabase()]
    const statements = [
      oneVenue,
      openMeetings({ from: 1, to: 1, capacity: guests }),
      ...registrations({ from: 1, to: 1, each: guests }),
    ]
    await seed(ours, ...statements)
    await seed(theirs, ...statements, baselineTables)
    const service = await startService(ours)
    try {
      const expected = await runSql<{ id: string }>(ours, 'select id from registrations')
      const door = await openDoor(service)
      const runner = chooseRunner()
      const inOurs =
        (size: number): Contestant =>
        () =>
          send(service, size, () => entries(door, expected, size))
      const inTheirs =
        (size: number): Contestant =>
        async () => {
          const load = { clients: helpers, seconds, target: { upTo: guests } }
          const { perSecond } = await runner.run(theirs, append(size), load)
          return { value: perSecond * size }
        }
      const figures = await takeTurns(
        {
          'singly, ours': inOurs(1),
          'singly, bare': inTheirs(1),
          'batches, ours': inOurs(batch),
          'batches, bare': inTheirs(batch),
        },
        { rounds, say },
      )
      const name = `${runner.name}, lock and insert`
      return [
        row(
          `Check-in one by one, ${helpers} helpers, per second`,
          figures['singly, ours'],
          name,
          figures['singly, bare'],
          {
            means:
              'All at one door. Ours also checks the link and the person, writes the log of changes and answers for each.',
          },
        ),
        row(
          `Check-in in queues of ${batch}, ${helpers} helpers, entries per second`,
          figures['batches, ours'],
          name,
          figures['batches, bare'],
          {
            means: 'What phones send that come back to the network. CPU is per queue.',
          },
        ),
      ]
    } finally {
      await service.stop()
    }
  },
}

const row = (what: string, ours: Sample, name: string, baseline: Sample, rest: Pick<Row, 'means'>): Row => ({
  what,
  ours: ours.value,
  baseline: { name, value: baseline.value },
  cpu: { ours: ours.cpu ?? Number.NaN },
  ...rest,
})

/** Makes a door link as the office does. @returns what a phone sends with every request. */
async function openDoor(service: Service): Promise<Record<string, string>> {
  const answer = await fetch(`${service.url}/api/v1/meetings/${meetingId(1)}/door-links`, {
    method: 'POST',
    headers: { ...service.office, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Eingang' }),
  })
  const { url } = (await answer.json()) as { url?: string }
  if (url === undefined) throw new Error(`no door link was made: ${answer.status}`)
  return { authorization: `Door ${url.split(/[/#]/).at(-1)}` }
}

function entries(headers: Record<string, string>, expected: { id: string }[], size: number): Shot {
  const at = new Date().toISOString()
  const entry = () => ({
    id: randomUUID(),
    kind: 'present',
    how: 'search',
    attendeeId: expected[Math.floor(Math.random() * expected.length)]?.id,
    at,
  })
  return {
    method: 'POST',
    path: `/api/v1/meetings/${meetingId(1)}/attendance`,
    headers,
    body: { sentAt: at, entries: Array.from({ length: size }, entry) },
  }
}

async function send(service: Service, size: number, next: () => Shot): Promise<Sample> {
  const before = await service.cpu()
  const { perSecond, requests } = await fire({ url: service.url, connections: helpers, seconds, next })
  return { value: perSecond * size, cpu: ((await service.cpu()) - before) / requests }
}

/** Appends entries about guests from number `:target` on: positions without gaps need a lock in any form. */
const append = (size: number): Script => [
  { sql: 'begin' },
  { sql: `select pg_advisory_xact_lock(1)` },
  {
    sql: `insert into attendance_entries (id, meeting_id, position, kind, how, registration_id, device_at, occurred_at, actor_kind)
      select uuidv7(), ${meetingIdSql('1')}, last.position + n, 'present', 'search', r.id, now(), now(), 'door_link'
      from (select coalesce(max(position), 0) as position from attendance_entries where meeting_id = ${meetingIdSql('1')}) last
      cross join generate_series(1, ${size}) n
      join registrations r on r.meeting_id = ${meetingIdSql('1')} and r.short_code = upper(to_hex(1 + (:target::integer + n) % ${guests}))`,
  },
  { sql: 'commit' },
]
