import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Binaries, commandFor, type Runner } from './postgres-binaries.ts'

/** Where the embedded database keeps what, below the data folder. */
export type ClusterPaths = {
  /** Holds everything of the database; entered by nobody but the user PostgreSQL runs as. */
  folder: string
  /** PostgreSQL's own directory (its PGDATA). */
  cluster: string
  /** PostgreSQL's log: starts, stops, crashes; no statements, so no personal data. */
  log: string
  /** Directory of the Unix socket, short enough for the operating system. */
  socket: string
}

/** Superuser of the embedded database; migrations run as this role. */
export const ownerUser = 'treffpunkt_owner'

/** The port only names the socket file: PostgreSQL does not listen on the network. */
export const port = 5432

/** Longest path of a Unix socket in bytes (`sun_path` without its closing zero). */
const longestSocketPath = process.platform === 'darwin' ? 103 : 107

/** The paths of the embedded database in the data folder `dir`. */
export function clusterPaths(dir: string): ClusterPaths {
  const folder = path.join(path.resolve(dir), 'database')
  return {
    folder,
    cluster: path.join(folder, 'cluster'),
    log: path.join(folder, 'postgres.log'),
    socket: socketFolder(folder),
  }
}

function socketFolder(folder: string): string {
  const fits = (candidate: string) => Buffer.byteLength(path.join(candidate, `.s.PGSQL.${port}`)) <= longestSocketPath
  const beside = path.join(folder, 'socket')
  if (fits(beside)) return beside
  const name = `treffpunkt-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  const temporary = path.join(os.tmpdir(), name)
  return fits(temporary) ? temporary : path.join('/tmp', name)
}

/** Whether `dir` holds a database already. */
export function hasCluster(paths: ClusterPaths): boolean {
  return fs.existsSync(path.join(paths.cluster, 'PG_VERSION'))
}

/** The major version of PostgreSQL that wrote the data. */
export const clusterVersion = (paths: ClusterPaths): number =>
  Number(fs.readFileSync(path.join(paths.cluster, 'PG_VERSION'), 'utf8').trim())

/** Throws an Error that says what to do when the data cannot be read by these programs. */
export function checkVersion(paths: ClusterPaths, binaries: Binaries): void {
  const found = clusterVersion(paths)
  if (found === binaries.major) return
  throw new Error(
    `The data in ${paths.cluster} was written by PostgreSQL ${found}, but this Treffpunkt brings PostgreSQL ${binaries.major}: ` +
      `bring the data over with "npm run cli -- upgrade", see "Another PostgreSQL" in docs/operations.md.`,
  )
}

/** Throws an Error that says what to do when the data belongs to another user; root may always use it. */
export function checkOwner(paths: ClusterPaths): void {
  const user = process.getuid?.()
  const stat = fs.statSync(paths.folder, { throwIfNoEntry: false })
  if (!stat || user === 0 || stat.uid === user) return
  throw new Error(
    `The folder ${paths.folder} belongs to the user with the number ${stat.uid}, you are number ${user}: ` +
      `start Treffpunkt as that user or as root, or set DATA_DIR to a folder of your own.`,
  )
}

/** The paths of the database that is in `dataDir`. @throws an Error that says what to do: there is none, or not for this user. */
export function expectCluster(dataDir: string): ClusterPaths {
  const paths = clusterPaths(fs.existsSync(dataDir) ? fs.realpathSync(dataDir) : dataDir)
  // what is closed to this user must not look as if it were not there
  checkOwner(paths)
  if (hasCluster(paths)) return paths
  throw new Error(
    `There is no database in ${dataDir}: start the service once (npm start), or set DATA_DIR to the folder of the data.`,
  )
}

/** Makes the folders that PostgreSQL needs, closed to everybody but the user who runs it. */
export function makeFolders(paths: ClusterPaths, runner: Runner): void {
  fs.mkdirSync(paths.folder, { recursive: true, mode: 0o700 })
  fs.chmodSync(paths.folder, 0o700)
  fs.mkdirSync(paths.socket, { recursive: true, mode: 0o700 })
  if (process.getuid?.() === 0) {
    giveTo(paths.folder, runner)
    if (fs.lstatSync(paths.socket).uid === 0) giveTo(paths.socket, runner)
  }
  // a socket folder in the temporary folder, which all users share, must not have been laid out by somebody else
  if (!isPrivate(paths.socket, runner.uid ?? process.getuid?.() ?? 0)) {
    throw new Error(
      `The folder ${paths.socket} belongs to another user: remove it, or set TMPDIR to a folder of your own.`,
    )
  }
}

/** Whether `folder` is a directory that belongs to the user `uid` and is closed to all others. */
export function isPrivate(folder: string, uid: number): boolean {
  const stat = fs.lstatSync(folder, { throwIfNoEntry: false })
  return stat !== undefined && stat.isDirectory() && stat.uid === uid && (stat.mode & 0o077) === 0
}

/** Hands the folder to the user of `runner`, the folder itself last, so that an interrupted walk starts again. */
function giveTo(folder: string, runner: Runner): void {
  const [uid, gid] = [runner.uid ?? 0, runner.gid ?? 0]
  if (
    fs.lstatSync(folder).uid === uid &&
    !fs.readdirSync(folder).some(name => fs.lstatSync(path.join(folder, name)).uid !== uid)
  )
    return
  const walk = (place: string) => {
    for (const entry of fs.readdirSync(place, { withFileTypes: true })) {
      const inner = path.join(place, entry.name)
      if (entry.isDirectory()) walk(inner)
      else fs.lchownSync(inner, uid, gid)
    }
    fs.lchownSync(place, uid, gid)
  }
  walk(folder)
}

/**
 * Creates the cluster with German sorting by ICU. It is built under another name and moved into place when complete,
 * so an interruption leaves no half cluster, and of two processes at once one finds the other's.
 * @param durable false leaves out the sync to disk, for tests
 */
export async function createCluster(
  paths: ClusterPaths,
  binaries: Binaries,
  runner: Runner,
  durable: boolean,
): Promise<void> {
  const draft = path.join(paths.folder, `cluster.new-${randomBytes(4).toString('hex')}`)
  const args = ['-D', draft, '-U', ownerUser, '-E', 'UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=de']
  const access = ['--auth-local=trust', '--auth-host=reject', '--no-instructions']
  const {
    command,
    args: all,
    options,
  } = commandFor(runner, binaries.initdb, [...args, ...access, ...(durable ? [] : ['-N'])])
  let output = ''
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(command, all, { ...options, cwd: paths.folder, stdio: ['ignore', 'pipe', 'pipe'] })
      const collect = (chunk: Buffer) => {
        output += chunk.toString('utf8')
      }
      child.stdout.on('data', collect)
      child.stderr.on('data', collect)
      child.on('error', reject).on('close', resolve)
    })
    if (code !== 0) throw new Error(`The database could not be created in ${paths.folder}: ${output.trim()}`)
    try {
      fs.renameSync(draft, paths.cluster)
    } catch (error) {
      if (!hasCluster(paths)) throw error
    }
  } finally {
    fs.rmSync(draft, { recursive: true, force: true })
  }
}

/** What `postmaster.pid` tells about the last PostgreSQL on this cluster; it stays behind after a crash. */
export type PidFile = { pid: number; socket: string; ready: boolean }

/** Reads `postmaster.pid`; undefined when there is none (never started or stopped properly). */
export function readPidFile(paths: ClusterPaths): PidFile | undefined {
  try {
    const lines = fs.readFileSync(path.join(paths.cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), socket: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Whether `error` is a system error with this code. */
export function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
