import type { RouteRecordRaw } from 'vue-router'

export const officeRegistrationRoutes: RouteRecordRaw[] = [
  {
    path: 'meetings/:id/registrations',
    name: 'registrations',
    component: () => import('./RegistrationsPage.vue'),
    props: true,
    meta: { title: 'registrations.title', texts: 'registrations' },
  },
  {
    path: 'meetings/:id/registrations/print',
    name: 'registrations-print',
    component: () => import('./PrintListPage.vue'),
    props: true,
    meta: { right: 'coordinator', title: 'registrations.printTitle' },
  },
  {
    path: 'meetings/:id/contact-list',
    name: 'contact-list',
    component: () => import('./ContactListPage.vue'),
    props: true,
    meta: { right: 'coordinator', title: 'registrations.contacts', texts: 'registrations' },
  },
]
