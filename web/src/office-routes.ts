import type { RouteRecordRaw } from 'vue-router'
import { accountRoutes } from './accounts/routes.ts'
import { attendanceRoutes } from './attendance/routes.ts'
import { historyRoutes } from './changes/routes.ts'
import { exportRoutes } from './exports/routes.ts'
import { officeInvitationRoutes } from './invitations/office-routes.ts'
import { mailingRoutes } from './mailings/routes.ts'
import { officeBarrierRoutes } from './barrier-reports/office-routes.ts'
import { mailTemplateRoutes } from './mail-templates/routes.ts'
import { mailRoutes } from './mails/routes.ts'
import { meetingRoutes } from './meetings/office-routes.ts'
import { organisationRoutes } from './organisations/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { officeRegistrationRoutes } from './registrations/office-routes.ts'
import { enterOffice } from './session/enter.ts'
import { settingsRoutes } from './settings/office-routes.ts'
import { statisticsRoutes } from './statistics/routes.ts'
import { todayRoutes } from './today/routes.ts'
import { venueRoutes } from './venues/routes.ts'
import { workingGroupRoutes } from './working-groups/routes.ts'

/** The administration: loaded when somebody enters it. */
export const officeRoute: RouteRecordRaw = {
  path: '/admin',
  component: () => import('./AdminFrame.vue'),
  beforeEnter: enterOffice,
  children: [
    { path: '', redirect: { name: 'today' } },
    ...todayRoutes,
    ...meetingRoutes,
    ...officeRegistrationRoutes,
    ...attendanceRoutes,
    ...statisticsRoutes,
    ...peopleRoutes,
    ...organisationRoutes,
    ...workingGroupRoutes,
    ...venueRoutes,
    ...exportRoutes,
    ...officeInvitationRoutes,
    ...mailingRoutes,
    ...mailRoutes,
    ...mailTemplateRoutes,
    ...officeBarrierRoutes,
    ...historyRoutes,
    ...accountRoutes,
    ...settingsRoutes,
  ],
}
