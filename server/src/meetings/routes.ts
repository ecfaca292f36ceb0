import * as contract from '@treffpunkt/shared/meetings'
import type { Meeting } from '@treffpunkt/shared/meetings'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import type { App, Service } from '../http/service.ts'
import { write } from '../http/unit-of-work.ts'
import { requireVersion } from '../http/versions.ts'
import { cloneMeeting } from './clone.ts'
import { changeMeeting, deleteMeeting, planMeeting, restoreMeeting } from './edit.ts'
import { cancelMeeting, closeMeeting, concludeMeeting, openMeeting, publishMeeting } from './move.ts'
import { getMeetingPreview, getPublicMeeting, listPublicMeetings } from './public-queries.ts'
import { getMeeting, listMeetings, lockMeeting, type MeetingRow } from './queries.ts'
import { rescheduleMeeting } from './reschedule.ts'

/** What follows elsewhere, in the same transaction; handed over by `app.ts`. */
export type AfterMeeting = {
  changed(trx: Trx, before: MeetingRow, after: MeetingRow): Promise<void>
  /** Once, when it really was moved to another time or place. @param note why, in the words of the office. */
  moved(trx: Trx, actor: Actor, before: MeetingRow, after: MeetingRow, note: string | null): Promise<void>
  /** Once, when it really was cancelled. */
  cancelled(trx: Trx, actor: Actor, before: MeetingRow): Promise<void>
  /** Of a meeting made after the model of another: what else is to come along. */
  cloned(trx: Trx, actor: Actor, from: string, to: string, copy: contract.MeetingCopy['copy']): Promise<void>
  /** Once, when it really was concluded. */
  concluded(trx: Trx, actor: Actor, meetingId: string): Promise<void>
}

export const meetingRoutes = (service: Service, after: AfterMeeting) => async (app: App) => {
  const withUrl = (row: MeetingRow): Meeting => ({ ...row, url: `${service.config.publicUrl}/meetings/${row.id}` })

  app.route({
    ...contract.listMeetings,
    handler: async request => {
      const { items, next } = await listMeetings(service.db, request.query)
      return { items: items.map(withUrl), next }
    },
  })

  app.route({
    ...contract.getMeeting,
    handler: async request => withUrl(await getMeeting(service.db, request.params.id)),
  })

  app.route({
    ...contract.createMeeting,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) => withUrl(await planMeeting(trx, actor, request.body))),
  })

  app.route({
    ...contract.cloneMeeting,
    handler: (request, reply) =>
      write(service, request, reply, 201, async (trx, actor) => {
        const meeting = await cloneMeeting(trx, actor, await getMeeting(trx, request.params.id), request.body)
        await after.cloned(trx, actor, request.params.id, meeting.id, request.body.copy)
        return withUrl(meeting)
      }),
  })

  app.route({ ...contract.previewMeeting, handler: request => getMeetingPreview(service.db, request.params.id) })

  app.route({
    ...contract.changeMeeting,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockMeeting(trx, request.params.id)
        requireVersion(request, before.version)
        const meeting = await changeMeeting(trx, actor, before, request.body)
        await after.changed(trx, before, meeting)
        return withUrl(meeting)
      }),
  })

  app.route({
    ...contract.deleteMeeting,
    handler: (request, reply) =>
      write(service, request, reply, 204, async (trx, actor) => {
        const before = await lockMeeting(trx, request.params.id)
        requireVersion(request, before.version)
        await deleteMeeting(trx, actor, before)
        return null
      }),
  })

  app.route({
    ...contract.restoreMeeting,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) =>
        withUrl(await restoreMeeting(trx, actor, request.params.id)),
      ),
  })

  // A move needs no If-Match: it names what shall be, and the state machine says whether it can be.
  const moved =
    (id: string, move: (trx: Trx, actor: Actor, before: MeetingRow) => Promise<MeetingRow>) =>
    async (trx: Trx, actor: Actor) =>
      withUrl(await move(trx, actor, await lockMeeting(trx, id)))

  app.route({
    ...contract.publishMeeting,
    handler: (request, reply) => write(service, request, reply, 200, moved(request.params.id, publishMeeting)),
  })
  app.route({
    ...contract.openMeeting,
    handler: (request, reply) => write(service, request, reply, 200, moved(request.params.id, openMeeting)),
  })
  app.route({
    ...contract.closeMeeting,
    handler: (request, reply) => write(service, request, reply, 200, moved(request.params.id, closeMeeting)),
  })
  app.route({
    ...contract.cancelMeeting,
    handler: (request, reply) =>
      write(
        service,
        request,
        reply,
        200,
        moved(request.params.id, async (trx, actor, before) => {
          const meeting = await cancelMeeting(trx, actor, before, request.body.reason)
          if (before.cancelledAt === null) await after.cancelled(trx, actor, before)
          return meeting
        }),
      ),
  })
  app.route({
    ...contract.rescheduleMeeting,
    handler: (request, reply) =>
      write(service, request, reply, 200, async (trx, actor) => {
        const before = await lockMeeting(trx, request.params.id)
        requireVersion(request, before.version)
        const { note, ...target } = request.body
        const meeting = await rescheduleMeeting(trx, actor, before, target)
        if (meeting !== before) {
          await after.changed(trx, before, meeting)
          await after.moved(trx, actor, before, meeting, note?.trim() || null)
        }
        return withUrl(meeting)
      }),
  })
  app.route({
    ...contract.concludeMeeting,
    handler: (request, reply) =>
      write(
        service,
        request,
        reply,
        200,
        moved(request.params.id, async (trx, actor, before) => {
          const meeting = await concludeMeeting(trx, actor, before, request.body.headCount)
          if (before.concludedAt !== null) return meeting
          await after.concluded(trx, actor, before.id)
          // only now it is known how many came
          return getMeeting(trx, before.id)
        }),
      ),
  })
}

/** What anybody may read. */
export const publicMeetingRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.listPublicMeetings,
    handler: request => service.cache.get(request.url, () => listPublicMeetings(service.db, request.query)),
  })
  app.route({
    ...contract.getPublicMeeting,
    handler: request => service.cache.get(request.url, () => getPublicMeeting(service.db, request.params.id)),
  })
}
