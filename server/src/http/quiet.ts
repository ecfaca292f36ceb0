import type { FastifyInstance } from 'fastify'

/** In milliseconds. */
const moment = 100

/**
 * Tells whether nobody has asked this process for anything for a moment, so that work which nobody waits for may take as
 * much of it as it wants.
 */
export function watchQuiet(app: FastifyInstance): () => boolean {
  let last = 0
  const note = (_request: unknown, _reply: unknown, done: () => void) => {
    last = performance.now()
    done()
  }
  app.addHook('onRequest', note)
  app.addHook('onResponse', note)
  return () => performance.now() - last > moment
}
