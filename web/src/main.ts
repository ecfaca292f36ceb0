import { createApp, createSSRApp } from 'vue'
import { createWebHistory } from 'vue-router'
import App from './App.vue'
import { keepTyped } from './form/typed.ts'
import { makeRouter } from './router.ts'
import { prepareOffice } from './session/routes.ts'
import './styles/public.scss'

const root = document.getElementById('app')
if (!root) throw new Error('The page has no element #app.')

// A public page is there already, made by the server from the same components; it is taken over as it stands.
const app = root.firstElementChild ? createSSRApp(App) : createApp(App)
const router = makeRouter(createWebHistory())
app.use(router)
prepareOffice(app, () => void router.push({ name: 'sign-in', query: { to: router.currentRoute.value.fullPath } }))

// Mounted when the page's code is there: what the server sent stays visible until then. Without a top-level await,
// because the parts that are loaded on demand import from this file and would wait for it for ever.
void router.isReady().then(() => {
  keepTyped(root)
  app.mount(root)
})
