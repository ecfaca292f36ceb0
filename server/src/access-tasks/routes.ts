import * as contract from '@treffpunkt/shared/access-tasks'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { getMeeting } from '../meetings/queries.ts'
import { decideAccessTask } from './decide.ts'
import { listAccessTasks } from './queries.ts'

/** What the office organises for people who need it. */
export const accessTaskRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.listAccessTasks,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      return listAccessTasks(service.db, request.params.id)
    },
  })

  app.route({
    ...contract.decideAccessTask,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        await decideAccessTask(trx, actor, request.params.id, request.body)
        return listAccessTasks(trx, request.params.id)
      }),
  })
}
