// The administration and the ways into it: a document of its own, so that public pages carry nothing of it.
import { createApp } from 'vue'
import { createWebHistory } from 'vue-router'
import App from './App.vue'
import { officeRoute } from './office-routes.ts'
import { makeRouter } from './router.ts'
import { signInRoutes } from './session/routes.ts'
import { startOffice } from './session/start.ts'
import './styles/public.scss'

const app = createApp(App)
const router = makeRouter(createWebHistory(), { framed: signInRoutes, beside: [officeRoute] })
app.use(router)
startOffice(app, () => void router.push({ name: 'sign-in', query: { to: router.currentRoute.value.fullPath } }))
void router.isReady().then(() => app.mount('#app'))
