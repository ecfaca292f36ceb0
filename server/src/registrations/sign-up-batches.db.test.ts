import { randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignUpReceived } from '@treffpunkt/shared/sign-up'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'
import type { Trx } from '../db/connect.ts'
import { createKeys } from '../http/keys.ts'
import { startJobs, type JobRunner } from '../jobs/queue.ts'
import { ProblemError } from '../problems.ts'
import { signUpAll } from './sign-up-batches.ts'
import { invitationToken } from './tokens.ts'

// Who comes alone, who brings others and who comes by a personal link stand in one batch.

const keys = createKeys(randomBytes(32))
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

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

async function openMeeting(capacity: number | null, more: object = {}): Promise<string> {
  const plan = { kind: 'network', startsAt: inDays(14), endsAt: inDays(15), capacity, ...more }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  await office.post(`/api/v1/meetings/${id}/publish`)
  await office.post(`/api/v1/meetings/${id}/open`)
  return id
}

const addressOf = (name: string) => `${name.toLowerCase()}@example.org`
const form = (meetingId: string, name: string, more: object = {}) => ({
  actor: { kind: 'public' as const, id: null, requestId: 'r' },
  meetingId,
  item: { firstName: 'Ada', lastName: name, email: addressOf(name), noticeVersion: 1, ...more },
  mayMail: () => true,
})
const bringing = (...names: string[]) => ({
  colleagues: names.map(lastName => ({ firstName: 'Ada', lastName, email: addressOf(lastName) })),
})

/** The link of an invitation to somebody who was entered for an earlier meeting. */
async function invite(meetingId: string, name: string): Promise<string> {
  const who = { firstName: 'Ada', lastName: name, email: addressOf(name) }
  const earlier = (await office.post(`/api/v1/meetings/${await openMeeting(null)}/registrations`, who)).body
  const id = randomUUIDv7()
  await sql`insert into invitations (id, meeting_id, person_id, registration_id)
    select ${id}::uuid, ${meetingId}::uuid, person_id, id from registrations where id = ${(earlier as { id: string }).id}::uuid`.execute(
    service.db,
  )
  return invitationToken(keys, id)
}

const together = <Result>(work: (trx: Trx) => Promise<Result>) => service.db.transaction().execute(work)
const signUp = (all: ReturnType<typeof form>[], waits = false) =>
  together(trx => signUpAll(trx, jobs, keys, all, { waits }))
const inWords = (outcomes: (SignUpReceived | Error | undefined)[]) =>
  outcomes.map(outcome =>
    outcome instanceof ProblemError
      ? outcome.code
      : outcome instanceof Error || outcome === undefined
        ? outcome
        : [outcome.place, ...outcome.colleagues.map(({ place }) => place), ...(outcome.known ? ['known'] : [])].join(
            ' ',
          ),
  )
const queueOf = async (meetingId: string) =>
  (
    await service.db
      .selectFrom('registrations')
      .select('lastName')
      .where('meetingId', '=', meetingId)
      .orderBy('queuedAt', eb => eb.nullsFirst())
      .orderBy('id')
      .execute()
  ).map(({ lastName }) => lastName)

test('each meeting serves them in the order in which they came', async () => {
  const [one, other] = [await openMeeting(4), await openMeeting(1)]
  const invitation = await invite(one, 'Guest')
  const answers = await signUp([
    form(one, 'First'),
    form(one, 'Leader', bringing('Led')),
    form(other, 'Elsewhere'),
    form(one, 'Guest', { invitation, email: 'GUEST@example.org' }),
    form(one, 'Next'),
    form(one, 'Chief', bringing('Follower')),
    form(other, 'Late'),
    form(one, 'Last'),
  ])
  expect(inWords(answers)).toEqual([
    'held',
    'held held',
    'held',
    'held known',
    'queued',
    'queued queued',
    'queued',
    'queued',
  ])
  const seated = ['First', 'Leader', 'Led', 'Guest']
  expect(new Set((await queueOf(one)).slice(0, 4))).toEqual(new Set(seated))
  expect((await queueOf(one)).slice(4)).toEqual(['Next', 'Chief', 'Follower', 'Last'])
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from change_values v where v.after::text like ${`%${invitation}%`}`.execute(
    service.db,
  )
  expect(rows[0]?.n).toBe(0)
})

test('at a meeting that somebody else has locked nobody is served, and elsewhere everybody is', async () => {
  const [held, free] = [await openMeeting(9), await openMeeting(9)]
  const all = [
    form(held, 'Alone'),
    form(free, 'Captain', bringing('Sailor')),
    form(held, 'Boss', bringing('Clerk')),
    form(held, 'Behind'),
    form(free, 'Single'),
  ]
  const answers = await together(async holder => {
    await holder.selectFrom('meetings').select('id').where('id', '=', held).forUpdate().execute()
    return signUp(all)
  })
  expect(inWords(answers)).toEqual([undefined, 'held held', undefined, undefined, 'held'])
  expect(await queueOf(held)).toEqual([])
  expect(inWords(await signUp(all.slice(2, 4), true))).toEqual(['held held', 'held'])
})

test('a meeting of members takes who is invited, whoever stands beside them', async () => {
  const [members, open] = [await openMeeting(9, { visibility: 'members' }), await openMeeting(9)]
  const invitation = await invite(members, 'Member')
  const answers = await signUp([
    form(members, 'Stranger'),
    form(open, 'Welcome'),
    form(members, 'Member', { invitation }),
    form(members, 'Another', { invitation }),
    form(members, 'Member', { invitation, ...bringing('Friend') }),
    form(members, 'Foreigner'),
  ])
  const refused = 'members_only'
  expect(inWords(answers)).toEqual([refused, 'held', 'held known', refused, refused, refused])
  expect(await queueOf(members)).toEqual(['Member'])
})

const rowOf = (meetingId: string, lastName: string) =>
  service.db
    .selectFrom('registrations')
    .select(['id', 'signedUpBy', 'noticeVersion', 'invitationId'])
    .where('meetingId', '=', meetingId)
    .where('lastName', '=', lastName)
    .executeTakeFirstOrThrow()

test('who signed up themselves is nobody’s to confirm, also when both forms come at the same moment', async () => {
  const meeting = await openMeeting(9)
  await signUp([form(meeting, 'Own'), form(meeting, 'Bringer', bringing('Own', 'Brought'))])
  expect(await rowOf(meeting, 'Own')).toMatchObject({ signedUpBy: null, noticeVersion: 1 })
  expect((await rowOf(meeting, 'Brought')).signedUpBy).toBe((await rowOf(meeting, 'Bringer')).id)
})

test('a link with somebody else’s name and address leaves their registration as it is', async () => {
  const meeting = await openMeeting(9)
  const invitation = await invite(meeting, 'Invited')
  await signUp([form(meeting, 'There')])
  expect(inWords(await signUp([form(meeting, 'There', { invitation })]))).toEqual(['held'])
  expect((await rowOf(meeting, 'There')).invitationId).toBeNull()
  // control: it says where a registration comes from that it has led to
  await signUp([form(meeting, 'Other', { invitation })])
  expect((await rowOf(meeting, 'Other')).invitationId).not.toBeNull()
})
