import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Config, ConfigError, Environment, readConfig, readSecretKey } from './config.ts'

const server = { DATABASE_URL: 'postgres://app:geheim@db.example.org/treffpunkt', SECRET_KEY_FILE: '/run/secrets/key' }

/** The sentences that `action` fails with; fails itself when nothing is wrong. */
function sentencesOf(action: () => unknown): readonly string[] {
  try {
    action()
  } catch (error) {
    if (error instanceof ConfigError) return error.sentences
    throw error
  }
  throw new Error('no mistake was found')
}

describe('readConfig', () => {
  it('needs no variable at all', () => {
    const repository = path.resolve(import.meta.dirname, '..', '..')
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicCacheSeconds: 2,
      publicUrl: 'http://localhost:3000',
      database: { kind: 'embedded' },
      dataDir: path.join(repository, 'data'),
      secretKeyFile: { path: path.join(repository, 'data', 'secret.key'), made: true },
      mail: undefined,
      trustProxy: false,
      drainSeconds: 0,
      logLevel: 'info',
      metrics: undefined,
      tracesUrl: undefined,
    })
  })

  it.each<[string, Record<string, string>, Partial<Config>]>([
    ['the port is part of the default address', { PORT: '8080' }, { port: 8080, publicUrl: 'http://localhost:8080' }],
    ['an empty variable counts as not set', { PORT: '', SMTP_URL: ' ' }, { port: 3000, mail: undefined }],
    ['https for any host', { PUBLIC_URL: 'https://treff.example.org' }, { publicUrl: 'https://treff.example.org' }],
    [
      'a slash at the end is dropped',
      { PUBLIC_URL: 'https://treff.example.org/' },
      { publicUrl: 'https://treff.example.org' },
    ],
    ['http on localhost', { PUBLIC_URL: 'http://localhost:8080' }, { publicUrl: 'http://localhost:8080' }],
    ['http on 127.0.0.1', { PUBLIC_URL: 'http://127.0.0.1:8080' }, { publicUrl: 'http://127.0.0.1:8080' }],
    ['http on ::1', { PUBLIC_URL: 'http://[::1]:8080' }, { publicUrl: 'http://[::1]:8080' }],
    [
      'one role for everything',
      server,
      { database: { kind: 'server', url: server.DATABASE_URL, migrationUrl: server.DATABASE_URL } },
    ],
    [
      'an owner of its own',
      { ...server, MIGRATION_DATABASE_URL: 'postgresql://owner@db/treffpunkt' },
      { database: { kind: 'server', url: server.DATABASE_URL, migrationUrl: 'postgresql://owner@db/treffpunkt' } },
    ],
    [
      'a given key file is never made',
      { SECRET_KEY_FILE: '/run/key' },
      { secretKeyFile: { path: '/run/key', made: false } },
    ],
    [
      'an absolute data folder',
      { DATA_DIR: '/srv/treff' },
      { dataDir: '/srv/treff', secretKeyFile: { path: '/srv/treff/secret.key', made: true } },
    ],
    [
      'mail',
      { SMTP_URL: 'smtps://mail.example.org', MAIL_FROM: 'Netzwerk Teilhabe <netz@example.org>' },
      { mail: { smtpUrl: 'smtps://mail.example.org', from: 'Netzwerk Teilhabe <netz@example.org>' } },
    ],
    [
      'a plain sender',
      { SMTP_URL: 'smtp://m', MAIL_FROM: 'netz@example.org' },
      { mail: { smtpUrl: 'smtp://m', from: 'netz@example.org' } },
    ],
    ['hops', { TRUST_PROXY: '2' }, { trustProxy: 2 }],
    ['no hop', { TRUST_PROXY: '0' }, { trustProxy: false }],
    [
      'addresses',
      { TRUST_PROXY: '10.0.0.0/8, ::1,loopback, fd00::/8' },
      { trustProxy: ['10.0.0.0/8', '::1', 'loopback', 'fd00::/8'] },
    ],
    ['draining', { DRAIN_SECONDS: '5' }, { drainSeconds: 5 }],
    ['metrics', { METRICS_PORT: '9464' }, { metrics: { port: 9464, host: '127.0.0.1' } }],
    ['log level', { LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
  ])('accepts: %s', (_, env, expected) => {
    expect(readConfig(env)).toMatchObject(expected)
  })

  it.each<[Record<string, string>, string]>([
    [{ PORT: '0' }, 'PORT: give a number from 1 to 65535'],
    [{ PORT: '65536' }, 'PORT: give a number from 1 to 65535'],
    [{ PORT: '3000.5' }, 'PORT: give a number from 1 to 65535'],
    [{ PORT: '3000x' }, 'PORT: give a number from 1 to 65535'],
    [{ HOST: 'http://localhost' }, 'HOST: give the address'],
    [{ PUBLIC_URL: 'treff.example.org' }, 'PUBLIC_URL: give the address people open'],
    [{ PUBLIC_URL: 'http://treff.example.org' }, 'PUBLIC_URL: use https:// for treff.example.org'],
    [{ PUBLIC_URL: 'http://localhost.example.org' }, 'PUBLIC_URL: use https://'],
    [{ PUBLIC_URL: 'https://treff.example.org/app' }, 'PUBLIC_URL: give only https://'],
    [{ PUBLIC_URL: 'https://user:pass@treff.example.org' }, 'PUBLIC_URL: give only https://'],
    [{ PUBLIC_URL: 'https://' }, 'PUBLIC_URL: give only https://'],
    [{ ...server, DATABASE_URL: 'mysql://db/x' }, 'DATABASE_URL: give the address of a PostgreSQL database'],
    [{ MIGRATION_DATABASE_URL: 'postgres://owner@db/x' }, 'MIGRATION_DATABASE_URL: set DATABASE_URL too'],
    [{ DATABASE_URL: server.DATABASE_URL }, 'SECRET_KEY_FILE: set it when DATABASE_URL is set'],
    [{ SMTP_URL: 'mail.example.org', MAIL_FROM: 'a@b.de' }, 'SMTP_URL: give the address of your mail server'],
    [{ SMTP_URL: 'smtp://mail.example.org' }, 'MAIL_FROM: set it when SMTP_URL is set'],
    [{ MAIL_FROM: 'Netzwerk' }, 'MAIL_FROM: give the sender'],
    [{ MAIL_FROM: 'a@b.de\r\nBcc: c@d.de' }, 'MAIL_FROM: give the sender'],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY: give the addresses'],
    [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY: give the addresses'],
    [{ TRUST_PROXY: '10.0.0.1,' }, 'TRUST_PROXY: give the addresses'],
    [{ DRAIN_SECONDS: '-1' }, 'DRAIN_SECONDS: give a number from 0 to 60'],
    [{ METRICS_PORT: '3000' }, 'METRICS_PORT: give another number than PORT'],
    [{ METRICS_PORT: 'on' }, 'METRICS_PORT: give a number from 1 to 65535'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: give one of'],
  ])('refuses %j in one sentence', (env, start) => {
    const sentences = sentencesOf(() => readConfig(env))
    expect(sentences).toHaveLength(1)
    expect(sentences[0]?.slice(0, start.length)).toBe(start)
  })

  it('names all mistakes at once', () => {
    const sentences = sentencesOf(() =>
      readConfig({ PORT: 'x', LOG_LEVEL: 'x', DATABASE_URL: 'postgres://db/x', SMTP_URL: 'smtp://x' }),
    )
    expect(sentences.map(sentence => sentence.split(':')[0])).toEqual([
      'PORT',
      'LOG_LEVEL',
      'SECRET_KEY_FILE',
      'MAIL_FROM',
    ])
  })

  it('repeats no value that may hold a password', () => {
    const env = {
      DATABASE_URL: 'geheim1',
      MIGRATION_DATABASE_URL: 'geheim2',
      SMTP_URL: 'geheim3',
      PUBLIC_URL: 'https://a:geheim4@b',
    }
    expect(sentencesOf(() => readConfig(env)).join()).not.toContain('geheim')
  })

  it('gives values that nobody can change', () => {
    const config = readConfig({ TRUST_PROXY: '::1' })
    expect(Object.isFrozen(config) && Object.isFrozen(config.secretKeyFile) && Object.isFrozen(config.trustProxy)).toBe(
      true,
    )
  })
})

it('the table of docs/operations.md names every setting with its default, and no other', () => {
  const document = fs.readFileSync(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8')
  const table = document.slice(document.indexOf('## All settings'))
  const rows = [...table.matchAll(/^\| `(\w+)`\s*\| (.*?)\s*\|/gm)].map(([, name = '', given = '']) => [name, given])
  const wanted = Object.entries(Environment.properties).map(([name, schema]) => [
    name,
    'default' in schema ? `\`${String(schema.default)}\`` : undefined,
  ])
  expect(rows.map(([name]) => name).toSorted()).toEqual(wanted.map(([name]) => name).toSorted())
  for (const [name, value] of wanted) if (value !== undefined) expect(rows).toContainEqual([name, value])
})

describe('readSecretKey', () => {
  let folder: string
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'treffpunkt-config-'))
  })
  afterEach(() => fs.rmSync(folder, { recursive: true }))

  it('makes a key of 32 bytes for its owner alone, once', () => {
    const config = readConfig({ DATA_DIR: path.join(folder, 'data') })
    const key = readSecretKey(config)
    expect(key).toHaveLength(32)
    expect(fs.statSync(config.secretKeyFile.path).mode & 0o777).toBe(0o600)
    expect(readSecretKey(config)).toEqual(key)
    expect(fs.readdirSync(config.dataDir)).toEqual(['secret.key'])
  })

  it('makes none for data that had one', () => {
    const config = readConfig({ DATA_DIR: folder })
    fs.mkdirSync(path.join(folder, 'database', 'cluster'), { recursive: true })
    fs.writeFileSync(path.join(folder, 'database', 'cluster', 'PG_VERSION'), '18')
    const [sentence] = sentencesOf(() => readSecretKey(config))
    expect(sentence).toContain('holds a database, and its key')
    expect(sentence).toContain('bring it back from a backup')
    expect(fs.existsSync(config.secretKeyFile.path)).toBe(false)
  })

  it('makes no file that the operator named', () => {
    const file = path.join(folder, 'missing.key')
    expect(sentencesOf(() => readSecretKey(readConfig({ SECRET_KEY_FILE: file })))[0]).toContain(
      `${file} is not there; make it with`,
    )
  })

  it('says so when the data folder cannot be used', () => {
    fs.writeFileSync(path.join(folder, 'data'), 'a file, no folder')
    const [sentence] = sentencesOf(() => readSecretKey(readConfig({ DATA_DIR: path.join(folder, 'data') })))
    expect(sentence).toMatch(/^DATA_DIR: .*data cannot be written \(\w+\); .* give another one/)
  })

  it.each(['', 'short', 'not base64: äöü äöü äöü äöü äöü äöü äöü äöü äöü'])('refuses the key %j', text => {
    const file = path.join(folder, 'bad.key')
    fs.writeFileSync(file, text)
    expect(sentencesOf(() => readSecretKey(readConfig({ SECRET_KEY_FILE: file })))[0]).toContain(
      'must hold 32 random bytes',
    )
  })
})
