import type { Bench, Benchmark, Row } from './benchmark.ts'
import { fire, percentile, type Shot } from './load.ts'
import { figure } from './rounds.ts'
import { meetingId, oneVenue, openMeetings, registrations, seed } from './seed.ts'
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
type Grown = { total: number; meetings: number; service: Service }

type Reading = { what: string; means: string; expect?: number; next: (grown: Grown) => Shot }

const anyMeeting = ({ meetings }: Grown) => 1 + Math.floor(Math.random() * meetings)
const largest = ({ meetings }: Grown) => meetings + 1
const office = ({ service }: Grown, path: string): Shot => ({ path, headers: service.office })
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
  )
  return { total, meetings, service: await startService(database) }
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
