import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { BatchResult } from '@treffpunkt/shared/registration-batches'
import { type Faults, installFaults } from '../../test/faults.ts'
import { publishMeeting } from '../../test/door.ts'
import { type Client, startService, type TestService } from '../../test/service.ts'
import { useSignUps } from '../../test/sign-ups.ts'
import type { Db } from '../db/connect.ts'

const world = useSignUps()
const { meeting, comes, look, move } = world

type Guest = { id: string; email: string }

/** So many people with confirmed addresses, entered one after the other. */
async function guests(meetingId: string, count: number, office = world.office): Promise<Guest[]> {
  const entered: Guest[] = []
  for (let n = 0; n < count; n++) {
    const email = `${randomUUID()}@example.org`
    const who = { firstName: 'Ada', lastName: `Gast ${n}`, email }
    const { body } = await office.post(`/api/v1/meetings/${meetingId}/registrations`, who)
    entered.push({ id: (body as Guest).id, email })
  }
  return entered
}
const batch = (
  meetingId: string,
  verb: 'withdraw' | 'restore',
  registrationIds: string[],
  notify = true,
  office: Client = world.office,
) => office.post(`/api/v1/meetings/${meetingId}/registrations/${verb}`, { registrationIds, notify })
const outcomes = (answer: { body: unknown }) => (answer.body as BatchResult).items.map(({ outcome }) => outcome)
const mailsAbout = async ({ id }: Guest, db = world.service.db) =>
  (await db.selectFrom('mails').select('kind').where('registrationId', '=', id).orderBy('id').execute()).map(
    ({ kind }) => kind,
  )
const changesOf = async ({ id }: Guest, db: Db) =>
  (await db.selectFrom('changes').select('kind').where('objectId', '=', id).orderBy('id').execute()).map(
    ({ kind }) => kind,
  )

describe('POST /api/v1/meetings/{id}/registrations/withdraw', () => {
  test('says what became of each, tells them, and offers the seats to those who are left', async () => {
    const id = await meeting(2)
    const [one, two] = await guests(id, 2)
    const waiting = [await comes(id), await comes(id), await comes(id)]
    const other = await guests(await meeting(5), 1)
    const [next] = await world.service.db
      .selectFrom('registrations')
      .select('id')
      .where('email', '=', waiting[0]?.email ?? '')
      .execute()
    // the first in the queue withdraws with the others: no seat is offered to them
    const ids = [one?.id ?? '', next?.id ?? '', other[0]?.id ?? '', two?.id ?? '', randomUUID()]
    const answer = await batch(id, 'withdraw', ids)
    expect(answer.status).toBe(200)
    expect(outcomes(answer)).toEqual(['withdrawn', 'withdrawn', 'not_found', 'withdrawn', 'not_found'])
    expect((answer.body as BatchResult).items[0]).toMatchObject({ id: one?.id, name: 'Ada Gast 0' })
    expect(await Promise.all(waiting.map(({ token }) => look(token)))).toMatchObject([
      { status: 'withdrawn' },
      { status: 'offered' },
      { status: 'offered' },
    ])
    expect(await mailsAbout(one as Guest)).toEqual(['entered', 'withdrawn'])
    expect(await mailsAbout(next as Guest)).not.toContain('offered')
    expect(outcomes(await batch(id, 'withdraw', ids.slice(0, 2)))).toEqual(['unchanged', 'unchanged'])
  })

  test('tells nobody when it is asked to', async () => {
    const id = await meeting(5)
    const [one] = await guests(id, 1)
    await batch(id, 'withdraw', [one?.id ?? ''], false)
    expect(await mailsAbout(one as Guest)).toEqual(['entered'])
    expect(outcomes(await batch(id, 'restore', [one?.id ?? ''], false))).toEqual(['confirmed'])
    expect(await mailsAbout(one as Guest)).toEqual(['entered'])
  })

  test('takes five hundred at the most, and none of a meeting that is concluded', async () => {
    const id = await meeting(5)
    const [one] = await guests(id, 1)
    expect(
      (
        await batch(
          id,
          'withdraw',
          Array.from({ length: 501 }, () => randomUUID()),
        )
      ).status,
    ).toBe(422)
    await world.service.db
      .updateTable('meetings')
      .set({ concludedAt: new Date().toISOString() })
      .where('id', '=', id)
      .execute()
    expect((await batch(id, 'withdraw', [one?.id ?? ''])).body).toMatchObject({ type: '/problems/meeting_held' })
  })
})

describe('POST /api/v1/meetings/{id}/registrations/restore', () => {
  test('decides anew in the order of the sign-ups: who got a seat, who waits and is told, who is there already', async () => {
    const id = await meeting(3)
    const all = await guests(id, 3)
    const ids = all.map(guest => guest.id)
    await batch(id, 'withdraw', ids, false)
    // one seat goes to somebody else meanwhile, and one of them has signed up again
    await comes(id)
    const again = { firstName: 'Ada', lastName: 'Gast 1', email: all[1]?.email }
    expect((await world.office.post(`/api/v1/meetings/${id}/registrations`, again)).status).toBe(201)
    const answer = await batch(id, 'restore', ids.toReversed(), false)
    expect(outcomes(answer)).toEqual(['waitlisted', 'registered_again', 'confirmed'])
    expect(await mailsAbout(all[0] as Guest)).toEqual(['entered'])
    expect(await mailsAbout(all[2] as Guest)).toEqual(['entered', 'waitlisted'])
    expect(outcomes(await batch(id, 'restore', ids))).toEqual(['unchanged', 'registered_again', 'unchanged'])
  })
})

describe('GET /api/v1/meetings/{id}/registration-ids', () => {
  test('names all that the filters of the list find, in its order', async () => {
    const id = await meeting(2)
    const all = await guests(id, 3)
    await move((await comes(id)).token, 'withdraw')
    const read = async (query: string) =>
      (await world.office.get(`/api/v1/meetings/${id}/registration-ids?${query}`)).body as {
        total: number
        ids: string[]
      }
    expect(await read('status=confirmed&sort=-createdAt')).toEqual({ total: 2, ids: [all[1]?.id, all[0]?.id] })
    expect((await read('q=gast')).total).toBe(3)
    expect((await read('')).total).toBe(4)
  })
})

describe('two coordinators at once', () => {
  let undoFaults = () => {}
  let service: TestService | undefined
  afterEach(async () => {
    await service?.close()
    service = undefined
    undoFaults()
  })

  /** Two overlapping batches at the same time. @returns how often each was withdrawn, and how often they were told. */
  async function overlap(faults?: Faults): Promise<{ effects: number[]; mails: number[] }> {
    // what is put between the service and the database holds for services that start after it
    if (faults !== undefined) undoFaults = installFaults(faults)
    service = await startService()
    const { db } = service
    const office = await service.signIn('coordinator')
    const id = await publishMeeting(office, 24 * 14)
    const all = await guests(id, 6, office)
    const [first, second] = [all.slice(0, 4), all.slice(2)].map(some => some.map(guest => guest.id))
    const answers = await Promise.all([
      batch(id, 'withdraw', first ?? [], true, office),
      batch(id, 'withdraw', second ?? [], true, office),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const count = (kinds: string[]) => kinds.filter(kind => kind === 'withdrawn').length
    return {
      effects: await Promise.all(all.map(async guest => count(await changesOf(guest, db)))),
      mails: await Promise.all(all.map(async guest => count(await mailsAbout(guest, db)))),
    }
  }

  test('have one effect on each registration', async () => {
    expect(await overlap()).toEqual({ effects: [1, 1, 1, 1, 1, 1], mails: [1, 1, 1, 1, 1, 1] })
  })

  test('control: without the locks some are withdrawn twice', async () => {
    const { effects } = await overlap({
      withoutSeatLock: true,
      withoutRegistrationLock: true,
      waitAfter: { statement: '"person_key", "first_name"', ms: 200 },
    })
    expect(Math.max(...effects)).toBe(2)
  })
})
