import type { RouteRecordRaw } from 'vue-router'

/** Reporting a barrier, and the receipt. */
export const barrierRoutes: RouteRecordRaw[] = [
  {
    path: 'report-barrier',
    name: 'report-barrier',
    component: () => import('./ReportBarrierPage.vue'),
    meta: { title: 'frame.reportBarrier', texts: 'public-meetings' },
  },
  {
    path: 'report-barrier/:token',
    name: 'barrier-receipt',
    component: () => import('./BarrierReceiptPage.vue'),
    props: true,
    meta: { title: 'barriers.doneTitle', texts: 'public-meetings' },
  },
]
