import * as contract from '@treffpunkt/shared/mail-templates'
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
import { mistake, notFound, undefinedWhenGone } from '../problems.ts'
import { previewWords } from '../registrations/mails.ts'
import { getRegistration } from '../registrations/queries.ts'
import { housedTemplate, subjectFrom } from '../texts/templates.ts'
import { getTemplate, listTemplates, requireFit, writeTemplate } from './edit.ts'
import { lockTemplates } from './queries.ts'

/** What mails say, in the words of the office. */
export const mailTemplateRoutes = (service: Service) => async (app: App) => {
  const { db } = service
  app.route({ ...contract.listMailTemplates, handler: async () => ({ items: await listTemplates(db) }) })

  app.route({
    ...contract.getMailTemplate,
    handler: async ({ params }) => {
      const { template, versions } = await getTemplate(db, params)
      return { ...template, house: housedTemplate(params.kind, params.language), versions }
    },
  })

  app.route({
    ...contract.writeMailTemplate,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const words = { subject: request.body.subject.trim(), body: request.body.body.trim() }
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
        requireFit(params.kind, words)
        const { meeting } = await exampleOf(trx, registrationId)
        await queueTrial(trx, service.jobs, {
          accountId,
          toAddress: email,
          language: params.language,
          subject: subjectFrom(words, params.kind, params.language, meeting),
          trial: { ...words, kind: params.kind, registrationId },
        })
        await recordChange(trx, actor, { object: 'registration', id: registrationId, kind: 'template_tried' })
        return { to: email }
      }),
  })

  app.route({
    ...contract.previewMailTemplate,
    handler: async ({ params, body: { registrationId, ...words } }) => {
      requireFit(params.kind, words)
      const { email, meeting } = await exampleOf(db, registrationId)
      const written = await previewWords(service, registrationId, params, words)
      if (written === undefined) throw notFound()
      const subject = subjectFrom(words, params.kind, params.language, meeting)
      return {
        to: email,
        subject,
        text: asText(written.body),
        html: withPictures(asHtml(written.body, subject), written),
        links: written.body.links,
      }
    },
  })
}

/** Who a mail is written for, as an example. @throws a mistake at `/registrationId` when nobody is that. */
async function exampleOf(db: Db, registrationId: string): Promise<{ email: string | null; meeting: string }> {
  const registration = await getRegistration(db, registrationId).catch(undefinedWhenGone)
  if (registration === undefined) throw mistake('/registrationId', 'unknown_id', 'Name a registration that exists.')
  return { email: registration.email, meeting: (await getMeeting(db, registration.meetingId)).name }
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
