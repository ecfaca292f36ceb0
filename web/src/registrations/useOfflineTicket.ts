import { onMounted, onScopeDispose, ref, type Ref } from 'vue'
import { inLanguage } from '../i18n.ts'

/**
 * Keeps the ticket that is shown on this device, by a worker whose scope is tickets alone.
 * @returns whether it opens without a network from now on.
 */
export function useOfflineTicket(): Readonly<Ref<boolean>> {
  const kept = ref(false)
  const hear = (event: MessageEvent<{ kept: boolean }>) => {
    kept.value = event.data.kept
  }
  onMounted(async () => {
    // without HTTPS there is none, and some browsers have none in private windows
    const workers = (navigator as Partial<Navigator>).serviceWorker
    if (!workers) return
    workers.addEventListener('message', hear)
    onScopeDispose(() => workers.removeEventListener('message', hear))
    try {
      const scope = inLanguage('/tickets/')
      const registration = await workers.register('/ticket-offline.js', { scope })
      const worker = await active(registration)
      // what comes after the page has been shown, fonts above all, is kept as well
      await document.fonts.ready
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin of its own to name
      worker?.postMessage({ page: location.href.split('#')[0], parts: loaded() })
    } catch {
      // it opens with a network only
    }
  })
  return kept
}

/** The worker once it works; it takes a moment after the first registration. */
const active = async (registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> => {
  const worker = registration.active ?? registration.waiting ?? registration.installing
  if (worker && worker.state !== 'activated')
    await new Promise<void>(resolve =>
      worker.addEventListener('statechange', () => worker.state === 'activated' && resolve()),
    )
  return registration.active
}

/** What this page has loaded from us, without answers of the API. */
function loaded(): string[] {
  const urls = performance.getEntriesByType('resource').map(({ name }) => name)
  const own = urls.filter(url => url.startsWith(`${location.origin}/`) && !url.includes('/api/'))
  return [...new Set(own)]
}
