import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import {
  type ClusterPaths,
  createCluster,
  hasCluster,
  isCode,
  isPrivate,
  makeFolders,
  ownerUser,
  port,
  readPidFile,
} from './cluster.ts'
import { type Binaries, commandFor, postgresEnvironment, type Runner } from './postgres-binaries.ts'

/** All that is needed to start PostgreSQL on one cluster, now and after each crash. */
export type Launch = {
  paths: ClusterPaths
  binaries: Binaries
  /** Decided when first needed: an adopted PostgreSQL needs none. */
  runner: () => Runner
  settings: Record<string, string>
  durable: boolean
  onLog: (line: string) => void
}

/** A PostgreSQL that answers, with a connection to its database `postgres`. */
export type Server = Connection & { pid: number; socket: string; launched: boolean }

type Connection = {
  client: Client
  /** Fulfilled when the connection has ended, whoever ended it. */
  ended: Promise<void>
}

/** A log larger than this is put aside when PostgreSQL starts; one older log is kept. In bytes. */
const largestLog = 1_000_000

/** What starting again can heal: a predecessor still going down, or another starter that was faster. */
const passing = /still in use|lock file ".*" already exists|is another postmaster/

/** How often starting is tried in such cases, 200 ms apart. */
const attempts = 150

/**
 * Connects to the PostgreSQL on this cluster: to the one that runs (whoever started it), else starts one.
 * @param mayCreate whether an empty folder may become a new, empty database
 * @param stopping ends the attempt; the promise is then rejected
 */
export async function reachServer(launch: Launch, mayCreate: boolean, stopping: AbortSignal): Promise<Server> {
  const { paths, onLog } = launch
  let launched = false
  let told = false
  for (let failures = 0; !stopping.aborted;) {
    const last = readPidFile(paths)
    const connection = last && (await connect(paths, last.socket))
    if (last && connection) return { ...connection, pid: last.pid, socket: last.socket, launched }
    if (last && isPostmaster(last.pid, paths)) {
      if (!told) onLog(`waiting for PostgreSQL, which is starting or stopping (process ${last.pid})`)
      told = true
      await sleep(50)
      continue
    }
    try {
      await launchPostgres(launch, mayCreate, stopping)
      launched = true
    } catch (error) {
      if (!(error instanceof Error) || !passing.test(error.message) || ++failures >= attempts) throw error
      await sleep(200)
    }
  }
  throw new Error('PostgreSQL is being stopped.')
}

/** Connects to the PostgreSQL that runs on this cluster, whoever started it; undefined when none does. */
export async function connectRunning(paths: ClusterPaths): Promise<Client | undefined> {
  const last = readPidFile(paths)
  return last && (await connect(paths, last.socket))?.client
}

/** Opens a connection as the owner; undefined when nothing answers there or PostgreSQL is not ready yet. */
async function connect(paths: ClusterPaths, socket: string): Promise<Connection | undefined> {
  if (!isPrivate(socket, fs.statSync(paths.cluster).uid)) return undefined
  const client = new Client({
    host: socket,
    port,
    user: ownerUser,
    database: 'postgres',
    ssl: false,
    application_name: `Treffpunkt process ${process.pid}`,
  })
  // without a listener a broken connection would end the whole process
  client.on('error', () => {})
  const ended = new Promise<void>(resolve => {
    client.once('end', resolve)
  })
  try {
    await client.connect()
    return { client, ended }
  } catch (error) {
    const notReady = '57P03'
    if (isCode(error, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', notReady)) return undefined
    if (error instanceof Error && error.message.includes('terminated')) return undefined
    throw error
  }
}

async function launchPostgres(launch: Launch, mayCreate: boolean, stopping: AbortSignal): Promise<void> {
  const { paths, binaries, durable } = launch
  const runner = launch.runner()
  if (!hasCluster(paths) && !mayCreate) throw new Error(`The data in ${paths.cluster} has disappeared: bring it back.`)
  makeFolders(paths, runner)
  if (!hasCluster(paths)) await createCluster(paths, binaries, runner, durable)
  const log = openLog(paths, runner)
  const { size: logStart } = fs.fstatSync(log)
  const { command, args, options } = commandFor(runner, binaries.postgres, postgresArguments(launch))
  const child = spawn(command, args, {
    ...options,
    env: { ...postgresEnvironment, ...ignoredPid(paths) },
    cwd: paths.cluster,
    stdio: ['ignore', log, log],
    // its own process group: Ctrl+C is for us, we stop PostgreSQL when we are done
    detached: true,
  })
  fs.closeSync(log)
  child.unref()
  let failure: string | undefined
  child.on('error', error => (failure = error.message))
  child.on('exit', (code, signal) => (failure ??= `exit ${code ?? signal}`))
  for (;;) {
    if (failure) throw new Error(`PostgreSQL did not start (${failure}): ${readLog(paths, logStart)}`)
    const now = readPidFile(paths)
    if (now?.ready && now.pid === child.pid) return
    if (stopping.aborted) throw new Error('PostgreSQL is being stopped.')
    await sleep(5)
  }
}

/**
 * PostgreSQL takes the number in a left-over `postmaster.pid` for a living server when any process has that number
 * now, which happens in containers. If it is not PostgreSQL, this variable makes it look further: it then still checks
 * that no process is left on the shared memory, which removing the file would prevent.
 */
function ignoredPid(paths: ClusterPaths): Record<string, string> {
  const last = readPidFile(paths)
  return last && !isPostmaster(last.pid, paths) ? { PG_GRANDPARENT_PID: String(last.pid) } : {}
}

function postgresArguments({ paths, settings }: Launch): string[] {
  // the setting is a list: quoted, a comma in the path does not divide it
  const pairs = Object.entries({ ...settings, unix_socket_directories: `"${paths.socket.replaceAll('"', '""')}"` })
  return ['-D', paths.cluster, ...pairs.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Whether the running PostgreSQL was started from other programs or with other settings than `launch` asks for. */
export function isOutdated(launch: Launch): boolean {
  const wanted = [launch.binaries.postgres, ...postgresArguments(launch).map(argument => `"${argument}"`)].join(' ')
  return fs.readFileSync(path.join(launch.paths.cluster, 'postmaster.opts'), 'utf8').trim() !== wanted
}

/** Stops PostgreSQL if it runs, with a checkpoint; if that takes more than 30 s, without (it recovers at the start). */
export async function stopServer(paths: ClusterPaths): Promise<void> {
  const pid = readPidFile(paths)?.pid
  if (!pid) return
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    for (let waited = 0; waited < 30_000; waited += 10) {
      if (!isPostmaster(pid, paths)) return removeSocketFolder(paths)
      if (waited === 0) process.kill(pid, signal)
      await sleep(10)
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`)
}

/** Leaves nothing in the temporary folder. */
function removeSocketFolder({ socket, folder }: ClusterPaths): void {
  if (!socket.startsWith(folder)) fs.rmSync(socket, { recursive: true, force: true })
}

/** Whether the process `pid` is the PostgreSQL of this cluster and not a later process with the same number. */
export function isPostmaster(pid: number, paths: ClusterPaths): boolean {
  try {
    const command =
      process.platform === 'linux'
        ? fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          })
    return command.includes('postgres') && command.includes(paths.cluster)
  } catch {
    return false
  }
}

function openLog(paths: ClusterPaths, runner: Runner): number {
  if ((fs.statSync(paths.log, { throwIfNoEntry: false })?.size ?? 0) > largestLog)
    fs.renameSync(paths.log, `${paths.log}.old`)
  const log = fs.openSync(paths.log, 'a', 0o600)
  if (runner.uid !== undefined) fs.fchownSync(log, runner.uid, runner.gid ?? 0)
  return log
}

function readLog(paths: ClusterPaths, start: number): string {
  return fs.readFileSync(paths.log).subarray(start).toString('utf8').trim().split('\n').slice(-6).join('\n')
}
