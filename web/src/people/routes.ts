import type { RouteRecordRaw } from 'vue-router'

export const peopleRoutes: RouteRecordRaw[] = [
  { path: 'people', name: 'people', component: () => import('./PeoplePage.vue'), meta: { title: 'people.title' } },
  {
    path: 'people/new',
    name: 'new-person',
    component: () => import('./NewPersonPage.vue'),
    meta: { right: 'coordinator', title: 'people.newTitle' },
  },
  { path: 'people/:id', name: 'person', component: () => import('./PersonPage.vue'), props: true },
]
