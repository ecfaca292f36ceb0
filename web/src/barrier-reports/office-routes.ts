import type { RouteRecordRaw } from 'vue-router'

/** The inbox of barriers that were reported; a report may tell of a disability, so readers have no part in it. */
export const officeBarrierRoutes: RouteRecordRaw[] = [
  {
    path: 'barrier-reports',
    name: 'barrier-reports',
    component: () => import('./BarrierReportsPage.vue'),
    meta: { right: 'coordinator', title: 'barrierReports.title' },
  },
  {
    path: 'barrier-reports/:id',
    name: 'barrier-report',
    component: () => import('./BarrierReportPage.vue'),
    props: true,
    meta: { right: 'coordinator', title: 'barrierReports.one' },
  },
]
