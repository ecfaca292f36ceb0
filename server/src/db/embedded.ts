import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkOwner, checkVersion, clusterPaths, hasCluster, isCode, ownerUser, port } from './cluster.ts'
import { makeFolder, notWritable } from './folders.ts'
import { type Binaries, chooseRunner, findBinaries, type Runner } from './postgres-binaries.ts'
import { isOutdated, isPostmaster, type Launch, reachServer, type Server, stopServer } from './postmaster.ts'

/** A running PostgreSQL of our own, reached through a Unix socket only. */
export type EmbeddedDatabase = {
  /** Directory of the socket: what `pg` takes as `host`. */
  readonly host: string
  /** Names the socket file; pass it on, or PGPORT of the environment decides. */
  readonly port: number
  /** Superuser and owner of the tables; no password, the directory of the socket is closed to other users. */
  readonly ownerUser: 'treffpunkt_owner'
  readonly database: 'treffpunkt'
  /** True when a PostgreSQL was met that had outlived an earlier process (kill -9). */
  readonly adopted: boolean
  /** Process id of the PostgreSQL that runs now; it changes when it had to be started again. */
  readonly pid: number
  /** Stops PostgreSQL: open transactions are rolled back, all that was committed is on disk. May be called twice. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** Settings of PostgreSQL beside ours, for example `{ max_connections: '200' }`. */
  settings?: Record<string, string>
  /** False only for tests: nothing is synced to disk, a power cut may destroy the data. */
  durable?: boolean
  /** Programs of another version, to read the data of that version; ours when left out. */
  binaries?: Binaries
  /** One line for each thing that happens to PostgreSQL. */
  onLog?: (line: string) => void
  /** PostgreSQL ended although nobody stopped it; it is started again at once, pools recover by themselves. */
  onExit?: () => void
  /** Another process took the data over while PostgreSQL was down: this process should end. */
  onLost?: (error: Error) => void
}

/** Key of the advisory lock, in the database `postgres`, of the process that supervises ("Treffpun" in ASCII). */
const supervisorLock = '6085037537010677102'

const ourSettings: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // the log must hold no personal data: neither statements nor the values in "Key (email)=(…) already exists"
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

const notDurable: Record<string, string> = { fsync: 'off', full_page_writes: 'off' }

/**
 * Starts PostgreSQL on the data folder `dir` (made when missing), creates the database `treffpunkt` the first time,
 * and watches over it until `stop`. Only one process at a time can do that on one folder.
 * Throws an Error whose message is a sentence for the operator: already running, other major version, folder of
 * another user, root without a way to drop its rights, no programs for this machine.
 */
export async function startEmbedded(dir: string, options: EmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  const { onLog = () => {}, onExit, onLost, durable = true } = options
  const launch = prepareLaunch(
    dir,
    { ...ourSettings, ...(durable ? {} : notDurable), ...options.settings },
    durable,
    onLog,
    options.binaries ?? findBinaries(),
  )
  const { paths, binaries } = launch

  const stopping = new AbortController()
  let server = await reachServer(launch, true, stopping.signal)
  await lock(server, dir)
  if (!server.launched && isOutdated(launch)) {
    onLog('PostgreSQL still ran with other settings or programs and is started afresh')
    await server.client.end()
    await stopServer(paths)
    server = await reachServer(launch, true, stopping.signal)
    await lock(server, dir)
  }
  const adopted = !server.launched
  await createDatabase(server)
  onLog(`PostgreSQL ${binaries.version} ${adopted ? 'was still running' : 'started'} (process ${server.pid})`)

  let lost = false
  const watch = async () => {
    for (;;) {
      await server.ended
      if (stopping.signal.aborted) return
      onLog('PostgreSQL ended unexpectedly and is started again')
      onExit?.()
      const next = await reachPatiently(launch, stopping.signal)
      if (!next) return
      try {
        await lock(next, dir)
      } catch (error) {
        lost = true
        return onLost?.(error instanceof Error ? error : new Error(String(error)))
      }
      server = next
      onLog(`PostgreSQL is back (process ${server.pid})`)
    }
  }
  const watching = watch()

  // a process that ends without stop() (an error, process.exit) takes PostgreSQL along; only after kill -9 it stays
  const atExit = () => {
    if (!lost && isPostmaster(server.pid, paths)) process.kill(server.pid, 'SIGINT')
  }
  process.once('exit', atExit)

  let stopped: Promise<void> | undefined
  const stop = async () => {
    stopping.abort()
    await server.client.end()
    await watching
    process.off('exit', atExit)
    if (lost) return
    await stopServer(paths)
    onLog('PostgreSQL stopped')
  }
  return {
    host: server.socket,
    port,
    ownerUser,
    database: 'treffpunkt',
    adopted,
    get pid() {
      return server.pid
    },
    stop: () => (stopped ??= stop()),
  }
}

function prepareLaunch(
  dir: string,
  settings: Record<string, string>,
  durable: boolean,
  onLog: (line: string) => void,
  binaries: Binaries,
): Launch {
  // the folder may be entered, not listed, by the unprivileged user that root lets PostgreSQL run as
  try {
    makeFolder(dir, process.getuid?.() === 0 ? 0o711 : 0o700)
  } catch (error) {
    throw new Error(notWritable(dir, error), { cause: error })
  }
  const paths = clusterPaths(fs.realpathSync(dir))
  checkOwner(paths)
  if (hasCluster(paths)) checkVersion(paths, binaries)
  let chosen: Runner | undefined
  return { paths, binaries, runner: () => (chosen ??= chooseRunner(binaries, paths.folder)), settings, durable, onLog }
}

/** Takes the lock that only one process can hold; a killed process loses it with its connection. */
async function lock({ client }: Server, dir: string): Promise<void> {
  try {
    // a process that was killed this moment may hold it for a blink
    await client.query(`set lock_timeout = '2s'`)
    await client.query(`select pg_advisory_lock(${supervisorLock})`)
  } catch (error) {
    const lockNotAvailable = '55P03'
    if (!isCode(error, lockNotAvailable)) throw error
    const { rows } = await client.query<{ name: string }>(
      `select application_name as name from pg_locks join pg_stat_activity using (pid)
       where locktype = 'advisory' and granted and ((classid::bigint << 32) | objid::bigint) = ${supervisorLock}`,
    )
    await client.end()
    throw new Error(
      `${rows[0]?.name ?? 'Another Treffpunkt'} already runs on the data in ${dir}: stop it first, or give this one a folder of its own with DATA_DIR.`,
      { cause: error },
    )
  }
}

async function createDatabase({ client }: Server): Promise<void> {
  const { rowCount } = await client.query(`select from pg_database where datname = 'treffpunkt'`)
  if (rowCount === 0) await client.query('create database treffpunkt')
}

/** Tries until PostgreSQL is there again (a full disk may take hours); undefined when stopped meanwhile. */
async function reachPatiently(launch: Launch, stopping: AbortSignal): Promise<Server | undefined> {
  for (let wait = 100; !stopping.aborted; wait = Math.min(wait * 2, 5000)) {
    try {
      return await reachServer(launch, false, stopping)
    } catch (error) {
      if (stopping.aborted) return undefined
      launch.onLog(error instanceof Error ? error.message : String(error))
      await sleep(wait)
    }
  }
  return undefined
}
