import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { RegistrationDetails } from '@treffpunkt/shared/registrations'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { meeting, comes, own, look, move, mailTo } = world

const colleague = () => ({ firstName: 'Bo', lastName: 'Vertretung', email: `${randomUUID()}@example.org` })
const handOver = (token: string, who: object, key: string = randomUUID()) =>
  world.service.anonymous.post('/api/v1/own-registration/substitute', who, { ...own(token), 'idempotency-key': key })
const seats = async (id: string) => (await world.office.get(`/api/v1/meetings/${id}/seats`)).body
async function find(id: string, email: string): Promise<RegistrationDetails> {
  const { items } = (await world.office.get(`/api/v1/meetings/${id}/registrations?q=${encodeURIComponent(email)}`))
    .body as { items: { id: string }[] }
  return (await world.office.get(`/api/v1/registrations/${items[0]?.id}`)).body as RegistrationDetails
}

describe('POST /api/v1/own-registration/substitute', () => {
  test('hands the seat over, not free for the queue; both are told, and the history keeps both', async () => {
    const id = await meeting(1)
    const one = await comes(id, { organisationTyped: 'Fußballverein Zeitz' })
    const waiting = await comes(id)
    const who = colleague()
    const key = randomUUID()
    const answer = await handOver(one.token, who, key)
    expect(answer.body).toMatchObject({ status: 'substituted', ticketToken: null })
    expect((await handOver(one.token, who, key)).headers['idempotent-replayed']).toBe('true')
    expect(await look(waiting.token)).toMatchObject({ status: 'waitlisted', queuePosition: 1 })
    expect(await seats(id)).toMatchObject({ confirmed: 1, offered: 0, waitlisted: 1 })
    const substitute = await find(id, who.email)
    expect(substitute).toMatchObject({
      status: 'confirmed',
      organisationTyped: 'Fußballverein Zeitz',
      source: 'public',
      substituteFor: { name: expect.stringMatching(/^Ada Muster/) as string },
      consents: { contactList: false },
    })
    expect(await find(id, one.email)).toMatchObject({ status: 'substituted', substitutedBy: { name: 'Bo Vertretung' } })
    const told = await mailTo(who.email, 'substitute')
    expect(told.text).toContain('hat Sie als Vertretung genannt')
    expect(told.text).toContain(substitute.substituteFor?.name)
    expect(told.text).toContain('Art. 6 Abs. 1')
    expect((await mailTo(one.email, 'substituted')).text).toContain('Bo Vertretung')
    const kinds = async (registration: string) =>
      (
        (await world.office.get(`/api/v1/history/registration/${registration}`)).body as { items: { kind: string }[] }
      ).items.map(({ kind }) => kind)
    expect((await kinds(substitute.substituteFor?.id ?? ''))[0]).toBe('substituted')
    expect(await kinds(substitute.id)).toEqual(['created'])

    // what was handed over is not there twice
    expect((await move(one.token, 'restore')).body).toMatchObject({ type: '/problems/registration_over' })
    expect((await move(one.token, 'withdraw')).body).toMatchObject({ status: 'substituted' })
    expect((await handOver(one.token, colleague())).body).toMatchObject({ type: '/problems/registration_over' })
    // the substitute may withdraw like everybody
    await world.office.post(`/api/v1/registrations/${substitute.id}/withdraw`)
    expect(await look(waiting.token)).toMatchObject({ status: 'offered' })
  })

  test('hands the place in the queue over', async () => {
    const id = await meeting(1)
    const [first, second, third] = [await comes(id), await comes(id), await comes(id)]
    const who = colleague()
    await handOver(second.token, who)
    expect(await find(id, who.email)).toMatchObject({ status: 'waitlisted', queuePosition: 1 })
    expect(await look(third.token)).toMatchObject({ queuePosition: 2 })
    await move(first.token, 'withdraw')
    expect(await find(id, who.email)).toMatchObject({ status: 'offered' })
  })

  test('not to somebody who is registered already, nor without an address', async () => {
    const id = await meeting(5)
    const [one, two] = [await comes(id), await comes(id)]
    const { firstName, lastName } = await look(two.token)
    expect((await handOver(one.token, { firstName, lastName, email: two.email })).body).toMatchObject({
      type: '/problems/registration_live',
    })
    expect((await handOver(one.token, { firstName: 'Bo', lastName: 'Ohne' })).status).toBe(422)
    expect(await look(one.token)).toMatchObject({ status: 'confirmed' })
  })
})

describe('POST /api/v1/registrations/{id}/substitute', () => {
  test('does the same for the office, also without an address', async () => {
    const id = await meeting(2)
    const one = await comes(id)
    const { id: registration } = await find(id, one.email)
    const answer = await world.office.post(`/api/v1/registrations/${registration}/substitute`, {
      firstName: 'Renate',
      lastName: 'Ohne',
    })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ status: 'confirmed', email: null, source: 'coordinator' })
    expect(await seats(id)).toMatchObject({ confirmed: 1 })
    await mailTo(one.email, 'substituted')
  })
})
