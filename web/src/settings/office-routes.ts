import type { RouteRecordRaw } from 'vue-router'

export const settingsRoutes: RouteRecordRaw[] = [
  {
    path: 'settings',
    name: 'settings',
    component: () => import('./SettingsPage.vue'),
    meta: { title: 'settings.title' },
  },
  {
    path: 'settings/texts',
    name: 'settings-texts',
    component: () => import('./TextsPage.vue'),
    meta: { title: 'settings.textsTitle' },
  },
  {
    path: 'settings/texts/:kind',
    name: 'text-versions',
    component: () => import('./TextVersionsPage.vue'),
    props: route => ({ kind: route.params['kind'], language: route.query['language'] ?? 'de' }),
    meta: { title: 'settings.versionsTitle' },
  },
  {
    path: 'settings/mail',
    name: 'settings-mail',
    component: () => import('./SenderPage.vue'),
    meta: { title: 'settings.senderTitle' },
  },
  {
    path: 'settings/look',
    name: 'settings-look',
    component: () => import('./LookPage.vue'),
    meta: { title: 'settings.lookTitle' },
  },
]
