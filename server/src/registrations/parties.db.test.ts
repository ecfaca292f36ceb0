import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Change } from '@treffpunkt/shared/changes'
import type { PersonalData } from '@treffpunkt/shared/privacy'
import type { Registration, RegistrationDetails, Seats } from '@treffpunkt/shared/registrations'
import type { Confirmed, OwnRegistration, SignUpReceived } from '@treffpunkt/shared/sign-up'
import { useSignUps } from '../../test/sign-ups.ts'

// Several people on one form, or added by a personal link.

const world = useSignUps()
const { meeting, person, signUp, mailTo, tokenIn, codeIn, confirmByLink, comes, own, look } = world

let n = 0
const colleague = (more: object = {}) => ({ firstName: 'Bo', lastName: `Kollege${++n}`, ...more })
const elsewhere = () => `${randomUUID()}@example.org`
const listed = async (id: string) =>
  ((await world.office.get(`/api/v1/meetings/${id}/registrations?sort=createdAt`)).body as { items: Registration[] })
    .items
const seats = async (id: string) => (await world.office.get(`/api/v1/meetings/${id}/seats`)).body as Seats
const places = ({ body }: { body: unknown }) => {
  const { place, colleagues } = body as SignUpReceived
  return [place, ...colleagues.map(one => one.place)]
}
const mailsTo = async (email: string) =>
  ((await world.office.get('/api/v1/mails')).body as { items: { to: string; kind: string }[] }).items
    .filter(({ to }) => to.toLowerCase() === email.toLowerCase())
    .map(({ kind }) => kind)
    .sort()
const historyOf = async (id: string | null | undefined, object = 'registration') =>
  ((await world.office.get(`/api/v1/history/${object}/${id}`)).body as { items: Change[] }).items
const confirmedBy = async (id: string | undefined) =>
  (await historyOf(id)).find(({ kind }) => kind === 'confirmed')?.actor
const add = (token: string, colleagues: object[], key: string = randomUUID()) =>
  world.service.anonymous.post(
    '/api/v1/own-registration/colleagues',
    { colleagues },
    { ...own(token), 'idempotency-key': key },
  )

describe('one form for several', () => {
  test('each has a registration; one confirmation confirms all of the mailbox, the others are asked and told by whom', async () => {
    const id = await meeting(30)
    const email = elsewhere()
    const colleagues = [colleague(), colleague({ email }), colleague({ email: null })]
    const who = person({
      organisationTyped: 'Fußballverein Zeitz',
      colleagues,
      consents: { contactList: true, invitations: false, photographs: false },
    })
    expect(places(await signUp(id, who))).toEqual(['held', 'held', 'held', 'held'])
    expect(await seats(id)).toMatchObject({ unconfirmed: 4 })

    const mail = await mailTo(who.email, 'confirm')
    expect(mail.text).toContain(`Mit angemeldet: Bo ${colleagues[0]?.lastName} und Bo ${colleagues[2]?.lastName}`)
    expect(mail.text).not.toContain(colleagues[1]?.lastName)
    const theirs = await mailTo(email, 'confirm')
    expect(theirs.text).toContain(`Ada ${who.lastName} hat Sie zu diesem Treffen angemeldet`)
    expect(theirs.text).toContain('Art. 6 Abs. 1 Buchst. e DSGVO')
    expect(theirs.text).not.toContain('Mit angemeldet')

    expect((await confirmByLink(who.email)).body).toMatchObject({
      registration: {
        status: 'confirmed',
        signedUpBy: null,
        together: [
          { name: `Bo ${colleagues[0]?.lastName}`, status: 'confirmed' },
          { name: `Bo ${colleagues[2]?.lastName}`, status: 'confirmed' },
        ],
      },
    })
    expect(await seats(id)).toMatchObject({ confirmed: 3, unconfirmed: 1 })
    expect((await confirmByLink(email)).body).toMatchObject({
      registration: {
        status: 'confirmed',
        signedUpBy: `Ada ${who.lastName}`,
        together: [],
        organisationTyped: 'Fußballverein Zeitz',
      },
    })
    const all = await listed(id)
    expect(all.map(one => [one.email, one.organisationTyped, one.consents.contactList])).toEqual([
      [who.email, 'Fußballverein Zeitz', true],
      [who.email, 'Fußballverein Zeitz', false],
      [email, 'Fußballverein Zeitz', false],
      [who.email, 'Fußballverein Zeitz', false],
    ])
    const { signedUpBy } = (await world.office.get(`/api/v1/registrations/${all[1]?.id}`)).body as RegistrationDetails
    expect(signedUpBy).toEqual({ id: all[0]?.id, name: `Ada ${who.lastName}` })
    expect(await Promise.all(all.map(({ id }) => confirmedBy(id)))).toEqual([
      'public',
      `Ada ${who.lastName} (angemeldete Person)`,
      'public',
      `Ada ${who.lastName} (angemeldete Person)`,
    ])
    // everybody has a ticket; one mail each asked for the confirmation
    expect(await mailsTo(who.email)).toEqual(['confirm', 'confirmed', 'confirmed', 'confirmed'])
    expect(await mailsTo(email)).toEqual(['confirm', 'confirmed'])
  })

  test('the last seats go in their order, and the code of the mail confirms the queue as well', async () => {
    const id = await meeting(2)
    const who = person({ colleagues: [colleague(), colleague()] })
    const answer = await signUp(id, who)
    expect(places(answer)).toEqual(['held', 'held', 'queued'])
    const { attempt } = answer.body as SignUpReceived
    const code = codeIn(await mailTo(who.email, 'confirm'))
    const confirmed = await world.service.anonymous.post('/api/v1/public/confirmations/by-code', { attempt, code })
    expect(confirmed.body).toMatchObject({
      registration: { status: 'confirmed', together: [{ status: 'confirmed' }, { status: 'waitlisted' }] },
    })
    expect(await seats(id)).toMatchObject({ confirmed: 2, waitlisted: 1 })
  })

  test('groups that race for the last seats never take more than there are', async () => {
    const id = await meeting(4)
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => signUp(id, person({ colleagues: [colleague(), colleague()] }))),
    )
    const all = answers.flatMap(places)
    expect(all.filter(place => place === 'held')).toHaveLength(4)
    expect(all.filter(place => place === 'queued')).toHaveLength(14)
    // nobody's colleagues stand behind those of somebody who came later
    for (const group of answers.map(places)) expect([...group].sort()).toEqual(group)
    expect(await seats(id)).toMatchObject({ unconfirmed: 4, confirmed: 0 })
  })

  test('the same key is the same sign-up; the same form again replaces it', async () => {
    const id = await meeting(10)
    const who = person({ colleagues: [colleague(), colleague()] })
    const ask = () =>
      world.service.anonymous.post(`/api/v1/public/meetings/${id}/registrations`, who, { 'idempotency-key': 'group' })
    const [first, second] = [await ask(), await ask()]
    expect(second.text).toBe(first.text)
    expect(await listed(id)).toHaveLength(3)
    const fewer = {
      ...who,
      organisationTyped: 'Anderer Verein',
      colleagues: (who as unknown as { colleagues: object[] }).colleagues.slice(0, 1),
    }
    expect(places(await signUp(id, fewer))).toEqual(['held', 'held'])
    expect((await listed(id)).map(one => one.organisationTyped)).toEqual(['Anderer Verein', 'Anderer Verein', null])
    // the newest form counts: who is not on it any more is not confirmed with the others
    expect((await confirmByLink(who.email)).body).toMatchObject({
      registration: { together: [{ status: 'confirmed' }] },
    })
    expect(await seats(id)).toMatchObject({ confirmed: 2, unconfirmed: 1 })
  })

  test('the answer tells nobody who is registered, and nothing of them changes', async () => {
    const id = await meeting(10)
    const known = await comes(id, { needs: { stepFree: true, interpreter: null, food: null, other: null } })
    const { firstName, lastName } = known.registration
    const before = await look(known.token)
    const who = person({ colleagues: [{ firstName, lastName, email: known.email }, colleague()] })
    const answer = await signUp(id, who)
    expect(places(answer)).toEqual(['held', 'held', 'held'])
    expect(await look(known.token)).toEqual(before)
    expect(await mailsTo(known.email)).toEqual(['already_registered', 'confirm', 'confirmed'])
    // whoever is registered may bring others: one mail, by which they are confirmed
    const other = await comes(id)
    const again = {
      ...person({ colleagues: [colleague(), colleague()] }),
      firstName: 'Ada',
      lastName: other.registration.lastName,
      email: other.email,
    }
    const brought = await signUp(id, again)
    expect(places(brought)).toEqual(['held', 'held', 'held'])
    const isNewer = async () => (await mailTo(other.email, 'confirm')).text.includes('Mit angemeldet')
    await expect.poll(isNewer, { timeout: 10_000 }).toBe(true)
    const code = codeIn(await mailTo(other.email, 'confirm'))
    const { attempt } = brought.body as SignUpReceived
    await world.service.anonymous.post('/api/v1/public/confirmations/by-code', { attempt, code })
    expect((await look(other.token)).together).toMatchObject([{ status: 'confirmed' }, { status: 'confirmed' }])
    expect((await mailsTo(other.email)).filter(kind => kind === 'already_registered')).toEqual([])
  })

  test('what somebody filled in themselves stays, and they confirm it themselves', async () => {
    const id = await meeting(10)
    const self = person({ needs: { stepFree: true, interpreter: null, food: null, other: null } })
    await signUp(id, self)
    const { firstName, lastName, email } = self
    await signUp(id, person({ colleagues: [{ firstName, lastName, email }] }))
    expect((await confirmByLink(email)).body).toMatchObject({
      registration: { signedUpBy: null, needs: { stepFree: true } },
    })
  })

  test('who has signed up anew since does not keep the others from being confirmed', async () => {
    const id = await meeting(10)
    const lead = person()
    const mate = { firstName: 'Bo', lastName: 'Neu', email: lead.email }
    await signUp(id, { ...lead, colleagues: [mate] })
    const link = tokenIn(await mailTo(lead.email, 'confirm'))
    await world.service.db
      .updateTable('registrations')
      .set({ status: 'expired' })
      .where('meetingId', '=', id)
      .where('lastName', '=', 'Neu')
      .execute()
    await signUp(id, { ...mate, noticeVersion: 1 })
    const answer = await world.service.anonymous.post('/api/v1/public/confirmations/by-link', { token: link })
    expect(answer.body).toMatchObject({ registration: { status: 'confirmed' } })
  })

  test('nobody twice, at most five, and all or nothing', async () => {
    const id = await meeting(10)
    const one = colleague()
    const twice = await signUp(id, person({ colleagues: [one, { ...one, lastName: one.lastName.toUpperCase() }] }))
    expect(twice.body).toMatchObject({ errors: [{ pointer: '/colleagues/1/firstName', code: 'same_person' }] })
    expect((await signUp(id, person({ colleagues: Array.from({ length: 6 }, () => colleague()) }))).status).toBe(422)
    const unknown = person({ organisationId: randomUUID(), colleagues: [colleague()] })
    expect((await signUp(id, unknown)).body).toMatchObject({ errors: [{ pointer: '/organisationId' }] })
    expect(await listed(id)).toEqual([])
  })

  test('colleagues answer later what the meeting requires of everybody', async () => {
    const id = await meeting(10)
    const question = await world.office.post(`/api/v1/meetings/${id}/questions`, {
      kind: 'short_text',
      label: 'Welcher Workshop?',
      purpose: 'Damit die Räume reichen',
      required: true,
    })
    expect(question.status).toBe(201)
    const { id: asked } = question.body as { id: string }
    const colleagues = [colleague()]
    expect((await signUp(id, person({ colleagues }))).status).toBe(422)
    expect(await listed(id)).toEqual([])
    expect(places(await signUp(id, person({ colleagues, answers: { [asked]: 'Garten' } })))).toEqual(['held', 'held'])
  })
})

describe('POST /api/v1/own-registration/colleagues', () => {
  test('confirms those at the same address at once, asks the others, and is once', async () => {
    const id = await meeting(3)
    const one = await comes(id, { organisationTyped: 'Fußballverein Zeitz' })
    const email = elsewhere()
    const key = randomUUID()
    const colleagues = [colleague(), colleague({ email }), colleague()]
    const answer = await add(one.token, colleagues, key)
    expect(answer.status).toBe(200)
    const { registration, colleagues: stand } = answer.body as {
      registration: OwnRegistration
      colleagues: { place: string }[]
    }
    expect(stand).toEqual([{ place: 'held' }, { place: 'held' }, { place: 'queued' }])
    expect(registration.together).toEqual([
      { name: `Bo ${colleagues[0]?.lastName}`, status: 'confirmed', attends: null },
      { name: `Bo ${colleagues[2]?.lastName}`, status: 'waitlisted', attends: null },
    ])
    expect((await add(one.token, colleagues, key)).text).toBe(answer.text)
    const [first, ...brought] = await listed(id)
    expect(brought).toHaveLength(3)
    const signer = `Ada ${one.registration.lastName} (angemeldete Person)`
    expect(await historyOf(brought[0]?.id)).toMatchObject([
      { kind: 'confirmed', actor: signer },
      { kind: 'created', actor: signer },
    ])
    expect(await historyOf(brought[0]?.personId, 'person')).toMatchObject([{ kind: 'created', actor: signer }])
    expect((await mailTo(email, 'confirm')).text).toContain('hat Sie zu diesem Treffen angemeldet')
    const theirs = (await confirmByLink(email)).body as Confirmed
    expect(theirs).toMatchObject({ registration: { organisationTyped: 'Fußballverein Zeitz' } })
    const { body: data } = await world.service.anonymous.get('/api/v1/own-registration/data', own(theirs.token))
    const byWhom = (data as PersonalData).changes.filter(({ object }) => object === 'registration').map(({ by }) => by)
    expect(byWhom).toEqual(['other_attendee', 'public'])
    expect((data as PersonalData).registrations).toMatchObject([
      { signedUpByOther: true, signedUpBy: `Ada ${one.registration.lastName}` },
    ])
    expect(await mailsTo(one.email)).toEqual(['confirm', 'confirmed', 'confirmed', 'waitlisted'])
    expect((await add(one.token, [{ ...colleagues[0] }])).status).toBe(200)
    expect(await listed(id)).toHaveLength(4)
    // whose name is gone from the meeting is gone from the history
    expect((await world.office.post(`/api/v1/people/${first?.personId}/erase`)).status).toBe(200)
    expect(await confirmedBy(brought[0]?.id)).toBe('other_attendee')
  })

  test('needs a registration in force and an open meeting', async () => {
    const id = await meeting(9)
    const [gone, one] = [await comes(id), await comes(id)]
    await world.move(gone.token, 'withdraw')
    expect((await add(gone.token, [colleague()])).body).toMatchObject({ type: '/problems/registration_over' })
    await world.office.post(`/api/v1/meetings/${id}/close`)
    expect((await add(one.token, [colleague()])).body).toMatchObject({ type: '/problems/meeting_not_open' })
    expect((await listed(id)).filter(({ status }) => status === 'confirmed')).toHaveLength(1)
  })
})
