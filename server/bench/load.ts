import { once } from 'node:events'
import net from 'node:net'

/** One request as it goes over the line. */
export type Shot = { method?: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: unknown }

/** What a load came to. */
export type Load = {
  requests: number
  perSecond: number
  /** Milliseconds from the first byte sent to the last byte received, sorted. */
  latencies: number[]
}

/**
 * Sends requests over kept-alive connections, on each the next as soon as the last is answered, until `seconds` are
 * over or `requests` are answered. A client of its own over plain sockets, because it shares the cores with what it
 * measures: it does no more than find the end of each answer.
 * @param next the n-th request, from 0, across all connections
 * @throws when an answer has another status than `expect`, with that answer.
 */
export async function fire({
  url,
  connections,
  seconds = Infinity,
  requests = Infinity,
  expect = 200,
  next,
}: {
  url: string
  connections: number
  seconds?: number
  requests?: number
  expect?: number
  next: (n: number) => Shot
}): Promise<Load> {
  const { hostname, port, host } = new URL(url)
  const latencies: number[] = []
  let sent = 0
  const started = performance.now()
  const end = started + seconds * 1000
  const connection = async () => {
    const socket = net.connect({ host: hostname, port: Number(port), noDelay: true })
    await once(socket, 'connect')
    const ask = asker(socket)
    try {
      while (sent < requests && performance.now() < end) {
        const bytes = toBytes(next(sent++), host)
        const begun = performance.now()
        const answer = await ask(bytes)
        latencies.push(performance.now() - begun)
        if (answer.status !== expect)
          throw new Error(`expected ${expect}, was answered ${answer.status}: ${answer.bytes.toString()}`)
      }
    } finally {
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  const elapsed = (performance.now() - started) / 1000
  return {
    requests: latencies.length,
    perSecond: latencies.length / elapsed,
    latencies: latencies.sort((one, other) => one - other),
  }
}

function toBytes({ method = 'GET', path, headers = {}, body }: Shot, host: string): string {
  const text = body === undefined ? '' : JSON.stringify(body)
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${host}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  if (body !== undefined) lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(text)}`)
  return `${lines.join('\r\n')}\r\n\r\n${text}`
}

type Answer = { status: number; bytes: Buffer }

/** Sends one request after the other on a connection; an answer ends where its Content-Length says. */
function asker(socket: net.Socket): (bytes: string) => Promise<Answer> {
  let received: Buffer = Buffer.alloc(0)
  let waiting: PromiseWithResolvers<Answer> | undefined
  const fail = (error: Error) => waiting?.reject(error)
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  socket.on('data', chunk => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const head = received.indexOf('\r\n\r\n')
    if (head === -1) return
    const length = /\r\ncontent-length: (\d+)/i.exec(received.toString('latin1', 0, head))?.[1]
    if (length === undefined) return fail(new Error('an answer without Content-Length cannot be measured'))
    if (received.length < head + 4 + Number(length)) return
    const answer = { status: Number(received.toString('latin1', 9, 12)), bytes: received }
    received = Buffer.alloc(0)
    waiting?.resolve(answer)
  })
  return bytes => {
    waiting = Promise.withResolvers<Answer>()
    socket.write(bytes)
    return waiting.promise
  }
}

/** The value that this share of sorted values does not exceed: 0.5 is the median. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
