import type { RouteRecordRaw } from 'vue-router'

export const mailRoutes: RouteRecordRaw[] = [
  { path: 'mails', name: 'mails', component: () => import('./MailsPage.vue'), meta: { title: 'mails.title' } },
  { path: 'mails/:id', name: 'mail', component: () => import('./MailPage.vue'), props: true },
]
