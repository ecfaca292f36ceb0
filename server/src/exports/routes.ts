import * as contract from '@treffpunkt/shared/exports'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { exportRegistrations } from './export.ts'
import { makeFile, mediaTypes } from './file.ts'
import { listExports } from './queries.ts'

/** What the office takes out of the service, and who did. */
export const exportRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.createExport,
    handler: async (request, reply) => {
      const { format } = request.body
      const { table, fileName } = await write(service, request, reply, 200, (trx, actor) =>
        exportRegistrations(trx, actor, request.params.id, request.body),
      )
      const file = await makeFile(format, table)
      return reply
        .type(mediaTypes[format])
        .header('content-disposition', `attachment; filename="${fileName}.${format}"`)
        .send(file as never)
    },
  })

  app.route({ ...contract.listExports, handler: request => listExports(service.db, request.query) })
}
