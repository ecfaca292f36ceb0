import * as contract from '@treffpunkt/shared/working-groups'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { changeWorkingGroup, deleteWorkingGroup, enterWorkingGroup, restoreWorkingGroup } from './edit.ts'
import { getWorkingGroup, listWorkingGroups, lockWorkingGroup } from './queries.ts'

export const workingGroupRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.listWorkingGroups, handler: request => listWorkingGroups(service.db, request.query) })

  app.route({ ...contract.getWorkingGroup, handler: request => getWorkingGroup(service.db, request.params.id) })

  app.route({
    ...contract.createWorkingGroup,
    handler: (request, reply) =>
      write(service, request, reply, 201, (trx, actor) => enterWorkingGroup(trx, actor, request.body)),
  })

  app.route({
    ...contract.changeWorkingGroup,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockWorkingGroup(trx, request.params.id)
        requireVersion(request, before.version)
        return changeWorkingGroup(trx, actor, before, request.body)
      }),
  })

  app.route({
    ...contract.deleteWorkingGroup,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const before = await lockWorkingGroup(trx, request.params.id)
        requireVersion(request, before.version)
        await deleteWorkingGroup(trx, actor, before)
        return null
      }),
  })

  app.route({
    ...contract.restoreWorkingGroup,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => restoreWorkingGroup(trx, actor, request.params.id)),
  })
}
