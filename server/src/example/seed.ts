import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { NewAttendanceEntry } from '@treffpunkt/shared/attendance'
import { createAccount } from '../accounts/edit.ts'
import { fixConcluded } from '../attendance/conclude.ts'
import { recordEntries } from '../attendance/record.ts'
import type { Db, Trx } from '../db/connect.ts'
import { systemActor } from '../db/record-change.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { planMeeting } from '../meetings/edit.ts'
import { concludeMeeting, openMeeting, publishMeeting } from '../meetings/move.ts'
import { lockMeeting } from '../meetings/queries.ts'
import { enterOrganisation } from '../organisations/edit.ts'
import { enterPerson } from '../people/edit.ts'
import { enter } from '../registrations/register.ts'
import { deliveredTexts } from '../settings/delivered.ts'
import { insertSettings, writeText } from '../settings/edit.ts'
import { enterVenue } from '../venues/edit.ts'
import { enterWorkingGroup } from '../working-groups/edit.ts'
import { guests, held, network, organisations, people, venues, workingGroups } from './network.ts'
import { sectorsTyped, visited, type Visited } from './visitors.ts'

/**
 * Fills an empty database: settings, first texts, the first admin and, unless `example` is false, the example network.
 * Of several servers that start at once one does it. What is there already stays as it is.
 */
export async function seed(db: Db, jobs: JobQueue, options: { example: boolean }): Promise<void> {
  await db.transaction().execute(async trx => {
    await lockSeed(trx)
    if ((await trx.selectFrom('settings').select('id').executeTakeFirst()) !== undefined) return
    await insertFirst(trx, options.example ? network : empty)
    if (options.example) await loadExample(trx, jobs)
  })
}

/** Adds the example network to a database that has been in use. @returns how many objects: none when it is there already. */
export const loadExampleInto = (db: Db, jobs: JobQueue): Promise<number> =>
  db.transaction().execute(async trx => {
    await lockSeed(trx)
    if ((await trx.selectFrom('settings').select('id').executeTakeFirst()) === undefined)
      throw new Error('The database is empty: start the service once, which fills it.')
    const count = async () =>
      (
        await trx
          .selectFrom('exampleObjects')
          .select(sql<number>`count(*)`.as('n'))
          .executeTakeFirstOrThrow()
      ).n
    if ((await count()) > 0) return 0
    await loadExample(trx, jobs)
    return count()
  })

/** Of several processes that fill or clear a database one does it at a time. */
export const lockSeed = (trx: Trx): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended('treffpunkt_seed', 0))`.execute(trx)

const empty = {
  networkName: 'Unser Netzwerk',
  seriesName: 'Netzwerktreffen',
  summary: 'Wir bringen Menschen zusammen, die an ähnlichen Themen arbeiten und sich selten begegnen.',
  officeName: 'Koordinierungsstelle',
  contactEmail: null,
}

async function insertFirst(trx: Trx, settings: typeof network | typeof empty): Promise<void> {
  await insertSettings(trx, settings)
  for (const { body, ...text } of deliveredTexts()) await writeText(trx, systemActor, text, body)
  await createAccount(trx, systemActor, {
    name: 'Koordination',
    email: 'koordination@treffpunkt.localhost',
    role: 'admin',
  })
}

async function loadExample(trx: Trx, jobs: JobQueue): Promise<void> {
  const mark = async (object: string, objectId: string) => {
    await trx.insertInto('exampleObjects').values({ object, objectId }).execute()
    return objectId
  }

  const groupIds = new Map<string, string>()
  for (const group of workingGroups)
    groupIds.set(group.name, await mark('working_group', (await enterWorkingGroup(trx, systemActor, group)).id))

  const venueIds = new Map<string, string>()
  for (const [key, venue] of Object.entries(venues))
    venueIds.set(key, await mark('venue', (await enterVenue(trx, systemActor, venue)).id))

  const organisationIds: string[] = []
  for (const organisation of organisations)
    organisationIds.push(await mark('organisation', (await enterOrganisation(trx, systemActor, organisation)).id))

  for (const { organisation, engagement, ...person } of people) {
    const organisationId = organisationIds[organisation]
    await mark(
      'person',
      (
        await enterPerson(trx, systemActor, {
          ...person,
          affiliations: organisationId === undefined ? [] : [{ organisationId, engagement }],
        })
      ).id,
    )
  }

  for (const { meeting, venue, headCount } of held) {
    const id = await mark(
      'meeting',
      (await planMeeting(trx, systemActor, { kind: 'network', ...meeting, venueId: venueIds.get(venue) })).id,
    )
    await concludeMeeting(trx, systemActor, await lockMeeting(trx, id), headCount)
  }

  for (const one of visited) await loadVisited(trx, jobs, one, { mark, venueIds, groupIds, organisationIds })

  const next = await planMeeting(trx, systemActor, {
    kind: 'network',
    focusTopic: 'Fachkräfte gewinnen und halten',
    summary:
      'Was brauchen Betriebe, die Menschen aus dem Ausland einstellen, und was brauchen die Menschen selbst? Drei Betriebe berichten, danach sprechen wir in kleinen Runden.',
    ...(await wednesdayIn(trx, 3)),
    venueId: venueIds.get('weissenfels'),
    capacity: 80,
  })
  await mark('meeting', next.id)
  await publishMeeting(trx, systemActor, await lockMeeting(trx, next.id))
  await openMeeting(trx, systemActor, await lockMeeting(trx, next.id))

  for (const [index, [firstName, lastName]] of guests.entries()) {
    // without addresses, so that no example ever gets a mail
    const organisationId = index % 4 === 3 ? null : organisationIds[index % organisationIds.length]
    const organisationTyped = index % 8 === 3 ? 'Nachbarschaftstreff Süd' : null
    const engagement = index % 3 === 0 ? 'volunteer' : 'professional'
    const id = await enter(trx, jobs, systemActor, next.id, {
      firstName,
      lastName,
      organisationId,
      organisationTyped,
      engagement,
    })
    await mark('registration', id)
  }

  const specialist = await planMeeting(trx, systemActor, {
    kind: 'specialist',
    title: 'Fachveranstaltung Migration und Pflege',
    focusTopic: 'Internationale Pflegefachkräfte begleiten',
    ...(await wednesdayIn(trx, 9)),
    venueId: venueIds.get('hohenmoelsen'),
    capacity: 60,
  })
  await mark('meeting', specialist.id)
  await publishMeeting(trx, systemActor, await lockMeeting(trx, specialist.id))
}

type Loaded = {
  /** Notes that an object is an example. @returns its id. */
  mark: (object: string, objectId: string) => Promise<string>
  venueIds: Map<string, string>
  groupIds: Map<string, string>
  organisationIds: string[]
}

/** A meeting with everybody who was there, by the same steps that people take. */
async function loadVisited(trx: Trx, jobs: JobQueue, one: Visited, loaded: Loaded): Promise<void> {
  const when = await wednesdayIn(trx, -one.weeksAgo)
  // the year of the press note stays as it was
  if (when.startsAt < '2026') return
  const { mark, venueIds, groupIds, organisationIds } = loaded
  const { id } = await planMeeting(trx, systemActor, {
    ...one.meeting,
    ...when,
    venueId: venueIds.get(one.venue),
    workingGroupId: one.workingGroup === undefined ? null : groupIds.get(one.workingGroup),
  })
  await mark('meeting', id)
  await publishMeeting(trx, systemActor, await lockMeeting(trx, id))
  const guestIds: string[] = []
  for (const { firstName, lastName, from, engagement } of one.guests) {
    const where =
      typeof from === 'string'
        ? { organisationTyped: from, sector: sectorsTyped[from] ?? null }
        : { organisationId: from === null ? null : organisationIds[from] }
    const guest = { firstName, lastName, engagement, ...where }
    guestIds.push(await mark('registration', await enter(trx, jobs, systemActor, id, guest)))
  }
  const entries = seenAtTheDoor(one, guestIds, when.startsAt)
  await recordEntries(trx, systemActor, id, { sentAt: new Date().toISOString(), entries })
  await concludeMeeting(trx, systemActor, await lockMeeting(trx, id), undefined)
  await fixConcluded(trx, systemActor, id)
}

/** What the door of a meeting saw: who said they would not come, then one arrival after the other. */
function seenAtTheDoor({ cancelled, missing, walkIns }: Visited, guestIds: string[], startsAt: string) {
  const opened = Date.parse(startsAt) - 20 * 60_000
  const entries: NewAttendanceEntry[] = []
  const see = (entry: Pick<NewAttendanceEntry, 'kind' | 'how' | 'attendeeId' | 'walkIn'>) =>
    entries.push({ ...entry, id: randomUUIDv7(), at: new Date(opened + entries.length * 30_000).toISOString() })
  for (const attendeeId of guestIds.slice(0, cancelled)) see({ kind: 'excused', how: 'search', attendeeId })
  for (const [index, attendeeId] of guestIds.slice(cancelled, guestIds.length - missing).entries())
    see({ kind: 'present', how: index % 3 === 0 ? 'search' : 'scan', attendeeId })
  for (const [name, organisation] of walkIns)
    see({ kind: 'present', how: 'walk_in', attendeeId: randomUUIDv7(), walkIn: { name, organisation } })
  return entries
}

/** A Wednesday from 14:00 to 17:00 where the network lives, so many weeks ahead. */
async function wednesdayIn(trx: Trx, weeks: number): Promise<{ startsAt: string; endsAt: string }> {
  const day = sql`date_trunc('week', now() at time zone time_zone) + make_interval(weeks => ${weeks}::integer) + interval '2 days'`
  return trx
    .selectFrom('settings')
    .select([
      sql<string>`(${day} + interval '14 hours') at time zone time_zone`.as('startsAt'),
      sql<string>`(${day} + interval '17 hours') at time zone time_zone`.as('endsAt'),
    ])
    .executeTakeFirstOrThrow()
}
