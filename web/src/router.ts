import type { Right } from '@treffpunkt/shared/accounts'
import { nextTick } from 'vue'
import NotFoundPage from './NotFoundPage.vue'
import PublicFrame from './PublicFrame.vue'
import {
  createRouter,
  type RouteLocationNormalized,
  type Router,
  type RouterHistory,
  type RouteRecordRaw,
} from 'vue-router'
import { loadTexts, text, type TextKey } from './i18n.ts'
import { barrierRoutes } from './barrier-reports/routes.ts'
import { invitationRoutes } from './invitations/routes.ts'
import { publicMeetingRoutes } from './meetings/routes.ts'
import { privacyRoutes } from './privacy/routes.ts'
import { registrationRoutes } from './registrations/routes.ts'
import { legalRoutes } from './settings/routes.ts'
import type { PublicPart } from './texts/catalogues.ts'
import { setPageTitle } from './title.ts'
import { arrive } from './ui/arrival.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Title of the page; pages that show one record set their own when it has come. */
    title?: TextKey
    /** There is no such page in other languages. */
    oneLanguage?: boolean
    /** Texts of the page beside those that every page has. */
    texts?: PublicPart
    /** Who may enter a page of the administration; without it whoever reads there. */
    right?: Right
  }
}

/** @param framed pages of another document in the frame of the public ones. */
const routesWith = (framed: RouteRecordRaw[]): RouteRecordRaw[] => [
  {
    path: '/',
    component: PublicFrame,
    children: [
      ...publicMeetingRoutes,
      ...registrationRoutes,
      ...invitationRoutes,
      ...privacyRoutes,
      ...legalRoutes,
      ...barrierRoutes,
      ...framed,
      {
        path: 'problem',
        name: 'problem',
        component: () => import('./ProblemPage.vue'),
        meta: { title: 'problems.title', texts: 'public-meetings' },
      },
      {
        path: 'problems/:code',
        name: 'problem-type',
        component: () => import('./ProblemTypePage.vue'),
        props: true,
        meta: { oneLanguage: true },
      },
      { path: ':path(.*)*', name: 'not-found', component: NotFoundPage, meta: { title: 'notFound.title' } },
    ],
  },
]

/**
 * The router of one browser, or of one page that the server makes.
 * @param more what a document knows beside the public pages: in their frame, and beside it.
 */
export function makeRouter(
  history: RouterHistory,
  { framed = [], beside = [] }: { framed?: RouteRecordRaw[]; beside?: RouteRecordRaw[] } = {},
): Router {
  const router = createRouter({
    history,
    routes: [...routesWith(framed), ...beside],
    // oxlint-disable-next-line typescript/no-deprecated -- what replaces it is still experimental
    scrollBehavior: (to, from, saved) => {
      if (saved) return saved
      if (to.path === from.path) return false
      return { top: 0 }
    },
  })

  // Texts come side by side with the code of their page.
  const textsOf = ({ meta }: RouteLocationNormalized) => [
    loadTexts('public'),
    ...(meta.texts === undefined ? [] : [loadTexts(meta.texts)]),
  ]
  router.beforeEach(to => void Promise.allSettled(textsOf(to)))
  router.beforeResolve(async to => void (await Promise.all(textsOf(to))))

  router.afterEach(async (to, from, failure) => {
    if (failure) return
    if (to.meta.title) setPageTitle(text(to.meta.title))
    // Filters in the address are not a new page, and the first page has the browser's own announcement.
    if (to.path === from.path || from.matched.length === 0) return
    await nextTick()
    arrive()
  })
  return router
}
