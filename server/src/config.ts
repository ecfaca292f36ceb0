import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { clusterPaths, hasCluster } from './db/cluster.ts'
import { makeFolder, notWritable } from './db/folders.ts'
import { takeFromFiles } from './secret-files.ts'

/** Relative paths in the environment start at the repository, whatever the current directory is. */
const repository = path.resolve(import.meta.dirname, '..', '..')

const file = (name: string) =>
  Type.Optional(Type.String({ minLength: 1, description: `${name}: give the path of a file.` }))

const port = (name: string, example: number) => ({
  minimum: 1,
  maximum: 65535,
  description: `${name}: give a number from 1 to 65535, for example ${name}=${example}.`,
})

/**
 * What the environment may hold. Each description is the sentence shown when the value does not fit. All of it stands in
 * the table of docs/operations.md; a test compares the two.
 */
export const Environment = Type.Object({
  PORT: Type.Integer({ ...port('PORT', 3000), default: 3000 }),
  HOST: Type.String({
    pattern: String.raw`^[^\s/]+$`,
    default: '127.0.0.1',
    description: 'HOST: give the address to listen on, for example HOST=127.0.0.1, or HOST=0.0.0.0 for all networks.',
  }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description: 'PUBLIC_URL: give the address people open, for example PUBLIC_URL=https://treffpunkt.example.org.',
    }),
  ),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://.',
      description:
        'DATABASE_URL: give the address of a PostgreSQL database, in the form postgres://user:password@host:5432/database.',
    }),
  ),
  MIGRATION_DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://.',
      description:
        'MIGRATION_DATABASE_URL: give the same database as in DATABASE_URL with the role that owns the tables, in the form postgres://owner:password@host:5432/database.',
    }),
  ),
  DATABASE_URL_FILE: file('DATABASE_URL_FILE'),
  DATABASE_PASSWORD_FILE: file('DATABASE_PASSWORD_FILE'),
  MIGRATION_DATABASE_URL_FILE: file('MIGRATION_DATABASE_URL_FILE'),
  MIGRATION_DATABASE_PASSWORD_FILE: file('MIGRATION_DATABASE_PASSWORD_FILE'),
  DATA_DIR: Type.String({
    minLength: 1,
    default: './data',
    description: 'DATA_DIR: give a folder, for example DATA_DIR=./data.',
  }),
  SECRET_KEY_FILE: file('SECRET_KEY_FILE'),
  SMTP_URL: Type.Optional(
    Type.String({
      pattern: '^smtps?://.',
      description:
        'SMTP_URL: give the address of your mail server, in the form smtp://user:password@mail.example.org:587 (or smtps:// for TLS from the start).',
    }),
  ),
  SMTP_URL_FILE: file('SMTP_URL_FILE'),
  SMTP_PASSWORD_FILE: file('SMTP_PASSWORD_FILE'),
  MAIL_FROM: Type.Optional(
    Type.String({
      pattern: String.raw`^(?:[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$`,
      description:
        'MAIL_FROM: give the sender of all mails, for example MAIL_FROM="Netzwerk Teilhabe <netzwerk@example.org>".',
    }),
  ),
  PUBLIC_CACHE_SECONDS: Type.Integer({
    minimum: 0,
    maximum: 5,
    default: 2,
    description: 'PUBLIC_CACHE_SECONDS: give a number from 0 to 5, for example PUBLIC_CACHE_SECONDS=2.',
  }),
  TRUST_PROXY: Type.Optional(Type.String()),
  DRAIN_SECONDS: Type.Integer({
    minimum: 0,
    maximum: 60,
    default: 0,
    description:
      'DRAIN_SECONDS: give a number from 0 to 60, a little more than your proxy needs to see that /readyz is red.',
  }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    default: 'info',
    description: 'LOG_LEVEL: give one of fatal, error, warn, info, debug, trace, silent.',
  }),
  METRICS_PORT: Type.Optional(Type.Integer(port('METRICS_PORT', 9464))),
  METRICS_HOST: Type.String({
    pattern: String.raw`^[^\s/]+$`,
    default: '127.0.0.1',
    description: 'METRICS_HOST: give the address on which the metrics are read, for example METRICS_HOST=127.0.0.1.',
  }),
  TRACES_URL: Type.Optional(
    Type.String({
      pattern: '^https?://.',
      description:
        'TRACES_URL: give the address of an OpenTelemetry collector (OTLP over HTTP), for example TRACES_URL=http://127.0.0.1:4318/v1/traces.',
    }),
  ),
})

type Environment = Static<typeof Environment>

/** Where the data lives: in our own PostgreSQL below `dataDir`, or on a server reached by two addresses. */
export type DatabaseConfig =
  | { readonly kind: 'embedded' }
  | {
      readonly kind: 'server'
      /** Address for the serving role. */
      readonly url: string
      /** Address for the role that owns and migrates the tables; the same when one role does both. */
      readonly migrationUrl: string
    }

/** All settings of the process, read once at boot and passed on as values. */
export type Config = {
  readonly port: number
  readonly host: string
  /** Origin that people open, without a slash at the end. */
  readonly publicUrl: string
  readonly database: DatabaseConfig
  /** Absolute path of the data folder. */
  readonly dataDir: string
  /** Absolute path; `made` says that Treffpunkt makes the file itself when it is missing. */
  readonly secretKeyFile: { readonly path: string; readonly made: boolean }
  /** Undefined: mails are kept and shown in the administration instead of being sent. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined
  /** How long public answers may be kept in the process; what is changed is read anew at once all the same. */
  readonly publicCacheSeconds: number
  /** What Fastify takes as `trustProxy`: whose word about the visitor's address counts. */
  readonly trustProxy: false | number | readonly string[]
  /** For so long a server that is told to end (SIGTERM) says that it is not ready and serves on. */
  readonly drainSeconds: number
  readonly logLevel: Environment['LOG_LEVEL']
  /** Where Prometheus reads; undefined: nothing is measured. */
  readonly metrics: { readonly port: number; readonly host: string } | undefined
  /** Where OpenTelemetry sends traces; undefined: there are none. */
  readonly tracesUrl: string | undefined
}

/** Thrown by `readConfig` and `readSecretKey`: one sentence for each mistake, each says what to do. */
export class ConfigError extends Error {
  readonly sentences: readonly string[]
  constructor(sentences: readonly string[], options?: ErrorOptions) {
    super(sentences.join('\n'), options)
    this.name = 'ConfigError'
    this.sentences = sentences
  }
}

/**
 * Reads the settings from the environment. An empty variable counts as not set.
 * Throws a ConfigError that lists all mistakes at once; no sentence repeats a value that may hold a password.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const sentences: string[] = []
  const values = readEnvironment(env, sentences)
  const publicUrl = readPublicUrl(values, sentences)
  const trustProxy = readTrustProxy(values.TRUST_PROXY, sentences)
  if (values.MIGRATION_DATABASE_URL && !values.DATABASE_URL) {
    sentences.push('MIGRATION_DATABASE_URL: set DATABASE_URL too, or leave both out to use the embedded database.')
  }
  if (values.DATABASE_URL && !values.SECRET_KEY_FILE) {
    sentences.push(
      `SECRET_KEY_FILE: set it when DATABASE_URL is set, to a file that all servers share; make one with: ${makeKey('secret.key')}`,
    )
  }
  if (values.SMTP_URL && !values.MAIL_FROM) {
    sentences.push(
      'MAIL_FROM: set it when SMTP_URL is set, for example MAIL_FROM="Netzwerk Teilhabe <netzwerk@example.org>".',
    )
  }
  if (values.METRICS_PORT === values.PORT) sentences.push('METRICS_PORT: give another number than PORT.')
  if (sentences.length > 0) throw new ConfigError(sentences)

  const dataDir = path.resolve(repository, values.DATA_DIR)
  const { DATABASE_URL: url, SECRET_KEY_FILE: keyFile, SMTP_URL: smtpUrl, MAIL_FROM: from } = values
  return deepFreeze({
    port: values.PORT,
    host: values.HOST,
    publicUrl,
    database: url ? { kind: 'server', url, migrationUrl: values.MIGRATION_DATABASE_URL ?? url } : { kind: 'embedded' },
    dataDir,
    secretKeyFile: keyFile
      ? { path: path.resolve(repository, keyFile), made: false }
      : { path: path.join(dataDir, 'secret.key'), made: true },
    mail: smtpUrl && from ? { smtpUrl, from } : undefined,
    publicCacheSeconds: values.PUBLIC_CACHE_SECONDS,
    trustProxy,
    drainSeconds: values.DRAIN_SECONDS,
    logLevel: values.LOG_LEVEL,
    metrics: values.METRICS_PORT === undefined ? undefined : { port: values.METRICS_PORT, host: values.METRICS_HOST },
    tracesUrl: values.TRACES_URL,
  })
}

/**
 * The key that signs and seals, at least 32 bytes. Made on the first call when the database is embedded and yet to be made.
 * Throws a ConfigError when the file is missing or holds no such key.
 */
export function readSecretKey({ secretKeyFile: file, dataDir }: Config): Buffer {
  // a new key for old data would quietly make every link that was ever sent void
  if (file.made && hasCluster(clusterPaths(dataDir)) && !fs.existsSync(file.path))
    throw new ConfigError([
      `DATA_DIR: ${dataDir} holds a database, and its key ${file.path} is missing; bring it back from a backup. If it is lost for good, make a new one, which makes all links and tickets in sent mails void, with: ${makeKey(file.path)} and then: npm run cli -- key accept`,
    ])
  let text: string
  try {
    if (file.made) makeSecretKey(file.path)
    text = fs.readFileSync(file.path, 'utf8').trim()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new ConfigError(
      [
        file.made
          ? fs.existsSync(file.path)
            ? `DATA_DIR: the key in ${path.dirname(file.path)} cannot be used (${code}); start Treffpunkt as the user who owns that folder, or give a folder of your own.`
            : notWritable(dataDir, error)
          : code === 'ENOENT'
            ? `SECRET_KEY_FILE: ${file.path} is not there; make it with: ${makeKey(file.path)}`
            : `SECRET_KEY_FILE: ${file.path} cannot be read (${code}); let the user who runs Treffpunkt read it.`,
      ],
      { cause: error },
    )
  }
  const key = Buffer.from(text, 'base64url')
  if (/^[\w+/-]+=*$/.test(text) && key.length >= 32) return key
  throw new ConfigError([
    `${file.made ? 'DATA_DIR' : 'SECRET_KEY_FILE'}: ${file.path} must hold 32 random bytes in base64 or hex; bring the right file back, or if nothing is stored yet make a new one with: ${makeKey(file.path)}`,
  ])
}

/** The command that makes a key file. */
const makeKey = (file: string) => `(umask 077; node -p "crypto.randomBytes(32).toString('base64url')" > '${file}')`

/**
 * A sentence when other users of the machine can read the key. Container engines hand secrets over below /run/secrets,
 * readable inside the container, where there are no others.
 */
export function exposedKey(file: string): string | undefined {
  if (file.startsWith('/run/secrets/')) return undefined
  const mode = fs.statSync(file, { throwIfNoEntry: false })?.mode ?? 0
  return (mode & 0o007) === 0
    ? undefined
    : `Every user of this machine can read the key in ${file}: chmod 600 '${file}' closes it. If others have been on the machine, see "the key has become known" in docs/operations.md.`
}

function makeSecretKey(file: string): void {
  if (fs.existsSync(file)) return
  makeFolder(path.dirname(file), 0o711)
  // written under another name and linked: it is never seen half, and of two processes the first one wins
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  fs.writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
  try {
    fs.linkSync(draft, file)
  } catch (error) {
    if (!fs.existsSync(file)) throw error
  } finally {
    fs.rmSync(draft)
  }
}

function readEnvironment(env: Readonly<Record<string, string | undefined>>, sentences: string[]): Environment {
  const given: Record<string, string | number> = {}
  for (const name of Object.keys(Environment.properties)) {
    const value = env[name]?.trim()
    if (value) given[name] = /PORT$|_SECONDS$/.test(name) && /^\d+$/.test(value) ? Number(value) : value
  }
  takeFromFiles(given, sentences, text => path.resolve(repository, text))
  const values = Value.Default(Environment, given) as Environment
  for (const [name, schema] of Object.entries(Environment.properties)) {
    const value: unknown = values[name as keyof Environment]
    if (value === undefined || Value.Check(schema, value)) continue
    if ('description' in schema) sentences.push(String(schema.description))
  }
  return values
}

const localHosts = ['localhost', '127.0.0.1', '[::1]']

function readPublicUrl({ PUBLIC_URL: text, PORT }: Environment, sentences: string[]): string {
  if (text === undefined) return `http://localhost:${PORT}`
  if (!/^https?:\/\//.test(text)) return text
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.pathname !== '/' || url.search || url.hash) {
    sentences.push(
      'PUBLIC_URL: give only https://, the host and if need be the port, for example PUBLIC_URL=https://treffpunkt.example.org.',
    )
    return text
  }
  if (url.protocol === 'http:' && !localHosts.includes(url.hostname)) {
    sentences.push(
      `PUBLIC_URL: use https:// for ${url.hostname}; plain http:// works on localhost only, because camera and offline lists need HTTPS.`,
    )
  }
  return url.origin
}

/** Names that Fastify knows for ranges of addresses. */
const namedRanges = ['loopback', 'linklocal', 'uniquelocal']

function readTrustProxy(text: string | undefined, sentences: string[]): Config['trustProxy'] {
  if (text === undefined) return false
  if (/^\d$/.test(text)) return Number(text) || false
  const entries = text.split(',').map(entry => entry.trim())
  const wrong = entries.filter(entry => !namedRanges.includes(entry) && !isAddressRange(entry))
  if (wrong.length > 0) {
    sentences.push(
      `TRUST_PROXY: give the addresses of your proxies, divided by commas, for example TRUST_PROXY=10.0.0.0/8,127.0.0.1, or how many proxies stand before the server (0 to 9); "${wrong[0]}" is neither.`,
    )
  }
  return entries
}

function isAddressRange(entry: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  const version = net.isIP(address)
  return version !== 0 && (bits === undefined || Number(bits) <= (version === 4 ? 32 : 128))
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner)
  return Object.freeze(value)
}
