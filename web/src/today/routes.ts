import type { RouteRecordRaw } from 'vue-router'

export const todayRoutes: RouteRecordRaw[] = [
  { path: 'today', name: 'today', component: () => import('./TodayPage.vue'), meta: { title: 'today.title' } },
]
