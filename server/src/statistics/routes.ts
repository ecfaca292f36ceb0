import * as contract from '@treffpunkt/shared/statistics'
import type { App, Service } from '../http/service.ts'
import { getBalance } from './balance-queries.ts'
import { getFigures, listFigures } from './queries.ts'

/** What the meetings came to. */
export const statisticsRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.listFigures, handler: request => listFigures(service.db, request.query) })
  app.route({ ...contract.getFigures, handler: request => getFigures(service.db, request.params.id) })
  app.route({ ...contract.getBalance, handler: request => getBalance(service.db, request.params.id) })
}
