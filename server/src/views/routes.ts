import * as contract from '@treffpunkt/shared/views'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { changeView, deleteView, restoreView, saveView } from './edit.ts'
import { getView, listViews, lockView } from './queries.ts'

/** Filters of the list of registrations that the office keeps. */
export const viewRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.listViews, handler: request => listViews(service.db, request.query) })

  app.route({ ...contract.getView, handler: request => getView(service.db, request.params.id) })

  app.route({
    ...contract.createView,
    handler: (request, reply) =>
      write(service, request, reply, 201, (trx, actor) => saveView(trx, actor, request.body)),
  })

  app.route({
    ...contract.changeView,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockView(trx, request.params.id)
        requireVersion(request, before.version)
        return changeView(trx, actor, before, request.body)
      }),
  })

  app.route({
    ...contract.deleteView,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const before = await lockView(trx, request.params.id)
        requireVersion(request, before.version)
        await deleteView(trx, actor, before)
        return null
      }),
  })

  app.route({
    ...contract.restoreView,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => restoreView(trx, actor, request.params.id)),
  })
}
