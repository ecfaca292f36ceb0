import * as contract from '@treffpunkt/shared/api-keys'
import type { FindPartner, Partner } from '../http/actor.ts'
import type { Limit } from '../http/limits.ts'
import type { App, Reply, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { createApiKey, endEarlierSecret, findPartner, restoreApiKey, revokeApiKey, rotateApiKey } from './edit.ts'
import { listApiKeys } from './queries.ts'

/** Ten a second for a minute: enough to read everything there is, page by page. */
const requestsOfKey: Limit = { name: 'api-key', points: 600, seconds: 60 }

/** Whom a key lets in, and how often. */
export const findPartnerOf = (service: Service): FindPartner => findPartner(service.db)
export const admitWithin =
  ({ limits }: Service) =>
  (reply: Reply, { keyId }: Partner): Promise<void> =>
    limits.take(reply, requestsOfKey, keyId)

/** What the office does with the keys of organisations. */
export const apiKeyRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.listApiKeys,
    handler: request => listApiKeys(service.db, request.params.id, request.query),
  })
  // answers with a secret are not kept for repetition, so these two know no Idempotency-Key
  app.route({
    ...contract.createApiKey,
    handler: (request, reply) =>
      write(service, request, reply, 201, (trx, actor) => createApiKey(trx, actor, request.params.id, request.body)),
  })
  app.route({
    ...contract.rotateApiKey,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => rotateApiKey(trx, actor, request.params.id, request.body)),
  })
  app.route({
    ...contract.endEarlierSecret,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => endEarlierSecret(trx, actor, request.params.id)),
  })
  app.route({
    ...contract.revokeApiKey,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => revokeApiKey(trx, actor, request.params.id)),
  })
  app.route({
    ...contract.restoreApiKey,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => restoreApiKey(trx, actor, request.params.id)),
  })
}
