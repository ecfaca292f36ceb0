import { sql } from 'kysely'
import * as contract from '@treffpunkt/shared/settings'
import type { TextKind } from '@treffpunkt/shared/settings'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { mistake } from '../problems.ts'
import { changeSettings, writeText } from './edit.ts'
import { getNetwork, getSettings, getText, lockSettings } from './queries.ts'

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

export const settingsRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.getSettings, handler: () => getSettings(service.db) })

  app.route({
    ...contract.changeSettings,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockSettings(trx)
        requireVersion(request, before.version)
        return changeSettings(trx, actor, before, request.body)
      }),
  })

  app.route({
    ...contract.writeText,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        // texts are insert-only, so there is no row to lock: one writer at a time
        await sql`select pg_advisory_xact_lock(hashtextextended('treffpunkt_texts', 0))`.execute(trx)
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
