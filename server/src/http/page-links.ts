import type { FastifyInstance } from 'fastify'

type Page = { items: unknown[]; next: string }
const hasNext = (payload: unknown): payload is Page =>
  typeof payload === 'object' &&
  payload !== null &&
  'items' in payload &&
  'next' in payload &&
  typeof payload.next === 'string'

/** The same list, from where this page ends. */
function nextOf(url: string, cursor: string): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  searchParams.set('cursor', cursor)
  return `${pathname}?${searchParams.toString()}`
}

/** Names the next page of a list in a header as well (RFC 8288), for programs that follow links. */
export function usePageLinks(app: FastifyInstance): void {
  app.addHook('preSerialization', async (request, reply, payload: unknown) => {
    if ((request.method === 'GET' || request.method === 'HEAD') && hasNext(payload))
      reply.header('link', `<${nextOf(request.url, payload.next)}>; rel="next"`)
    return payload
  })
}
