import type { RouteRecordRaw } from 'vue-router'

export const attendanceRoutes: RouteRecordRaw[] = [
  {
    path: 'meetings/:id/attendance',
    name: 'attendance',
    component: () => import('./AttendancePage.vue'),
    props: true,
    meta: { title: 'attendance.title' },
  },
]
