import path from 'node:path'
import type { Connection, Db } from '../src/db/connect.ts'
import { getPublicMeeting, listPublicMeetings } from '../src/meetings/public-queries.ts'
import { listMeetings } from '../src/meetings/queries.ts'
import { listRegistrations } from '../src/registrations/queries.ts'
import { getNetwork } from '../src/settings/queries.ts'
import { bareVariable, type BareAnswer } from './bare-answers.ts'
import type { Bench, Benchmark, Row } from './benchmark.ts'
import { urlOf } from './database.ts'
import { fire } from './load.ts'
import { takeTurns, type Contestant, type Sample } from './rounds.ts'
import { statementsOf } from './same-sql.ts'
import { meetingId, oneVenue, openMeetings, registrations, seed } from './seed.ts'
import { startProcess, startService, type ServerProcess, type Service } from './server-process.ts'

const rounds = 5
const seconds = 1
const clients = 32
const meeting = meetingId(7)

/** Something that is read: by which address of ours, and by which of the bare servers. */
type Reading = {
  what: string
  ours: string
  bare: string
  /** What the route asks the database for the list. */
  query: (db: Db) => Promise<unknown>
  office: boolean
  means: string
}

const lists: Reading[] = [
  {
    what: 'Meetings in the office, 20 a page',
    ours: '/api/v1/meetings?limit=20',
    bare: '/meetings',
    query: db => listMeetings(db, { limit: 20 }),
    office: true,
    means: 'With the session looked up in the database on every request.',
  },
  {
    what: 'Registrations of a meeting in the office, 20 a page',
    ours: `/api/v1/meetings/${meeting}/registrations?limit=20`,
    bare: '/registrations',
    query: db => listRegistrations(db, meeting, { limit: 20 }),
    office: true,
    means: 'With the session and the meeting looked up first.',
  },
  {
    what: 'Public meetings as JSON, 20 a page',
    ours: '/api/v1/public/meetings?limit=20',
    bare: '/public-meetings',
    query: db => listPublicMeetings(db, { limit: 20 }),
    office: false,
    means: 'What everybody reads; the seats of each meeting are counted.',
  },
]
const page = { ours: `/meetings/${meeting}`, sameSql: '/page', stored: '/stored-page' }

/** Lists and a public page, against bare servers that send the same statements. */
export const listReading: Benchmark = {
  name: 'lists',
  title: 'Lists and pages',
  async run(bench) {
    const database = await bench.postgres.createDatabase()
    await seed(
      database,
      oneVenue,
      openMeetings({ from: 1, to: 200, capacity: 60, days: 7 }),
      ...registrations({ from: 1, to: 200, each: 40 }),
    )
    const service = await startService(database)
    const servers: ServerProcess[] = [service]
    try {
      const bareServer = { databaseUrl: urlOf(database), answers: await bareAnswers(database, service) }
      const bare = async (file: string) => {
        const server = await startProcess(path.join(import.meta.dirname, file), {
          env: { [bareVariable]: JSON.stringify(bareServer), NODE_ENV: 'production' },
          ready: 'ready',
        })
        servers.push(server)
        return server
      }
      const [node, fastify] = [await bare('bare-node.ts'), await bare('bare-fastify.ts')]
      return [...(await measureLists(bench, service, node, fastify)), ...(await measurePage(bench, service, node))]
    } finally {
      for (const server of servers) await server.stop()
    }
  },
}

/** What the bare servers answer: the statement of each list, and the page as ours gives it. */
async function bareAnswers(database: Connection, service: Service): Promise<BareAnswer[]> {
  const statements = (work: Parameters<typeof statementsOf>[1]) => statementsOf(database, work)
  const read = async (address: string) => fetch(service.url + address, { headers: service.office })
  const html = await (await read(page.ours)).text()
  const answers = lists.map(async ({ ours, bare, query }): Promise<BareAnswer> => {
    const { items } = (await (await read(ours)).json()) as { items: object[] }
    const [like] = items
    if (like === undefined) throw new Error(`${ours} lists nothing`)
    // the list itself; what is looked up before it is our own cost
    return { path: bare, statements: (await statements(query)).slice(-1), like }
  })
  return [
    ...(await Promise.all(answers)),
    {
      path: page.sameSql,
      statements: await statements(async db => [await getNetwork(db), await getPublicMeeting(db, meeting)]),
      page: html,
    },
    { path: page.stored, statements: [], page: html },
  ]
}

async function measureLists(
  bench: Bench,
  service: Service,
  node: ServerProcess,
  fastify: ServerProcess,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const { what, ours, bare, office, means } of lists) {
    const figures = await takeTurns(
      {
        [`${bare}, ours`]: reader(service, ours, office ? service.office : {}),
        [`${bare}, node:http`]: reader(node, bare),
        [`${bare}, Fastify`]: reader(fastify, bare),
      },
      { rounds, say: bench.say },
    )
    const of = (name: string) => figures[`${bare}, ${name}`] ?? { value: Number.NaN }
    rows.push(
      row(`${what}, per second`, of('ours'), 'bare Fastify, same SQL', of('Fastify'), {
        goal: { atLeast: 0.6 },
        means,
      }),
      row(`${what}, per second`, of('ours'), 'bare node:http, same SQL', of('node:http'), {
        means: 'Against the ceiling of one process.',
      }),
    )
  }
  return rows
}

async function measurePage(bench: Bench, service: Service, node: ServerProcess): Promise<Row[]> {
  const figures = await takeTurns(
    {
      'page, ours': reader(service, page.ours),
      'page, node:http, same SQL': reader(node, page.sameSql),
      'page, node:http, stored': reader(node, page.stored),
    },
    { rounds, say: bench.say },
  )
  const what = 'Public page of a meeting as HTML, per second'
  return [
    row(what, figures['page, ours'], 'bare node:http, same SQL', figures['page, node:http, same SQL'], {
      means: 'The baseline asks the database the same and sends a page that was made before.',
    }),
    row(what, figures['page, ours'], 'bare node:http, stored page', figures['page, node:http, stored'], {
      goal: { atLeast: 0.5 },
      means: 'The baseline asks nobody: what a cache of pages could reach.',
    }),
  ]
}

const reader =
  (server: ServerProcess, address: string, headers: Record<string, string> = {}): Contestant =>
  async () => {
    const before = await server.cpu()
    const { perSecond, requests } = await fire({
      url: server.url,
      connections: clients,
      seconds,
      next: () => ({ path: address, headers }),
    })
    return { value: perSecond, cpu: ((await server.cpu()) - before) / requests }
  }

const row = (what: string, ours: Sample, name: string, baseline: Sample, rest: Pick<Row, 'goal' | 'means'>): Row => ({
  what,
  ours: ours.value,
  baseline: { name, value: baseline.value },
  cpu: { ours: ours.cpu ?? Number.NaN, baseline: baseline.cpu },
  ...rest,
})
