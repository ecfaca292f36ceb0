import type { RouteRecordRaw } from 'vue-router'

/** The page of somebody who was invited. */
export const invitationRoutes: RouteRecordRaw[] = [
  {
    path: 'invitations/:token',
    component: () => import('./InvitationPage.vue'),
    props: true,
    meta: { texts: 'registrations' },
  },
]
