import type { RouteRecordRaw } from 'vue-router'

export const accountRoutes: RouteRecordRaw[] = [
  {
    path: 'account',
    name: 'own-account',
    component: () => import('./OwnAccountPage.vue'),
    meta: { title: 'accounts.ownTitle' },
  },
  {
    path: 'accounts',
    name: 'accounts',
    component: () => import('./AccountsPage.vue'),
    meta: { right: 'admin', title: 'accounts.title' },
  },
  {
    path: 'accounts/:id',
    name: 'account',
    component: () => import('./AccountPage.vue'),
    props: true,
    meta: { right: 'admin' },
  },
]
