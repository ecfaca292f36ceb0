import type { RouteRecordRaw } from 'vue-router'

export const venueRoutes: RouteRecordRaw[] = [
  { path: 'venues', name: 'venues', component: () => import('./VenuesPage.vue'), meta: { title: 'venues.title' } },
  {
    path: 'venues/new',
    name: 'new-venue',
    component: () => import('./NewVenuePage.vue'),
    meta: { right: 'coordinator', title: 'venues.newTitle' },
  },
  { path: 'venues/:id', name: 'venue', component: () => import('./VenuePage.vue'), props: true },
]
