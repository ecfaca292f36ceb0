import type { RouteRecordRaw } from 'vue-router'

/** The inbox of barriers that were reported. */
export const officeBarrierRoutes: RouteRecordRaw[] = [
  {
    path: 'barrier-reports',
    name: 'barrier-reports',
    component: () => import('./BarrierReportsPage.vue'),
    meta: { title: 'barrierReports.title' },
  },
  {
    path: 'barrier-reports/:id',
    name: 'barrier-report',
    component: () => import('./BarrierReportPage.vue'),
    props: true,
    meta: { title: 'barrierReports.one' },
  },
]
