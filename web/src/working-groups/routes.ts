import type { RouteRecordRaw } from 'vue-router'

export const workingGroupRoutes: RouteRecordRaw[] = [
  {
    path: 'working-groups',
    name: 'working-groups',
    component: () => import('./WorkingGroupsPage.vue'),
    meta: { title: 'workingGroups.title' },
  },
  {
    path: 'working-groups/new',
    name: 'new-working-group',
    component: () => import('./NewWorkingGroupPage.vue'),
    meta: { right: 'coordinator', title: 'workingGroups.newTitle' },
  },
  { path: 'working-groups/:id', name: 'working-group', component: () => import('./WorkingGroupPage.vue'), props: true },
]
