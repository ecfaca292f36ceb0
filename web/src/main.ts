import { createApp, createSSRApp } from 'vue'
import { createMemoryHistory, createWebHistory } from 'vue-router'
import App from './App.vue'
import { languageOfPath, prefixOf } from '@treffpunkt/shared/languages'
import { standsInPage } from './api/page-data.ts'
import { keepTyped } from './form/typed.ts'
import { setLanguage } from './i18n.ts'
import { makeRouter } from './router.ts'
import './styles/public.scss'

const root = document.getElementById('app')
if (!root) throw new Error('The page has no element #app.')

const language = languageOfPath(location.pathname)
setLanguage(language)

// A public page is there already, made by the server from the same components; it is taken over as it stands.
const app = root.firstElementChild ? createSSRApp(App) : createApp(App)
// A page about a problem stands at the address that could not be answered; every way on leads to the server again.
const isProblem = standsInPage('/problem')
const base = prefixOf(language)
const history = isProblem ? createMemoryHistory(base) : createWebHistory(base)
if (isProblem) history.replace('/problem')
const router = makeRouter(history)
app.use(router)

// Mounted when the page's code is there: what the server sent stays visible until then. Without a top-level await,
// because the parts that are loaded on demand import from this file and would wait for it for ever.
void router.isReady().then(() => {
  // What these pages do not know the server may: the administration, to which Back can lead, is another document.
  router.beforeEach(to => {
    if (!isProblem && to.name !== 'not-found') return true
    location.assign(router.resolve(to.fullPath).href)
    return isProblem ? false : new Promise(() => {})
  })
  keepTyped(root)
  app.mount(root)
})
