import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type } from './cli.ts'
import { openPostOffice } from './post-office.ts'
import { asOwner, inDatabase } from './postgres.ts'
import { freePort, startProcess, urlOf, type ServerProcess } from './process.ts'
import { createTestDatabase, type TestDatabase } from './service.ts'

// What an operator meets at the start: a mistake ends it with a sentence that names the setting, before anything is
// written; and what a start says holds.

let database: TestDatabase
let other: TestDatabase
let folder: string
let env: Record<string, string>
const keyFile = (name: string) => path.join(folder, name)

beforeAll(async () => {
  ;[database, other] = [await createTestDatabase(), await createTestDatabase()]
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-start-'))
  fs.chmodSync(folder, 0o711)
  for (const [n, name] of ['ours', 'another'].entries())
    fs.writeFileSync(keyFile(name), Buffer.alloc(32, n + 1).toString('base64url'), { mode: 0o600 })
  env = { DATABASE_URL: urlOf(database.owner), SECRET_KEY_FILE: keyFile('ours'), LOG_LEVEL: 'warn' }
})
afterAll(async () => {
  await database.drop()
  await other.drop()
  fs.rmSync(folder, { recursive: true })
})

const refusal = (given: Record<string, string>): Promise<string> =>
  startProcess({ ...env, ...given }).then(
    async server => {
      await server.stop()
      throw new Error('it started')
    },
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )

const linkIn = ({ output }: ServerProcess) => /\/sign-in\/([\w-]+)\s/.exec(output.join(''))?.[1]

test('a port that is taken is named before anything is made', async () => {
  const taken = net.createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as net.AddressInfo
  const data = path.join(folder, 'data')
  const said = await refusal({ DATABASE_URL: '', SECRET_KEY_FILE: '', DATA_DIR: data, PORT: String(port) })
  taken.close()
  expect(said).toContain(`PORT: another program listens on 127.0.0.1:${port} already`)
  expect(fs.existsSync(data)).toBe(false)
})

test('a folder for the data in which nothing can be made is named at once', async () => {
  // there every attempt is answered as if the folder above were missing
  const closed = fs.existsSync('/proc/self') ? '/proc/treffpunkt/data' : '/dev/null/data'
  for (const key of ['', keyFile('ours')]) {
    const said = await refusal({ DATABASE_URL: '', SECRET_KEY_FILE: key, DATA_DIR: closed })
    expect(said).toContain(`DATA_DIR: ${closed} cannot be written (`)
    expect(said).toContain('or give another one, for example DATA_DIR=./data.')
  }
})

test('addresses that lead nowhere, or to two databases, are named', async () => {
  const nowhere = `postgres://nobody@127.0.0.1:${await freePort()}/none`
  expect(await refusal({ DATABASE_URL: nowhere })).toMatch(
    /DATABASE_URL: no PostgreSQL listens at 127\.0\.0\.1:\d+; start it, or mend host and port/,
  )
  const missing = urlOf(inDatabase(database.owner, 'not_there'))
  expect(await refusal({ MIGRATION_DATABASE_URL: missing })).toContain(
    'MIGRATION_DATABASE_URL: there is no database not_there at',
  )
  const two = { DATABASE_URL: urlOf(other.owner), MIGRATION_DATABASE_URL: urlOf(database.owner) }
  const sentence = 'DATABASE_URL and MIGRATION_DATABASE_URL name two databases'
  expect(await refusal(two)).toContain(sentence)
  for (const words of [['verify'], ['backup', path.join(folder, 'saved')], ['migrate']]) {
    const told = await type({ ...env, ...two }, ...words)
    expect([told.code, told.err]).toEqual([1, expect.stringContaining(sentence)])
  }
  // the negative control: two addresses of the same database, written differently
  const same = await type({ ...env, MIGRATION_DATABASE_URL: `${urlOf(database.owner)}&application_name=x` }, 'migrate')
  expect([same.code, same.err]).toEqual([0, ''])
})

test('another key is noticed by a start, by verify and by restore, and can be accepted', async () => {
  const first = await startProcess(env)
  const void1 =
    linkIn(first) ?? (await once(first.child.stdout as NodeJS.ReadableStream, 'data').then(() => linkIn(first)))
  expect(first.output.join('')).not.toContain('Every user of this machine can read')
  await first.stop()

  const another = { ...env, SECRET_KEY_FILE: keyFile('another') }
  const said = await refusal(another)
  expect(said).toContain(`SECRET_KEY_FILE: ${keyFile('another')} holds another key than the one this database was used`)
  expect(said).toContain('npm run cli -- key accept')
  const found = await type(another, 'verify')
  expect(found.code).toBe(1)
  expect(found.out).toContain('BROKEN known-key')
  const accepted = await type(another, 'key', 'accept')
  expect([accepted.code, accepted.err]).toEqual([0, ''])
  expect((await type(another, 'verify')).out).not.toContain('known-key')
  expect((await type(env, 'verify')).out).toContain('BROKEN known-key')

  // a key that everybody can read is used, and said so
  fs.chmodSync(keyFile('another'), 0o644)
  const second = await startProcess(another)
  expect(second.output.join('')).toContain('Every user of this machine can read the key')
  const office = await second.signIn()
  expect((await office.get('/api/v1/accounts')).status).toBe(200)
  // of the links that starts print the newest holds; and none is printed when somebody has come in
  const late = await second.anonymous.post('/api/v1/session/sign-in-link', { token: void1 })
  expect(late.status).toBe(401)
  await second.stop()
  const third = await startProcess(another)
  await third.stop()
  expect(third.output.join('')).not.toContain('/sign-in/')

  const backup = path.join(folder, 'backup')
  fs.mkdirSync(backup)
  fs.copyFileSync(keyFile('ours'), path.join(backup, 'secret.key'))
  expect((await type(another, 'restore', backup)).err).toContain('does not hold the key of this backup')
})

test('a mail is tried: what came of it is said in words', async () => {
  const office = await openPostOffice(await freePort())
  const mail = { SMTP_URL: `smtp://127.0.0.1:${office.port}`, MAIL_FROM: 'Netz <netz@example.org>' }
  try {
    expect((await type(env, 'mail', 'test', 'ada@example.org')).err).toContain('SMTP_URL is not set')
    expect((await type({ ...env, ...mail }, 'mail', 'test', 'ada')).code).toBe(2)
    const sent = await type({ ...env, ...mail }, 'mail', 'test', 'ada@example.org')
    expect([sent.code, sent.err]).toEqual([0, ''])
    expect(sent.out).toContain('127.0.0.1 took the mail for ada@example.org and said: 250')
    expect(sent.out).toContain('unencrypted')
    expect(office.delivered.map(({ to }) => to)).toEqual(['ada@example.org'])
    const strict = await type(
      { ...env, ...mail, SMTP_URL: `${mail.SMTP_URL}?requireTLS=true` },
      'mail',
      'test',
      'a@b.de',
    )
    expect([strict.code, strict.err]).toEqual([1, expect.stringContaining('offers no TLS, which requireTLS asks for')])
    office.moods.refuse = () => ({ code: 550, message: 'no such user' })
    expect((await type({ ...env, ...mail }, 'mail', 'test', 'ada@example.org')).err).toContain(
      'does not take mails for that address (550 no such user)',
    )
    office.moods.refuse = undefined
    office.moods.wrongPassword = true
    const user = { SMTP_URL: `smtp://me:geheim@127.0.0.1:${office.port}` }
    const wrong = await type({ ...env, ...mail, ...user }, 'mail', 'test', 'ada@example.org')
    expect(wrong.err).toContain('does not take the user or the password (535')
    expect(wrong.err).not.toContain('geheim')
    expect(office.delivered).toHaveLength(1)
  } finally {
    await office.close()
  }
  expect((await type({ ...env, ...mail }, 'mail', 'test', 'ada@example.org')).err).toContain(
    'no mail server listens at',
  )
})

test('the role that serves without a right to it: what to run is said', async () => {
  const role = `plain_${process.pid}`
  const name = `${database.owner.database}_plain`
  await asOwner(database.owner, async client => {
    await client.query(`create role ${role} login`)
    await client.query(`create database ${name} owner ${role}`)
  })
  try {
    const url = urlOf({ ...inDatabase(database.owner, name), user: role })
    expect(await refusal({ DATABASE_URL: url })).toContain(`grant treffpunkt_app to ${role};`)
  } finally {
    await asOwner(database.owner, async client => {
      await client.query(`drop database ${name} with (force)`)
      await client.query(`drop role ${role}`)
    })
  }
})

test('a group that is told to end once, is told once: the service finishes what is under way', async () => {
  // as npm does: the same signal directly and through npm's shell
  const script = path.resolve(import.meta.dirname, '../../scripts/step.mjs')
  const counts = `let n = 0; process.on('SIGTERM', () => n++); console.log('up'); setTimeout(() => { console.log('heard ' + n); process.exit() }, 1500)`
  const program = `import { run } from ${JSON.stringify(script)}; process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(counts)}], {})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (text.includes('up')) {
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGTERM'), 100)
    }
  })
  await once(child, 'close')
  expect(output).toContain('heard 1')
})

test('the script of operators takes the settings of the service, and given ones win', async () => {
  const bin = path.join(folder, 'bin')
  fs.mkdirSync(bin)
  const write = (name: string, text: string) => fs.writeFileSync(path.join(bin, name), text, { mode: 0o755 })
  const settings = path.join(folder, 'treffpunkt.env')
  fs.writeFileSync(
    settings,
    'DATA_DIR=/var/lib/treffpunkt\nSMTP_URL=\'smtp://a&b$c@mail.example.org\'\nMAIL_FROM="Netz <netz@example.org>"\n',
  )
  write('setpriv', '#!/bin/sh\nshift 3\nexec "$@"\n')
  write('npm', '#!/bin/sh\necho "$DATA_DIR|$SMTP_URL|$MAIL_FROM|$HOME|$(umask)|$*"\n')
  const script = fs.readFileSync(path.resolve(import.meta.dirname, '../../docs/treffpunkt.sh'), 'utf8')
  write('treffpunkt', script.replace('/etc/treffpunkt.env', settings).replace('cd /opt/treffpunkt', `cd ${folder}`))
  const told = (given: Record<string, string>, ...words: string[]) =>
    spawnSync(path.join(bin, 'treffpunkt'), words, {
      env: { PATH: `${bin}:${process.env['PATH']}`, ...given },
      encoding: 'utf8',
    }).stdout.trim()
  const mail = 'smtp://a&b$c@mail.example.org|Netz <netz@example.org>'
  const rest = '/var/lib/treffpunkt|0077'
  expect(told({}, 'verify')).toBe(`/var/lib/treffpunkt|${mail}|${rest}|run --silent cli -- verify`)
  expect(told({ DATA_DIR: "/tmp/it's a drill", SMTP_URL: '' }, 'start', '--empty')).toBe(
    `/tmp/it's a drill||Netz <netz@example.org>|${rest}|start -- --empty`,
  )
})
