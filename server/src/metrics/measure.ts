import { collectDefaultMetrics, Gauge, Histogram, prometheusContentType, Registry } from '@prometheus-io/client'
import { once } from 'node:events'
import http from 'node:http'
import type pg from 'pg'
import { connectPool, type Connection } from '../db/connect.ts'
import type { App, Request } from '../http/service.ts'
import { ask, type Answers } from './questions.ts'

// Loaded only when METRICS_PORT is set.

type Sources = {
  /** The pool whose use is told. */
  pool: pg.Pool
  /** For the questions, which go over a connection of their own: they are answered also when the pool is used up. */
  connection: Connection
  openStreams: () => number
  isStream: (request: Request) => boolean
}

/**
 * Measures requests and tells Prometheus, on a port of its own that no proxy passes on. Labels are routes, states and
 * kinds of work: never an address, an id or a name.
 */
export async function useMetrics(
  app: App,
  { port, host }: { port: number; host: string },
  { pool, connection, openStreams, isStream }: Sources,
): Promise<void> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  measureRequests(app, registry, isStream)
  const record = measureState(registry, { pool, openStreams })

  const probe = connectPool(connection, { max: 1, onError: () => undefined })
  const server = http.createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics')
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('GET /metrics\n')
    const answer = async () => {
      record(await ask(probe))
      response.writeHead(200, { 'content-type': prometheusContentType }).end(await registry.metrics())
    }
    answer().catch((error: unknown) => {
      app.log.warn({ err: error instanceof Error ? error.message : String(error) }, 'metrics not told')
      response.destroy()
    })
  })
  app.addHook('onClose', async () => {
    server.closeAllConnections()
    await new Promise(resolve => void server.close(resolve))
    await probe.end()
  })
  server.listen(port, host)
  await once(server, 'listening')
}

function measureRequests(app: App, registry: Registry, isStream: Sources['isStream']): void {
  const durations = new Histogram({
    name: 'treffpunkt_http_request_duration_seconds',
    help: 'How long answers took, by route and status; live streams are not among them.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { url: route = 'none', method } = request.routeOptions
    if (!isStream(request))
      // the route's own method: what the visitor sends may be anything
      durations.observe(
        { method: Array.isArray(method) ? (method[0] ?? '') : (method ?? ''), route, status: String(reply.statusCode) },
        reply.elapsedTime / 1000,
      )
    done()
  })
}

/** Gauges that are set anew for each reading. @returns sets them. */
function measureState(
  registry: Registry,
  { pool, openStreams }: Pick<Sources, 'pool' | 'openStreams'>,
): (answers: Answers | undefined) => void {
  const gauge = <const Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `treffpunkt_${name}`, help, labelNames, registers: [registry] })
  const connections = gauge('pool_connections', 'Connections to the database: open, idle, and awaited by requests.', [
    'state',
  ])
  const streams = gauge('live_streams', 'Pages and doors that are told of changes as they happen.')
  const up = gauge('database_up', '1 when the database has answered this reading.')
  const jobs = gauge('jobs', 'Work in the background: due and waiting, active, given up within a day.', [
    'name',
    'state',
  ])
  const mails = gauge('mails', 'Mails that wait, and that were given up within seven days.', ['status'])
  const pending = gauge('changes_pending', 'Changes without a public number yet.')
  const lag = gauge('changes_lag_seconds', 'Age of the oldest change without a public number.')
  const seats = gauge('seats_held', 'Seats held at meetings to come.')
  const waiting = gauge('people_waiting', 'People in the queues of meetings to come.')
  return answers => {
    connections.set({ state: 'open' }, pool.totalCount)
    connections.set({ state: 'idle' }, pool.idleCount)
    connections.set({ state: 'awaited' }, pool.waitingCount)
    streams.set(openStreams())
    up.set(answers === undefined ? 0 : 1)
    for (const told of [jobs, mails]) told.reset()
    // not known, rather than none
    for (const told of [pending, lag, seats, waiting]) told.set(Number.NaN)
    if (answers === undefined) return
    for (const { name, state, n } of answers.jobs) jobs.set({ name, state }, n)
    for (const status of ['waiting', 'failed'])
      mails.set({ status }, answers.mails.find(mail => mail.status === status)?.n ?? 0)
    pending.set(answers.pending)
    lag.set(answers.lag)
    seats.set(answers.seats)
    waiting.set(answers.waiting)
  }
}
