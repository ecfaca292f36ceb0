import type { RouteRecordRaw } from 'vue-router'

// The two pages that people come to first are in one file; the server's page names it in its head.

export const publicMeetingRoutes: RouteRecordRaw[] = [
  {
    path: '',
    name: 'upcoming',
    component: () => import('./UpcomingPage.vue'),
    meta: { title: 'upcoming.title', texts: 'public-meetings' },
  },
  {
    path: 'meetings/:id',
    name: 'public-meeting',
    component: () => import('./PublicMeetingPage.vue'),
    props: true,
    meta: { texts: 'public-meetings' },
  },
]
