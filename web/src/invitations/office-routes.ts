import type { RouteRecordRaw } from 'vue-router'

export const officeInvitationRoutes: RouteRecordRaw[] = [
  {
    path: 'meetings/:id/invitations',
    name: 'invitations',
    component: () => import('./InvitationsPage.vue'),
    props: true,
    meta: { title: 'invitations.title' },
  },
]
