import * as contract from '@treffpunkt/shared/reminders'
import type { App, Service } from '../http/service.ts'
import { getMeeting } from '../meetings/queries.ts'
import { listReminders } from './queries.ts'

/** When those with a place are reminded, and when they were. */
export const reminderRoutes = (service: Service) => async (app: App) => {
  app.route({
    ...contract.listReminders,
    handler: async request => {
      await getMeeting(service.db, request.params.id)
      return { items: await listReminders(service.db, request.params.id) }
    },
  })
}
