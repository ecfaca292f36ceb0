import { may } from '@treffpunkt/shared/accounts'
import * as contract from '@treffpunkt/shared/changes'
import type { Change } from '@treffpunkt/shared/changes'
import { roleOfSession } from '../accounts/queries.ts'
import type { PublishedChange } from '../db/sequencer.ts'
import { signedInOf } from '../http/actor.ts'
import type { App, Service } from '../http/service.ts'
import { useStreams } from '../http/stream.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { problem } from '../problems.ts'
import { compareChange, undoFields } from './compare.ts'
import { editorsOf, type AfterEdit } from './editors.ts'
import { hiddenFrom, listChangesOf, listHistory } from './history.ts'
import { undoChange, type RestoreOthers } from './undo.ts'

/** The history of one object, and the live stream of all changes. */
export const changeRoutes = (service: Service, others: RestoreOthers, edited: AfterEdit) => async (app: App) => {
  const editors = editorsOf(edited)

  app.route({
    ...contract.listChangesOf,
    handler: async request => {
      const { object, id } = request.params
      // when somebody came and went is nobody else's business
      if (hiddenFrom(signedInOf(request).role).includes(object))
        throw problem('not_allowed', 'Your role does not see this history.')
      const items: Change[] = await listChangesOf(service.db, signedInOf(request).role, object, id)
      return { items, next: null }
    },
  })

  app.route({
    ...contract.listHistory,
    handler: request => listHistory(service.db, signedInOf(request).role, request.query),
  })

  app.route({
    ...contract.undoChange,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) =>
        undoChange(trx, { jobs: service.jobs, others }, actor, signedInOf(request).role, request.params.id),
      ),
  })

  app.route({
    ...contract.compareChange,
    handler: request =>
      compareChange(
        service.db,
        editors,
        signedInOf(request).role,
        request.params.id,
        request.query.run === true ? 'run' : 'change',
      ),
  })

  app.route({
    ...contract.undoFields,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) =>
        undoFields(trx, editors, actor, signedInOf(request).role, {
          id: request.params.id,
          extent: request.body.run === true ? 'run' : 'change',
          fields: request.body.fields,
          requireVersion: version => {
            requireVersion(request, version)
          },
        }),
      ),
  })

  const openStream = useStreams(app)

  app.route({
    ...contract.streamChanges,
    handler: async (request, reply) => {
      const from = request.headers['last-event-id']
      const { sessionId } = signedInOf(request)
      const stream = openStream(request, reply, {
        mayListen: async () => may(await roleOfSession(service.db, sessionId), contract.streamChanges.config.access),
        onEnd: () => {
          unsubscribe()
          forget()
        },
      })
      let sent = 0
      const send = (change: PublishedChange) => {
        // a subscriber hears what is replayed a second time when it arrives meanwhile
        if (change.seq <= sent) return
        sent = change.seq
        stream.send({ event: 'change', id: change.seq, data: change })
        // somebody was signed out, or has another role: perhaps this one
        if (change.object === 'account') stream.check()
      }
      const forget = service.feed.onGap(() => stream.check())
      const held: PublishedChange[] = []
      let replaying = from !== undefined && from !== ''
      const unsubscribe = service.feed.subscribe(change => (replaying ? held.push(change) : send(change)))
      if (replaying) {
        try {
          for (let seq = Number(from); ;) {
            const missed = await service.feed.after(seq, 500)
            for (const change of missed) send(change)
            seq = missed.at(-1)?.seq ?? seq
            if (missed.length < 500) break
          }
        } catch {
          // the browser connects again and asks from where it is
          stream.end()
        }
        replaying = false
        for (const change of held) send(change)
      }
    },
  })
}
