import cookie from '@fastify/cookie'
import underPressure from '@fastify/under-pressure'
import fastify, { LogController } from 'fastify'
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Logger } from 'pino'
import { languageKeys, languageOfPath, prefixOf } from '@treffpunkt/shared/languages'
import { findFirstAdmin } from './accounts/queries.ts'
import { makeSignInLink, voidSignInLinks } from './accounts/sign-in.ts'
import { accountWorkers } from './accounts/jobs.ts'
import { apiDocsPages } from './api-docs/page.ts'
import { problemInGerman } from './api-docs/problem-words.ts'
import { apiKeyWorkers } from './api-keys/remind.ts'
import { doorPages } from './attendance/page.ts'
import { barrierPages } from './barrier-reports/page.ts'
import type { Config } from './config.ts'
import { connectPool, createDb, type Connection } from './db/connect.ts'
import { nameOfCode } from './db/constraints.ts'
import { systemActor } from './db/record-change.ts'
import { startChangeFeed } from './db/sequencer.ts'
import { documentPages } from './documents/page.ts'
import { seed } from './example/seed.ts'
import { useHealth } from './http/health.ts'
import { createKeys } from './http/keys.ts'
import { createLimits } from './http/limits.ts'
import { useMediaTypes } from './http/media-types.ts'
import { useOpenapi } from './http/openapi.ts'
import { leadToGerman, usePages } from './http/pages.ts'
import { useProblems } from './http/problems.ts'
import { createPublicCache } from './http/public-cache.ts'
import { watchQuiet } from './http/quiet.ts'
import { useSecurity } from './http/security.ts'
import type { App, Service } from './http/service.ts'
import { isStream, openStreams } from './http/stream.ts'
import { useValidation } from './http/validation.ts'
import { usePageLinks } from './http/page-links.ts'
import { useEntityTags } from './http/versions.ts'
import { startJobs, type JobRunner, type Workers } from './jobs/queue.ts'
import { eraseDue } from './jobs/retention.ts'
import { mailSender } from './mail/send.ts'
import { inviteNow } from './invitations/invite.ts'
import { invitationPages } from './invitations/page.ts'
import { mailingWorkers } from './mailings/send.ts'
import { meetingFeeds } from './meetings/feeds.ts'
import { meetingPages } from './meetings/page.ts'
import { ownDataPages } from './privacy/page.ts'
import { ownFormPages } from './registrations/form-page.ts'
import { registrationWorkers } from './registrations/jobs.ts'
import { registrationPages } from './registrations/page.ts'
import { reminderWorkers } from './reminders/send.ts'
import { legalPaths, officePages, problemPage, problemTypePages, settingsPages } from './settings/page.ts'
import { getLook } from './settings/queries.ts'
import { logoFile } from './settings/routes.ts'
import { registerApi } from './app/api.ts'
import { mailWriter } from './app/mail-writer.ts'
import { retention } from './app/retention.ts'
import { namedSchemas } from './app/schemas.ts'

export type AppOptions = {
  config: Config
  secret: Buffer
  pool: pg.Pool
  connection: Connection
  logger: Logger
  /** Whether a new database begins with the example network. */
  example: boolean
}

/**
 * Puts the service together: it and its parts alone know all nouns.
 * Not listening yet; close it to end its streams and its change feed. The pool stays the caller's.
 */
export async function createApp({ config, secret, pool, connection, logger, example }: AppOptions): Promise<App> {
  const db = createDb(pool)
  const feed = startChangeFeed(db, connection, error => logger.warn({ code: codeOf(error) }, 'change feed interrupted'))
  // closed in the reverse order of opening, also when something that follows does not open
  const opened: (() => Promise<unknown> | void)[] = [() => feed.close()]
  const closeOpened = async () => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  let app: App | undefined
  try {
    const jobs = await startJobs(connection, error => logger.warn({ code: codeOf(error) }, 'job queue interrupted'))
    opened.push(() => jobs.close())
    const cache = createPublicCache(feed, config.publicCacheSeconds)
    opened.push(() => cache.close())
    app = await bareApp(config, logger)
    app.addHook('onClose', closeOpened)
    // loaded only where it is wanted
    if (config.metrics !== undefined) {
      const { useMetrics } = await import('./metrics/measure.ts')
      await useMetrics(app, config.metrics, { pool, connection, openStreams, isStream })
    }
    await assemble(
      app,
      { config, pool, db, feed, keys: createKeys(secret), limits: createLimits(pool), cache, jobs },
      { logger, connection, example, jobs },
    )
    return app
  } catch (error) {
    await app?.close()
    await closeOpened()
    throw error
  }
}

/** Puts everything on the app that needs the database; what it opens is closed with the app. */
async function assemble(
  app: App,
  service: Service,
  { logger, connection, example, jobs }: Pick<AppOptions, 'logger' | 'connection' | 'example'> & { jobs: JobRunner },
): Promise<void> {
  const { config, db } = service
  await seed(db, jobs, { example })
  const writeMail = mailWriter(service)
  const mails = mailSender(service, writeMail, logger)
  app.addHook('onClose', async () => {
    // what is on its way arrives before its connections end
    await jobs.close()
    mails.close()
  })
  const probe = connectPool(connection, { max: 1, onError: () => undefined })
  app.addHook('onClose', () => probe.end())

  const isQuiet = watchQuiet(app)
  await app.register(underPressure, { maxEventLoopDelay: 4000, retryAfter: 3, exposeStatusRoute: false })
  useHealth(app, probe)
  registerApi(app, service, writeMail)
  const look = () => service.cache.get('look', () => getLook(db))
  const pages = await usePages(app, config.publicUrl, service.cache, look)
  for (const language of languageKeys) {
    const prefix = prefixOf(language)
    await app.register(
      async scope => {
        if (language !== 'de') scope.addHook('onRequest', leadToGerman(prefix, language, look))
        await scope.register(meetingPages(service, pages))
        await scope.register(registrationPages(service, pages))
        await scope.register(ownFormPages(service, pages))
        await scope.register(invitationPages(service, pages))
        await scope.register(ownDataPages(service, pages))
        await scope.register(documentPages(service))
        await scope.register(settingsPages(service, pages))
        await scope.register(barrierPages(service, pages))
      },
      { prefix },
    )
  }
  await app.register(logoFile(service))
  await app.register(meetingFeeds(service, { legalPaths }))
  await app.register(problemTypePages(service, pages, problemInGerman))
  await app.register(apiDocsPages(service, pages))
  await app.register(officePages(pages))
  await app.register(doorPages(pages))
  app.problemPage = problemPage(service, pages)
  const onError = (error: unknown) => logger.warn({ code: codeOf(error) }, 'background work failed')
  const workers: Workers = {
    ...registrationWorkers(service, onError),
    ...mailingWorkers(service, inviteNow, onError),
    ...reminderWorkers(service, onError),
    ...accountWorkers(service),
    ...apiKeyWorkers(service),
    'send-mail': ({ mailId }) => mails.send(mailId),
    retention: () => eraseDue(db, retention, onError),
  }
  await jobs.work(workers, { isQuiet })
}

/** A one-time link for the first admin, while none of the admins has ever signed in; those made before are void then. */
export async function firstSignInLink(pool: pg.Pool, publicUrl: string): Promise<string | undefined> {
  const db = createDb(pool)
  const admin = await findFirstAdmin(db)
  if (admin === undefined) return undefined
  const link = await db.transaction().execute(async trx => {
    await voidSignInLinks(trx, admin.id)
    return makeSignInLink(trx, systemActor, admin.id, publicUrl)
  })
  return link.url
}

/** The OpenAPI document, without a database: what the contracts say. */
export async function openapiDocument(): Promise<object> {
  const { readConfig } = await import('./config.ts')
  const config = readConfig({})
  const app = await bareApp(config, undefined)
  const never = new Proxy({}, {})
  registerApi(app, { ...(never as Service), config }, async () => undefined)
  await app.ready()
  return app.swagger()
}

async function bareApp(config: Config, logger: Logger | undefined): Promise<App> {
  const app = fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    trustProxy: trustOf(config),
    bodyLimit: 256 * 1024,
    requestTimeout: 20_000,
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
  }) as unknown as App
  if (config.tracesUrl !== undefined) {
    const { useTraces } = await import('./http/traces.ts')
    await useTraces(app, config.tracesUrl, reason => logger?.warn(`traces are not taken by TRACES_URL (${reason})`))
  }
  app.decorateRequest('signedIn', null)
  app.decorateRequest('attendee', null)
  app.decorateRequest('doorLink', null)
  app.decorateRequest('partner', null)
  app.decorateRequest('formKey', null)
  app.decorateRequest('language', 'de')
  app.addHook('onRequest', async request => {
    request.language = languageOfPath(request.url)
  })
  // requests under way have eight seconds; a connection that never sent one would otherwise keep the end waiting
  app.addHook('preClose', async () => void setTimeout(() => app.server.closeAllConnections(), 8000).unref())
  useProblems(app)
  useValidation(app, namedSchemas())
  useEntityTags(app)
  usePageLinks(app)
  await useSecurity(app, new URL(config.publicUrl))
  useMediaTypes(app)
  await app.register(cookie)
  await useOpenapi(app)
  return app
}

// Fastify takes a number of hops as well, its types do not say so.
const trustOf = ({ trustProxy }: Config) =>
  typeof trustProxy === 'number'
    ? (_address: string, hop: number) => hop < trustProxy
    : trustProxy === false
      ? false
      : [...trustProxy]

/** What the log says of an error: its code. pg-boss hands over bare objects. */
function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return String(error)
  if ('code' in error && error.code !== undefined) return nameOfCode(error.code)
  return 'message' in error ? error.message : 'unknown'
}
