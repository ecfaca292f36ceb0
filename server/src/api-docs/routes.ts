import * as contract from '@treffpunkt/shared/api-docs'
import type { App } from '../http/service.ts'

/** The document that all others are made from. */
export const openapiRoutes = async (app: App) => {
  app.route({ ...contract.getOpenapi, handler: async request => request.server.swagger() as Record<string, unknown> })
}
