import * as contract from '@treffpunkt/shared/venues'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { changeVenue, deleteVenue, enterVenue, restoreVenue } from './edit.ts'
import { getVenue, listVenues, lockVenue } from './queries.ts'

export const venueRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.listVenues, handler: request => listVenues(service.db, request.query) })

  app.route({ ...contract.getVenue, handler: request => getVenue(service.db, request.params.id) })

  app.route({
    ...contract.createVenue,
    handler: (request, reply) =>
      write(service, request, reply, 201, (trx, actor) => enterVenue(trx, actor, request.body)),
  })

  app.route({
    ...contract.changeVenue,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockVenue(trx, request.params.id)
        requireVersion(request, before.version)
        return changeVenue(trx, actor, before, request.body)
      }),
  })

  app.route({
    ...contract.deleteVenue,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const before = await lockVenue(trx, request.params.id)
        requireVersion(request, before.version)
        await deleteVenue(trx, actor, before)
        return null
      }),
  })

  app.route({
    ...contract.restoreVenue,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => restoreVenue(trx, actor, request.params.id)),
  })
}
