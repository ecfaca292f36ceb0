import type { RouteRecordRaw } from 'vue-router'

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
    meta: { right: 'coordinator', title: 'meetings.newTitle' },
  },
  {
    path: 'meetings/:id/next',
    name: 'next-meeting',
    component: () => import('./NextMeetingPage.vue'),
    props: true,
    meta: { right: 'coordinator', title: 'nextMeeting.title' },
  },
  {
    path: 'meetings/:id/preview',
    name: 'meeting-preview',
    component: () => import('./MeetingPreviewPage.vue'),
    props: true,
    meta: { texts: 'public-meetings' },
  },
  { path: 'meetings/:id', name: 'meeting', component: () => import('./MeetingPage.vue'), props: true },
]
