import type { App } from 'vue'
import type { RouteLocationNormalized, RouteLocationRaw, RouteRecordRaw } from 'vue-router'
import { loadAdminTexts } from '../i18n.ts'
import { leadToDoor } from './destination.ts'

let app: App | undefined
let leave: (() => void) | undefined

/** Hands over the app on which the administration is installed when somebody enters it, and the way out. */
export function prepareOffice(vueApp: App, toSignIn: () => void): void {
  app = vueApp
  leave = toSignIn
}

async function loadOffice(): Promise<(typeof import('./store.ts'))['useSession']> {
  const [{ startOffice }, { useSession }] = await Promise.all([
    import('./start.ts'),
    import('./store.ts'),
    loadAdminTexts(),
  ])
  if (app) startOffice(app, () => leave?.())
  return useSession
}

/**
 * Lets in who is signed in; who may only check in goes to the door, everybody else to the sign-in page, to come back
 * afterwards.
 */
export async function enterOffice(to: RouteLocationNormalized): Promise<boolean | RouteLocationRaw> {
  const session = (await loadOffice())()
  if (!session.session) await session.load()
  // the page is given up for another document; to break the navigation off would be an error of the page
  if (leadToDoor(session.account?.role)) return new Promise(() => {})
  return session.account ? true : { name: 'sign-in', query: { to: to.fullPath } }
}

const routes: RouteRecordRaw[] = [
  {
    path: 'sign-in',
    name: 'sign-in',
    component: () => import('./SignInPage.vue'),
    beforeEnter: async () => void (await loadOffice()),
    meta: { title: 'signIn.title' },
  },
  {
    path: 'sign-in/:token',
    name: 'sign-in-link',
    component: () => import('./SignInLinkPage.vue'),
    beforeEnter: async () => void (await loadOffice()),
    props: true,
    meta: { title: 'signIn.linkTitle' },
  },
  {
    path: 'forgotten-password',
    name: 'forgotten-password',
    component: () => import('./ForgottenPasswordPage.vue'),
    beforeEnter: async () => void (await loadOffice()),
    meta: { title: 'signIn.forgottenTitle' },
  },
  {
    path: 'invitation/:token',
    name: 'invitation',
    component: () => import('./SetPasswordPage.vue'),
    beforeEnter: async () => void (await loadOffice()),
    props: route => ({ token: route.params['token'], purpose: 'invitation' }),
    meta: { title: 'signIn.invitationTitle' },
  },
  {
    path: 'reset-password/:token',
    name: 'reset-password',
    component: () => import('./SetPasswordPage.vue'),
    beforeEnter: async () => void (await loadOffice()),
    props: route => ({ token: route.params['token'], purpose: 'password_reset' }),
    meta: { title: 'signIn.resetTitle' },
  },
  {
    path: 'confirm-email/:token',
    name: 'confirm-email',
    component: () => import('./ConfirmEmailPage.vue'),
    beforeEnter: async () => void (await loadOffice()),
    props: true,
    meta: { title: 'signIn.emailTitle' },
  },
]

/** The pages of the office on which nobody is signed in yet; they speak German as all of its pages. */
export const signInRoutes: RouteRecordRaw[] = routes.map(
  route => ({ ...route, meta: { ...route.meta, oneLanguage: true } }) as RouteRecordRaw,
)
