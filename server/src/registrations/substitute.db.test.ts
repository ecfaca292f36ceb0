import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PersonalData, PersonalDataInWords } from '@treffpunkt/shared/privacy'
import type { RegistrationDetails } from '@treffpunkt/shared/registrations'
import type { OwnRegistration } from '@treffpunkt/shared/sign-up'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { meeting, comes, own, look, move, mailTo, tokenIn } = world

const colleague = () => ({ firstName: 'Bo', lastName: 'Vertretung', email: `${randomUUID()}@example.org` })
const handOver = (token: string, who: object, key: string = randomUUID()) =>
  world.service.anonymous.post('/api/v1/own-registration/substitute', who, { ...own(token), 'idempotency-key': key })
const seats = async (id: string) => (await world.office.get(`/api/v1/meetings/${id}/seats`)).body
async function find(id: string, email: string): Promise<RegistrationDetails> {
  const { items } = (await world.office.get(`/api/v1/meetings/${id}/registrations?q=${encodeURIComponent(email)}`))
    .body as { items: { id: string }[] }
  return (await world.office.get(`/api/v1/registrations/${items[0]?.id}`)).body as RegistrationDetails
}

/** What is stored about somebody, as data and as every fact in words. */
async function dataOf(token: string) {
  const read = async (path: string) =>
    (await world.service.anonymous.get(`/api/v1/own-registration/${path}`, own(token))).body
  const data = (await read('data')) as PersonalData
  const { sections } = (await read('data-in-words')) as PersonalDataInWords
  const facts = sections.flatMap(({ records }) => records.flatMap(one => one.facts))
  return { data, facts }
}

const nameOf = ({ firstName, lastName }: OwnRegistration) => ({ firstName, lastName })

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
    const name = substitute.substituteFor?.name ?? ''
    const theirs = await dataOf(tokenIn(told))
    expect(theirs.data.registrations).toMatchObject([{ source: 'public', signedUpByOther: true, signedUpBy: name }])
    expect(theirs.facts).toContainEqual({ term: 'Woher', text: `angemeldet von ${name}` })
    expect(theirs.facts).toContainEqual({ term: 'Vertritt', text: name })
    expect((await dataOf(one.token)).facts).toEqual(
      expect.arrayContaining([
        { term: 'Woher', text: 'selbst angemeldet' },
        { term: 'Vertreten durch', text: 'Bo Vertretung' },
      ]),
    )

    // what was handed over is not there twice
    expect((await move(one.token, 'restore')).body).toMatchObject({ type: '/problems/registration_over' })
    expect((await move(one.token, 'withdraw')).body).toMatchObject({ status: 'substituted' })
    expect((await handOver(one.token, colleague())).body).toMatchObject({ type: '/problems/registration_over' })
    // the substitute may withdraw like everybody
    await world.office.post(`/api/v1/registrations/${substitute.id}/withdraw`)
    expect(await look(waiting.token)).toMatchObject({ status: 'offered' })
    // whose name is gone is not named to the substitute any more
    await world.service.anonymous.post('/api/v1/own-registration/erase', undefined, own(one.token))
    const { data, facts } = await dataOf(tokenIn(told))
    expect(data.registrations).toMatchObject([{ signedUpByOther: true, signedUpBy: null }])
    expect(facts).toContainEqual({ term: 'Woher', text: 'angemeldet von einer anderen angemeldeten Person' })
    expect(facts).toContainEqual({ term: 'Vertritt', text: 'eine andere Person' })
    expect(facts.filter(({ text }) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))).toEqual([])
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

  test('does not tell who is registered: who has a place keeps theirs, and this one goes to the queue', async () => {
    const id = await meeting(2)
    const [one, two] = [await comes(id), await comes(id)]
    const waiting = await comes(id)
    const known = await look(two.token)
    const answer = await handOver(one.token, { ...nameOf(known), email: two.email })
    expect(answer.body).toMatchObject({ status: 'substituted', ticketToken: null })
    expect(await look(two.token)).toMatchObject({ status: 'confirmed' })
    expect(await look(waiting.token)).toMatchObject({ status: 'offered' })
    expect((await mailTo(one.email, 'substituted')).text).toContain(known.firstName)
  })

  test('gives the seat to a colleague who waits, before the others in the queue', async () => {
    const id = await meeting(1)
    const one = await comes(id)
    const [first, second] = [await comes(id), await comes(id)]
    expect((await handOver(one.token, { ...nameOf(await look(second.token)), email: second.email })).status).toBe(200)
    expect(await look(second.token)).toMatchObject({ status: 'confirmed' })
    // who had signed up by themselves still has
    expect((await dataOf(second.token)).facts).toContainEqual({ term: 'Woher', text: 'selbst angemeldet' })
    expect(await look(first.token)).toMatchObject({ status: 'waitlisted', queuePosition: 1 })
    expect(await seats(id)).toMatchObject({ confirmed: 1, waitlisted: 1, offered: 0 })
    await mailTo(second.email, 'confirmed')
  })

  test('not to oneself, to a second one who hands over to the same, nor without an address', async () => {
    const id = await meeting(5)
    const [one, two, three] = [await comes(id), await comes(id), await comes(id)]
    const live = { type: '/problems/registration_live' }
    const self = { ...nameOf(await look(one.token)), email: one.email }
    expect((await handOver(one.token, self)).body).toMatchObject(live)
    expect((await handOver(two.token, self)).status).toBe(200)
    expect((await handOver(three.token, self)).body).toMatchObject(live)
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

  test('and tells it who has a place already', async () => {
    const id = await meeting(2)
    const [one, two] = [await comes(id), await comes(id)]
    const { id: registration } = await find(id, one.email)
    const who = { ...nameOf(await look(two.token)), email: two.email }
    const answer = await world.office.post(`/api/v1/registrations/${registration}/substitute`, who)
    expect(answer.body).toMatchObject({ type: '/problems/registration_live' })
  })
})
