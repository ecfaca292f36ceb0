import { accessTaskRoutes } from '../access-tasks/routes.ts'
import { findSignedIn } from '../accounts/answers.ts'
import { accountRoutes, ownAccountRoutes, sessionRoutes } from '../accounts/routes.ts'
import { openapiRoutes } from '../api-docs/routes.ts'
import { admitWithin, apiKeyRoutes, findPartnerOf } from '../api-keys/routes.ts'
import { fixConcluded } from '../attendance/conclude.ts'
import { followOrganisation } from '../attendance/follow-organisation.ts'
import { attendanceRoutes, doorRoutes, findDoorLinkOf } from '../attendance/routes.ts'
import { barrierRoutes, publicBarrierRoutes } from '../barrier-reports/routes.ts'
import { countLastChances, listHistory } from '../changes/history.ts'
import { changeRoutes } from '../changes/routes.ts'
import { exportRoutes } from '../exports/routes.ts'
import { requireDoor, requireLink, requirePartner, requireSignedIn } from '../http/actor.ts'
import type { App, Service } from '../http/service.ts'
import type { WriteMail } from '../mail/send.ts'
import { invitedTo } from '../invitations/mails.ts'
import { invitationRoutes, publicInvitationRoutes } from '../invitations/routes.ts'
import { announceCancellation, announceMove } from '../mailings/announce.ts'
import { mailingRoutes } from '../mailings/routes.ts'
import { previewer } from '../mail-templates/mails.ts'
import { templateEditor } from '../mail-templates/versions.ts'
import { mailTemplateRoutes } from '../mail-templates/routes.ts'
import { mailRoutes } from '../mails/routes.ts'
import { meetingRoutes, publicMeetingRoutes } from '../meetings/routes.ts'
import { organisationRoutes } from '../organisations/routes.ts'
import { partnerRoutes } from '../partners/routes.ts'
import { peopleRoutes } from '../people/routes.ts'
import { ownDataRoutes, privacyRoutes } from '../privacy/routes.ts'
import { copyQuestions } from '../questions/copy.ts'
import { publicQuestionRoutes, questionRoutes } from '../questions/routes.ts'
import {
  findAttendee,
  ownRegistrationRoutes,
  publicRegistrationRoutes,
  registrationRoutes,
} from '../registrations/routes.ts'
import { reminderRoutes } from '../reminders/routes.ts'
import { settleAfterChange } from '../registrations/seats.ts'
import { publicSettingsRoutes, settingsRoutes } from '../settings/routes.ts'
import { statisticsRoutes } from '../statistics/routes.ts'
import { todayRoutes } from '../today/routes.ts'
import { venueRoutes } from '../venues/routes.ts'
import { restoreView } from '../views/edit.ts'
import { viewRoutes } from '../views/routes.ts'
import { otherPreviews } from './mail-writer.ts'
import { workingGroupRoutes } from '../working-groups/routes.ts'

/**
 * Hangs up the routes of all nouns. Scopes differ in who may enter: everybody, people with a personal link, programs of
 * organisations, helpers at the door, signed-in people.
 */
export function registerApi(app: App, service: Service, writeMail: WriteMail): void {
  // everybody
  void app.register(async scope => {
    await scope.register(sessionRoutes(service))
    await scope.register(publicSettingsRoutes(service))
    await scope.register(publicMeetingRoutes(service))
    await scope.register(publicQuestionRoutes(service))
    await scope.register(publicRegistrationRoutes(service))
    await scope.register(publicInvitationRoutes(service))
    await scope.register(publicBarrierRoutes(service))
    await scope.register(openapiRoutes)
  })
  // people with the personal link of their registration
  void app.register(async scope => {
    scope.addHook('onRequest', requireLink(findAttendee(service)))
    await scope.register(ownRegistrationRoutes(service))
    await scope.register(ownDataRoutes(service))
  })
  // programs of organisations, as far as their key goes
  void app.register(async scope => {
    scope.addHook('onRequest', requirePartner(findPartnerOf(service), admitWithin(service)))
    await scope.register(partnerRoutes(service))
  })
  const signedIn = requireSignedIn(findSignedIn(service), service.keys)
  // helpers at the door: by the link of one meeting, or signed in
  void app.register(async scope => {
    scope.addHook('onRequest', requireDoor(findDoorLinkOf(service), signedIn))
    await scope.register(doorRoutes(service))
  })
  // signed-in people, as far as the contract of each route lets their role
  void app.register(async scope => {
    scope.addHook('onRequest', signedIn)
    await scope.register(ownAccountRoutes(service))
    await scope.register(accountRoutes(service))
    await scope.register(settingsRoutes(service))
    await scope.register(venueRoutes(service))
    await scope.register(organisationRoutes(service, followOrganisation))
    await scope.register(apiKeyRoutes(service))
    await scope.register(peopleRoutes(service))
    await scope.register(privacyRoutes(service))
    await scope.register(workingGroupRoutes(service))
    await scope.register(
      meetingRoutes(service, {
        changed: settleAfterChange(service),
        moved: announceMove(service),
        cancelled: announceCancellation(service),
        cloned: async (trx, actor, from, to, copy) => {
          if (copy.questions === true) await copyQuestions(trx, actor, from, to)
        },
        concluded: fixConcluded,
      }),
    )
    await scope.register(questionRoutes(service))
    await scope.register(registrationRoutes(service, followOrganisation))
    await scope.register(accessTaskRoutes(service))
    await scope.register(attendanceRoutes(service))
    await scope.register(statisticsRoutes(service))
    await scope.register(mailingRoutes(service))
    await scope.register(invitationRoutes(service))
    await scope.register(reminderRoutes(service))
    await scope.register(mailTemplateRoutes(service, previewer(service, otherPreviews), invitedTo))
    await scope.register(exportRoutes(service))
    await scope.register(viewRoutes(service))
    await scope.register(barrierRoutes(service))
    await scope.register(mailRoutes(service, writeMail))
    await scope.register(
      changeRoutes(
        service,
        { view: restoreView },
        {
          meetingChanged: settleAfterChange(service),
          organisationNamed: followOrganisation,
          mailTemplate: templateEditor,
        },
      ),
    )
    await scope.register(todayRoutes(service, { listHistory, countLastChances }))
  })
}
