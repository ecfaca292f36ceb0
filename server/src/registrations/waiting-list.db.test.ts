import { describe, expect, test } from 'vitest'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { hour, at, meeting, person, signUp, mailTo, tokenIn, comes, move, look } = world

describe('the waiting list', () => {
  test('moves up by itself, first come first served among confirmed addresses', async () => {
    const id = await meeting(1)
    const first = await comes(id)
    const unconfirmed = person()
    expect((await signUp(id, unconfirmed)).body).toMatchObject({ place: 'queued' })
    const second = await comes(id)
    const third = await comes(id)
    expect([await look(second.token), await look(third.token)]).toMatchObject([
      { status: 'waitlisted', queuePosition: 1 },
      { status: 'waitlisted', queuePosition: 2 },
    ])
    await move(first.token, 'withdraw')
    expect([await look(second.token), await look(third.token)]).toMatchObject([
      { status: 'offered' },
      { status: 'waitlisted', queuePosition: 1 },
    ])
    await mailTo(second.email, 'offered')
    expect((await move(second.token, 'decline')).body).toMatchObject({ status: 'withdrawn' })
    expect((await move(third.token, 'accept')).body).toMatchObject({ status: 'confirmed' })
    expect((await move(second.token, 'accept')).body).toMatchObject({ type: '/problems/no_offer' })
    // the public sees a band, not a number
    expect((await world.service.anonymous.get(`/api/v1/public/meetings/${id}`)).body).toMatchObject({
      seats: 'waiting_list',
    })
  })

  test('tells whoever the office gives another address there where they stand', async () => {
    const id = await meeting(1)
    const first = await comes(id)
    const second = await comes(id)
    const office = await world.service.signIn('coordinator')
    const { items } = (await office.get(`/api/v1/meetings/${id}/registrations?q=${second.email}`)).body as {
      items: { id: string }[]
    }
    const correct = (email: string) =>
      office.patch(`/api/v1/registrations/${items[0]?.id}`, { email }, { 'if-match': '*' })
    await correct(`waits-${second.email}`)
    expect((await mailTo(`waits-${second.email}`, 'waitlisted')).text).toContain('Platz 1')
    await move(first.token, 'withdraw')
    await correct(`offered-${second.email}`)
    const token = tokenIn(await mailTo(`offered-${second.email}`, 'offered'))
    expect((await move(token, 'accept')).body).toMatchObject({ status: 'confirmed' })
  })

  test('gives whoever has no address the seat at once: nobody could hear of an offer', async () => {
    const id = await meeting(1)
    const first = await comes(id)
    const { service } = world
    const office = await service.signIn('coordinator')
    const renate = (
      await office.post(`/api/v1/meetings/${id}/registrations`, { firstName: 'Renate', lastName: 'Müller' })
    ).body as { id: string; status: string }
    expect(renate.status).toBe('waitlisted')
    const next = await comes(id)
    await move(first.token, 'withdraw')
    expect((await office.get(`/api/v1/registrations/${renate.id}`)).body).toMatchObject({
      status: 'confirmed',
      expiresAt: null,
    })
    expect(await look(next.token)).toMatchObject({ status: 'waitlisted', queuePosition: 1 })
  })

  test('an offer that is not answered goes to the next', async () => {
    const id = await meeting(1)
    const first = await comes(id)
    const [second, third] = [await comes(id), await comes(id)]
    await move(first.token, 'withdraw')
    await world.service.db
      .updateTable('registrations')
      .set({ expiresAt: at(-1) })
      .where('meetingId', '=', id)
      .where('status', '=', 'offered')
      .execute()
    expect(await look(second.token)).toMatchObject({ status: 'lapsed' })
    expect((await signUp(id)).body).toMatchObject({ place: 'queued' })
    expect([await look(second.token), await look(third.token)]).toMatchObject([
      { status: 'lapsed' },
      { status: 'offered' },
    ])
    await mailTo(second.email, 'lapsed')
  })

  test('an offer lasts half of the time that is left, a day at the most', async () => {
    const id = await meeting(1, 10)
    const first = await comes(id)
    const second = await comes(id)
    await move(first.token, 'withdraw')
    const left = Date.parse((await look(second.token)).expiresAt ?? '') - Date.now()
    expect(left / hour).toBeGreaterThan(4.9)
    expect(left / hour).toBeLessThan(5.1)
  })

  test('a hold that ran out is free for the next; who confirms late is a new attempt', async () => {
    const id = await meeting(1)
    const late = person()
    await signUp(id, late)
    const mail = await mailTo(late.email, 'confirm')
    await world.service.db
      .updateTable('registrations')
      .set({ expiresAt: at(-1) })
      .where('meetingId', '=', id)
      .execute()
    const quick = await comes(id)
    expect(await look(quick.token)).toMatchObject({ status: 'confirmed' })
    const answer = await world.service.anonymous.post('/api/v1/public/confirmations/by-link', { token: tokenIn(mail) })
    expect(answer.body).toMatchObject({ registration: { status: 'waitlisted', queuePosition: 1 } })
  })

  test('a larger room lets the queue in; a smaller one throws nobody out and gives no seat', async () => {
    const id = await meeting(1)
    const [one, two, three] = [await comes(id), await comes(id), await comes(id)]
    const resize = (capacity: number | null) =>
      world.office.patch(`/api/v1/meetings/${id}`, { capacity }, { 'if-match': '*' })
    await resize(2)
    expect([await look(two.token), await look(three.token)]).toMatchObject([
      { status: 'offered' },
      { status: 'waitlisted' },
    ])
    await move(two.token, 'accept')
    await resize(1)
    await move(one.token, 'withdraw')
    expect([await look(two.token), await look(three.token)]).toMatchObject([
      { status: 'confirmed' },
      { status: 'waitlisted' },
    ])
    await resize(null)
    expect(await look(three.token)).toMatchObject({ status: 'offered' })
  })
})
