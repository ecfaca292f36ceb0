import * as contract from '@treffpunkt/shared/organisations'
import type { Organisation } from '@treffpunkt/shared/organisations'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import {
  changeOrganisation,
  deleteOrganisation,
  enterOrganisation,
  restoreOrganisation,
  type OnOrganisationNamed,
} from './edit.ts'
import { getOrganisation, listOrganisations, lockOrganisation } from './queries.ts'

export const organisationRoutes = (service: Service, onOrganisationNamed: OnOrganisationNamed) => async (app: App) => {
  const named = async (trx: Trx, actor: Actor, organisation: Organisation): Promise<Organisation> => {
    await onOrganisationNamed(trx, actor, [organisation.name, ...organisation.aliases], organisation.id)
    return organisation
  }

  app.route({ ...contract.listOrganisations, handler: request => listOrganisations(service.db, request.query) })

  app.route({ ...contract.getOrganisation, handler: request => getOrganisation(service.db, request.params.id) })

  app.route({
    ...contract.createOrganisation,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) =>
        named(trx, actor, await enterOrganisation(trx, actor, request.body)),
      ),
  })

  app.route({
    ...contract.changeOrganisation,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockOrganisation(trx, request.params.id)
        requireVersion(request, before.version)
        return named(trx, actor, await changeOrganisation(trx, actor, before, request.body))
      }),
  })

  app.route({
    ...contract.deleteOrganisation,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const before = await lockOrganisation(trx, request.params.id)
        requireVersion(request, before.version)
        await deleteOrganisation(trx, actor, before)
        return null
      }),
  })

  app.route({
    ...contract.restoreOrganisation,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => restoreOrganisation(trx, actor, request.params.id)),
  })
}
