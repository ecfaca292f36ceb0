import * as contract from '@treffpunkt/shared/questions'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { getPublicMeeting } from '../meetings/public-queries.ts'
import { getMeeting } from '../meetings/queries.ts'
import { addQuestion, changeQuestion, deleteQuestion, lockQuestion, orderQuestions, restoreQuestion } from './edit.ts'
import { getQuestion, listAsked, listQuestions } from './queries.ts'

/** What anybody may read who signs up. */
export const publicQuestionRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.listPublicQuestions,
    handler: request =>
      service.cache.get(request.url, async () => {
        await getPublicMeeting(service.db, request.params.id)
        return { items: await listAsked(service.db, request.params.id) }
      }),
  })
}

/** What the office asks. */
export const questionRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.listQuestions,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      return { items: await listQuestions(service.db, request.params.id) }
    },
  })

  app.route({ ...contract.getQuestion, handler: request => getQuestion(service.db, request.params.id) })

  app.route({
    ...contract.createQuestion,
    handler: (request, reply) =>
      write(service, request, reply, 201, (trx, actor) => addQuestion(trx, actor, request.params.id, request.body)),
  })

  app.route({
    ...contract.orderQuestions,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => ({
        items: await orderQuestions(trx, actor, request.params.id, request.body.ids),
      })),
  })

  app.route({
    ...contract.changeQuestion,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockQuestion(trx, request.params.id)
        requireVersion(request, before.version)
        return changeQuestion(trx, actor, before, request.body)
      }),
  })

  app.route({
    ...contract.deleteQuestion,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const before = await lockQuestion(trx, request.params.id)
        requireVersion(request, before.version)
        await deleteQuestion(trx, actor, before)
        return null
      }),
  })

  app.route({
    ...contract.restoreQuestion,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => restoreQuestion(trx, actor, request.params.id)),
  })
}
