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
 * Takes turns among the servers that say they are ready; who says no gets nothing new. Nothing is ever repeated, although
 * real proxies repeat what was refused: what fails here is the server's doing.
 */
export async function startProxy(ports: () => number[]): Promise<Proxy> {
  const ready = new Set<number>()
  const answered = new Map<number, number>()
  const agent = new http.Agent({ keepAlive: true })
  const look = async (port: number) => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (answer?.ok === true) ready.add(port)
    else ready.delete(port)
  }
  await Promise.all(ports().map(look))
  const interval = setInterval(() => void Promise.all(ports().map(look)), 100)
  let turn = 0
  const pass = (request: http.IncomingMessage, response: http.ServerResponse, body: Buffer) => {
    const choices = ports().filter(port => ready.has(port))
    const port = choices[turn++ % Math.max(choices.length, 1)]
    if (port === undefined) return void response.writeHead(502).end('no server is ready')
    const { method, url, headers } = request
    const inner = http.request({ host: '127.0.0.1', port, method, path: url, headers, agent }, answer => {
      answered.set(port, (answered.get(port) ?? 0) + 1)
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    inner.on('error', (error: NodeJS.ErrnoException) => {
      if (response.headersSent) response.destroy()
      else response.writeHead(502).end(String(error.code))
    })
    inner.end(body)
  }
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      pass(request, response, Buffer.concat(parts))
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
