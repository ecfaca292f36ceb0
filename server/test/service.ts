import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import { pino } from 'pino'
import supertest from 'supertest'
import { inject } from 'vitest'
import type { Account, Role } from '@treffpunkt/shared/accounts'
import { createAccount } from '../src/accounts/edit.ts'
import { makeSignInLink } from '../src/accounts/sign-in.ts'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { connectPool, createDb, type Connection, type Db } from '../src/db/connect.ts'
import { servingRole } from '../src/db/migrate.ts'
import { systemActor } from '../src/db/record-change.ts'
import { checkAnswer } from './contract.ts'
import { asOwner, inDatabase } from './postgres.ts'

export type TestDatabase = { owner: Connection; serving: Connection; drop(): Promise<void> }

/** A database of its own, cloned from the migrated one. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { owner, template } = inject('postgres')
  const name = `${template}_${randomBytes(6).toString('hex')}`
  await asOwner(owner, client => client.query(`create database ${name} template ${template}`))
  const own = inDatabase(owner, name)
  return {
    owner: own,
    serving: { ...own, options: `-c role=${servingRole}` },
    drop: () =>
      asOwner(owner, async client => void (await client.query(`drop database if exists ${name} with (force)`))),
  }
}

/** Somebody with a browser or a program: every answer they get is checked against openapi.json. */
export type Client = {
  get(path: string, headers?: Record<string, string>): Promise<supertest.Response>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<supertest.Response>
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<supertest.Response>
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<supertest.Response>
  delete(path: string, headers?: Record<string, string>): Promise<supertest.Response>
}

export type TestService = {
  url: string
  db: Db
  pool: pg.Pool
  /** What the service wrote to its log, a line each. */
  log: string[]
  anonymous: Client
  /** A new account with this role, signed in. */
  signIn(role: Role): Promise<Client & { account: Account; cookie: string }>
  close(): Promise<void>
}

/** The real service on a port of its own, with a database of its own. */
export async function startService(
  options: {
    example?: boolean
    database?: TestDatabase
    /** Settings beside those of the tests. */
    env?: Record<string, string>
    /** Servers that share a database share it too. */
    secret?: Buffer
  } = {},
): Promise<TestService> {
  const database = options.database ?? (await createTestDatabase())
  const log: string[] = []
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) })
  const pool = connectPool(database.serving, { onError: () => undefined })
  const db = createDb(pool)
  const app = await createApp({
    // tests move rows behind the back of the service
    config: readConfig({ LOG_LEVEL: 'info', PUBLIC_CACHE_SECONDS: '0', ...options.env }),
    secret: options.secret ?? randomBytes(32),
    pool,
    connection: database.serving,
    logger,
    example: options.example ?? false,
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`

  return {
    url,
    db,
    pool,
    log,
    anonymous: clientOf(url, {}),
    async signIn(role) {
      const email = `${role}-${randomBytes(4).toString('hex')}@example.org`
      const { account, link } = await db.transaction().execute(async trx => {
        const created = await createAccount(trx, systemActor, { name: `Konto ${role}`, email, role })
        return { account: created, link: await makeSignInLink(trx, systemActor, created.id, url) }
      })
      const token = link.url.split('/').at(-1)
      const ask = () => clientOf(url, {}).post('/api/v1/session/sign-in-link', { token })
      let answer = await ask()
      // on a busy machine starting alone took so long that the service sheds its first requests
      for (let tries = 0; answer.status === 503 && tries < 30; tries++) {
        await sleep(200)
        answer = await ask()
      }
      if (answer.status !== 200) throw new Error(`cannot sign in: ${answer.text}`)
      const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
      const { csrfToken } = answer.body as { csrfToken: string }
      return { ...clientOf(url, { cookie, 'x-csrf-token': csrfToken }), account, cookie }
    },
    async close() {
      await app.close()
      await pool.end()
      if (options.database === undefined) await database.drop()
    },
  }
}

/** A client of the service at `url` that sends `always` with every request. */
export function clientOf(url: string, always: Record<string, string>): Client {
  type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
  const ask = async (method: Method, path: string, body: unknown, headers: Record<string, string>) => {
    const agent = supertest(url)
    let request = agent[method](path).set({ ...always, ...headers })
    if (method === 'patch' && headers['content-type'] === undefined)
      request = request.set('content-type', 'application/merge-patch+json')
    if (body !== undefined) request = request.send(typeof body === 'string' ? body : JSON.stringify(body))
    if (body !== undefined && method !== 'patch' && headers['content-type'] === undefined)
      request = request.set('content-type', 'application/json')
    const answer = await request
    checkAnswer(method, path, answer)
    return answer
  }
  return {
    get: (path, headers = {}) => ask('get', path, undefined, headers),
    post: (path, body, headers = {}) => ask('post', path, body, headers),
    put: (path, body, headers = {}) => ask('put', path, body, headers),
    patch: (path, body, headers = {}) => ask('patch', path, body, headers),
    delete: (path, headers = {}) => ask('delete', path, undefined, headers),
  }
}
