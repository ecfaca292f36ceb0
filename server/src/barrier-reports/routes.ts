import * as contract from '@treffpunkt/shared/barrier-reports'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { readReceipt, reportWithin, unheardReceipt } from './answers.ts'
import { answerBarrierReport, changeBarrierReport, closeBarrierReport, reopenBarrierReport } from './edit.ts'
import { countBarrierReports, getBarrierReport, listBarrierReports, lockBarrierReport } from './queries.ts'

/** What anybody may do. */
export const publicBarrierRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.reportBarrier,
    handler: async (request, reply) => {
      if (!request.body.homepage) return reportWithin(service, request, reply, request.body)
      reply.code(201)
      return unheardReceipt(service, request)
    },
  })
  app.route({
    ...contract.readBarrierReceipt,
    handler: request => readReceipt(service, request.body.token),
  })
}

/** What the office does with reports of barriers. */
export const barrierRoutes = (service: Service) => async (app: App) => {
  app.route({ ...contract.listBarrierReports, handler: request => listBarrierReports(service.db, request.query) })
  app.route({ ...contract.countBarrierReports, handler: () => countBarrierReports(service.db) })
  app.route({ ...contract.getBarrierReport, handler: request => getBarrierReport(service.db, request.params.id) })

  app.route({
    ...contract.changeBarrierReport,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockBarrierReport(trx, request.params.id)
        requireVersion(request, before.version)
        return changeBarrierReport(trx, actor, before, request.body)
      }),
  })
  app.route({
    ...contract.answerBarrierReport,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockBarrierReport(trx, request.params.id)
        return answerBarrierReport(trx, service.jobs, actor, before, request.body.body)
      }),
  })
  app.route({
    ...contract.closeBarrierReport,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) =>
        closeBarrierReport(trx, actor, await lockBarrierReport(trx, request.params.id), request.body.reason),
      ),
  })
  app.route({
    ...contract.reopenBarrierReport,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) =>
        reopenBarrierReport(trx, actor, await lockBarrierReport(trx, request.params.id)),
      ),
  })
}
