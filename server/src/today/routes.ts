import { may, type Role } from '@treffpunkt/shared/accounts'
import type { HistoryEntry, ObjectType } from '@treffpunkt/shared/changes'
import * as contract from '@treffpunkt/shared/today'
import type { Db } from '../db/connect.ts'
import { signedInOf } from '../http/actor.ts'
import type { App, Service } from '../http/service.ts'
import { getSeats } from '../registrations/seat-queries.ts'
import { countNeeds, findNext, listTasks, readFirstSteps } from './queries.ts'

/** What other leaf features know; handed over by `app.ts`. */
type FromChanges = {
  listHistory: (
    db: Db,
    role: Role,
    query: { limit: number; without: ObjectType[]; byPeople: true },
  ) => Promise<{ items: HistoryEntry[] }>
  countLastChances: (db: Db) => Promise<number>
}

/** The page the office begins its day with: one question, whatever it shows. */
export const todayRoutes = (service: Service, changes: FromChanges) => async (app: App) => {
  const { db, config } = service

  async function nextMeeting(role: Role) {
    const row = await findNext(db)
    if (row === undefined) return null
    const [seats, needs] = await Promise.all([
      getSeats(db, row.id),
      may(role, 'coordinator') ? countNeeds(db, row.id) : null,
    ])
    const { begun: _, ...meeting } = row
    return { meeting: { ...meeting, url: `${config.publicUrl}/meetings/${row.id}` }, seats, needs }
  }

  app.route({
    ...contract.getToday,
    handler: async request => {
      const { role } = signedInOf(request)
      const [next, tasks, { items: activity }, firstSteps] = await Promise.all([
        nextMeeting(role),
        listTasks(db, role, changes.countLastChances),
        // what the door sees is told there, and what the service does by itself is seen where it shows
        changes.listHistory(db, role, { limit: 8, without: ['attendance'], byPeople: true }),
        may(role, 'coordinator') ? readFirstSteps(db, config.mail !== undefined) : null,
      ])
      return { next, tasks, activity, firstSteps }
    },
  })
}
