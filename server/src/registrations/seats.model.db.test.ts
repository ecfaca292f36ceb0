import fc from 'fast-check'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sector } from '@treffpunkt/shared/organisations'
import { auditSeats, brokenRules, seatViolations } from '../../test/seat-audit.ts'
import * as rules from '../../test/seat-model.ts'
import { createTestDatabase, type TestDatabase } from '../../test/service.ts'
import { brokenNames } from '../../test/verified.ts'
import { connectPool, createDb, type Db, type Trx } from '../db/connect.ts'
import { problemOfDatabaseError } from '../db/constraints.ts'
import { type Actor, systemActor } from '../db/record-change.ts'
import { startChangeFeed, type ChangeFeed } from '../db/sequencer.ts'
import { seed } from '../example/seed.ts'
import { startJobs, type JobRunner } from '../jobs/queue.ts'
import { changeMeeting, planMeeting } from '../meetings/edit.ts'
import { openMeeting, publishMeeting } from '../meetings/move.ts'
import { lockMeeting } from '../meetings/queries.ts'
import { enterOrganisation } from '../organisations/edit.ts'
import { ProblemError } from '../problems.ts'
import { approve, reconsider, refuse } from './approve.ts'
import { acceptOffer, changeRegistration, confirmByOffice, declineOffer, lockToChange } from './change.ts'
import { confirm } from './confirm.ts'
import { registrationWorkers } from './jobs.ts'
import { lockRegistration } from './queries.ts'
import { enter, register } from './register.ts'
import { settleAfterChange } from './seats.ts'
import { substitute } from './substitute.ts'
import { restore, withdraw } from './withdraw.ts'

// Whatever people and the office do, one after the other: the rows say after each step what the model says.

let database: TestDatabase
let owner: pg.Client
let pool: pg.Pool
let db: Db
let jobs: JobRunner
let feed: ChangeFeed
beforeAll(async () => {
  database = await createTestDatabase()
  owner = new pg.Client(database.owner)
  await owner.connect()
  await auditSeats(owner)
  pool = connectPool(database.serving, { onError: () => undefined })
  db = createDb(pool)
  jobs = await startJobs(database.serving, () => undefined)
  await seed(db, jobs, { example: false })
  for (const name of organisations)
    await db.transaction().execute(async trx => {
      const sector = rules.sectorOf(name) as Sector
      organisationIds.set(name, (await enterOrganisation(trx, systemActor, { name, sector })).id)
    })
  feed = startChangeFeed(db, database.serving, () => undefined)
})
afterAll(async () => {
  await jobs.close()
  await feed.close()
  await pool.end()
  await owner.end()
  await database.drop()
})

/** The meeting under test and its registrations, in the order of the model's. */
type Real = { meetingId: string; ids: string[] }
type Model = { now: rules.SeatModel }

const organisations = ['business 1', 'business 2', 'administration 1'] as const
const organisationIds = new Map<string, string>()
const idOf = (organisation: string | null) =>
  organisation === null ? null : (organisationIds.get(organisation) as string)

const attendee: Actor = { kind: 'attendee', id: null, requestId: null }
const office: Actor = { kind: 'account', id: null, requestId: null }
const who = (person: number) => ({ firstName: 'Ada', lastName: `Muster ${person}`, email: `ada${person}@example.org` })

const inAWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString()

type Start = Pick<rules.SeatModel, 'mode' | 'capacity' | 'onlineCapacity'>

async function openNew({ mode, capacity, onlineCapacity }: Start): Promise<Real> {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const meetingId = await db.transaction().execute(async trx => {
    const { id } = await planMeeting(trx, systemActor, {
      kind: 'network',
      startsAt: inDays(14),
      endsAt: inDays(15),
      attendanceMode: mode,
      capacity,
      onlineCapacity,
    })
    await publishMeeting(trx, systemActor, await lockMeeting(trx, id))
    await openMeeting(trx, systemActor, await lockMeeting(trx, id))
    return id
  })
  return { meetingId, ids: [] }
}

/** The problem a request ends with; undefined when it succeeds. */
async function request(work: (trx: Trx) => Promise<unknown>): Promise<string | undefined> {
  try {
    await db.transaction().execute(work)
    return undefined
  } catch (error) {
    const problem = error instanceof ProblemError ? error : problemOfDatabaseError(error)
    if (problem === undefined) throw error
    return problem.code
  }
}

function refusal(model: Model, move: rules.Move): string | undefined {
  const after = structuredClone(model.now)
  try {
    move(after)
    model.now = after
    return undefined
  } catch (error) {
    if (error instanceof rules.Refused) return error.message
    throw error
  }
}

type Row = { id: string; status: string; attends: rules.Attends | null; confirmed: boolean; due: boolean }

async function rowsOf({ meetingId, ids }: Real): Promise<Row[]> {
  const { rows } = await owner.query<Row>(
    `select id, status, attends, address_confirmed_at is not null as confirmed,
       coalesce(expires_at <= now(), false) and (status in ('unconfirmed', 'offered') or (status in ('waitlisted', 'pending') and address_confirmed_at is null)) as due
     from registrations where meeting_id = $1 order by array_position($2::uuid[], id)`,
    [meetingId, ids],
  )
  return rows
}

/** Compares all that the model knows, and looks at the rules themselves. */
async function compare({ now }: Model, real: Real): Promise<void> {
  const rows = await rowsOf(real)
  expect(rows.map(({ status, attends, confirmed, due }) => [status, attends, confirmed, due])).toEqual(
    now.registrations.map(({ place, attends, addressConfirmed, due }) => [place, attends, addressConfirmed, due]),
  )
  const { rows: waiting } = await owner.query<{ id: string }>(
    `select id from registrations where meeting_id = $1 and status = 'waitlisted' and address_confirmed_at is not null order by queued_at, id`,
    [real.meetingId],
  )
  expect(waiting.map(({ id }) => id)).toEqual(rules.queue(now).map(one => real.ids[now.registrations.indexOf(one)]))
  const anyDue = now.registrations.some(({ due }) => due)
  if (!anyDue && !now.unsettled) expect(rules.isUnserved(now)).toBe(false)
  expect(await seatViolations(owner)).toEqual([])
}

type Command = fc.AsyncCommand<Model, Real>

/** One request: what it does in the model, and in the service. */
const command = (
  name: string,
  possible: (model: rules.SeatModel) => boolean,
  move: rules.Move,
  work: (trx: Trx, real: Real) => Promise<unknown>,
): Command => ({
  check: ({ now }) => possible(now),
  async run(model, real) {
    const expected = refusal(model, move)
    expect(await request(trx => work(trx, real))).toBe(expected)
    await compare(model, real)
  },
  toString: () => name,
})

const always = () => true
/** A command about the n-th of the registrations there are, counted round. */
const about = (
  name: string,
  n: number,
  moveOf: (index: number) => rules.Move,
  work: (trx: Trx, real: Real, id: string) => Promise<unknown>,
) =>
  command(
    `${name}(${n})`,
    ({ registrations }) => registrations.length > 0,
    model => moveOf(n % model.registrations.length)(model),
    (trx, real) => work(trx, real, real.ids[n % real.ids.length] ?? ''),
  )
const moved =
  (verb: typeof withdraw, actor: Actor) =>
  (trx: Trx, { meetingId }: Real, id: string) =>
    verb(trx, jobs, actor, { id, meetingId })

const remember = async (trx: Trx, real: Real): Promise<void> => {
  const rows = await trx.selectFrom('registrations').select('id').where('meetingId', '=', real.meetingId).execute()
  for (const { id } of rows) if (!real.ids.includes(id)) real.ids.push(id)
}

const person = fc.nat({ max: 5 })
const one = fc.nat({ max: 9 })
const organisation = fc.option(fc.constantFrom(...organisations), { freq: 3 })
const contingents = fc
  .tuple(fc.nat({ max: 1 }), fc.nat({ max: 2 }), fc.nat({ max: 1 }))
  .map(([one, business, administration]) =>
    [
      { organisation: 'business 1', sector: null, seats: one },
      { organisation: null, sector: 'business', seats: business },
      { organisation: null, sector: 'administration', seats: administration },
    ].filter(({ seats }) => seats > 0),
  )
const capacity = fc.option(fc.integer({ min: 1, max: 3 }), { freq: 8 })

const mode = fc.oneof({ weight: 4, arbitrary: fc.constant('mixed' as const) }, fc.constantFrom('on_site', 'online'))
const attends = fc.constantFrom<rules.Attends>('on_site', 'online')
/** Mostly nothing is chosen, which fits every meeting, or what some offer. */
const chosen = fc.oneof(fc.constant(undefined), attends)

const signUp = fc.tuple(person, organisation, chosen).map(([n, from, how]) =>
  command(`signUp(${n}, ${from}, ${how})`, always, rules.signUp(n, from, how), async (trx, real) => {
    const actor: Actor = { kind: 'public', id: null, requestId: null }
    const item = { ...who(n), organisationId: idOf(from), noticeVersion: 1, ...(how && { attends: how }) }
    const [outcome] = await register(trx, jobs, real.meetingId, [{ actor, item, mayMail: true }])
    if (outcome instanceof Error) throw outcome
    await remember(trx, real)
  }),
)
const enterByOffice = fc.tuple(person, organisation, chosen).map(([n, from, how]) =>
  command(`enterByOffice(${n}, ${from}, ${how})`, always, rules.enterByOffice(n, from, how), async (trx, real) => {
    const entered = { ...who(n), organisationId: idOf(from), ...(how && { attends: how }) }
    await enter(trx, jobs, office, real.meetingId, entered)
    await remember(trx, real)
  }),
)
const runOut = one.map(n =>
  about('runOut', n, rules.runOut, (trx, _, id) =>
    sql`update registrations set expires_at = now() - interval '1 hour' where id = ${id}
      and (status in ('unconfirmed', 'offered') or (status in ('waitlisted', 'pending') and address_confirmed_at is null))`.execute(
      trx,
    ),
  ),
)
const changed = (name: string, move: rules.Move, changes: Parameters<typeof changeMeeting>[3]) =>
  command(name, always, move, async (trx, { meetingId }) => {
    const before = await lockMeeting(trx, meetingId)
    await settleAfterChange({ jobs })(trx, before, await changeMeeting(trx, office, before, changes))
  })
const resize = capacity.map(size => changed(`resize(${size})`, rules.resize(size), { capacity: size }))
const resizeOnline = capacity.map(size =>
  changed(`resizeOnline(${size})`, rules.resizeOnline(size), { onlineCapacity: size }),
)
const moveTo = mode.map(to => changed(`moveTo(${to})`, rules.moveTo(to), { attendanceMode: to }))
const switchTo = fc.tuple(one, attends, fc.constantFrom(attendee, office)).map(([n, how, actor]) =>
  about(
    `switch to ${how}`,
    n,
    index => rules.switchTo(index, how),
    async (trx, _, id) =>
      changeRegistration(trx, jobs, actor, await lockToChange(trx, id, { attends: how }), { attends: how }),
  ),
)
const keep = contingents.map(those =>
  command(`keep(${JSON.stringify(those)})`, always, rules.keep(those), async (trx, { meetingId }) => {
    const before = await lockMeeting(trx, meetingId)
    const sent = those.map(({ organisation: name, sector, seats }) => ({
      ...(name === null ? { sector: sector as Sector } : { organisationId: idOf(name) as string }),
      seats,
      releasesAt: inAWeek(),
    }))
    await settleAfterChange({ jobs })(trx, before, await changeMeeting(trx, office, before, { contingents: sent }))
  }),
)
const release = fc.nat({ max: 2 }).map((n): Command => ({
  check: ({ now }) => now.contingents.length > 0,
  async run(model, real) {
    const { organisation: name, sector } = model.now.contingents[
      n % model.now.contingents.length
    ] as rules.ModelContingent
    refusal(model, rules.release(n))
    await owner.query(
      `update contingents set releases_at = now() - interval '1 hour'
         where meeting_id = $1 and organisation_id is not distinct from $2 and sector is not distinct from $3`,
      [real.meetingId, idOf(name), sector],
    )
    await compare(model, real)
  },
  toString: () => `release(${n})`,
}))
const correct = fc.tuple(one, organisation).map(([n, from]) =>
  about(
    `correct to ${from}`,
    n,
    index => rules.correct(index, from),
    async (trx, _, id) =>
      changeRegistration(trx, jobs, office, await lockRegistration(trx, id), { organisationId: idOf(from) }),
  ),
)
const decideByOffice = fc
  .boolean()
  .map(approval => changed(`approval(${approval})`, rules.decideByOffice(approval), { approval }))
const sweep = command('sweep', always, rules.settle, () =>
  registrationWorkers({ db, jobs, feed }, () => undefined)['sweep-seats']({}),
)
const verb = (name: string, moveOf: (index: number) => rules.Move, does: typeof withdraw, actor: Actor) =>
  one.map(n => about(name, n, moveOf, moved(does, actor)))

/** Hands a place over to somebody who may have one already. */
const substituteBy = (name: string, actor: Actor) =>
  fc.tuple(one, person).map(([n, other]) =>
    about(
      `${name} by ${other}`,
      n,
      index => rules.substitute(index, other, actor.kind === 'account'),
      async (trx, real, id) => {
        await substitute(trx, jobs, actor, { id, meetingId: real.meetingId }, who(other))
        await remember(trx, real)
      },
    ),
  )

/** The likelier ones first, so that queues fill and offers are made. */
const commands = fc.oneof(
  { weight: 5, arbitrary: signUp },
  { weight: 5, arbitrary: verb('confirm', rules.confirm, confirm, attendee) },
  { weight: 3, arbitrary: verb('withdraw', rules.withdraw, withdraw, attendee) },
  { weight: 3, arbitrary: runOut },
  { weight: 2, arbitrary: verb('accept', rules.accept, acceptOffer, attendee) },
  { weight: 1, arbitrary: verb('decline', rules.decline, declineOffer, attendee) },
  { weight: 1, arbitrary: verb('restore', index => rules.restore(index, false), restore, attendee) },
  { weight: 1, arbitrary: verb('restoreByOffice', index => rules.restore(index, true), restore, office) },
  { weight: 1, arbitrary: verb('confirmByOffice', rules.confirmByOffice, confirmByOffice, office) },
  { weight: 2, arbitrary: substituteBy('substitute', attendee) },
  { weight: 1, arbitrary: substituteBy('substituteByOffice', office) },
  { weight: 1, arbitrary: enterByOffice },
  { weight: 1, arbitrary: resize },
  { weight: 1, arbitrary: resizeOnline },
  { weight: 1, arbitrary: moveTo },
  { weight: 4, arbitrary: switchTo },
  { weight: 2, arbitrary: keep },
  { weight: 1, arbitrary: release },
  { weight: 1, arbitrary: correct },
  { weight: 1, arbitrary: decideByOffice },
  { weight: 3, arbitrary: verb('approve', rules.approve, approve, office) },
  { weight: 1, arbitrary: verb('refuse', rules.refuse, refuse(null), office) },
  { weight: 1, arbitrary: verb('reconsider', rules.reconsider, reconsider, office) },
  { weight: 1, arbitrary: fc.constant(sweep) },
)

const start = fc
  .record<Start>({ mode, capacity, onlineCapacity: capacity })
  .map(one => ({ ...one, onlineCapacity: one.mode === 'mixed' ? one.onlineCapacity : null }))

test('what people and the office do, in any order', async () => {
  await fc.assert(
    fc.asyncProperty(start, fc.commands([commands], { maxCommands: 80, size: 'max' }), async (begin, sequence) => {
      const real = await openNew(begin)
      await fc.asyncModelRun(
        () => ({
          model: {
            now: { ...begin, approval: false, contingents: [], turns: 0, unsettled: false, registrations: [] },
          },
          real,
        }),
        sequence,
      )
      await registrationWorkers({ db, jobs, feed }, () => undefined)['sweep-seats']({})
      expect(await brokenRules(owner)).toEqual([])
    }),
    { numRuns: 40 },
  )
  await expect.poll(() => brokenNames(database.owner)).toEqual([])
})
