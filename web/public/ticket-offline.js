// The worker of tickets: a ticket that was opened once opens again without a network, at the door of a hall with thick
// walls. Its scope is tickets alone; every other page goes to the service as if this were not here.
const cacheName = 'tickets'
/** So long a page may wait for the service before the kept one is shown, in milliseconds. */
const patience = 3000
/** What was kept longer ago than any link lives. */
const tooOld = 60 * 86_400_000

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))

/** The page tells what it is made of: itself, and what it has loaded. */
self.addEventListener('message', event => {
  event.waitUntil(
    keep(event.data.page, event.data.parts).then(
      kept => event.source?.postMessage({ kept }),
      () => event.source?.postMessage({ kept: false }),
    ),
  )
})

self.addEventListener('fetch', event => {
  const { request } = event
  if (request.method !== 'GET') return
  if (request.mode === 'navigate') {
    if (!request.url.endsWith('.pdf')) event.respondWith(openPage(request))
  } else if (new URL(request.url).origin === self.location.origin) event.respondWith(part(request))
})

async function keep(page, parts) {
  const cache = await caches.open(cacheName)
  await forgetOld(cache)
  await Promise.all(parts.map(async url => (await cache.match(url)) ?? cache.add(url)))
  const answer = await fetch(page, { headers: { accept: 'text/html' }, cache: 'no-store' }).catch(() => undefined)
  if (answer) await settle(cache, page, answer)
  return Boolean(await cache.match(page))
}

/** Keeps a ticket that there is; forgets one that there is no more. */
async function settle(cache, page, answer) {
  if (answer.ok) await cache.put(page, answer.clone())
  else if (answer.status === 404 || answer.status === 410) await cache.delete(page)
}

async function forgetOld(cache) {
  for (const request of await cache.keys()) {
    const date = (await cache.match(request))?.headers.get('date')
    if (date && Date.now() - Date.parse(date) > tooOld) await cache.delete(request)
  }
}

/** The newest from the service; what was kept when it does not answer in time. */
async function openPage(request) {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(request.url)
  const fresh = fetch(request).then(async answer => {
    await settle(cache, request.url, answer)
    return answer
  })
  if (!kept) return fresh
  const late = new Promise(resolve => setTimeout(resolve, patience, kept))
  return Promise.race([fresh.then(answer => (answer.status >= 500 ? kept : answer)), late]).catch(() => kept)
}

async function part(request) {
  const kept = await (await caches.open(cacheName)).match(request)
  return kept ?? fetch(request)
}
