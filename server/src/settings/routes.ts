import * as contract from '@treffpunkt/shared/settings'
import type { Settings, TextKind } from '@treffpunkt/shared/settings'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { mistake, notFound } from '../problems.ts'
import { deliveredText } from './delivered.ts'
import { changeSettings, setLogo, writeText } from './edit.ts'
import {
  findLogo,
  getNetwork,
  getSettings,
  getText,
  listTextVersions,
  lockSettings,
  lockTexts,
  type SettingsRow,
} from './queries.ts'

const isSlot = (kind: TextKind) => kind === 'easy_language' || kind === 'sign_language'

/** What anybody may read. */
export const publicSettingsRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.getNetwork,
    handler: request => service.cache.get(request.url, () => getNetwork(service.db)),
  })
  app.route({
    ...contract.getText,
    handler: request =>
      service.cache.get(request.url, () => getText(service.db, request.params.kind, request.query.language)),
  })
}

/** The file of the logo: a picture wherever it is shown, and nothing else (OWASP ASVS 5.0, 5.3 and 3.4). */
export const logoFile = (service: Service) => async (app: App) => {
  app.get<{ Params: { id: string } }>('/logo/:id', { schema: { hide: true } }, async (request, reply) => {
    const { id } = request.params
    const logo = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? await findLogo(service.db, id) : undefined
    if (logo === undefined) throw notFound()
    return reply
      .headers({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-disposition': 'attachment',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      })
      .type(logo.mediaType)
      .send(logo.content)
  })
}

export const settingsRoutes = (service: Service) => async (app: App) => {
  const whole = (row: SettingsRow): Settings => ({ ...row, mailFrom: service.config.mail?.from ?? null })

  app.route({ ...contract.getSettings, handler: async () => whole(await getSettings(service.db)) })

  app.route({
    ...contract.setLogo,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockSettings(trx)
        requireVersion(request, before.version)
        const { content, alt } = request.body
        return whole(await setLogo(trx, actor, before, { content: Buffer.from(content, 'base64'), alt }))
      }),
  })

  app.route({
    ...contract.removeLogo,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockSettings(trx)
        requireVersion(request, before.version)
        return whole(await setLogo(trx, actor, before, null))
      }),
  })

  app.route({
    ...contract.listTextVersions,
    handler: async request => ({
      items: await listTextVersions(service.db, request.params.kind, request.query.language ?? 'de'),
      next: null,
    }),
  })

  app.route({
    ...contract.getTextTemplate,
    handler: async request => {
      const body = deliveredText(request.params.kind, request.query.language ?? 'de')
      if (body === undefined) throw notFound()
      return { body }
    },
  })

  app.route({
    ...contract.changeSettings,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockSettings(trx)
        requireVersion(request, before.version)
        return whole(await changeSettings(trx, actor, before, request.body))
      }),
  })

  app.route({
    ...contract.writeText,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        await lockTexts(trx)
        const { kind } = request.params
        const { language = 'de' } = request.query
        const before = await getText(trx, kind, language)
        requireVersion(request, before.version)
        // the law wants every one of them, on every page; the slots of other languages may be empty
        if (!request.body.body.trim() && !(isSlot(kind) && language === 'de'))
          throw mistake('/body', 'required', 'Write a text; it cannot be empty.')
        return writeText(trx, actor, { kind, language }, request.body.body)
      }),
  })
}
