import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { getCACertificates } from 'node:tls'
import { Client } from 'pg'
import { type BackupReport, copyKey, entryOf, readManifest, writeBackup } from './manifest.ts'

const dumpFile = 'database.dump'

/**
 * Saves the database of a server with pg_dump, and the key. The service goes on meanwhile.
 * @param url address for the role that owns the tables
 * Throws an Error with a sentence when pg_dump is missing, older than the server, or fails.
 */
export async function backUpServer(url: string, secretKey: string, target: string): Promise<BackupReport> {
  const major = await inspect(url, serverMajor)
  const program = findProgram('pg_dump', major)
  return writeBackup(target, async draft => {
    const key = await copyKey(secretKey, draft)
    const time = new Date().toISOString()
    await runProgram(program, ['--format=custom', '--no-owner', '--file', path.join(draft, dumpFile)], url)
    fs.chmodSync(path.join(draft, dumpFile), 0o600)
    const dump = await entryOf(draft, dumpFile)
    return { kind: 'dump', time, postgresMajor: major, folders: [], files: [...key, dump] }
  })
}

/**
 * Brings a dump back into an empty database, in one transaction: after a failure it is empty still.
 * @param url address for the role that will own the tables
 * @param prepare makes what a dump does not hold: the serving role
 * Throws an Error with a sentence when the dump is damaged, the database not empty, pg_restore missing or too old.
 */
export async function restoreServer(url: string, source: string, prepare: () => Promise<void>): Promise<void> {
  const folder = path.resolve(source)
  const manifest = readManifest(folder, 'dump', 0)
  for (const file of manifest.files) {
    if ((await entryOf(folder, file.path)).sha256 !== file.sha256) {
      throw new Error(`${path.join(folder, file.path)} is not what was saved: the backup is damaged, take another one.`)
    }
  }
  if (!(await inspect(url, isEmpty))) {
    throw new Error(
      'The database that DATABASE_URL names is not empty: make a new one with createdb, let DATABASE_URL name it, and restore again.',
    )
  }
  const program = findProgram('pg_restore', Math.max(manifest.postgresMajor, await inspect(url, serverMajor)))
  await prepare()
  const how = ['--no-owner', '--single-transaction', '--exit-on-error', '--dbname', new Client(url).database ?? '']
  await runProgram(program, [...how, path.join(folder, dumpFile)], url)
}

async function inspect<T>(url: string, question: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return await question(client)
  } finally {
    await client.end()
  }
}

async function serverMajor(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  )
  return rows[0]?.version ?? 0
}

/** Whether there is no table, view or sequence but those of extensions. */
async function isEmpty(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_class where relkind in ('r', 'p', 'v', 'm', 'S')
     and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
     and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e') limit 1`,
  )
  return rowCount === 0
}

/**
 * The path of a program of PostgreSQL that can read `major`: they read servers and dumps of their own and older
 * versions, not of newer ones. Throws an Error with a sentence when there is none.
 */
function findProgram(name: 'pg_dump' | 'pg_restore', major: number): string {
  const file = spawnSync('sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).stdout.trim()
  if (!file) {
    throw new Error(`${name} is missing: install the client programs of PostgreSQL ${major} and put them in the PATH.`)
  }
  const found = Number(/\d+/.exec(spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout)?.[0])
  if (!(found >= major)) {
    throw new Error(
      `${file} is of version ${found}, the database of version ${major}: install the client programs of PostgreSQL ${major} and put them first in the PATH.`,
    )
  }
  return file
}

/** Runs a program of PostgreSQL; the password goes through the environment, where other users cannot see it. */
async function runProgram(file: string, args: string[], url: string): Promise<void> {
  const { host, port, user, password, database } = new Client(url)
  const trusted = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-ca-'))
  try {
    const env = {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGDATABASE: database,
      ...(typeof password === 'string' ? { PGPASSWORD: password } : {}),
      ...tlsOf(url, trusted),
    }
    const child = spawn(file, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text
    })
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve)
    })
    if (code !== 0) throw new Error(`${path.basename(file)} failed: ${complaint.trim()}`)
  } finally {
    fs.rmSync(trusted, { recursive: true })
  }
}

/**
 * TLS as the service uses it, in the words of PostgreSQL's programs: node-postgres checks the certificate with every mode
 * but "no-verify", against what Node trusts (NODE_EXTRA_CA_CERTS among it) unless the address names a file.
 * @param folder where the trusted certificates may be written.
 */
export function tlsOf(url: string, folder: string): Record<string, string> {
  const given = URL.parse(url)?.searchParams ?? new URLSearchParams()
  const mode = given.get('sslmode') ?? undefined
  const files = Object.fromEntries(
    ['sslrootcert', 'sslcert', 'sslkey'].flatMap(name => {
      const file = given.get(name)
      return file === null ? [] : [[`PG${name.toUpperCase()}`, file]]
    }),
  )
  if (mode === undefined || mode === 'disable' || given.get('uselibpqcompat') === 'true')
    return { ...files, ...(mode === undefined ? {} : { PGSSLMODE: mode }) }
  if (mode === 'no-verify') return { ...files, PGSSLMODE: 'require' }
  if (files['PGSSLROOTCERT'] === undefined) {
    files['PGSSLROOTCERT'] = path.join(folder, 'trusted.pem')
    fs.writeFileSync(files['PGSSLROOTCERT'], getCACertificates('default').join('\n'))
  }
  return { ...files, PGSSLMODE: 'verify-full' }
}
