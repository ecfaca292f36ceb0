import type { RouteRecordRaw } from 'vue-router'
import { placeToEdit } from './edit-places.ts'

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
  {
    path: 'meetings/:id',
    name: 'meeting',
    component: () => import('./MeetingPage.vue'),
    props: true,
    // links from before the page had parts
    beforeEnter: ({ params, query }) =>
      typeof query.edit === 'string' ? placeToEdit(String(params.id), query.edit) : true,
  },
  {
    path: 'meetings/:id/content',
    name: 'meeting-content',
    component: () => import('./MeetingContentPage.vue'),
    props: true,
  },
  {
    path: 'meetings/:id/sign-up',
    name: 'meeting-sign-up',
    component: () => import('./MeetingSignUpPage.vue'),
    props: true,
  },
]
