// The build of the client for the server: makes the first view of public pages from the same components.
import { createSSRApp } from 'vue'
import { createMemoryHistory } from 'vue-router'
import { renderToString } from 'vue/server-renderer'
import { giveAnswers } from './api/page-data.ts'
import App from './App.vue'
import { makeRouter } from './router.ts'
import { forgetNetwork } from './settings/useNetwork.ts'
import { markMistakes, setPageTitle, wholeTitle } from './title.ts'

type Rendered = {
  title: string
  content: string
  /** The components it was made of, by their path from web/: their styles and scripts belong into the head. */
  modules: string[]
}

async function renderNow({ path, data }: { path: string; data: Record<string, unknown> }): Promise<Rendered> {
  forgetNetwork()
  setPageTitle('')
  markMistakes(false)
  giveAnswers(data)
  const router = makeRouter(createMemoryHistory())
  const app = createSSRApp(App).use(router)
  await router.push(path)
  await router.isReady()
  const context: { modules?: Set<string> } = {}
  const content = await renderToString(app, context)
  return { title: wholeTitle(), content, modules: [...(context.modules ?? [])] }
}

let before: Promise<unknown> = Promise.resolve()

/**
 * The page at `path` as HTML, made with the answers of the API in `data`, by their address. One page after the other:
 * what a page shows (network, title) stands in modules that all pages share.
 */
export function render(page: { path: string; data: Record<string, unknown> }): Promise<Rendered> {
  const next = before.then(() => renderNow(page))
  before = next.catch(() => undefined)
  return next
}
