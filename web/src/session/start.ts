import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import type { App } from 'vue'
import { onSessionEnded } from '../api/client.ts'
import { useSession } from './store.ts'

/** Installs what only the administration needs: stores and the cache of server data. */
export function startOffice(app: App, ended: () => void): void {
  const pinia = createPinia()
  app.use(pinia)
  app.use(PiniaColada, { queryOptions: { staleTime: 2_000, gcTime: 300_000 } })
  onSessionEnded(asked => {
    const session = useSession(pinia)
    // whoever works in the administration loses nothing; see SessionEnded
    if (session.account) return session.end(asked)
    session.forget()
    ended()
  })
}
