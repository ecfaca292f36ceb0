import * as contract from '@treffpunkt/shared/partners'
import { partnerOf } from '../http/actor.ts'
import type { App, Service } from '../http/service.ts'
import { getPublicMeeting, listPublicMeetings } from '../meetings/public-queries.ts'
import { getOrganisation } from '../organisations/queries.ts'
import { listAsked } from '../questions/queries.ts'
import { changeByPartner, registerByPartner, withdrawByPartner } from './answers.ts'
import { listChangesOfPartner } from './changes.ts'
import {
  getGroup,
  getOfPartner,
  getPublicOrganisation,
  listGroups,
  listOfPartner,
  listPublicOrganisations,
} from './queries.ts'

/** What a program of an organisation reads and does, by its key. */
export const partnerRoutes = (service: Service) => async (app: App) => {
  const { db } = service
  app.route({
    ...contract.getPartnerAccess,
    handler: async request => {
      const { organisationId, organisationName, keyName, ...key } = partnerOf(request)
      const { scopes, expiresAt, secretEndsAt } = key
      return {
        organisation: { id: organisationId, name: organisationName },
        key: { name: keyName, scopes: [...scopes], expiresAt, secretEndsAt },
      }
    },
  })

  app.route({ ...contract.listPartnerMeetings, handler: request => listPublicMeetings(db, request.query) })
  app.route({ ...contract.getPartnerMeeting, handler: request => getPublicMeeting(db, request.params.id) })
  app.route({
    ...contract.listPartnerQuestions,
    handler: async request => {
      await getPublicMeeting(db, request.params.id)
      return { items: await listAsked(db, request.params.id) }
    },
  })
  app.route({ ...contract.listPartnerWorkingGroups, handler: request => listGroups(db, request.query) })
  app.route({ ...contract.getPartnerWorkingGroup, handler: request => getGroup(db, request.params.id) })
  app.route({ ...contract.listPartnerOrganisations, handler: request => listPublicOrganisations(db, request.query) })
  app.route({ ...contract.getPartnerOrganisation, handler: request => getPublicOrganisation(db, request.params.id) })
  app.route({
    ...contract.getOwnOrganisation,
    handler: request => getOrganisation(db, partnerOf(request).organisationId),
  })

  app.route({
    ...contract.listPartnerRegistrations,
    handler: request => listOfPartner(db, partnerOf(request).organisationId, request.query),
  })
  app.route({
    ...contract.getPartnerRegistration,
    handler: request => getOfPartner(db, partnerOf(request).organisationId, request.params.id),
  })
  app.route({
    ...contract.listPartnerChanges,
    handler: request => listChangesOfPartner(db, partnerOf(request).organisationId, request.query),
  })
  app.route({
    ...contract.createPartnerRegistration,
    handler: (request, reply) =>
      registerByPartner(service, request, reply, {
        meetingId: request.params.id,
        body: request.body,
        dryRun: request.query.dryRun === true,
      }),
  })
  app.route({
    ...contract.changePartnerRegistration,
    handler: (request, reply) =>
      changeByPartner(service, request, reply, {
        id: request.params.id,
        body: request.body,
        dryRun: request.query.dryRun === true,
      }),
  })
  app.route({
    ...contract.withdrawPartnerRegistration,
    handler: (request, reply) =>
      withdrawByPartner(service, request, reply, { id: request.params.id, dryRun: request.query.dryRun === true }),
  })
}
