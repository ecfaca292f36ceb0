import cookie from '@fastify/cookie'
import underPressure from '@fastify/under-pressure'
import fastify, { LogController } from 'fastify'
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Logger } from 'pino'
import * as accessTasks from '@treffpunkt/shared/access-tasks'
import * as accounts from '@treffpunkt/shared/accounts'
import * as apiDocs from '@treffpunkt/shared/api-docs'
import * as apiKeys from '@treffpunkt/shared/api-keys'
import * as attendance from '@treffpunkt/shared/attendance'
import * as barrierReports from '@treffpunkt/shared/barrier-reports'
import * as changes from '@treffpunkt/shared/changes'
import * as common from '@treffpunkt/shared/common'
import { languageKeys, languageOfPath, prefixOf } from '@treffpunkt/shared/languages'
import * as contactLists from '@treffpunkt/shared/contact-lists'
import * as attendanceModes from '@treffpunkt/shared/attendance-modes'
import * as contingents from '@treffpunkt/shared/contingents'
import * as exportContracts from '@treffpunkt/shared/exports'
import * as hosts from '@treffpunkt/shared/hosts'
import * as invitations from '@treffpunkt/shared/invitations'
import * as mailings from '@treffpunkt/shared/mailings'
import * as mailTemplates from '@treffpunkt/shared/mail-templates'
import * as mailContracts from '@treffpunkt/shared/mails'
import * as meetingTranslations from '@treffpunkt/shared/meeting-translations'
import * as meetings from '@treffpunkt/shared/meetings'
import * as organisations from '@treffpunkt/shared/organisations'
import * as ownAccount from '@treffpunkt/shared/own-account'
import * as partners from '@treffpunkt/shared/partners'
import * as people from '@treffpunkt/shared/people'
import * as questions from '@treffpunkt/shared/questions'
import * as reminders from '@treffpunkt/shared/reminders'
import * as registrationBatches from '@treffpunkt/shared/registration-batches'
import * as privacy from '@treffpunkt/shared/privacy'
import * as registrations from '@treffpunkt/shared/registrations'
import * as settings from '@treffpunkt/shared/settings'
import * as signUp from '@treffpunkt/shared/sign-up'
import * as statistics from '@treffpunkt/shared/statistics'
import * as today from '@treffpunkt/shared/today'
import * as venues from '@treffpunkt/shared/venues'
import * as views from '@treffpunkt/shared/views'
import * as workingGroups from '@treffpunkt/shared/working-groups'
import { accessTaskRetention } from './access-tasks/decide.ts'
import { accessTaskRoutes } from './access-tasks/routes.ts'
import { findFirstAdmin } from './accounts/queries.ts'
import { makeSignInLink, voidSignInLinks } from './accounts/sign-in.ts'
import { accountRetention, accountWorkers } from './accounts/jobs.ts'
import { writeAccountMail } from './accounts/mails.ts'
import { findSignedIn } from './accounts/answers.ts'
import { accountRoutes, ownAccountRoutes, sessionRoutes } from './accounts/routes.ts'
import { apiDocsPages } from './api-docs/page.ts'
import { openapiRoutes } from './api-docs/routes.ts'
import { apiKeyRetention } from './api-keys/jobs.ts'
import { writeKeyMail } from './api-keys/mails.ts'
import { apiKeyWorkers } from './api-keys/remind.ts'
import { admitWithin, apiKeyRoutes, findPartnerOf } from './api-keys/routes.ts'
import { fixConcluded } from './attendance/conclude.ts'
import { followOrganisation } from './attendance/follow-organisation.ts'
import { attendanceRetention } from './attendance/jobs.ts'
import { doorPages } from './attendance/page.ts'
import { attendanceRoutes, doorRoutes, findDoorLinkOf } from './attendance/routes.ts'
import { barrierRetention } from './barrier-reports/jobs.ts'
import { writeBarrierMail } from './barrier-reports/mails.ts'
import { barrierPages } from './barrier-reports/page.ts'
import { barrierRoutes, publicBarrierRoutes } from './barrier-reports/routes.ts'
import { changeRetention } from './changes/jobs.ts'
import { countLastChances, listHistory } from './changes/history.ts'
import { changeRoutes } from './changes/routes.ts'
import type { Config } from './config.ts'
import { connectPool, createDb, type Connection } from './db/connect.ts'
import { systemActor } from './db/record-change.ts'
import { startChangeFeed } from './db/sequencer.ts'
import { documentPages } from './documents/page.ts'
import { seed } from './example/seed.ts'
import { exportRetention } from './exports/export.ts'
import { exportRoutes } from './exports/routes.ts'
import { requireDoor, requireLink, requirePartner, requireSignedIn } from './http/actor.ts'
import { useHealth } from './http/health.ts'
import { createKeys } from './http/keys.ts'
import { createLimits } from './http/limits.ts'
import { useMediaTypes } from './http/media-types.ts'
import { useOpenapi } from './http/openapi.ts'
import { leadToGerman, usePages } from './http/pages.ts'
import { useProblems } from './http/problems.ts'
import { createPublicCache } from './http/public-cache.ts'
import { requestRetention } from './http/retention.ts'
import { useSecurity } from './http/security.ts'
import type { App, Service } from './http/service.ts'
import { isStream, openStreams } from './http/stream.ts'
import { useValidation } from './http/validation.ts'
import { useEntityTags } from './http/versions.ts'
import { startJobs, type JobRunner } from './jobs/queue.ts'
import { eraseDue, type RetentionSteps } from './jobs/retention.ts'
import { mailRetention } from './mail/queue.ts'
import {
  isOfAccount,
  isOfBarrier,
  isOfKey,
  isOfRegistration,
  isOfReminder,
  mailSender,
  type WriteMail,
} from './mail/send.ts'
import { inviteNow } from './invitations/invite.ts'
import { invitationRetention } from './invitations/jobs.ts'
import { writeInvitationMail } from './invitations/mails.ts'
import { invitationPages } from './invitations/page.ts'
import { invitationRoutes, publicInvitationRoutes } from './invitations/routes.ts'
import { announceCancellation, announceMove } from './mailings/announce.ts'
import { previewNews, writeMailingMail } from './mailings/mails.ts'
import { mailingRoutes } from './mailings/routes.ts'
import { mailingRetention, mailingWorkers } from './mailings/send.ts'
import { previewer, writeTrialMail } from './mail-templates/mails.ts'
import { templateEditor } from './mail-templates/versions.ts'
import { mailTemplateRoutes } from './mail-templates/routes.ts'
import { mailRoutes } from './mails/routes.ts'
import { meetingFeeds } from './meetings/feeds.ts'
import { meetingPages } from './meetings/page.ts'
import { meetingRoutes, publicMeetingRoutes } from './meetings/routes.ts'
import { organisationRoutes } from './organisations/routes.ts'
import { partnerRoutes } from './partners/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { writeErasureMail } from './privacy/mails.ts'
import { ownDataPages } from './privacy/page.ts'
import { ownDataRoutes, privacyRoutes } from './privacy/routes.ts'
import { privacyRetention } from './privacy/retention.ts'
import { copyQuestions } from './questions/copy.ts'
import { questionRetention } from './questions/edit.ts'
import { publicQuestionRoutes, questionRoutes } from './questions/routes.ts'
import { registrationRetention, registrationWorkers } from './registrations/jobs.ts'
import { writeRegistrationMail } from './registrations/mails.ts'
import { registrationPages } from './registrations/page.ts'
import {
  findAttendee,
  ownRegistrationRoutes,
  publicRegistrationRoutes,
  registrationRoutes,
} from './registrations/routes.ts'
import { writeReminderMail } from './reminders/mails.ts'
import { reminderRoutes } from './reminders/routes.ts'
import { reminderRetention, reminderWorkers } from './reminders/send.ts'
import { settleAfterChange } from './registrations/seats.ts'
import { settingsRetention } from './settings/jobs.ts'
import { legalPaths, officePages, problemPage, problemTypePages, settingsPages } from './settings/page.ts'
import { getLook } from './settings/queries.ts'
import { logoFile, publicSettingsRoutes, settingsRoutes } from './settings/routes.ts'
import { statisticsRoutes } from './statistics/routes.ts'
import { todayRoutes } from './today/routes.ts'
import { venueRoutes } from './venues/routes.ts'
import { restoreView, viewRetention } from './views/edit.ts'
import { viewRoutes } from './views/routes.ts'
import { workingGroupRoutes } from './working-groups/routes.ts'

const nouns = [
  accessTasks,
  accounts,
  apiDocs,
  apiKeys,
  attendance,
  barrierReports,
  changes,
  common,
  contactLists,
  attendanceModes,
  contingents,
  exportContracts,
  hosts,
  invitations,
  mailContracts,
  mailTemplates,
  mailings,
  meetings,
  meetingTranslations,
  organisations,
  ownAccount,
  partners,
  people,
  questions,
  registrationBatches,
  reminders,
  privacy,
  registrations,
  settings,
  signUp,
  statistics,
  today,
  venues,
  views,
  workingGroups,
]

/** Every schema with a name of its own: a component of the OpenAPI document. */
const namedSchemas = (): { $id: string }[] => nouns.flatMap(noun => Object.values<unknown>(noun).filter(isNamed))

const isNamed = (value: unknown): value is { $id: string } =>
  typeof value === 'object' && value !== null && '$id' in value && typeof value.$id === 'string'

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
 * Puts the service together: it alone knows all nouns. Scopes differ in who may enter: everybody, signed-in people.
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
  app.addHook('onClose', () => mails.close())
  const probe = connectPool(connection, { max: 1, onError: () => undefined })
  app.addHook('onClose', () => probe.end())

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
  await app.register(problemTypePages(service, pages))
  await app.register(apiDocsPages(service, pages))
  await app.register(officePages(pages))
  await app.register(doorPages(pages))
  app.problemPage = problemPage(service, pages)
  const onError = (error: unknown) => logger.warn({ code: codeOf(error) }, 'background work failed')
  await jobs.work({
    ...registrationWorkers(service, onError),
    ...mailingWorkers(service, inviteNow, onError),
    ...reminderWorkers(service, onError),
    ...accountWorkers(service),
    ...apiKeyWorkers(service),
    'send-mail': ({ mailId }) => mails.send(mailId),
    retention: () => eraseDue(db, retention, onError),
  })
}

/** Every mail is written by the noun it is about. */
function mailWriter(service: Service): WriteMail {
  const [ofRegistration, ofMailing] = [writeRegistrationMail(service), writeMailingMail(service)]
  const [ofReminder, ofTrial] = [writeReminderMail(service), writeTrialMail(previewer(service, previewNews))]
  const ofInvitation = writeInvitationMail(service)
  const [ofAccount, ofBarrier, ofKey, ofErasure] = [
    writeAccountMail(service),
    writeBarrierMail(service),
    writeKeyMail(service),
    writeErasureMail(service),
  ]
  return mail => {
    if (mail.kind === 'erased') return ofErasure(mail)
    if (mail.kind === 'meeting_invitation' || mail.kind === 'invitation_reminder') return ofInvitation(mail)
    if (mail.trial !== null) return ofTrial(mail)
    if (isOfAccount(mail)) return ofAccount(mail)
    if (isOfBarrier(mail)) return ofBarrier(mail)
    if (isOfKey(mail)) return ofKey(mail)
    if (isOfReminder(mail)) return ofReminder(mail)
    return isOfRegistration(mail) ? ofRegistration(mail) : ofMailing(mail)
  }
}

/** Everything that is kept for a while only. */
export const retention: RetentionSteps = {
  ...registrationRetention,
  ...privacyRetention,
  ...questionRetention,
  ...accessTaskRetention,
  ...attendanceRetention,
  ...mailRetention,
  ...mailingRetention,
  ...invitationRetention,
  ...reminderRetention,
  ...exportRetention,
  ...viewRetention,
  ...requestRetention,
  ...accountRetention,
  ...barrierRetention,
  ...apiKeyRetention,
  ...settingsRetention,
  ...changeRetention,
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

function registerApi(app: App, service: Service, writeMail: WriteMail): void {
  // everybody
  void app.register(async scope => {
    await scope.register(sessionRoutes(service))
    await scope.register(publicSettingsRoutes(service))
    await scope.register(publicMeetingRoutes(service))
    await scope.register(publicQuestionRoutes(service))
    await scope.register(publicRegistrationRoutes(service))
    await scope.register(publicInvitationRoutes(service))
    await scope.register(publicBarrierRoutes(service))
    await scope.register(openapiRoutes)
  })
  // people with the personal link of their registration
  void app.register(async scope => {
    scope.addHook('onRequest', requireLink(findAttendee(service)))
    await scope.register(ownRegistrationRoutes(service))
    await scope.register(ownDataRoutes(service))
  })
  // programs of organisations, as far as their key goes
  void app.register(async scope => {
    scope.addHook('onRequest', requirePartner(findPartnerOf(service), admitWithin(service)))
    await scope.register(partnerRoutes(service))
  })
  const signedIn = requireSignedIn(findSignedIn(service), service.keys)
  // helpers at the door: by the link of one meeting, or signed in
  void app.register(async scope => {
    scope.addHook('onRequest', requireDoor(findDoorLinkOf(service), signedIn))
    await scope.register(doorRoutes(service))
  })
  // signed-in people, as far as the contract of each route lets their role
  void app.register(async scope => {
    scope.addHook('onRequest', signedIn)
    await scope.register(ownAccountRoutes(service))
    await scope.register(accountRoutes(service))
    await scope.register(settingsRoutes(service))
    await scope.register(venueRoutes(service))
    await scope.register(organisationRoutes(service, followOrganisation))
    await scope.register(apiKeyRoutes(service))
    await scope.register(peopleRoutes(service))
    await scope.register(privacyRoutes(service))
    await scope.register(workingGroupRoutes(service))
    await scope.register(
      meetingRoutes(service, {
        changed: settleAfterChange(service),
        moved: announceMove(service),
        cancelled: announceCancellation(service),
        cloned: async (trx, actor, from, to, copy) => {
          if (copy.questions === true) await copyQuestions(trx, actor, from, to)
        },
        concluded: fixConcluded,
      }),
    )
    await scope.register(questionRoutes(service))
    await scope.register(registrationRoutes(service, followOrganisation))
    await scope.register(accessTaskRoutes(service))
    await scope.register(attendanceRoutes(service))
    await scope.register(statisticsRoutes(service))
    await scope.register(mailingRoutes(service))
    await scope.register(invitationRoutes(service))
    await scope.register(reminderRoutes(service))
    await scope.register(mailTemplateRoutes(service, previewer(service, previewNews)))
    await scope.register(exportRoutes(service))
    await scope.register(viewRoutes(service))
    await scope.register(barrierRoutes(service))
    await scope.register(mailRoutes(service, writeMail))
    await scope.register(
      changeRoutes(
        service,
        { view: restoreView },
        {
          meetingChanged: settleAfterChange(service),
          organisationNamed: followOrganisation,
          mailTemplate: templateEditor,
        },
      ),
    )
    await scope.register(todayRoutes(service, { listHistory, countLastChances }))
  })
}

/** What the log says of an error: its code, named where the operator has to do something. pg-boss hands over bare objects. */
function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return String(error)
  if ('code' in error && error.code !== undefined) return error.code === '53100' ? 'disk full (53100)' : error.code
  return 'message' in error ? error.message : 'unknown'
}
