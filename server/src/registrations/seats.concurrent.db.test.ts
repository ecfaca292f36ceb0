import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Faults, installFaults } from '../../test/faults.ts'
import { addressOf } from '../../test/process.ts'
import { auditSeats, brokenRules, seatViolations } from '../../test/seat-audit.ts'
import {
  type Client,
  clientOf,
  createTestDatabase,
  startService,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'
import { createKeys } from '../http/keys.ts'
import { confirmToken, registrationToken } from './tokens.ts'

// Eight clients do anything to one meeting at the same time, through two servers. Triggers look at every transaction
// when it commits; beside them the seats are counted again and again.

const [clients, people, largest] = [8, 12, 5]
const secret = randomBytes(32)
const keys = createKeys(secret)

let database: TestDatabase
let owner: pg.Pool
let services: TestService[] = []
let office: Client
let organisationIds: string[] = []
let undoFaults = () => {}
beforeEach(async () => {
  database = await createTestDatabase()
  owner = new pg.Pool({ ...database.owner, max: 3 })
  owner.on('error', () => undefined)
  await auditSeats(owner)
})
afterEach(async () => {
  await Promise.all(services.splice(0).map(service => service.close()))
  undoFaults()
  await owner.end()
  await database.drop()
})

async function startTwo(faults?: Faults): Promise<void> {
  if (faults !== undefined) undoFaults = installFaults(faults)
  const options = { database, secret, env: { TRUST_PROXY: '1' } }
  const first = await startService(options)
  services = [first, await startService(options)]
  office = await first.signIn('coordinator')
  organisationIds = []
  for (const [name, sector] of [
    ['Nordwerk', 'business'],
    ['Landkreis', 'administration'],
  ])
    organisationIds.push(((await office.post('/api/v1/organisations', { name, sector })).body as { id: string }).id)
}

async function openMeeting(capacity: number): Promise<string> {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const contingents = [{ sector: 'business', seats: 1, releasesAt: inDays(7) }]
  const seats = { capacity, contingents, attendanceMode: 'mixed', onlineCapacity: 2 }
  const plan = { kind: 'network', startsAt: inDays(14), endsAt: inDays(15), ...seats }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  await office.post(`/api/v1/meetings/${id}/publish`)
  await office.post(`/api/v1/meetings/${id}/open`)
  return id
}

const odds = {
  signUp: 4,
  confirm: 3,
  accept: 2,
  withdraw: 2,
  decline: 1,
  restore: 1,
  substitute: 1,
  runOut: 2,
  enter: 1,
  confirmByOffice: 1,
  withdrawByOffice: 1,
  resize: 1,
  resizeOnline: 1,
  moveTo: 1,
  switchTo: 4,
  keep: 2,
  release: 1,
  decideByOffice: 1,
  approve: 3,
  refuse: 1,
  reconsider: 1,
}
const verbs = (Object.keys(odds) as (keyof typeof odds)[]).flatMap(verb =>
  Array.from({ length: odds[verb] }, () => verb),
)
type Step = { verb: keyof typeof odds; person: number; seats: number }
const step = fc.record<Step>(
  {
    verb: fc.constantFrom(...verbs),
    person: fc.nat({ max: people - 1 }),
    seats: fc.integer({ min: 1, max: largest }),
  },
  { noNullPrototype: true },
)

type Row = { id: string; linkVersion: number }

/** The newest registration of a person, as another program finds it. */
async function registrationOf(meetingId: string, person: number): Promise<Row | undefined> {
  const { rows } = await owner.query<Row>(
    `select id, link_version as "linkVersion" from registrations where meeting_id = $1 and email = $2 order by created_at desc, id desc limit 1`,
    [meetingId, `ada${person}@example.org`],
  )
  return rows[0]
}

async function run(meetingId: string, client: number, { verb, person, seats }: Step): Promise<number | undefined> {
  const { url } = services[client % 2] as TestService
  const visitor = clientOf(url, { 'x-forwarded-for': addressOf(person) })
  const who = { firstName: 'Ada', lastName: `Muster ${person}`, email: `ada${person}@example.org` }
  // every third comes from the company that seats are kept for, every third from an office
  const from = {
    ...who,
    organisationId: organisationIds[person % 3] ?? null,
    ...(seats % 2 === 0 ? { attends: 'online' } : {}),
  }
  if (verb === 'signUp')
    return (await visitor.post(`/api/v1/public/meetings/${meetingId}/registrations`, { ...from, noticeVersion: 1 }))
      .status
  if (verb === 'enter') return (await office.post(`/api/v1/meetings/${meetingId}/registrations`, from)).status
  const change = async (body: object) =>
    (await office.patch(`/api/v1/meetings/${meetingId}`, body, { 'if-match': '*' })).status
  const releasesAt = new Date(Date.now() + (verb === 'release' ? -1 : 7) * 86_400_000).toISOString()
  if (verb === 'resize') return change({ capacity: seats })
  if (verb === 'resizeOnline') return change({ onlineCapacity: seats })
  if (verb === 'moveTo')
    return change(seats < 3 ? { attendanceMode: 'on_site' } : { attendanceMode: 'mixed', onlineCapacity: seats - 2 })
  if (verb === 'keep' || verb === 'release')
    return change({
      contingents: [
        { organisationId: organisationIds[0], seats: 1, releasesAt },
        ...(seats > 1 ? [{ sector: 'business', seats: seats - 1, releasesAt }] : []),
      ],
    })
  if (verb === 'decideByOffice') return change({ approval: seats < 3 })
  const row = await registrationOf(meetingId, person)
  if (row === undefined) return undefined
  if (verb === 'runOut') {
    // under the lock, because time does not pass within a transaction either: now() is its beginning
    await owner.query(
      `with locked as (select id from meetings where id = $2 for no key update)
       update registrations r set expires_at = now() - interval '1 second' from locked where r.meeting_id = locked.id and r.id = $1
       and (r.status in ('unconfirmed', 'offered') or (r.status in ('waitlisted', 'pending') and r.address_confirmed_at is null))`,
      [row.id, meetingId],
    )
    return undefined
  }
  if (verb === 'confirm')
    return (await visitor.post('/api/v1/public/confirmations/by-link', { token: confirmToken(keys, row) })).status
  if (verb === 'approve' || verb === 'refuse' || verb === 'reconsider')
    return (await office.post(`/api/v1/registrations/${row.id}/${verb}`, verb === 'refuse' ? {} : undefined)).status
  if (verb === 'confirmByOffice') return (await office.post(`/api/v1/registrations/${row.id}/confirm`)).status
  if (verb === 'withdrawByOffice') return (await office.post(`/api/v1/registrations/${row.id}/withdraw`)).status
  const authorization = `Link ${registrationToken(keys, row)}`
  if (verb === 'switchTo') {
    const attends = seats % 2 === 0 ? 'online' : 'on_site'
    if (person % 2 === 0)
      return (await office.patch(`/api/v1/registrations/${row.id}`, { attends }, { 'if-match': '*' })).status
    return (
      await visitor.post(`/api/v1/own-registration/attend-${attends.replace('_', '-')}`, undefined, { authorization })
    ).status
  }
  const next = (person + 1) % people
  const body =
    verb === 'substitute' ? { ...who, lastName: `Muster ${next}`, email: `ada${next}@example.org` } : undefined
  return (await visitor.post(`/api/v1/own-registration/${verb}`, body, { authorization })).status
}

/** Lets everybody do their steps at once. @returns the answers' statuses and the most seats of one kind ever held. */
async function rush(meetingId: string, steps: Step[][]): Promise<{ statuses: Set<number | undefined>; most: number }> {
  const statuses = new Set<number | undefined>()
  const working = steps.map(async (own, client) => {
    for (const one of own) statuses.add(await run(meetingId, client, one))
  })
  const over = new AbortController()
  const counting = (async () => {
    let most = 0
    while (!over.signal.aborted) {
      const { rows } = await owner.query<{ held: string }>(
        `select greatest(count(*) filter (where attends = 'online'), count(*) filter (where attends is distinct from 'online')) as held
         from registrations where meeting_id = $1 and status in ('unconfirmed', 'confirmed', 'offered') and (expires_at is null or expires_at > now())`,
        [meetingId],
      )
      most = Math.max(most, Number(rows[0]?.held))
      await sleep(10)
    }
    return most
  })()
  try {
    await Promise.all(working)
  } finally {
    over.abort()
  }
  return { statuses, most: await counting }
}

const everybody = fc.array(fc.array(step, { minLength: 20, maxLength: 20 }), { minLength: clients, maxLength: clients })

/** A larger room: nobody waits for a seat that is free. */
const settle = (meetingId: string) =>
  office
    .patch(`/api/v1/meetings/${meetingId}`, { capacity: largest + 1, contingents: [] }, { 'if-match': '*' })
    .then(answer => expect(answer.status).toBe(200))

test.each([
  ['', false],
  [', moved between on site and both', true],
])('whatever happens at once%s, no transaction oversells and none overtakes the queue', async (_, isMoved) => {
  await startTwo()
  const steps = everybody.map(all =>
    all.map(own => own.map(one => (one.verb === 'moveTo' && !isMoved ? { ...one, verb: 'switchTo' as const } : one))),
  )
  await fc.assert(
    fc.asyncProperty(steps, async steps => {
      const meetingId = await openMeeting(3)
      await owner.query('delete from rate_limits')
      const { statuses, most } = await rush(meetingId, steps)
      expect(
        [...statuses].filter(
          status => status !== undefined && ![200, 201, 202, 401, 404, 409, 422, 429].includes(status),
        ),
      ).toEqual([])
      // where those online come to the room as well, it holds more of them than it has seats
      if (!isMoved) expect(most).toBeLessThanOrEqual(largest)
      expect(await seatViolations(owner)).toEqual([])
      await settle(meetingId)
      expect(await seatViolations(owner)).toEqual([])
      expect(await brokenRules(owner)).toEqual([])
    }),
    // what happens at once is not the same a second time, so there is nothing to shrink
    { numRuns: 3, endOnFailure: true },
  )
})

test('control: without the lock of the seats the same is noticed', async () => {
  await startTwo({ withoutSeatLock: true, waitAfter: { statement: 'as "held"', ms: 20 } })
  const noticed = async (seed: number) => {
    const [steps] = fc.sample(everybody, { numRuns: 1, seed })
    await owner.query('delete from rate_limits')
    await rush(await openMeeting(3), steps ?? [])
    return (await seatViolations(owner)).length > 0
  }
  let seen = false
  for (let seed = 1; seed <= 5 && !seen; seed++) seen = await noticed(seed)
  expect(seen).toBe(true)
})
