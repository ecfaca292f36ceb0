import type { RouteRecordRaw } from 'vue-router'

export const exportRoutes: RouteRecordRaw[] = [
  {
    path: 'exports',
    name: 'exports',
    component: () => import('./ExportsPage.vue'),
    meta: { right: 'coordinator', title: 'exports.logTitle' },
  },
  {
    path: 'meetings/:id/exports',
    name: 'meeting-exports',
    component: () => import('./MeetingExportsPage.vue'),
    props: true,
    meta: { right: 'coordinator', title: 'exports.logTitle' },
  },
]
