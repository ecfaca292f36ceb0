import type { FastifyInstance } from 'fastify'
import type pg from 'pg'

declare module 'fastify' {
  interface FastifyInstance {
    /** From now on says that it is not ready, and asks for every connection to be closed; goes on serving. */
    drain(): void
  }
}

/**
 * `/healthz`: the process is alive. `/readyz`: it can serve, which takes a database that answers within two seconds;
 * asked on a connection of its own, because a pool full of waiting requests says nothing about the database.
 * @param pool for this alone.
 */
export function useHealth(app: FastifyInstance, pool: pg.Pool): void {
  let draining = false
  app.decorate('drain', () => {
    draining = true
  })
  app.addHook('preClose', () => {
    draining = true
  })
  // a proxy that keeps connections open would send the next request over one that is about to be closed
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (draining) void reply.header('connection', 'close')
    done(null, payload)
  })
  const plain = { schema: { hide: true }, logLevel: 'warn' } as const
  app.get('/healthz', plain, async (_request, reply) => reply.type('text/plain').send('ok\n'))
  app.get('/readyz', plain, async (_request, reply) => {
    const ready = !draining && (await answersWithin(pool, 1500))
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .headers(ready ? {} : { 'retry-after': '2' })
      .type('text/plain')
      .send(ready ? 'ready\n' : 'not ready\n')
  })
}

async function answersWithin(pool: pg.Pool, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const asked = pool.query('select 1').then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([asked, timeout])
  } finally {
    clearTimeout(timer)
  }
}
