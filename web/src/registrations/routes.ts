import type { RouteRecordRaw } from 'vue-router'
import { loadWhatIsAsked } from '../questions/loading.ts'

/** Signing up and what follows; the pages of people without an account. */
export const registrationRoutes: RouteRecordRaw[] = [
  {
    path: 'meetings/:id/sign-up',
    name: 'sign-up',
    component: () => import('./SignUpPage.vue'),
    beforeEnter: loadWhatIsAsked,
    props: true,
  },
  {
    path: 'confirmations/:attempt',
    name: 'confirmation',
    component: () => import('./ConfirmCodePage.vue'),
    props: true,
    meta: { title: 'confirming.title', texts: 'registrations' },
  },
  {
    path: 'confirm/:token',
    name: 'confirm',
    component: () => import('./ConfirmLinkPage.vue'),
    props: true,
    meta: { title: 'confirming.linkTitle', texts: 'registrations' },
  },
  {
    path: 'registrations/:token',
    name: 'own-registration',
    component: () => import('./OwnRegistrationPage.vue'),
    props: true,
    meta: { title: 'own.title', texts: 'registrations' },
  },
  {
    path: 'registrations/:token/change',
    name: 'own-change',
    component: () => import('./OwnFormPage.vue'),
    props: ({ params }) => ({ token: params['token'], form: 'change' }),
    meta: { title: 'own.changeOf', texts: 'registrations' },
  },
  {
    path: 'registrations/:token/colleagues',
    name: 'own-colleagues',
    component: () => import('./OwnFormPage.vue'),
    props: ({ params }) => ({ token: params['token'], form: 'colleagues' }),
    meta: { title: 'company.title', texts: 'registrations' },
  },
  {
    path: 'registrations/:token/substitute',
    name: 'own-substitute',
    component: () => import('./OwnFormPage.vue'),
    props: ({ params }) => ({ token: params['token'], form: 'substitute' }),
    meta: { title: 'substitute.title', texts: 'registrations' },
  },
  {
    path: 'registrations/:token/contact-list',
    name: 'own-contact-list',
    component: () => import('./OwnContactListPage.vue'),
    props: true,
    meta: { title: 'contactList.title', texts: 'registrations' },
  },
  {
    path: 'tickets/:token',
    name: 'ticket',
    component: () => import('./TicketPage.vue'),
    props: true,
    meta: { title: 'ticket.title', texts: 'registrations' },
  },
  {
    path: 'lost-link',
    name: 'lost-link',
    component: () => import('./LostLinkPage.vue'),
    meta: { title: 'lostLink.title', texts: 'registrations' },
  },
]
