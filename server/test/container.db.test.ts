import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { chooseRunner, commandFor, findBinaries } from '../src/db/postgres-binaries.ts'
import { type } from './cli.ts'
import { freePort } from './process.ts'

// What docker-compose.yml and the Containerfile say, done without containers: a PostgreSQL over TCP whose roles have
// passwords, the role that compose makes, the service with its environment and its command.

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8')

type Service = {
  user?: string
  read_only?: boolean
  environment: Record<string, string>
  secrets?: string[]
  volumes?: string[]
  tmpfs?: string[]
  networks: string[]
  cap_drop?: string[]
  depends_on?: Record<string, { condition: string }>
  healthcheck: { test: string[] }
  restart: string
  stop_grace_period: string
  mem_limit: string
}
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<'database' | 'service' | 'https', Service>
  networks: Record<string, { internal?: boolean } | null>
  volumes: Record<string, null>
  secrets: Record<string, { file: string }>
  configs?: Record<string, object>
}
const containerfile = read('Containerfile')
/** Runs in the container of the database when that is made. */
const roleScript = 'docs/serving-role.sh'
const statement = (name: string) =>
  new RegExp(`^${name} (?:--.*\\\\\\n\\s+CMD )?(\\[.*\\])$`, 'm').exec(containerfile)?.[1] ?? '[]'

test('every service is closed, limited, looked after, and names only what there is', () => {
  for (const service of Object.values(compose.services)) {
    expect(service).toMatchObject({ restart: 'unless-stopped', read_only: true, cap_drop: ['ALL'] })
    expect(service.healthcheck.test[0]).toBe('CMD')
    expect([service.stop_grace_period, service.mem_limit].every(text => /^\d+(s|m|g)$/.test(text))).toBe(true)
    for (const secret of service.secrets ?? []) expect(Object.keys(compose.secrets)).toContain(secret)
    for (const network of service.networks) expect(Object.keys(compose.networks)).toContain(network)
    for (const volume of service.volumes ?? [])
      if (!volume.startsWith('.')) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0])
    // a file that is named is one of the secrets
    for (const [name, value] of Object.entries(service.environment))
      if (name.endsWith('_FILE') && value.startsWith('/run/'))
        expect(service.secrets).toContain(value.slice('/run/secrets/'.length))
  }
  // what Compose would have to write into a container, one that is read-only refuses: all comes as a file that is mounted
  expect(compose.configs).toBeUndefined()
  for (const secret of Object.values(compose.secrets)) expect(Object.keys(secret)).toEqual(['file'])
  for (const volume of Object.values(compose.services).flatMap(({ volumes }) => volumes ?? []))
    if (volume.startsWith('./')) expect(fs.statSync(path.join(root, volume.split(':')[0] ?? '')).isFile()).toBe(true)
  expect(compose.services.database.volumes).toContain(`./${roleScript}:/docker-entrypoint-initdb.d/serving-role.sh:ro`)
  expect(compose.networks['inside']).toEqual({ internal: true })
  expect(compose.services.database.networks).toEqual(['inside'])
})

let folder: string
let database: ChildProcess
let service: ChildProcess | undefined
let ports: { database: number; service: number }
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-container-'))
  fs.chmodSync(folder, 0o711)
  ports = { database: await freePort(), service: await freePort() }
  const secrets = path.join(folder, 'secrets')
  fs.mkdirSync(secrets)
  for (const name of Object.keys(compose.secrets)) {
    // as `openssl rand -hex 32` writes them; passwords may hold anything
    const text = name === 'smtp_password' ? '' : name.endsWith('password') ? `${name} a/b:c@d%é` : 'ab'.repeat(32)
    fs.writeFileSync(path.join(secrets, name), `${text}\n`)
  }
  database = await startDatabase(secretOf('owner_password'))
})
afterAll(async () => {
  for (const child of [service, database])
    if (child?.exitCode === null) {
      child.kill('SIGINT')
      await once(child, 'exit')
    }
  fs.rmSync(folder, { recursive: true })
})

const secretFile = (name: string) => path.join(folder, 'secrets', name)
const secretOf = (name: string) => fs.readFileSync(secretFile(name), 'utf8').trim()

/** PostgreSQL as its image makes it: an owner with a password, asked for over TCP. */
async function startDatabase(password: string): Promise<ChildProcess> {
  const binaries = findBinaries()
  const data = path.join(folder, 'postgres')
  fs.mkdirSync(data)
  const runner = chooseRunner(binaries, data)
  if (runner.uid !== undefined) fs.chownSync(data, runner.uid, runner.gid ?? 0)
  const passwordFile = path.join(folder, 'password')
  fs.writeFileSync(passwordFile, password)
  const { environment } = compose.services.database
  const args = (environment['POSTGRES_INITDB_ARGS'] ?? '').split(' ')
  const cluster = path.join(data, 'cluster')
  const who = [`--username=${environment['POSTGRES_USER']}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const initdb = commandFor(runner, binaries.initdb, ['-D', cluster, ...who, '--no-sync', '--locale=C', ...args])
  const made = spawnSync(initdb.command, initdb.args, { ...initdb.options, cwd: folder, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr)
  const where = ['-h', '127.0.0.1', '-p', String(ports.database), '-k', '']
  const run = commandFor(runner, binaries.postgres, ['-D', cluster, ...where])
  const child = spawn(run.command, run.args, { ...run.options, cwd: folder, stdio: 'ignore' })
  const { POSTGRES_USER: user, POSTGRES_DB: name } = environment
  await vi.waitFor(() => query({ user, password, database: 'postgres' }, 'select 1'), { timeout: 20_000 })
  await query({ user, password, database: 'postgres' }, `create database ${name}`)
  // the statements that the script hands to psql, its variable put in as psql does
  const [, statements = ''] = /<<'SQL'\n([^]*?)\nSQL/.exec(read(roleScript)) ?? []
  expect(statements).toContain('create role')
  await query({ user, password, database: name }, statements.replaceAll(":'password'", `'${secretOf('app_password')}'`))
  return child
}

async function query(who: { user?: string; password: string; database?: string }, text: string): Promise<void> {
  const client = new pg.Client({ ...who, host: '127.0.0.1', port: ports.database })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

/** The environment that compose gives the service, with the places of this machine; `.env` holds `given`. */
function environmentOf(given: Record<string, string>): Record<string, string> {
  const image = Object.fromEntries(
    [...containerfile.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const told = Object.entries(compose.services.service.environment).map(([name, value]) => [
    name,
    value
      .replaceAll(/\$\{(\w+):-([^}]*)\}/g, (_, variable: string, fallback: string) => given[variable] ?? fallback)
      .replaceAll('/run/secrets/', `${folder}/secrets/`)
      .replace('@database:5432', `@127.0.0.1:${ports.database}`),
  ])
  const { HOST = '' } = image
  return {
    ...(Object.fromEntries(told) as Record<string, string>),
    HOST,
    PORT: String(ports.service),
    DATA_DIR: path.join(folder, 'files'),
  }
}

test(
  'starts as the container does, is healthy, can be operated, and ends when told to',
  { timeout: 120_000 },
  async () => {
    const env = environmentOf({ TREFFPUNKT_HOST: 'treffpunkt.example.org' })
    expect(env).toMatchObject({ PUBLIC_URL: 'https://treffpunkt.example.org', HOST: '0.0.0.0' })
    const [program, ...args] = JSON.parse(statement('CMD')) as string[]
    expect(program).toBe('node')
    service = spawn(process.execPath, args, { cwd: root, env: { PATH: process.env['PATH'], ...env } })
    let output = ''
    for (const stream of [service.stdout, service.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => void (output += text))

    // the health checks of the image and of compose are the same, but for the port that is free here
    const check = (command: string[]) =>
      spawnSync(
        process.execPath,
        command.slice(1).map(part => part.replaceAll(':3000/', `:${ports.service}/`)),
        { env },
      )
    const ofImage = JSON.parse(statement('HEALTHCHECK')) as string[]
    await expect.poll(() => check(ofImage).status, { timeout: 60_000, interval: 300 }).toBe(0)
    expect(check(compose.services.service.healthcheck.test.slice(1)).status).toBe(0)
    await expect.poll(() => output).toContain('Treffpunkt is running: https://treffpunkt.example.org')

    // what `docker compose exec service node server/src/cli.ts …` does
    const made = await type(env, 'account', 'create', 'ada@example.org', 'Ada', '--role', 'admin')
    expect([made.code, made.err]).toEqual([0, ''])
    expect(made.out).toContain('https://treffpunkt.example.org/sign-in/')
    await expect
      .poll(async () => (await type(env, 'verify')).out, { timeout: 20_000, interval: 500 })
      .toContain('All is well')

    // the service serves as a role that owns nothing
    const app = { user: 'treffpunkt_app', password: secretOf('app_password'), database: 'treffpunkt' }
    await query(app, 'select from changes')
    await expect(query(app, 'delete from changes')).rejects.toThrow('permission denied')
    await expect(query({ ...app, password: 'wrong' }, 'select')).rejects.toThrow('password authentication failed')
    for (const name of ['owner_password', 'app_password', 'secret_key']) expect(output).not.toContain(secretOf(name))

    service.kill('SIGTERM')
    expect(await once(service, 'exit')).toEqual([0, null])
  },
)

test('says which secret is missing, and starts with mail', async () => {
  const mail = {
    SMTP_URL: 'smtp://post@mail.example.org:587',
    MAIL_FROM: 'netz@example.org',
    SMTP_PASSWORD_FILE: '/run/secrets/smtp_password',
  }
  const empty = await type(environmentOf(mail), 'verify')
  expect([empty.code, empty.err]).toEqual([1, `SMTP_PASSWORD_FILE: ${secretFile('smtp_password')} is empty.\n`])
  fs.writeFileSync(secretFile('smtp_password'), 'geheim\n')
  expect((await type(environmentOf(mail), 'migrate', '--dry-run')).code).toBe(0)
})

test('a wrong password ends the start, with the name of its setting', { timeout: 60_000 }, async () => {
  const env = environmentOf({})
  for (const [setting, address] of [
    ['DATABASE_PASSWORD_FILE', 'DATABASE_URL'],
    ['MIGRATION_DATABASE_PASSWORD_FILE', 'MIGRATION_DATABASE_URL'],
  ] as const) {
    const wrong = path.join(folder, 'wrong_password')
    fs.writeFileSync(wrong, 'geheim\n')
    const child = spawn(process.execPath, ['server/src/main.ts', '--empty'], {
      cwd: root,
      env: { PATH: process.env['PATH'], ...env, [setting]: wrong },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => void (said += text))
    expect(await once(child, 'close')).toEqual([1, null])
    expect(said).toMatch(new RegExp(`${address}: 127\\.0\\.0\\.1:\\d+ does not take the password of treffpunkt`))
    expect(said).toContain(setting)
    expect(said).not.toContain('geheim')
  }
})
