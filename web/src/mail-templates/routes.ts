import type { RouteRecordRaw } from 'vue-router'

export const mailTemplateRoutes: RouteRecordRaw[] = [
  {
    path: 'mail-templates',
    name: 'mail-templates',
    component: () => import('./TemplatesPage.vue'),
    meta: { title: 'mailTemplates.title', right: 'coordinator' },
  },
  {
    path: 'mail-templates/:kind/:language',
    name: 'mail-template',
    component: () => import('./TemplatePage.vue'),
    props: true,
    meta: { title: 'mailTemplates.title', right: 'coordinator' },
  },
]
