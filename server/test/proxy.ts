import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a reverse proxy before several servers does, as docs/Caddyfile has it do, and no more. */
export type Proxy = {
  url: string
  /** How many requests each server has answered, by its port. */
  answered: Map<number, number>
  close(): Promise<void>
}

/**
 * Takes turns among the servers that say they are ready; who says no gets nothing new. A connection that is refused goes
 * to the next one; what was delivered is never repeated.
 * @param looks false leaves out asking for readiness, for a negative control.
 */
export async function startProxy(ports: () => number[], { looks = true } = {}): Promise<Proxy> {
  const ready = new Set<number>()
  const answered = new Map<number, number>()
  const agent = new http.Agent({ keepAlive: true })
  const look = async (port: number) => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (answer?.ok === true) ready.add(port)
    else ready.delete(port)
  }
  const interval = setInterval(() => void Promise.all(ports().map(look)), 100)
  let turn = 0
  const pass = (request: http.IncomingMessage, response: http.ServerResponse, body: Buffer, tries: number) => {
    const choices = ports().filter(port => !looks || ready.has(port))
    const port = choices[turn++ % Math.max(choices.length, 1)]
    const later = () =>
      tries > 100
        ? response.writeHead(502).end()
        : void setTimeout(() => {
            pass(request, response, body, tries + 1)
          }, 50)
    if (port === undefined) return later()
    const { method, url, headers } = request
    const inner = http.request({ host: '127.0.0.1', port, method, path: url, headers, agent }, answer => {
      answered.set(port, (answered.get(port) ?? 0) + 1)
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    inner.on('error', (error: NodeJS.ErrnoException) => {
      if (response.headersSent) return void response.destroy()
      // nobody listens, or the server has closed an idle connection just before it was used again: it was not delivered
      if (error.code === 'ECONNREFUSED' || inner.reusedSocket) return later()
      response.writeHead(502).end(String(error.code))
    })
    inner.end(body)
  }
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      pass(request, response, Buffer.concat(parts), 0)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    async close() {
      clearInterval(interval)
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      agent.destroy()
    },
  }
}
