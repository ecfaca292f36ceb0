import { randomUUID } from 'node:crypto'
import type { Bench, Benchmark, Row } from './benchmark.ts'
import { runSql } from './database.ts'
import { fire, percentile, type Shot } from './load.ts'
import { figure } from './rounds.ts'
import { meetingId, meetingIdSql, oneVenue, openMeetings, registrations, seed } from './seed.ts'
import { heldMeetings } from './seed-attendance.ts'
import { startService, type Service } from './server-process.ts'
import { newSignUp } from './sign-up.ts'

/** The two sizes take turns often, so that both meet the same moments of the machine; the first round does not count. */
const rounds = 15
const requests = 20
/** Registrations of an ordinary meeting; the last meeting has a tenth of all. */
const each = 100
/** Differences below this many milliseconds mean nothing. */
const floor = 0.3

/** The service with so many registrations. */
type Grown = {
  total: number
  /** Ordinary meetings: the first half is to come, the second was held. */
  meetings: number
  service: Service
  /** Some who signed up for an ordinary meeting to come, and for the largest. */
  guests: { ordinary: Guest[]; largest: Guest[] }
}
type Guest = { id: string; meetingId: string }

type Reading = { what: string; means: string; expect?: number; next: (grown: Grown) => Shot }

const anyMeeting = ({ meetings }: Grown) => 1 + Math.floor((Math.random() * meetings) / 2)
const anyHeld = ({ meetings }: Grown) => Math.floor(meetings / 2) + 1 + Math.floor((Math.random() * meetings) / 2)
const largest = ({ meetings }: Grown) => meetings + 1
const office = ({ service }: Grown, path: string): Shot => ({ path, headers: service.office })
/** Somebody lets one of these in. */
function letIn({ service }: Grown, guests: Guest[]): Shot {
  const guest = guests[Math.floor(Math.random() * guests.length)]
  const at = new Date().toISOString()
  const entry = { id: randomUUID(), kind: 'present', how: 'search', attendeeId: guest?.id, at }
  return {
    method: 'POST',
    path: `/api/v1/meetings/${guest?.meetingId}/attendance`,
    headers: service.office,
    body: { sentAt: at, entries: [entry] },
  }
}
const names = ['petrenko', 'lindner', 'haddad', 'novak', 'rossi']
const oneName = () => names[Math.floor(Math.random() * names.length)] ?? ''
/** A double name, as every hundredth person has it. */
const someName = () => `${oneName()}+${oneName()}`

const readings: Reading[] = [
  {
    what: 'Registrations of an ordinary meeting',
    means: `First page of ${each} people.`,
    next: grown => office(grown, `/api/v1/meetings/${meetingId(anyMeeting(grown))}/registrations`),
  },
  {
    what: 'Registrations of the largest meeting',
    means: 'First page; the meeting has a tenth of all registrations and grows with them.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(largest(grown))}/registrations`),
  },
  {
    what: 'Search in an ordinary meeting',
    means: 'By a last name that every hundredth has.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(anyMeeting(grown))}/registrations?q=${someName()}`),
  },
  {
    what: 'Search in the largest meeting',
    means: 'Likewise: the more people, the more are found.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(largest(grown))}/registrations?q=${someName()}`),
  },
  {
    what: 'A meeting by its id',
    means: 'With its number in the series, which is counted.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(anyMeeting(grown))}`),
  },
  {
    what: 'List of meetings',
    means: 'First page.',
    next: grown => office(grown, '/api/v1/meetings'),
  },
  {
    what: 'Seats of an ordinary meeting',
    means: 'Counted anew each time.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(anyMeeting(grown))}/seats`),
  },
  {
    what: 'Seats of the largest meeting',
    means: 'Counting takes as long as there are registrations; a meeting of thousands would need a sum that is kept.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(largest(grown))}/seats`),
  },
  {
    what: 'Who came to an ordinary meeting',
    means: `First page of ${each}, after it was held.`,
    next: grown => office(grown, `/api/v1/meetings/${meetingId(anyHeld(grown))}/attendance`),
  },
  {
    what: 'Who comes to the largest meeting',
    means: 'First page, before the door opens.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(largest(grown))}/attendance`),
  },
  {
    what: 'Search at the door of the largest meeting',
    means: 'By the office: whoever ever signed up is found.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(largest(grown))}/attendance?q=${someName()}`),
  },
  {
    what: 'How many came to an ordinary meeting',
    means: 'Counted anew each time.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(anyHeld(grown))}/attendance-count`),
  },
  {
    what: 'How many came to the largest meeting',
    means: 'Counting takes as long as there are registrations.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(largest(grown))}/attendance-count`),
  },
  {
    what: 'Door list of an ordinary meeting',
    means: `All ${each} people and their entries, as a phone holds them.`,
    next: grown => office(grown, `/api/v1/meetings/${meetingId(anyHeld(grown))}/door`),
  },
  {
    what: 'Door list of the largest meeting',
    means: 'All people again: the answer itself grows with them.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(largest(grown))}/door`),
  },
  {
    what: 'Figures of all meetings',
    means: 'First page, each with its record and its usual range.',
    next: grown => office(grown, '/api/v1/statistics/attendance'),
  },
  {
    what: 'Figures of one meeting',
    means: 'Likewise.',
    next: grown => office(grown, `/api/v1/meetings/${meetingId(anyHeld(grown))}/figures`),
  },
  {
    what: 'Check-in at an ordinary meeting',
    means: 'One entry by one helper.',
    next: grown => letIn(grown, grown.guests.ordinary),
  },
  {
    what: 'Check-in at the largest meeting',
    means: 'Likewise.',
    next: grown => letIn(grown, grown.guests.largest),
  },
  {
    what: 'Sign-up',
    means: 'By one client, on ordinary meetings.',
    expect: 202,
    next: grown => newSignUp(anyMeeting(grown)),
  },
]

/** How much slower the slowest twentieth of answers gets when there is ten (or a hundred) times as much. */
export const growth: Benchmark = {
  name: 'growth',
  title: 'Growth',
  async run(bench) {
    const grown: Grown[] = []
    try {
      for (const total of bench.long ? [10_000, 1_000_000] : [10_000, 100_000]) grown.push(await grow(bench, total))
      const [small, large] = grown
      if (small === undefined || large === undefined) return []
      const rows: Row[] = []
      for (const reading of readings) rows.push(await measure(bench, reading, small, large))
      return rows
    } finally {
      for (const { service } of grown) await service.stop()
    }
  },
}

async function grow({ postgres, say }: Bench, total: number): Promise<Grown> {
  say(`filling a database with ${total.toLocaleString('en')} registrations`)
  const database = await postgres.createDatabase()
  const meetings = (total * 9) / 10 / each
  await seed(
    database,
    oneVenue,
    openMeetings({ from: 1, to: meetings + 1, capacity: 1000, days: 7 }),
    ...registrations({ from: 1, to: meetings, each }),
    ...registrations({ from: meetings + 1, to: meetings + 1, each: total / 10 }),
    ...heldMeetings({ from: Math.floor(meetings / 2) + 1, to: meetings, days: 7 }),
  )
  const some = (where: string) =>
    runSql<Guest>(
      database,
      `select id, meeting_id as "meetingId" from registrations where meeting_id ${where} order by random() limit 300`,
    )
  const guests = {
    ordinary: await some(`<= ${meetingIdSql(`${Math.floor(meetings / 2)}`)}`),
    largest: await some(`= ${meetingIdSql(`${meetings + 1}`)}`),
  }
  return { total, meetings, guests, service: await startService(database) }
}

async function measure({ say }: Bench, reading: Reading, small: Grown, large: Grown): Promise<Row> {
  const latencies = new Map<Grown, number[]>([
    [small, []],
    [large, []],
  ])
  for (let round = 0; round <= rounds; round++) {
    for (const [grown, all] of latencies) {
      const load = await fire({
        url: grown.service.url,
        connections: 1,
        requests,
        expect: reading.expect ?? 200,
        next: () => reading.next(grown),
      })
      if (round > 0) all.push(...load.latencies)
    }
  }
  const of = (grown: Grown, share: number) =>
    percentile(
      (latencies.get(grown) ?? []).sort((one, other) => one - other),
      share,
    )
  const slow = (grown: Grown) => Math.max(floor, of(grown, 0.95))
  say(`${reading.what}: ${figure(slow(small))} → ${figure(slow(large))} ms`)
  return {
    what: `${reading.what}, p95 ms with ${large.total.toLocaleString('en')} registrations`,
    ours: slow(large),
    baseline: { name: `ours with ${small.total.toLocaleString('en')}`, value: slow(small) },
    goal: { atMost: 2 },
    means: `${reading.means} Median ${figure(of(large, 0.5))} ms instead of ${figure(of(small, 0.5))} ms.`,
  }
}
