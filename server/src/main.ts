import { setTimeout as sleep } from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import { pino, type Logger } from 'pino'
import { createApp, firstSignInLink } from './app.ts'
import { ConfigError, exposedKey, readConfig, readSecretKey, type Config } from './config.ts'
import { isCode } from './db/cluster.ts'
import { connectPool } from './db/connect.ts'
import { startEmbedded, type EmbeddedDatabase } from './db/embedded.ts'
import { ensureServingRole, migrate } from './db/migrate.ts'
import { proveOwner, proveServing } from './db/prove.ts'
import { sidesOfEmbedded, sidesOfServer, type Sides } from './db/reach.ts'
import { expectFreePort } from './http/free-port.ts'
import { installJobs } from './jobs/queue.ts'
import { expectKey } from './known-key.ts'
import { lookAtMailServer } from './mail/probe.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** The database's two sides, and the embedded PostgreSQL where there is one. */
type Database = Sides & { embedded: EmbeddedDatabase | undefined }

async function openDatabase(config: Config, logger: Logger, onLost: (error: Error) => void): Promise<Database> {
  if (config.database.kind === 'server') {
    // before anything is written: a table in the wrong database would stay there
    const owner = await proveOwner(config.database)
    try {
      await ensureServingRole(owner)
      await proveServing(config.database, owner)
    } finally {
      await owner.end()
    }
    return { ...sidesOfServer(config.database), embedded: undefined }
  }
  const embedded = await startEmbedded(config.dataDir, {
    onLog: line => logger.info({ postgres: line }, 'database'),
    onLost,
  })
  return { ...sidesOfEmbedded(embedded), embedded }
}

async function start(): Promise<void> {
  const config = readConfig()
  await expectFreePort('PORT', config.port, 'HOST', config.host)
  if (config.metrics !== undefined)
    await expectFreePort('METRICS_PORT', config.metrics.port, 'METRICS_HOST', config.metrics.host)
  const secret = readSecretKey(config)
  const redact = ['req.headers.authorization', 'req.headers.cookie', 'req.headers["x-csrf-token"]']
  const logger = pino({ level: config.logLevel, redact }, pino.destination({ dest: 2, sync: false }))

  // closed in the reverse order of opening, whatever the end comes from
  const open: (() => Promise<unknown>)[] = []
  let drain: (() => void) | undefined
  const closer = closeWithGrace({ delay: 10_000 + config.drainSeconds * 1000, logger }, async ({ err, signal }) => {
    if (err !== undefined) logger.error({ err: err.message }, 'ending')
    // first the proxies see that nothing new should come here, then it stops; who presses Ctrl+C waits for nobody
    if (signal === 'SIGTERM' && drain !== undefined && config.drainSeconds > 0) {
      drain()
      await sleep(config.drainSeconds * 1000)
    }
    for (const close of open.reverse()) await close()
  })
  try {
    const database = await openDatabase(config, logger, error => {
      logger.error(error.message)
      closer.close()
    })
    open.push(async () => database.embedded?.stop())
    await migrate(database.owner)
    await installJobs(database.owner)
    await expectKey(database.owner, secret, config.secretKeyFile)
    const exposed = exposedKey(config.secretKeyFile.path)
    if (exposed !== undefined) logger.warn(exposed)

    const pool = connectPool(database.serving, {
      onError: error => logger.warn({ err: error.message }, 'database connection lost'),
    })
    open.push(() => pool.end())
    const app = await createApp({
      config,
      secret,
      pool,
      connection: database.serving,
      logger,
      example: !process.argv.includes('--empty'),
    })
    open.push(() => app.close())
    drain = () => app.drain()
    await app.listen({ port: config.port, host: config.host })

    say(`\nTreffpunkt is running: ${config.publicUrl}\n`)
    const link = await firstSignInLink(pool, config.publicUrl)
    if (link !== undefined)
      say(`Sign in as the coordinator (once, within 24 hours; links of earlier starts are void now):\n  ${link}\n`)
    await lookAtMailServer(config, logger)
  } catch (error) {
    logger.debug(error)
    closer.uninstall()
    for (const close of open.reverse()) await close()
    throw error
  }
}

/** What PostgreSQL says about rights names no setting. */
const sentenceOf = (error: Error): string =>
  isCode(error, '42501')
    ? `MIGRATION_DATABASE_URL: its role may not make what is needed in that database (${error.message}). Let it own the database: alter database … owner to …;`
    : error.message

try {
  await start()
} catch (error) {
  const sentences =
    error instanceof ConfigError ? error.sentences : [error instanceof Error ? sentenceOf(error) : String(error)]
  process.stderr.write(`Treffpunkt cannot start:\n${sentences.map(sentence => `  - ${sentence}\n`).join('')}`)
  process.exitCode = 1
  // whatever is still open must not keep it from ending: systemd and Docker start it anew
  setTimeout(() => process.exit(), 10_000).unref()
}
