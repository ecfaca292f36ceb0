import { expect, test } from 'vitest'
import type { AccessTasks } from '@treffpunkt/shared/access-tasks'
import { useSignUps } from '../../test/sign-ups.ts'
import { retention } from '../app/retention.ts'
import { eraseDue } from '../jobs/retention.ts'

const world = useSignUps()
const { meeting, comes, move } = world

const needing = (needs: object) => ({
  needs: { stepFree: false, interpreter: null, food: null, other: null, ...needs },
})
const at = (id: string) => `/api/v1/meetings/${id}/access-tasks`
const tasks = async (id: string) => ((await world.office.get(at(id))).body as AccessTasks).items
const decide = (id: string, decision: object) => world.office.post(at(id), decision)

test('needs become tasks with a day and an owner, open again when more people need it', async () => {
  const id = await meeting(30)
  expect(await tasks(id)).toEqual([])
  const first = await comes(id, needing({ interpreter: 'Arabisch' }))
  await comes(id, needing({ interpreter: ' arabisch', stepFree: true }))
  const [arabic, stepFree] = await tasks(id)
  expect(arabic).toMatchObject({ interpreter: 'Arabisch', people: 2, daysBefore: 14, owner: null, doneAt: null })
  expect(stepFree).toMatchObject({ interpreter: null, people: 1, daysBefore: 7 })

  const { owners } = (await world.office.get(at(id))).body as AccessTasks
  const [owner] = owners
  const decided = await decide(id, { interpreter: 'ARABISCH', ownerId: owner?.id, daysBefore: 10, done: true })
  expect(decided.body).toMatchObject({
    items: [{ interpreter: 'Arabisch', owner, daysBefore: 10, doneFor: 2, doneAt: expect.any(String) as string }, {}],
  })
  expect((await decide(id, { interpreter: null, ownerId: '01990000-0000-7000-8000-000000000000' })).body).toMatchObject(
    {
      errors: [{ pointer: '/ownerId' }],
    },
  )
  // one more: what was ordered is not enough any more; what was decided about it stays
  await comes(id, needing({ interpreter: 'Arabisch' }))
  expect((await tasks(id))[0]).toMatchObject({ people: 3, doneFor: 2, doneAt: null, daysBefore: 10 })
  await decide(id, { interpreter: 'Arabisch', done: true })
  await move(first.token, 'withdraw')
  expect((await tasks(id))[0]).toMatchObject({ people: 2, doneFor: 3, doneAt: expect.any(String) as string })
  await decide(id, { interpreter: 'Arabisch', done: false })
  expect((await tasks(id))[0]).toMatchObject({ people: 2, doneFor: null, doneAt: null })

  // the day moves with the meeting
  const due = Date.parse((await tasks(id))[0]?.dueAt ?? '')
  await world.office.patch(
    `/api/v1/meetings/${id}`,
    { startsAt: world.at(24 * 20), endsAt: world.at(24 * 20 + 3) },
    { 'if-match': '*' },
  )
  expect(Date.parse((await tasks(id))[0]?.dueAt ?? '') - due).toBeGreaterThan(5.9 * 86_400_000)
})

test('are for coordinators, say nothing of anybody in the history, and go with the needs', async () => {
  const id = await meeting(30)
  await comes(id, needing({ interpreter: 'Dari' }))
  await decide(id, { interpreter: 'Dari', done: true })
  expect((await (await world.service.signIn('reader')).get(at(id))).status).toBe(403)
  const { rows } = await world.service.pool.query(`select 1 from change_values where concat(before, after) ~* 'dari'`)
  expect(rows).toEqual([])
  await world.service.db
    .updateTable('meetings')
    .set({ startsAt: world.at(-24 * 8 - 3), endsAt: world.at(-24 * 8) })
    .where('id', '=', id)
    .execute()
  await eraseDue(world.service.db, retention, error => expect.fail(String(error)))
  expect(await tasks(id)).toEqual([])
  expect(
    await world.service.db.selectFrom('accessTasks').select('interpreter').where('meetingId', '=', id).execute(),
  ).toEqual([])
})
