import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Connection } from '../src/db/connect.ts'
import { clientOf, type Client } from './service.ts'
import { type Faults, faultsVariable, unmetFaults } from './faults.ts'

/** The service as a process of its own, started as people start it. */
export type ServerProcess = {
  url: string
  port: number
  child: ChildProcess
  /** What it wrote, both streams. */
  output: string[]
  anonymous: Client
  /** A client with an address of its own, as the limits count it. */
  from(address: string): Client
  /** Signs in by the one-time link that the process printed, or another command. */
  signIn(printed?: string): Promise<Client>
  /** Ends it as an operator does; this and `kill` throw when no statement met one of its faults. */
  stop(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
}

const main = path.resolve(import.meta.dirname, '../src/main.ts')
const faultsModule = pathToFileURL(path.resolve(import.meta.dirname, 'faults.ts')).href

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/**
 * Starts `main.ts` without the example network and waits until it serves.
 * @param env beside PATH; PORT is a free one unless given
 * @throws with what the process said when it ends before.
 */
export async function startProcess(env: Record<string, string>, faults?: Faults): Promise<ServerProcess> {
  const port = Number(env['PORT'] ?? (await freePort()))
  const child = spawn(
    process.execPath,
    [...(faults === undefined ? [] : ['--import', faultsModule]), main, '--empty'],
    {
      env: {
        PATH: process.env['PATH'],
        TRUST_PROXY: '1',
        ...env,
        PORT: String(port),
        ...(faults === undefined ? {} : { [faultsVariable]: JSON.stringify(faults) }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const output: string[] = []
  const ended = once(child, 'exit')
  const serves = new Promise<void>(resolve => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output.push(text)
        if (output.join('').includes('Treffpunkt is running')) resolve()
      })
  })
  await Promise.race([
    serves,
    ended.then(() => {
      throw new Error(`the server ended: ${output.join('')}`)
    }),
  ])
  const url = `http://127.0.0.1:${port}`
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
    const unmet = unmetFaults(faults ?? {}, output.join(''))
    if (unmet.length > 0) throw new Error(`no statement of the server met: ${unmet.join(', ')}`)
  }
  return {
    url,
    port,
    child,
    output,
    anonymous: clientOf(url, {}),
    from: address => clientOf(url, { 'x-forwarded-for': address }),
    async signIn(elsewhere) {
      const printed = () => /\/sign-in\/([\w-]+)\s/.exec(elsewhere ?? output.join(''))?.[1]
      while (printed() === undefined) await once(child.stdout, 'data')
      const ask = () => clientOf(url, {}).post('/api/v1/session/sign-in-link', { token: printed() })
      let answer = await ask()
      // a service under load says "later", as it may
      for (let tries = 1; answer.status === 503 && tries < 30; tries++) {
        await sleep(250)
        answer = await ask()
      }
      if (answer.status !== 200) throw new Error(`cannot sign in: ${answer.text}`, { cause: answer.status })
      const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
      return clientOf(url, { cookie, 'x-csrf-token': (answer.body as { csrfToken: string }).csrfToken })
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** Signs in at one of several servers on one database: of the links that they printed only the newest holds. */
export async function signInAtOneOf(servers: ServerProcess[]): Promise<Client> {
  const [first, ...others] = servers
  if (first === undefined) throw new Error('no server')
  if (others.length === 0) return first.signIn()
  return first.signIn().catch((error: unknown) => {
    if (error instanceof Error && error.cause === 401) return signInAtOneOf(others)
    throw error
  })
}

/** The address of a database as DATABASE_URL takes it. */
export function urlOf(connection: Connection): string {
  const { connectionString, host = '', port = 5432, user = '', database = '' } = connection
  return connectionString ?? `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}

/** An address for the n-th client; no two share a network. */
export const addressOf = (n: number): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
