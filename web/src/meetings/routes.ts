import type { RouteRecordRaw } from 'vue-router'

// The two pages that people come to first are in one file; the server's page names it in its head.

export const publicMeetingRoutes: RouteRecordRaw[] = [
  { path: '', name: 'upcoming', component: () => import('./UpcomingPage.vue'), meta: { title: 'upcoming.title' } },
  { path: 'meetings/:id', name: 'public-meeting', component: () => import('./PublicMeetingPage.vue'), props: true },
]

export const meetingRoutes: RouteRecordRaw[] = [
  {
    path: 'meetings',
    name: 'meetings',
    component: () => import('./MeetingsPage.vue'),
    meta: { title: 'meetings.title' },
  },
  {
    path: 'meetings/new',
    name: 'new-meeting',
    component: () => import('./NewMeetingPage.vue'),
    meta: { title: 'meetings.newTitle' },
  },
  { path: 'meetings/:id', name: 'meeting', component: () => import('./MeetingPage.vue'), props: true },
]
