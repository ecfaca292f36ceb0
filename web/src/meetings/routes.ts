import type { RouteRecordRaw } from 'vue-router'
import PublicMeetingPage from './PublicMeetingPage.vue'
import UpcomingPage from './UpcomingPage.vue'

// The two pages that people come to first are in the first file: a request more would cost them longer than the bytes.

export const publicMeetingRoutes: RouteRecordRaw[] = [
  { path: '', name: 'upcoming', component: UpcomingPage, meta: { title: 'upcoming.title' } },
  { path: 'meetings/:id', name: 'public-meeting', component: PublicMeetingPage, props: true },
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
