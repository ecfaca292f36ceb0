import type { Pages } from '../http/pages.ts'
import type { App } from '../http/service.ts'

/**
 * The phone at the door: a page of its own that goes on without a network. With a door link its token stands in the path
 * (redacted in the proxy's log, and we keep none), because it is opened by a camera or a messenger; the page sends it in a
 * header.
 */
export const doorPages = (pages: Pages) => async (app: App) => {
  for (const path of ['/door', '/door/*'])
    app.get(path, { schema: { hide: true } }, async (_request, reply) =>
      // reading codes with the camera is WebAssembly
      pages.sendDocument(reply, 'door.html', { scriptSrc: ["'wasm-unsafe-eval'"] }),
    )
}
