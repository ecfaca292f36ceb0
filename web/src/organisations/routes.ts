import type { RouteRecordRaw } from 'vue-router'

export const organisationRoutes: RouteRecordRaw[] = [
  {
    path: 'organisations',
    name: 'organisations',
    component: () => import('./OrganisationsPage.vue'),
    meta: { title: 'organisations.title' },
  },
  {
    path: 'organisations/new',
    name: 'new-organisation',
    component: () => import('./NewOrganisationPage.vue'),
    meta: { right: 'coordinator', title: 'organisations.newTitle' },
  },
  { path: 'organisations/:id', name: 'organisation', component: () => import('./OrganisationPage.vue'), props: true },
]
