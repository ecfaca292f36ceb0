import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Connection } from '../src/db/connect.ts'
import { urlOf } from './database.ts'

/** A server in a process of its own. */
export type ServerProcess = {
  /** Where it listens, without a slash at the end. */
  url: string
  /** CPU time the process has used so far, in milliseconds, by all of its threads. */
  cpu: () => Promise<number>
  /** All it wrote so far. */
  said: () => string
  stop: () => Promise<void>
}

/** The service, with what a signed-in browser sends. */
export type Service = ServerProcess & { office: Record<string, string> }

const cpuReport = pathToFileURL(path.join(import.meta.dirname, 'cpu-report.ts')).href

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as net.AddressInfo
  probe.close()
  return port
}

/**
 * Starts `file` and waits until it has written `ready`. `BENCH_NODE_OPTIONS` goes to it alone, so that a profile
 * (`--cpu-prof`) shows the server and nothing else.
 * @throws with what it said when it ends before.
 */
export async function startProcess(
  file: string,
  { args = [], env, ready }: { args?: string[]; env: Record<string, string>; ready: string },
): Promise<ServerProcess> {
  const port = await freePort()
  const options = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter(Boolean)
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...options, '--import', cpuReport, file, ...args],
    {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  // whatever ends this process ends what it started
  const atExit = () => void child.kill('SIGTERM')
  process.once('exit', atExit)
  let said = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes(ready)) resolve()
      })
    child.once('exit', () => reject(new Error(`${path.basename(file)} ended: ${said}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    cpu: () => askCpu(child),
    said: () => said,
    async stop() {
      process.off('exit', atExit)
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function askCpu(child: ChildProcess): Promise<number> {
  const answered = once(child, 'message')
  child.send('cpu')
  const [{ cpu }] = (await answered) as [{ cpu: number }]
  return cpu
}

/**
 * Starts the service as `npm start` does, on this database, and signs the coordinator in. Limits stay as they are:
 * with TRUST_PROXY every request may come from a network of its own.
 */
export async function startService(database: Connection, env: Record<string, string> = {}): Promise<Service> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-bench-'))
  const clean = () => fs.rmSync(folder, { recursive: true, force: true })
  process.once('exit', clean)
  const keyFile = path.join(folder, 'secret.key')
  fs.writeFileSync(keyFile, randomBytes(32).toString('base64url'))
  const url = urlOf(database)
  const server = await startProcess(path.resolve(import.meta.dirname, '../src/main.ts'), {
    args: ['--empty'],
    env: {
      DATABASE_URL: url,
      MIGRATION_DATABASE_URL: url,
      SECRET_KEY_FILE: keyFile,
      TRUST_PROXY: '1',
      LOG_LEVEL: 'warn',
      ...env,
    },
    ready: '/sign-in/',
  })
  const token = /\/sign-in\/([\w-]+)\s/.exec(server.said())?.[1]
  return {
    ...server,
    office: await signIn(server.url, token),
    async stop() {
      await server.stop()
      process.off('exit', clean)
      clean()
    },
  }
}

/** Signs in by the one-time link that the service printed. @returns what a browser sends with every request */
async function signIn(url: string, token: string | undefined): Promise<Record<string, string>> {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(`${url}/api/v1/session/sign-in-link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    if (answer.status === 200) {
      const { csrfToken } = (await answer.json()) as { csrfToken: string }
      return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-csrf-token': csrfToken }
    }
    const text = await answer.text()
    // on a busy machine starting alone took so long that the service sheds its first requests
    if (answer.status !== 503 || tries === 30) throw new Error(`cannot sign in: ${text}`)
    await sleep(500)
  }
}

/** An address for the n-th client; no two share a network. */
export const addressOf = (n: number): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
