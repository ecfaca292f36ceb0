// The build of the client for the server: makes the first view of public pages from the same components.
import { prefixOf, type Language } from '@treffpunkt/shared/languages'
import { createSSRApp } from 'vue'
import { createMemoryHistory } from 'vue-router'
import { renderToString } from 'vue/server-renderer'
import { giveAnswers } from './api/page-data.ts'
import App from './App.vue'
import { setLanguage } from './i18n.ts'
import { makeRouter } from './router.ts'
import { forgetNetwork } from './settings/useNetwork.ts'
import { markMistakes, setPageTitle, wholeTitle } from './title.ts'

type Rendered = {
  title: string
  content: string
  /** The components and texts it was made of, by their path from web/: their styles and scripts belong into the head. */
  modules: string[]
}

/** What the server says of a page: its path without the language, and the answers of the API that it shows. */
type Asked = { path: string; language: Language; data: Record<string, unknown> }

async function renderNow({ path, language, data }: Asked): Promise<Rendered> {
  setLanguage(language)
  forgetNetwork()
  setPageTitle('')
  markMistakes(false)
  giveAnswers(data)
  const router = makeRouter(createMemoryHistory(prefixOf(language)))
  const app = createSSRApp(App).use(router)
  await router.push(path)
  await router.isReady()
  const context: { modules?: Set<string> } = {}
  const content = await renderToString(app, context)
  const texts = ['public', router.currentRoute.value.meta.texts].filter(part => part !== undefined)
  const catalogues = texts.map(part => `src/texts/${language}/${part}.ts`)
  return { title: wholeTitle(), content, modules: [...(context.modules ?? []), ...catalogues] }
}

let before: Promise<unknown> = Promise.resolve()

/**
 * The page at `path` as HTML, made with the answers of the API in `data`, by their address. One page after the other:
 * what a page shows (network, title) stands in modules that all pages share.
 */
export function render(page: Asked): Promise<Rendered> {
  const next = before.then(() => renderNow(page))
  before = next.catch(() => undefined)
  return next
}
