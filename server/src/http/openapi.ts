import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import type { Access, Scope } from '@treffpunkt/shared/route'
import { isOfApi } from './addresses.ts'

/** Of a key the document names the scope as well (OpenAPI 3.1 lets every scheme name roles). */
function securityOf(access: Access | undefined, scope: Scope | undefined): Record<string, string[]>[] {
  if (access === undefined || access === 'public') return []
  if (access === 'attendee') return [{ link: [] }]
  if (access === 'door') return [{ door: [] }, { session: [] }]
  if (access === 'partner') return [{ key: scope === undefined ? [] : [scope] }]
  return [{ session: [] }]
}

/** Prints the OpenAPI document from the route contracts; what they do not name is not in it. */
export async function useOpenapi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Treffpunkt',
        version: '1.0.0',
        description:
          'Meetings, attendance, organisations and working groups of a civic network. Errors are problem details (RFC 9457).',
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-session',
            description: 'A signed-in browser; changes also need X-CSRF-Token from GET /api/v1/session.',
          },
          door: {
            type: 'http',
            scheme: 'Door',
            description: 'The token of a door link, for the meeting it was made for: `Authorization: Door <token>`.',
          },
          key: {
            type: 'http',
            scheme: 'bearer',
            description:
              'The API key of an organisation, made by the office: `Authorization: Bearer treffpunkt_…`. Operations name the scope that it needs.',
          },
          link: {
            type: 'http',
            scheme: 'Link',
            description: 'The token of a personal link, as it came by e-mail: `Authorization: Link <token>`.',
          },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => (typeof json.$id === 'string' ? json.$id : `def-${i}`),
    },
    transform: ({ schema, url, route }) => {
      const { access, scope } = route.config ?? {}
      const hide = !isOfApi(url)
      const unchanged = { 304: { type: 'null', description: 'Unchanged since If-None-Match' } }
      const response =
        route.method === 'GET' ? { ...(schema?.['response'] as object), ...unchanged } : schema?.['response']
      return { url, schema: { ...schema, response, ...(hide ? { hide } : {}), security: securityOf(access, scope) } }
    },
  })
}
