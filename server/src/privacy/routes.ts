import * as contract from '@treffpunkt/shared/privacy'
import { attendeeOf } from '../http/actor.ts'
import type { App, Service } from '../http/service.ts'
import { eraseWithin, previewOwn, previewPerson, readDataOfPerson, readOwnData, readOwnDataInWords } from './answers.ts'

/** What people do about their own data by their personal link. */
export const ownDataRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.getOwnData,
    handler: (request, reply) => readOwnData(service, reply, attendeeOf(request)),
  })
  app.route({
    ...contract.getOwnDataInWords,
    handler: (request, reply) =>
      readOwnDataInWords(service, reply, attendeeOf(request), request.query.language ?? 'de'),
  })
  app.route({ ...contract.previewOwnErasure, handler: request => previewOwn(service, attendeeOf(request)) })
  app.route({
    ...contract.eraseOwn,
    handler: (request, reply) => eraseWithin(service, request, reply, { registration: attendeeOf(request).id }),
  })
}

/** What the office does for somebody who wrote a letter. */
export const privacyRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.getDataOfPerson,
    handler: request => readDataOfPerson(service, request.params.id),
  })
  app.route({ ...contract.previewErasure, handler: request => previewPerson(service, request.params.id) })
  app.route({
    ...contract.erasePerson,
    handler: (request, reply) => eraseWithin(service, request, reply, { person: request.params.id }),
  })
}
