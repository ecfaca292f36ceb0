import type { RouteRecordRaw } from 'vue-router'
import { loadAdminTexts } from './admin-texts.ts'

const routes: RouteRecordRaw[] = [
  {
    path: 'sign-in',
    name: 'sign-in',
    component: () => import('./SignInPage.vue'),
    meta: { title: 'signIn.title' },
  },
  {
    path: 'sign-in/:token',
    name: 'sign-in-link',
    component: () => import('./SignInLinkPage.vue'),
    props: true,
    meta: { title: 'signIn.linkTitle' },
  },
  {
    path: 'forgotten-password',
    name: 'forgotten-password',
    component: () => import('./ForgottenPasswordPage.vue'),
    meta: { title: 'signIn.forgottenTitle' },
  },
  {
    path: 'invitation/:token',
    name: 'invitation',
    component: () => import('./SetPasswordPage.vue'),
    props: route => ({ token: route.params['token'], purpose: 'invitation' }),
    meta: { title: 'signIn.invitationTitle' },
  },
  {
    path: 'reset-password/:token',
    name: 'reset-password',
    component: () => import('./SetPasswordPage.vue'),
    props: route => ({ token: route.params['token'], purpose: 'password_reset' }),
    meta: { title: 'signIn.resetTitle' },
  },
  {
    path: 'confirm-email/:token',
    name: 'confirm-email',
    component: () => import('./ConfirmEmailPage.vue'),
    props: true,
    meta: { title: 'signIn.emailTitle' },
  },
]

/** The pages of the office on which nobody is signed in yet; they speak German as all of its pages. */
export const signInRoutes: RouteRecordRaw[] = routes.map(
  route =>
    ({
      ...route,
      beforeEnter: async () => void (await loadAdminTexts()),
      meta: { ...route.meta, oneLanguage: true },
    }) as RouteRecordRaw,
)
