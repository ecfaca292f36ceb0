import { may } from '@treffpunkt/shared/accounts'
import * as contract from '@treffpunkt/shared/attendance'
import { roleOfSession } from '../accounts/queries.ts'
import { helperOf, signedInOf, type FindDoorLink } from '../http/actor.ts'
import type { App, Request, Service } from '../http/service.ts'
import { useStreams } from '../http/stream.ts'
import { write } from '../http/unit-of-work.ts'
import { getMeeting } from '../meetings/queries.ts'
import { getPerson } from '../people/queries.ts'
import { createDoorLink, findHolder, revokeDoorLink, withUrl } from './door-links.ts'
import { getDoorList } from './door-list.ts'
import { eraseWalkIn } from './forget.ts'
import { followMeeting } from './live.ts'
import { countAttendance, listAttendance, listAttendanceOfPerson } from './office-queries.ts'
import { findDoorLink, getDoorMeeting, listDoorLinks, listDoorMeetings, requireWithinReach } from './queries.ts'
import { recordEntries } from './record.ts'

/** Whom a door link lets in. */
export const findDoorLinkOf =
  (service: Service): FindDoorLink =>
  token =>
    findHolder(service.db, service.keys, token)

/** What a device at the door does, by a door link or an account that may check in. */
export const doorRoutes = (service: Service) => async (app: App) => {
  const openStream = useStreams(app)
  // a link sees its own meeting, an account that may only check in those around today
  app.addHook('preHandler', async request => {
    const { id } = request.params as { id?: string }
    if (id !== undefined && request.signedIn?.role === 'door') await requireWithinReach(service.db, id)
  })

  app.route({
    ...contract.listDoorMeetings,
    handler: async ({ doorLink }) => ({
      items:
        doorLink === null ? await listDoorMeetings(service.db) : [await getDoorMeeting(service.db, doorLink.meetingId)],
    }),
  })

  app.route({
    ...contract.getDoorList,
    handler: request => getDoorList(service.db, service.keys, request.params.id, helperOf(request)),
  })

  app.route({
    ...contract.recordAttendance,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => recordEntries(trx, actor, request.params.id, request.body)),
  })

  app.route({
    ...contract.streamAttendance,
    handler: async (request, reply) => {
      const { id: meetingId } = await getDoorMeeting(service.db, request.params.id)
      const stream = openStream(request, reply, { mayListen: mayListen(service, request), onEnd: () => stop() })
      const linkId = request.doorLink?.id ?? null
      const stop = followMeeting(service, stream, { meetingId, after: request.query.after, linkId })
    },
  })
}

/** Asks whether who opened a stream would be let in now. */
function mayListen({ db }: Service, request: Request): () => Promise<boolean> {
  const { doorLink } = request
  if (doorLink !== null) return async () => (await findDoorLink(db, doorLink.id))?.live === true
  const { sessionId } = signedInOf(request)
  return async () => may(await roleOfSession(db, sessionId), contract.streamAttendance.config.access)
}

/** What the office does with attendance. */
export const attendanceRoutes = (service: Service) => async (app: App) => {
  const seal = withUrl(service.keys, service.config.publicUrl)

  app.route({
    ...contract.listAttendance,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      return listAttendance(service.db, request.params.id, request.query)
    },
  })
  app.route({
    ...contract.countAttendance,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      return countAttendance(service.db, request.params.id)
    },
  })

  app.route({
    ...contract.listAttendanceOfPerson,
    handler: async request => {
      const { id } = await getPerson(service.db, request.params.id)
      return listAttendanceOfPerson(service.db, id, request.query)
    },
  })

  app.route({
    ...contract.eraseWalkIn,
    handler: (request, reply) =>
      write(service, request, reply, 200, (trx, actor) => eraseWalkIn(trx, actor, request.params.id)),
  })

  app.route({
    ...contract.listDoorLinks,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      const { items, next } = await listDoorLinks(service.db, request.params.id, request.query)
      return { items: items.map(seal), next }
    },
  })
  app.route({
    ...contract.createDoorLink,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) =>
        seal(await createDoorLink(trx, actor, request.params.id, request.body.name)),
      ),
  })
  app.route({
    ...contract.revokeDoorLink,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) =>
        seal(await revokeDoorLink(trx, actor, request.params.id)),
      ),
  })
}
