import * as contract from '@treffpunkt/shared/people'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { changePerson, deletePerson, enterPerson, restorePerson } from './edit.ts'
import { getPerson, listPeople, lockPerson } from './queries.ts'

export const peopleRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.listPeople, handler: request => listPeople(service.db, request.query) })

  app.route({ ...contract.getPerson, handler: request => getPerson(service.db, request.params.id) })

  app.route({
    ...contract.createPerson,
    handler: (request, reply) =>
      write(service, request, reply, 201, (trx, actor) => enterPerson(trx, actor, request.body)),
  })

  app.route({
    ...contract.changePerson,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockPerson(trx, request.params.id)
        requireVersion(request, before.version)
        return changePerson(trx, actor, before, request.body)
      }),
  })

  app.route({
    ...contract.deletePerson,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const before = await lockPerson(trx, request.params.id)
        requireVersion(request, before.version)
        await deletePerson(trx, actor, before)
        return null
      }),
  })

  app.route({
    ...contract.restorePerson,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => restorePerson(trx, actor, request.params.id)),
  })
}
