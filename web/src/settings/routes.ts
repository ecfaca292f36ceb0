import type { RouteRecordRaw } from 'vue-router'
import type { TextKey } from '../i18n.ts'

const titles = {
  imprint: 'frame.imprint',
  privacy: 'frame.privacy',
  accessibility: 'frame.accessibility',
  'easy-language': 'frame.easyLanguage',
  'sign-language': 'frame.signLanguage',
} satisfies Record<string, TextKey>

// one import for all of them: each of its own weighs as much in what every page loads
const component = () => import('./TextPage.vue')

/** What the law asks for; in Leichte Sprache and about sign language, the server says whether there is anything. */
export const legalRoutes = Object.entries(titles).map(([name, title]): RouteRecordRaw => ({
  path: name,
  name,
  component,
  props: { kind: name.replace('-', '_') },
  meta: { title, texts: 'public-meetings' },
}))
