import { sql } from 'kysely'
import * as contract from '@treffpunkt/shared/changes'
import type { Change } from '@treffpunkt/shared/changes'
import { roleOfSession } from '../accounts/queries.ts'
import type { PublishedChange } from '../db/sequencer.ts'
import { signedInOf } from '../http/actor.ts'
import type { App, Service } from '../http/service.ts'

/** The history of one object, and the live stream of all changes. */
export const changeRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.listChangesOf,
    handler: async request => {
      const { object, id } = request.params
      const items: Change[] = await service.db
        .selectFrom('changes as c')
        .leftJoin('accounts as a', 'a.id', 'c.actorId')
        .select(['c.id', 'c.kind', 'c.fields', 'c.at'])
        .select(sql<string>`coalesce(a.name, c.actor_kind)`.as('actor'))
        .where('c.object', '=', object)
        .where('c.objectId', '=', id)
        .orderBy('c.at', 'desc')
        .orderBy('c.id', 'desc')
        .limit(200)
        .execute()
      return { items, next: null }
    },
  })

  const streams = new Set<() => void>()
  app.addHook('preClose', () => {
    for (const end of streams) end()
  })

  app.route({
    ...contract.streamChanges,
    handler: async (request, reply) => {
      const from = request.headers['last-event-id']
      const { sessionId } = signedInOf(request)
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-request-id': request.id,
      })
      raw.write('retry: 2000\n\n')
      let sent = 0
      const send = (change: PublishedChange) => {
        // a subscriber hears what is replayed a second time when it arrives meanwhile
        if (ended || change.seq <= sent) return
        sent = change.seq
        raw.write(`id: ${change.seq}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`)
      }
      // Keeps proxies from closing a quiet line. Ends a stream whose reader has gone or does not read, and one whose
      // session has ended meanwhile: the door asks only when a stream begins.
      const stillThere = async () => {
        if (raw.writableLength > 1_000_000) return void raw.destroy()
        // without its database the service has nothing to tell either
        const role = await roleOfSession(service.db, sessionId).catch(() => 'unknown' as const)
        if (ended) return
        if (role === undefined || role === 'door') end()
        else raw.write(': still here\n\n')
      }
      const beat = setInterval(() => void stillThere(), 15_000)
      const held: PublishedChange[] = []
      let replaying = from !== undefined && from !== ''
      const unsubscribe = service.feed.subscribe(change => (replaying ? held.push(change) : send(change)))
      let ended = false
      const end = () => {
        ended = true
        clearInterval(beat)
        unsubscribe()
        streams.delete(end)
        raw.end()
      }
      streams.add(end)
      raw.on('close', end)
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
          end()
        }
        replaying = false
        for (const change of held) send(change)
      }
    },
  })
}
