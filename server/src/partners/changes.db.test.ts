import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { PartnerChanges, PartnerRegistration } from '@treffpunkt/shared/partners'
import { recordChange, systemActor } from '../db/record-change.ts'
import { entryOf, record } from '../../test/door.ts'
import { makeOrganisation, makePartner, type PartnerClient } from '../../test/partner.ts'
import { useSignUps } from '../../test/sign-ups.ts'

// A program of an organisation keeps up with its people: nothing is missed, whoever changed it and however.

const world = useSignUps()
const { meeting, person, mailTo, tokenIn, comes, own, move } = world

let organisationId: string
let partner: PartnerClient
let position: string
beforeAll(async () => {
  organisationId = await makeOrganisation(world.office, 'Caritas Naumburg')
  partner = await makePartner(world.office, world.service.url, organisationId)
})

/** All changes up to now have their number. */
const numbered = () =>
  expect
    .poll(async () => {
      const { rows } = await world.service.pool.query('select from changes_pending')
      return rows.length
    })
    .toBe(0)
const ask = async (query: string, by: PartnerClient = partner) => by.get(`/api/v1/partner/changes${query}`)
/** What has changed since it was asked the last time. */
async function news(): Promise<PartnerChanges['items']> {
  await numbered()
  const answer = (await ask(`?after=${position}`)).body as PartnerChanges
  position = answer.position
  return answer.items
}
beforeEach(async () => {
  await numbered()
  position = ((await ask('')).body as PartnerChanges).position
})

const register = async (meetingId: string, who: object = {}) => {
  const { noticeVersion: _, ...one } = person(who)
  const { body, text, status } = await partner.post(`/api/v1/partner/meetings/${meetingId}/registrations`, one)
  expect(status, text).toBe(201)
  return { ...(body as PartnerRegistration), email: one.email }
}
const begin = (id: string) =>
  world.service.pool.query(
    `update meetings set starts_at = now() - interval '1 hour', registration_opens_at = now() - interval '2 hours' where id = $1`,
    [id],
  )

test('attendance at the door, and what follows when the meeting is concluded', async () => {
  const id = await meeting(null)
  const [ada, bo] = [await register(id), await register(id)]
  expect((await news()).map(one => one.id)).toEqual([ada.id, bo.id])
  expect(await news()).toEqual([])
  await begin(id)
  await record(world.office, id, entryOf('present', ada.id))
  // nobody else is named by it
  expect(await news()).toEqual([{ id: ada.id, registration: expect.objectContaining({ attendance: 'present' }) }])
  await world.office.post(`/api/v1/meetings/${id}/conclude`, {})
  expect(await news()).toEqual([{ id: bo.id, registration: expect.objectContaining({ attendance: 'no_show' }) }])
})

test('the place in the queue, whoever leaves it; a seat that is offered', async () => {
  const id = await meeting(1)
  await comes(id)
  const before = await comes(id)
  const mine = await register(id)
  expect(mine.queuePosition).toBe(2)
  await news()
  await move(before.token, 'withdraw')
  expect(await news()).toMatchObject([{ id: mine.id, registration: { queuePosition: 1 } }])
  // erased: not even their meeting is known any more
  const other = await comes(id)
  const after = await register(id)
  expect(after.queuePosition).toBe(3)
  await news()
  await world.service.anonymous.post('/api/v1/own-registration/erase', undefined, own(other.token))
  expect(await news()).toContainEqual({ id: after.id, registration: expect.objectContaining({ queuePosition: 2 }) })
  await world.office.patch(`/api/v1/meetings/${id}`, { capacity: 2 }, { 'if-match': '*' })
  expect(await news()).toContainEqual({ id: mine.id, registration: expect.objectContaining({ status: 'offered' }) })
})

test('a meeting that is moved, cancelled, deleted, brought back', async () => {
  const id = await meeting(null)
  const one = await register(id)
  await news()
  await world.office.post(
    `/api/v1/meetings/${id}/reschedule`,
    { startsAt: world.at(500), endsAt: world.at(503) },
    { 'if-match': '*' },
  )
  const [moved] = await news()
  expect(moved?.id).toBe(one.id)
  expect(moved?.registration?.meetingStartsAt).not.toBe(one.meetingStartsAt)
  // corrected to a meeting online, without a move
  await world.office.patch(`/api/v1/meetings/${id}`, { attendanceMode: 'online' }, { 'if-match': '*' })
  expect(await news()).toMatchObject([{ id: one.id }])
  await world.office.post(`/api/v1/meetings/${id}/cancel`, { reason: 'Sturm' })
  expect(await news()).toMatchObject([
    { id: one.id, registration: { status: 'confirmed', meetingCancelledAt: expect.any(String) } },
  ])
  // only what is over is deleted
  const over = await meeting(null)
  const two = await register(over)
  await begin(over)
  await world.office.post(`/api/v1/meetings/${over}/conclude`, {})
  await news()
  await world.office.delete(`/api/v1/meetings/${over}`, { 'if-match': '*' })
  expect(await news()).toEqual([{ id: two.id, registration: null }])
  await world.office.post(`/api/v1/meetings/${over}/restore`)
  expect(await news()).toMatchObject([{ id: two.id, registration: { id: two.id } }])
})

test('who is erased, or belongs to another organisation now: gone, and nothing after that', async () => {
  const id = await meeting(null)
  const [ada, bo] = [await register(id), await register(id)]
  const tokens = [tokenIn(await mailTo(ada.email, 'entered')), tokenIn(await mailTo(bo.email, 'entered'))]
  await news()
  await world.service.anonymous.post('/api/v1/own-registration/erase', undefined, own(tokens[0] ?? ''))
  expect(await news()).toContainEqual({ id: ada.id, registration: null })
  const change = (body: object) =>
    world.service.anonymous.patch('/api/v1/own-registration', body, { ...own(tokens[1] ?? ''), 'if-match': '*' })
  await change({ organisationTyped: 'Chor' })
  expect(await news()).toEqual([{ id: bo.id, registration: null }])
  await change({ engagement: 'volunteer' })
  await begin(id)
  await record(world.office, id, entryOf('present', bo.id))
  expect(await news()).toEqual([])
})

test('page by page, each once, and of nobody else', async () => {
  const id = await meeting(null)
  const other = await makePartner(world.office, world.service.url, await makeOrganisation(world.office))
  const start = position
  const made = [await register(id), await register(id), await register(id)].map(one => one.id)
  await world.office.post(`/api/v1/meetings/${id}/cancel`, { reason: 'Sturm' })
  await numbered()
  const seen: string[] = []
  for (let after = start, more = true; more;) {
    const answer = (await ask(`?after=${after}&limit=2`)).body as PartnerChanges
    seen.push(...answer.items.map(one => one.id))
    ;[after, more] = [answer.position, answer.hasMore]
  }
  expect(seen).toEqual([...made].sort())
  expect((await ask(`?after=${start}`, other)).body).toMatchObject({ items: [], hasMore: false })
})

test('a change that is committed late is not missed', async () => {
  const id = await meeting(null)
  const [slow, quick] = [await register(id), await register(id)]
  await news()
  let commit = () => {}
  const written = Promise.withResolvers<void>()
  const mayCommit = new Promise<void>(resolve => (commit = resolve))
  const late = world.service.db.transaction().execute(async trx => {
    await trx.updateTable('registrations').set({ engagement: 'volunteer' }).where('id', '=', slow.id).execute()
    await recordChange(trx, systemActor, { object: 'registration', id: slow.id, kind: 'changed' })
    written.resolve()
    await mayCommit
  })
  await written.promise
  // written after it and committed before: a reader of times would pass the first one by
  await partner.patch(`/api/v1/partner/registrations/${quick.id}`, { engagement: 'volunteer' }, { 'if-match': '*' })
  expect((await news()).map(one => one.id)).toEqual([quick.id])
  const { rows } = await world.service.pool.query<{ at: Date }>('select max(at) as at from changes')
  commit()
  await late
  expect(await news()).toMatchObject([{ id: slow.id, registration: { engagement: 'volunteer' } }])
  const times = await world.service.pool.query(
    `select from changes where object_id = $1 and kind = 'changed' and at < $2`,
    [slow.id, rows[0]?.at],
  )
  expect(times.rowCount).toBe(1)
})

test('a position that the log does not know asks to begin anew', async () => {
  const made = Buffer.from(`7 ${randomUUID()} ${randomUUID()}`).toString('base64url')
  expect((await ask(`?after=${made}`)).body).toMatchObject({ status: 410, type: '/problems/position_unknown' })
  expect((await ask('?after=abc')).body).toMatchObject({ status: 422, errors: [{ pointer: '?after' }] })
})
