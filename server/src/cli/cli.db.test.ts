import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '@treffpunkt/shared/accounts'
import { type } from '../../test/cli.ts'
import { asOwner, inDatabase } from '../../test/postgres.ts'
import { startProcess, urlOf, type ServerProcess } from '../../test/process.ts'
import { createTestDatabase, type Client, type TestDatabase } from '../../test/service.ts'

// What an operator types, in processes of their own: beside a running service, and on data that no service uses.

describe('typed wrongly', () => {
  test.each([
    [[], 'npm run cli -- <command>'],
    [['acount', 'create'], 'There is no command "acount create".'],
    [['account'], 'There is no command "account".'],
    [['account', 'create', 'nobody', 'Ada', '--role', 'admin'], 'Give an e-mail address first.'],
    [
      ['account', 'create', 'ada@example.org', '--role', 'admin'],
      'Give the name after the e-mail address, at most 120 characters.',
    ],
    [
      ['account', 'create', 'ada@example.org', 'Ada', '--role', 'boss'],
      'Say what the account may do: --role admin, coordinator, reader or door.',
    ],
    [['account', 'link'], 'Give the e-mail address of the account.'],
    [['verify', '--fast'], "Unknown option '--fast'."],
    [['migrate', 'now'], '"now" is not expected here.'],
    [['restore'], 'The folder of the backup is missing.'],
  ])('%j ends with 2 and says what to do', async (words, says) => {
    const { code, out, err } = await type({}, ...words)
    expect(code).toBe(2)
    expect(out + err).toContain(says)
    expect(out + err).toContain('npm run cli -- ')
  })

  test('help says more, and ends with 0', async () => {
    const all = await type({}, 'help')
    expect([all.code, all.err]).toEqual([0, ''])
    for (const command of ['account create', 'example clear', 'migrate', 'verify', 'backup', 'restore'])
      expect(all.out).toContain(command)
    const one = await type({}, 'example', 'clear', '--help')
    expect([one.code, one.err]).toEqual([0, ''])
    expect(one.out).toContain('Make a backup first.')
  })

  test('settings that do not fit and data that are not there end with 1', async () => {
    const wrong = await type({ DATABASE_URL: 'mysql://x' }, 'verify')
    expect(wrong.code).toBe(1)
    expect(wrong.err).toContain('DATABASE_URL: give the address of a PostgreSQL database')
    for (const words of [['verify'], ['backup'], ['key', 'accept']]) {
      const none = await type({ DATA_DIR: path.join(os.tmpdir(), 'treffpunkt-none') }, ...words)
      expect(none.code).toBe(1)
      expect(none.err).toContain('start the service once (npm start), or set DATA_DIR')
      expect(fs.existsSync(path.join(os.tmpdir(), 'treffpunkt-none'))).toBe(false)
    }
  })
})

describe('on an embedded database', () => {
  let folder: string
  let env: Record<string, string>
  let server: ServerProcess | undefined

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-cli-'))
    fs.chmodSync(folder, 0o711)
    env = { DATA_DIR: folder, LOG_LEVEL: 'warn' }
    server = await startProcess(env)
    env['PUBLIC_URL'] = `http://localhost:${server.port}`
  })
  afterAll(async () => {
    await server?.stop()
    fs.rmSync(folder, { recursive: true })
  })

  test('account create and link let somebody in, beside the running service', async () => {
    const made = await type(env, 'account', 'create', 'ada@example.org', 'Ada', 'Lovelace', '--role', 'admin')
    expect([made.code, made.err]).toEqual([0, ''])
    expect(made.out).toContain('Made the account of Ada Lovelace (admin).')
    const again = await type(env, 'account', 'create', 'ADA@example.org', 'Ada', '--role', 'door')
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('"account link ADA@example.org" makes a link')])

    const link = await type(env, 'account', 'link', 'Ada@Example.org')
    const token = /\/sign-in\/([\w-]+)\s/.exec(link.out)?.[1]
    expect(link.out).toContain(`${env['PUBLIC_URL']}/sign-in/`)
    const entered = await (server as ServerProcess).anonymous.post('/api/v1/session/sign-in-link', { token })
    expect(entered.status).toBe(200)
    expect((entered.body as { account: Account }).account).toMatchObject({ name: 'Ada Lovelace', role: 'admin' })

    const list = await type(env, 'account', 'list')
    expect(list.out).toMatch(/^ada@example\.org\tAda Lovelace\tadmin\tlast here \d{4}-/m)
    const nobody = await type(env, 'account', 'link', 'nobody@example.org')
    expect(nobody.code).toBe(1)
    expect(nobody.err).toContain('"account list" shows those that there are')
  })

  test('verify, backup and migrate work beside the service', async () => {
    await expect
      .poll(async () => (await type(env, 'verify')).out, { timeout: 20_000, interval: 500 })
      .toContain('All is well')
    const migrated = await type(env, 'migrate')
    expect([migrated.code, migrated.err]).toEqual([0, ''])
    expect(migrated.out).toMatch(/^Nothing to do: the database is at 0\d\d\d_\w+\.$/m)
    expect((await type(env, 'backup', path.join(folder, 'saved'))).out).toContain('Saved ')
  })

  test('a backup with another key than that of the database is made, and ends with 1', async () => {
    const key = path.join(folder, 'secret.key')
    const right = fs.readFileSync(key)
    fs.writeFileSync(key, Buffer.alloc(32, 9).toString('base64url'))
    const place = path.join(folder, 'several')
    fs.mkdirSync(place)
    const told = await type(env, 'backup', place)
    expect([told.code, told.err]).toEqual([1, ''])
    expect(told.out).toMatch(/^Saved .*\nDATA_DIR: .* holds another key than the one this database was used with/)
    // the service would go on with the key that it has read
    const accepted = await type(env, 'key', 'accept')
    expect([accepted.code, accepted.err]).toEqual([1, expect.stringContaining('already runs on the data')])
    fs.writeFileSync(key, right)
    expect((await type(env, 'verify')).out).toContain('All is well')

    const [name = ''] = fs.readdirSync(place)
    expect((await type(env, 'restore', place)).err).toContain(`the newest is ${path.join(place, name)}`)
  })

  test('backup --dump saves the embedded database in the form that a server takes', async () => {
    const bin = path.join(folder, 'bin')
    fs.mkdirSync(bin)
    // in place of the program of PostgreSQL 18, which the machine may lack: it says where it was led
    const program = `#!/bin/sh
[ "$1" = --version ] && { echo 'pg_dump (PostgreSQL) 18.0'; exit; }
echo "$PGUSER $PGDATABASE $(ls -A "$PGHOST" | head -n 1)" > "$4"\n`
    fs.writeFileSync(path.join(bin, 'pg_dump'), program, { mode: 0o755 })
    const place = path.join(folder, 'dumped')
    const told = await type({ ...env, PATH: `${bin}:${process.env['PATH']}` }, 'backup', '--dump', place)
    expect([told.code, told.err]).toEqual([0, ''])
    expect(fs.readdirSync(place).sort()).toEqual(['database.dump', 'manifest.json', 'secret.key'])
    expect(fs.readFileSync(path.join(place, 'database.dump'), 'utf8')).toBe(
      'treffpunkt_owner treffpunkt .s.PGSQL.5432\n',
    )
    expect((await type(env, 'restore', place)).err).toContain('is a backup of a database server')
  })

  test('and when it is stopped; what was saved comes back', async () => {
    await server?.stop()
    server = undefined
    const verified = await type(env, 'verify')
    expect([verified.code, verified.err]).toEqual([0, ''])
    expect((await type(env, 'restore', path.join(folder, 'saved'))).err).toContain('add --force to put them aside')
    const restored = await type(env, 'restore', path.join(folder, 'saved'), '--force')
    expect([restored.code, restored.err]).toEqual([0, ''])
    expect((await type(env, 'account', 'list')).out).toContain('ada@example.org')
    expect((await type(env, 'verify')).code).toBe(0)
  })
})

describe('on a database server', () => {
  let database: TestDatabase
  let folder: string
  let env: Record<string, string>

  beforeAll(async () => {
    database = await createTestDatabase()
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-cli-'))
    env = { DATABASE_URL: urlOf(database.owner), SECRET_KEY_FILE: path.join(folder, 'secret.key'), LOG_LEVEL: 'warn' }
    fs.writeFileSync(path.join(folder, 'secret.key'), Buffer.alloc(32, 7).toString('base64url'))
  })
  afterAll(async () => {
    await database.drop()
    fs.rmSync(folder, { recursive: true })
  })
  const firstAddress = 'koordination@treffpunkt.localhost'
  const sql = <Row extends pg.QueryResultRow>(text: string) =>
    asOwner(database.owner, async client => (await client.query<Row>(text)).rows)

  test('migrate says what it would do, does it, and is needed by the others', async () => {
    const name = `${database.owner.database ?? 'treffpunkt'}_new`
    await asOwner(database.owner, client => client.query(`create database ${name}`))
    const fresh = { ...env, DATABASE_URL: urlOf(inDatabase(database.owner, name)) }
    try {
      const dry = await type(fresh, 'migrate', '--dry-run')
      expect([dry.code, dry.err]).toEqual([0, ''])
      expect(dry.out).toMatch(/^Would run (\d+) of \1 migrations:\n {2}0001_house\n[^]*Nothing was changed\.\n$/)
      const early = await type(fresh, 'verify')
      expect([early.code, early.err]).toEqual([1, expect.stringContaining('run "migrate" first')])
      const ran = await type(fresh, 'migrate')
      expect([ran.code, ran.err]).toEqual([0, ''])
      expect(ran.out).toMatch(/^Ran \d+ migrations:\n {2}0001_house\n/)
      await asOwner(inDatabase(database.owner, name), client =>
        client.query(`insert into kysely_migration values ('9999_from_the_future', 'now')`),
      )
      const newer = await type(fresh, 'migrate')
      expect([newer.code, newer.err]).toEqual([1, expect.stringContaining('it knows 9999_from_the_future')])
      expect((await type(fresh, 'account', 'list')).err).toContain('The database is newer than this Treffpunkt')
    } finally {
      await asOwner(database.owner, client => client.query(`drop database ${name} with (force)`))
    }
  })

  test('example load and clear: what is there before and after is the same', async () => {
    const empty = await type(env, 'example', 'load')
    expect([empty.code, empty.err]).toEqual([1, 'The database is empty: start the service once, which fills it.\n'])
    const server = await startProcess(env)
    const office = await server.signIn()
    try {
      const own = await office.post('/api/v1/venues', { name: 'Eigenes Haus', municipality: 'Zeitz' })
      expect(own.status).toBe(201)
      const before = await contents()
      const loaded = await type(env, 'example', 'load')
      expect([loaded.code, loaded.err]).toEqual([0, ''])
      expect(loaded.out).toMatch(/^Loaded \d+ examples\.$/m)
      expect((await type(env, 'example', 'load')).out).toContain('The example network is there already.')
      expect(await contents()).not.toEqual(before)
      const cleared = await type(env, 'example', 'clear')
      expect([cleared.code, cleared.err]).toEqual([0, ''])
      expect(cleared.out).toMatch(/^Removed \d+ examples\.$/m)
      expect(await contents()).toEqual(before)
      expect((await type(env, 'example', 'clear')).out).toContain('There are no examples.')
      await expect
        .poll(async () => (await type(env, 'verify')).out, { timeout: 20_000, interval: 500 })
        .toContain('All is well')
    } finally {
      await server.stop()
    }
  })

  test('example clear refuses while the office has added to it, says what, and keeps what is in use', async () => {
    await type(env, 'example', 'load')
    const server = await startProcess(env)
    // the office has been here: this start has printed no link
    const office = await server.signIn((await type(env, 'account', 'link', firstAddress)).out)
    try {
      const { venue } = await addToExample(office)
      const refused = await type(env, 'example', 'clear')
      expect(refused.code).toBe(1)
      expect(refused.out).toMatch(
        /Nothing was removed, because the office has added to the example meetings:\n {2}.+: 1 registrations\n/,
      )
      expect((await sql<{ n: number }>('select count(*)::int as n from example_objects'))[0]?.n).toBeGreaterThan(50)

      const forced = await type(env, 'example', 'clear', '--force')
      expect([forced.code, forced.err]).toEqual([0, ''])
      expect(forced.out).toContain(`These stay and are examples no more, because they are in use:\n  venue ${venue}\n`)
      expect(await sql('select name from venues order by name')).toEqual(expect.arrayContaining([{ name: venue }]))
      expect(await sql(`select title from meetings`)).toEqual([{ title: 'Eigenes Treffen' }])
      // the person who signed up for an example meeting is one of the directory, the registration went with the meeting
      expect(await sql(`select last_name from people`)).toEqual([{ last_name: 'Echt' }])
      expect(await sql('select from registrations')).toEqual([])
      await expect
        .poll(async () => (await type(env, 'verify')).out, { timeout: 20_000, interval: 500 })
        .toContain('All is well')
    } finally {
      await server.stop()
    }
  })

  async function addToExample(office: Client): Promise<{ venue: string }> {
    const [example] = await sql<{ id: string; venueId: string; venue: string }>(
      `select m.id, v.id as "venueId", v.name as venue from meeting_facts m join venues v on v.id = m.venue_id where m.state = 'open' limit 1`,
    )
    const guest = { firstName: 'Erna', lastName: 'Echt', email: 'erna@example.org' }
    expect((await office.post(`/api/v1/meetings/${example?.id}/registrations`, guest)).status).toBe(201)
    const plan = { kind: 'specialist', title: 'Eigenes Treffen', venueId: example?.venueId }
    const times = { startsAt: '2035-05-01T10:00:00Z', endsAt: '2035-05-01T12:00:00Z' }
    expect((await office.post('/api/v1/meetings', { ...plan, ...times })).status).toBe(201)
    return { venue: example?.venue ?? '' }
  }

  /** How many rows each table of the nouns has; the log of changes only grows. */
  async function contents(): Promise<Record<string, number>> {
    const tables = await sql<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and relname !~ '^(change|kysely|sessions|sign_in_links|rate_limits|idempotency_keys)' order by 1`,
    )
    const counts: Record<string, number> = {}
    for (const { name } of tables)
      counts[name] = (await sql<{ n: number }>(`select count(*)::int as n from ${name}`))[0]?.n ?? 0
    return counts
  }
})
