import type { RouteRecordRaw } from 'vue-router'

export const mailingRoutes: RouteRecordRaw[] = [
  {
    path: 'meetings/:id/mailings',
    name: 'mailings',
    component: () => import('./MailingsPage.vue'),
    props: true,
    meta: { title: 'mailings.title' },
  },
]
