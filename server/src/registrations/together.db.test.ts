import { expect, test } from 'vitest'
import { useSignUps } from '../../test/sign-ups.ts'

// Those who sign up at the same moment share a transaction, and nobody notices.

const world = useSignUps()
const { meeting, person, signUp } = world

const transactions = async (meetingId: string) =>
  (
    await world.service.pool.query<{ n: number }>(
      'select count(distinct xmin::text)::integer as n from registrations where meeting_id = $1',
      [meetingId],
    )
  ).rows[0]?.n ?? 0

test('each has an answer of their own, in few transactions, and the seats are given once', async () => {
  const [small, large, closed] = [await meeting(5), await meeting(null), await meeting(9)]
  await world.office.post(`/api/v1/meetings/${closed}/close`)
  const asked = Array.from({ length: 36 }, (_, n) => [small, large, closed][n % 3] ?? '')
  const answers = await Promise.all([
    ...asked.map(id => signUp(id)),
    signUp(large, person({ organisationId: '01990000-0000-7000-8000-000000000000' })),
    signUp('01990000-0000-7000-8000-000000000000'),
  ])
  const statuses = answers.map(({ status }) => status)
  expect(statuses.slice(0, 36)).toEqual(asked.map(id => (id === closed ? 409 : 202)))
  expect(statuses.slice(36)).toEqual([422, 404])
  expect(answers[36]?.body).toMatchObject({ errors: [{ pointer: '/organisationId' }] })
  const places = answers.filter((_, n) => asked[n] === small).map(({ body }) => (body as { place: string }).place)
  expect(places.filter(place => place === 'held')).toHaveLength(5)
  expect(places.filter(place => place === 'queued')).toHaveLength(7)
  expect(await transactions(large)).toBeLessThan(12)
  expect(await transactions(closed)).toBe(0)
})

test('the same key twice at the same moment is one registration with one answer', async () => {
  const id = await meeting(5)
  const who = person()
  const ask = () =>
    world.service.anonymous.post(`/api/v1/public/meetings/${id}/registrations`, who, { 'idempotency-key': 'once' })
  // others before and between them, so that both stand in one batch
  const [, first, , second] = await Promise.all([signUp(id), ask(), signUp(id), ask()])
  expect([first.status, second.status]).toEqual([202, 202])
  expect(second.text).toBe(first.text)
  const { items } = (await world.office.get(`/api/v1/meetings/${id}/registrations`)).body as { items: unknown[] }
  expect(items).toHaveLength(3)
})

/** Holds the rows that a statement locks while something else is done. */
async function holding(lock: string, id: string, work: () => Promise<void>): Promise<void> {
  const client = await world.service.pool.connect()
  try {
    await client.query('begin')
    await client.query(lock, [id])
    await work()
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** Sign-ups that are asked for, and how many of them are answered by now. */
function watch(asked: ReturnType<typeof signUp>[]) {
  const answers = { count: 0, all: Promise.all(asked) }
  for (const one of asked)
    one.then(
      () => answers.count++,
      () => undefined,
    )
  return answers
}

test('whoever has locked a meeting keeps only those waiting who want to it', async () => {
  const [held, free] = [await meeting(1), await meeting(9)]
  let waiting: ReturnType<typeof watch> | undefined
  await holding('select from meetings where id = $1 for update', held, async () => {
    waiting = watch([signUp(held), signUp(held), signUp(held)])
    const others = await Promise.all([signUp(free), signUp(free), signUp(free)])
    expect(others.map(({ status }) => status)).toEqual([202, 202, 202])
    expect(waiting.count).toBe(0)
  })
  const places = ((await waiting?.all) ?? []).map(({ body }) => (body as { place: string }).place)
  expect(places.sort()).toEqual(['held', 'queued', 'queued'])
})

test('a lock of something else keeps others waiting for a moment only', async () => {
  const [one, other] = [await meeting(9), await meeting(9)]
  const { body } = await world.office.post('/api/v1/organisations', { name: 'Nordwerk', sector: 'business' })
  const { id: organisationId } = body as { id: string }
  let waiting: ReturnType<typeof watch> | undefined
  await holding('select from organisations where id = $1 for update', organisationId, async () => {
    waiting = watch([signUp(one, person({ organisationId }))])
    const others = await Promise.all([signUp(other), signUp(other), signUp(other)])
    expect(others.map(({ status }) => status)).toEqual([202, 202, 202])
    expect(waiting.count).toBe(0)
  })
  expect(((await waiting?.all) ?? []).map(({ status }) => status)).toEqual([202])
})
