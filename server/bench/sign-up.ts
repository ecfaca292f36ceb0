import { randomUUID } from 'node:crypto'
import type { Connection } from '../src/db/connect.ts'
import type { Bench, Benchmark, Row } from './benchmark.ts'
import { runSql } from './database.ts'
import { fire, percentile, type Shot } from './load.ts'
import { takeTurns, type Contestant, type Sample } from './rounds.ts'
import { meetingId, oneVenue, openMeetings, registrations, seed, signUpsOfThem } from './seed.ts'
import { addressOf, startService, type Service } from './server-process.ts'
import { baselineTables, lockedSignUp, oneStatementSignUp } from './sign-up-statements.ts'
import { chooseRunner, type Script, type Target } from './statements.ts'

const spread = 2000
/** Of a hot meeting. */
const seats = 20
/** Meetings that nobody is measured at, with 10,000 people: a network that has met for a while. */
const earlier = { from: 5001, to: 5100, each: 100 }
const rounds = 5
const clients = 32
const seconds = 2

/** Sign-ups on one meeting that is overrun, and on 2,000 that are not, against the database alone. */
export const signUp: Benchmark = {
  name: 'sign-up',
  title: 'Sign-up',
  async run(bench) {
    const [ours, theirs] = [await bench.postgres.createDatabase(), await bench.postgres.createDatabase()]
    // for each round a hot meeting of its own, so that everybody finds it empty
    const meetings = [
      oneVenue,
      openMeetings({ from: 1, to: spread, capacity: 100 }),
      openMeetings({ from: spread + 1, to: spread + 3 * (rounds + 1), capacity: seats }),
      openMeetings({ ...earlier, capacity: earlier.each }),
      ...registrations(earlier),
      ...signUpsOfThem,
    ]
    await seed(ours, ...meetings)
    await seed(theirs, ...meetings, baselineTables)
    const service = await startService(ours)
    try {
      return await measure(bench, service, ours, theirs)
    } finally {
      await service.stop()
    }
  },
}

async function measure(bench: Bench, service: Service, ours: Connection, theirs: Connection): Promise<Row[]> {
  const runner = chooseRunner()
  const everywhere: Target = { upTo: spread }
  // the number of the hot meeting of a round; statements that take turns in one database have one each
  const hot = (round: number, set = 0): Target => ({ fixed: spread + 1 + set * (rounds + 1) + round })
  const inOurs =
    (
      target: (round: number) => Target,
      load = { clients, seconds },
      figure: 'perSecond' | 'p50' = 'perSecond',
    ): Contestant =>
    async round => {
      const sample = await signUps(service, target(round), load, figure)
      await runSql(ours, `delete from pgboss.job where state = 'created'`)
      await refuseOversold(ours)
      return sample
    }
  const inTheirs =
    (
      script: Script,
      target: (round: number) => Target,
      load = { clients, seconds },
      figure: 'perSecond' | 'p50' = 'perSecond',
    ): Contestant =>
    async round => {
      const figures = await runner.run(theirs, script, { ...load, target: target(round) })
      await refuseOversold(theirs)
      return { value: figures[figure] }
    }
  const alone = { clients: 1, seconds: 1 }

  const crowd = await takeTurns(
    {
      'hot, ours': inOurs(round => hot(round)),
      'hot, several statements': inTheirs(lockedSignUp, round => hot(round, 1)),
      'hot, one statement': inTheirs(oneStatementSignUp, round => hot(round, 2)),
      'spread, ours': inOurs(() => everywhere),
      'spread, several statements': inTheirs(lockedSignUp, () => everywhere),
      'spread, one statement': inTheirs(oneStatementSignUp, () => everywhere),
    },
    { rounds, say: bench.say },
  )
  const single = await takeTurns(
    {
      'one client, ours (ms)': inOurs(() => everywhere, alone, 'p50'),
      'one client, several statements (ms)': inTheirs(lockedSignUp, () => everywhere, alone, 'p50'),
    },
    { rounds, say: bench.say },
  )

  const [several, one] = [`${runner.name}, several statements`, `${runner.name}, one statement`]
  return [
    row(
      'Sign-up on one hot meeting, 32 clients, per second',
      crowd['hot, ours'],
      several,
      crowd['hot, several statements'],
      {
        goal: { atLeast: 5 },
        means: `All want the same ${seats} seats; whoever comes later is queued. Against lock, count and inserts as statements of one transaction.`,
      },
    ),
    row('Sign-up on one hot meeting, 32 clients, per second', crowd['hot, ours'], one, crowd['hot, one statement'], {
      goal: { atLeast: 3 },
      means: 'Against everything in one statement, with a counter instead of counting.',
    }),
    row(
      `Sign-up spread over ${spread.toLocaleString('en')} meetings, 32 clients, per second`,
      crowd['spread, ours'],
      several,
      crowd['spread, several statements'],
      {
        means: 'Nobody waits for the lock of another.',
      },
    ),
    row(
      `Sign-up spread over ${spread.toLocaleString('en')} meetings, 32 clients, per second`,
      crowd['spread, ours'],
      one,
      crowd['spread, one statement'],
      {
        goal: { atLeast: 0.8 },
        means: 'Our service also counts two limits, checks the form and makes the answer.',
      },
    ),
    row(
      'Sign-up by one client, median ms',
      single['one client, ours (ms)'],
      several,
      single['one client, several statements (ms)'],
      {
        goal: { atMost: 2.5 },
        means: 'How long one person waits on an idle server.',
      },
    ),
    {
      what: 'Seats given beyond capacity',
      ours: 0,
      baseline: null,
      goal: { atMost: 0 },
      means: `Counted after every round, when many times as many had asked for the ${seats} seats of a hot meeting; one seat too many ends the run.`,
    },
  ]
}

const row = (what: string, ours: Sample, name: string, baseline: Sample, rest: Pick<Row, 'goal' | 'means'>): Row => ({
  what,
  ours: ours.value,
  baseline: { name, value: baseline.value },
  ...(ours.cpu === undefined ? {} : { cpu: { ours: ours.cpu } }),
  ...rest,
})

let person = 0

/** Somebody new each time, from a network of their own. */
export function newSignUp(meeting: number): Shot {
  const n = ++person
  return {
    method: 'POST',
    path: `/api/v1/public/meetings/${meetingId(meeting)}/registrations`,
    headers: { 'x-forwarded-for': addressOf(n) },
    body: {
      firstName: 'Hanna',
      lastName: 'Lindner',
      email: `p${randomUUID()}@example.org`,
      organisationTyped: 'Nachbarschaftstreff Süd',
      noticeVersion: 1,
    },
  }
}

async function signUps(
  service: Service,
  target: Target,
  load: { clients: number; seconds: number },
  figure: 'perSecond' | 'p50',
): Promise<Sample> {
  const before = await service.cpu()
  const { perSecond, latencies, requests } = await fire({
    url: service.url,
    connections: load.clients,
    seconds: load.seconds,
    expect: 202,
    next: () => newSignUp('fixed' in target ? target.fixed : 1 + Math.floor(Math.random() * target.upTo)),
  })
  const cpu = ((await service.cpu()) - before) / requests
  return { value: figure === 'p50' ? percentile(latencies, 0.5) : perSecond, cpu }
}

/** @throws when a meeting has more seats held than there are, or a queue beside free seats. */
async function refuseOversold(database: Connection): Promise<void> {
  const wrong = await runSql<{ id: string; capacity: number; held: string; queued: string }>(
    database,
    `select m.id, m.capacity, count(*) filter (where r.status <> 'waitlisted') as held, count(*) filter (where r.status = 'waitlisted') as queued
     from meetings m join registrations r on r.meeting_id = m.id group by m.id
     having count(*) filter (where r.status <> 'waitlisted') > m.capacity
       or (count(*) filter (where r.status = 'waitlisted') > 0 and count(*) filter (where r.status <> 'waitlisted') < m.capacity)`,
  )
  if (wrong.length > 0) throw new Error(`seats are not given as they are there: ${JSON.stringify(wrong.slice(0, 3))}`)
}
