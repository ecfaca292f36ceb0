import type { FastifyRequest } from 'fastify'
import { may } from '@treffpunkt/shared/accounts'
import * as contract from '@treffpunkt/shared/mail-templates'
import { audienceOf, fillIn, isToPerson, rightToWrite } from '@treffpunkt/shared/mail-templates'
import { sampleReference } from '../barrier-reports/mails.ts'
import { signedInOf } from '../http/actor.ts'
import type { Db } from '../db/connect.ts'
import { recordChange } from '../db/record-change.ts'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { asHtml, asText } from '../mail/layout.ts'
import { queueTrial } from '../mail/queue.ts'
import type { Written } from '../mail/send.ts'
import { getMeeting } from '../meetings/queries.ts'
import { mistake, notFound, problem, undefinedWhenGone } from '../problems.ts'
import { getRegistration } from '../registrations/queries.ts'
import { apart } from '../texts/languages.ts'
import { housedTemplate } from '../texts/templates.ts'
import { getTemplate, listTemplates, requireFit, requirePlace, writeTemplate, type Place } from './edit.ts'
import type { Previewer } from './mails.ts'
import { lockTemplates } from './queries.ts'

/** What an invitation of somebody known from this registration would be to, if they would get one; handed over by `app.ts`. */
export type InvitedTo = (db: Db, registrationId: string) => Promise<string | undefined>

/** What mails say, in the words of the office. */
export const mailTemplateRoutes = (service: Service, preview: Previewer, invitedTo: InvitedTo) => async (app: App) => {
  const { db } = service

  /** @throws not_found for a language that the mail is not written in; not_allowed for whom it is not to write. */
  const requireMay = (request: FastifyRequest, { kind, language }: Place) => {
    requirePlace({ kind, language })
    if (!may(signedInOf(request).role, rightToWrite(kind)))
      throw problem('not_allowed', 'Mails about accounts are written by admins.')
  }

  app.route({ ...contract.listMailTemplates, handler: async () => ({ items: await listTemplates(db) }) })

  app.route({
    ...contract.getMailTemplate,
    handler: async ({ params }) => {
      requirePlace(params)
      const { template, versions } = await getTemplate(db, params)
      return { ...template, house: housedTemplate(params.kind, params.language), versions }
    },
  })

  app.route({
    ...contract.writeMailTemplate,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const words = { subject: request.body.subject.trim(), body: request.body.body.trim() }
        requireMay(request, request.params)
        requireFit(request.params.kind, words)
        await lockTemplates(trx)
        const { template } = await getTemplate(trx, request.params)
        requireVersion(request, template.version)
        return writeTemplate(trx, actor, template, words)
      }),
  })

  app.route({
    ...contract.resetMailTemplate,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        requireMay(request, request.params)
        await lockTemplates(trx)
        const { template } = await getTemplate(trx, request.params)
        requireVersion(request, template.version)
        return writeTemplate(trx, actor, template, null)
      }),
  })

  app.route({
    ...contract.tryMailTemplate,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const { params, body } = request
        const { accountId, email } = signedInOf(request)
        const { registrationId, ...words } = body
        requireMay(request, params)
        requireFit(params.kind, words)
        const { subject } = await exampleOf(trx, invitedTo, params, words, registrationId)
        await queueTrial(trx, service.jobs, {
          accountId,
          toAddress: email,
          language: params.language,
          subject,
          trial: { ...words, kind: params.kind, ...(registrationId === undefined ? {} : { registrationId }) },
        })
        await recordChange(trx, actor, {
          ...(registrationId === undefined
            ? { object: 'account', id: accountId }
            : { object: 'registration', id: registrationId }),
          kind: 'template_tried',
        })
        return { to: email }
      }),
  })

  app.route({
    ...contract.previewMailTemplate,
    handler: async request => {
      const {
        params,
        body: { registrationId, ...words },
      } = request
      requireMay(request, params)
      requireFit(params.kind, words)
      const { accountId, email: own } = signedInOf(request)
      const { email, subject } = await exampleOf(db, invitedTo, params, words, registrationId)
      const written = await preview(params, words, { registrationId, accountId })
      if (written === undefined) throw notFound()
      return {
        to: audienceOf(params.kind) === 'account' ? own : email,
        subject,
        text: asText(written.body),
        html: withPictures(asHtml(written.body, subject), written),
        links: written.body.links,
      }
    },
  })
}

/**
 * Who a mail is written for, as an example, and its subject.
 * @throws a mistake at `/registrationId` when it is for somebody registered and nobody is that, or would not get it.
 */
async function exampleOf(
  db: Db,
  invitedTo: InvitedTo,
  { kind, language }: Place,
  words: contract.TemplateWords,
  registrationId: string | undefined,
): Promise<{ email: string | null; subject: string }> {
  if (!isToPerson(kind))
    return {
      email: null,
      subject: fillIn(words.subject, { Nummer: apart(sampleReference, language) }) ?? words.subject,
    }
  const registration =
    registrationId === undefined ? undefined : await getRegistration(db, registrationId).catch(undefinedWhenGone)
  if (registration === undefined) throw mistake('/registrationId', 'unknown_id', 'Name a registration that exists.')
  const about = audienceOf(kind) === 'invited' ? await invitedTo(db, registration.id) : registration.meetingId
  if (about === undefined)
    throw mistake('/registrationId', 'not_invitable', 'Name somebody who has agreed to be invited.')
  const { name } = await getMeeting(db, about)
  return {
    email: registration.email,
    subject: fillIn(words.subject, { Treffen: apart(name, language) }) ?? housedTemplate(kind, language).subject,
  }
}

/** A mail brings its pictures as attachments; a page that shows it has none. */
const withPictures = (html: string, { attachments }: Written): string =>
  attachments.reduce(
    (page, { cid, contentType, content }) =>
      page.replaceAll(
        `src="cid:${cid}"`,
        () => `src="data:${contentType};base64,${Buffer.from(content).toString('base64')}"`,
      ),
    html,
  )
