import type { RouteRecordRaw } from 'vue-router'

/** What people see and do about their own data, below the page of their registration. */
export const privacyRoutes: RouteRecordRaw[] = [
  {
    path: 'registrations/:token/data',
    name: 'own-data',
    component: () => import('./OwnDataPage.vue'),
    props: true,
    meta: { title: 'ownData.title', texts: 'registrations' },
  },
  {
    path: 'registrations/:token/erase',
    name: 'erase-own',
    component: () => import('./EraseOwnPage.vue'),
    props: true,
    meta: { title: 'erasing.title', texts: 'registrations' },
  },
]
