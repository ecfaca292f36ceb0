import type { RouteRecordRaw } from 'vue-router'

export const legalRoutes: RouteRecordRaw[] = [
  {
    path: 'imprint',
    name: 'imprint',
    component: () => import('./TextPage.vue'),
    props: { kind: 'imprint' },
    meta: { title: 'frame.imprint' },
  },
  {
    path: 'privacy',
    name: 'privacy',
    component: () => import('./TextPage.vue'),
    props: { kind: 'privacy' },
    meta: { title: 'frame.privacy' },
  },
  {
    path: 'accessibility',
    name: 'accessibility',
    component: () => import('./TextPage.vue'),
    props: { kind: 'accessibility' },
    meta: { title: 'frame.accessibility' },
  },
]
