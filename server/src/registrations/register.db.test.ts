import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'
import type { Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import { startJobs, type JobRunner } from '../jobs/queue.ts'
import { ProblemError } from '../problems.ts'
import { register, registerAll } from './register.ts'

// Several people in one transaction: each has the outcome they would have had one after the other.

let database: TestDatabase
let service: TestService
let office: Client
let jobs: JobRunner
beforeAll(async () => {
  database = await createTestDatabase()
  service = await startService({ database })
  office = await service.signIn('coordinator')
  jobs = await startJobs(database.serving, () => undefined)
})
afterAll(async () => {
  await jobs.close()
  await service.close()
  await database.drop()
})
afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

/** Lets chance say these codes next, each of one sign six times; afterwards what it likes. */
function say(...signs: number[]): void {
  const { randomInt } = crypto
  const next = signs.flatMap(sign => Array<number>(6).fill(sign))
  vi.spyOn(crypto, 'randomInt').mockImplementation(((most: number) => next.shift() ?? randomInt(most)) as never)
  syncBuiltinESMExports()
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

async function openMeeting(capacity: number | null, more: object = {}): Promise<string> {
  const plan = { kind: 'network', startsAt: inDays(14), endsAt: inDays(15), capacity, ...more }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  await office.post(`/api/v1/meetings/${id}/publish`)
  await office.post(`/api/v1/meetings/${id}/open`)
  return id
}

const stranger: Actor = { kind: 'public', id: null, requestId: 'r' }
const someone = (name: string, more: object = {}, mayMail = true) => ({
  actor: stranger,
  item: { firstName: 'Ada', lastName: name, email: `${name.toLowerCase()}@example.org`, noticeVersion: 1, ...more },
  mayMail,
})
const together = <Result>(work: (trx: Trx) => Promise<Result>) => service.db.transaction().execute(work)
const inWords = (outcomes: ({ place: string } | ProblemError | undefined)[]) =>
  outcomes.map(outcome => (outcome instanceof ProblemError ? outcome.code : outcome?.place))

/** Who is registered, in the order in which they queue, with what was sent to them. */
const registered = async (meetingId: string) =>
  service.db
    .selectFrom('registrations as r')
    .select(['r.id', 'r.lastName as name', 'r.status', 'r.organisationTyped as from', 'r.shortCode', 'r.expiresAt'])
    .select(
      sql<string | null>`(select string_agg(m.kind, ' ' order by m.id) from mails m where m.registration_id = r.id)`.as(
        'mails',
      ),
    )
    .where('r.meetingId', '=', meetingId)
    .orderBy('r.queuedAt', eb => eb.nullsFirst())
    .orderBy('r.id')
    .execute()

const changesOf = async (id: string | undefined) =>
  (
    await service.db
      .selectFrom('changes')
      .select('kind')
      .where('objectId', '=', id ?? '')
      .orderBy('at')
      .execute()
  ).map(({ kind }) => kind)

describe('several people who sign up in one transaction', () => {
  test('take seats and queue in their order; what keeps one out keeps nobody else out', async () => {
    const id = await openMeeting(2)
    const unknown = '01990000-0000-7000-8000-000000000000'
    const all = [
      someone('One'),
      someone('Two', { organisationId: unknown }),
      someone('Three', {}, false),
      ...['Four', 'Five', 'Six', 'Seven', 'Eight'].map(name => someone(name)),
    ]
    const outcomes = await together(trx => register(trx, jobs, id, all))
    expect(inWords(outcomes)).toEqual(['held', 'invalid_input', 'held', ...Array<string>(5).fill('queued')])
    const rows = await registered(id)
    expect(rows.map(({ name }) => name)).toEqual(['One', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'])
    expect(rows.map(({ mails }) => mails)).toEqual(['confirm', null, ...Array<string>(5).fill('confirm')])
    expect(rows.map(({ expiresAt }) => expiresAt)).toEqual(
      rows.map(() => (outcomes[0] instanceof Error ? null : outcomes[0]?.until)),
    )
    expect(await changesOf(rows[6]?.id)).toEqual(['created'])
  })

  test('count the seats down that contingents keep', async () => {
    const names = ['Nordwerk', 'Landkreis']
    const organisations: string[] = []
    for (const [n, name] of names.entries())
      organisations.push(
        (
          (await office.post('/api/v1/organisations', { name, sector: n === 0 ? 'business' : 'administration' }))
            .body as { id: string }
        ).id,
      )
    const [own = '', other] = organisations
    const id = await openMeeting(3, { contingents: [{ organisationId: own, seats: 2, releasesAt: inDays(7) }] })
    const all = [
      someone('Common'),
      someone('Late', { organisationId: other }),
      someone('Own', { organisationId: own.toUpperCase() }),
      someone('Owner', { organisationId: own }),
      someone('Ownest', { organisationId: own }),
    ]
    expect(inWords(await together(trx => register(trx, jobs, id, all)))).toEqual([
      'held',
      'queued',
      'held',
      'held',
      'queued',
    ])
  })

  test('are one registration when they are the same person, with the newest answers; the known hear of it by mail', async () => {
    const id = await openMeeting(2)
    await together(trx => register(trx, jobs, id, [someone('Known')]))
    await service.db
      .updateTable('registrations')
      .set({ addressConfirmedAt: new Date().toISOString(), status: 'confirmed' })
      .where('meetingId', '=', id)
      .execute()
    const all = [
      someone('Twice', { organisationTyped: 'früher' }),
      someone('Known', { organisationTyped: 'anders' }),
      someone('Last'),
      someone('twice', { lastName: 'TWICE', organisationTyped: 'später' }),
    ]
    const outcomes = await together(trx => register(trx, jobs, id, all))
    // the same as one after the other: whoever asks again is not in their own way
    expect(inWords(outcomes)).toEqual(['held', 'queued', 'queued', 'held'])
    const rows = await registered(id)
    expect(rows.map(({ name, from }) => [name, from])).toEqual([
      ['Known', null],
      ['TWICE', 'später'],
      ['Last', null],
    ])
    expect(rows.map(({ mails }) => mails)).toEqual(['confirm already_registered', 'confirm confirm', 'confirm'])
    expect(await changesOf(rows[1]?.id)).toEqual(['created', 'repeated'])
    expect(await changesOf(rows[0]?.id)).toEqual(['created'])
    // the links and the code of the first form are void
    const attempts = await service.db
      .selectFrom('signUpAttempts as a')
      .innerJoin('registrations as r', 'r.id', 'a.registrationId')
      .select(['a.linkVersion', 'r.linkVersion as current', 'a.codeSent'])
      .where('a.meetingId', '=', id)
      .orderBy('a.createdAt')
      .orderBy('a.id')
      .execute()
    expect(attempts).toEqual([
      { linkVersion: 1, current: 1, codeSent: true },
      { linkVersion: 1, current: 2, codeSent: true },
      { linkVersion: 1, current: 1, codeSent: false },
      { linkVersion: 1, current: 1, codeSent: true },
      { linkVersion: 2, current: 2, codeSent: true },
    ])
  })

  test('get codes that nobody at the meeting has, whatever chance says', async () => {
    const id = await openMeeting(null)
    say(0)
    await together(trx => register(trx, jobs, id, [someone('One')]))
    // the first is taken by somebody there, the third by one of them
    say(0, 1, 1, 0, 1, 2, 1, 3)
    const outcomes = await together(trx =>
      register(
        trx,
        jobs,
        id,
        ['Two', 'Three', 'Four'].map(name => someone(name)),
      ),
    )
    expect(inWords(outcomes)).toEqual(['held', 'held', 'held'])
    const codes = (await registered(id)).map(({ shortCode }) => shortCode)
    expect(codes.sort()).toEqual(['222-222', '333-333', '444-444', '555-555'])
  })

  test('go to different meetings; to one that somebody else has locked nobody waits, if so asked', async () => {
    const [open, closed, held] = [await openMeeting(1), await openMeeting(9), await openMeeting(9)]
    await office.post(`/api/v1/meetings/${closed}/close`)
    const all = [open, closed, held, '01990000-0000-7000-8000-000000000000', open].map((meetingId, n) => ({
      ...someone(`Guest${n}`),
      meetingId,
    }))
    const rest = await together(async holder => {
      await holder.selectFrom('meetings').select('id').where('id', '=', held).forUpdate().execute()
      return together(trx => registerAll(trx, jobs, all, { waits: false }))
    })
    expect(inWords(rest)).toEqual(['held', 'meeting_not_open', undefined, undefined, 'queued'])
    expect(await registered(held)).toEqual([])
    expect(inWords(await together(trx => registerAll(trx, jobs, all.slice(2, 4))))).toEqual(['held', 'not_found'])
  })

  test('are written by the same statements however many they are', async () => {
    const id = await openMeeting(null)
    const prepared = await together(async trx => {
      const counts: number[] = []
      for (const names of [['a'], ['b', 'c'], ['d', 'e', 'f', 'g', 'h']]) {
        await register(
          trx,
          jobs,
          id,
          names.map(name =>
            someone(`Many-${name}`, { consents: { contactList: true, invitations: true, photographs: false } }),
          ),
        )
        const { n } = await trx
          .selectFrom('pgPreparedStatements' as never)
          .select(eb => eb.fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow()
        counts.push(n)
      }
      return counts
    })
    expect(new Set(prepared.slice(1)).size).toBe(1)
    const { n } = await service.db
      .selectFrom('consents')
      .select(eb => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    expect(n).toBe(16)
  })
})
