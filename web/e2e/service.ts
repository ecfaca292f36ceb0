import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { inject } from 'vitest'

const server = path.resolve(import.meta.dirname, '../../server')

export type RunningService = {
  /** Address without a slash at the end. */
  url: string
  /** One-time link that signs the first coordinator in. */
  signInLink: string
  stop: () => Promise<void>
}

export async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as net.AddressInfo
  probe.close()
  return port
}

/**
 * Starts the service as `npm start` does, on a free port, with a database and a data folder of its own: the copy of one in
 * which it was started before, because making a database takes longer than all of the rest.
 * @param example false starts without the example network.
 * @param env settings beside those of every test.
 */
export async function startService({
  example = true,
  env = {},
}: { example?: boolean; env?: Record<string, string> } = {}): Promise<RunningService> {
  const first = path.join(inject('dataFolders'), example ? 'example' : 'empty')
  if (!fs.existsSync(first)) await makeFirst(first, example)
  // Short, because the path of a Unix socket must be.
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tp-'))
  // whose files they are matters to PostgreSQL
  execFileSync('cp', ['-a', `${first}/.`, dataDir])
  const service = await startIn(dataDir, example, env)
  return {
    ...service,
    async stop() {
      await service.stop()
      fs.rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Makes a data folder to copy, which gets its name when it is whole; another test file may do so at the same time. */
async function makeFirst(first: string, example: boolean): Promise<void> {
  const made = `${first}-${process.pid}`
  await (await startIn(made, example)).stop()
  try {
    fs.renameSync(made, first)
  } catch (error) {
    if (!fs.existsSync(first)) throw error
  }
}

async function startIn(dataDir: string, example: boolean, env: Record<string, string> = {}): Promise<RunningService> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'src/main.ts', ...(example ? [] : ['--empty'])],
    {
      cwd: server,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DATA_DIR: dataDir,
        PORT: String(port),
        PUBLIC_URL: url,
        LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let said = ''
  const signInLink = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const link = /https?:\/\/\S+\/sign-in\/\S+/.exec(said)
      if (link) resolve(link[0])
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', () => reject(new Error(`The service ended before it was there:\n${said}`)))
  })
  return {
    url,
    signInLink,
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
    },
  }
}
