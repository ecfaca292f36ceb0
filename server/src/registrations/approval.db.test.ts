import { describe, expect, test } from 'vitest'
import type { BatchResult } from '@treffpunkt/shared/registration-batches'
import type { Registration, Seats } from '@treffpunkt/shared/registrations'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { at, meeting, person, signUp, mailTo, confirmByLink, comes, move, look } = world

const asking = (capacity: number | null, startsIn = 24 * 14) => meeting(capacity, startsIn, { approval: true })
const idsOf = async (meetingId: string) =>
  (
    (await world.office.get(`/api/v1/meetings/${meetingId}/registrations?sort=createdAt`)).body as {
      items: Registration[]
    }
  ).items.map(({ id }) => id)
const decide = async (meetingId: string, verb: string, registrationIds: string[], more: object = {}) =>
  (
    (
      await world.office.post(`/api/v1/meetings/${meetingId}/registrations/${verb}`, {
        registrationIds,
        notify: true,
        ...more,
      })
    ).body as BatchResult
  ).items.map(({ outcome }) => outcome)
const office = (id: string | undefined, verb: string, body?: object) =>
  world.office.post(`/api/v1/registrations/${id}/${verb}`, body)
const codeOf = ({ body }: { body: unknown }) => (body as { type?: string }).type?.split('/').at(-1)
/** Brings the seats up to the clock, as the job of every minute does. */
let seats = 10
const settle = (id: string) => world.office.patch(`/api/v1/meetings/${id}`, { capacity: ++seats }, { 'if-match': '*' })

describe('where the office decides who comes', () => {
  test('a sign-up asks, holds no seat, and is told of each step', async () => {
    const id = await asking(1)
    const who = person()
    expect((await signUp(id, who)).body).toMatchObject({ place: 'asked' })
    // whoever asks again, known or not, hears the same
    expect((await signUp(id, who)).body).toMatchObject({ place: 'asked' })
    expect((await mailTo(who.email, 'confirm')).text).toContain('entscheidet die Koordinierungsstelle')
    const answer = await confirmByLink(who.email)
    expect(answer.body).toMatchObject({
      registration: { status: 'pending', addressConfirmed: true, ticketToken: null },
    })
    expect((await mailTo(who.email, 'requested')).subject).toContain('Ihre Anfrage ist eingegangen')
    expect((await signUp(id, who)).body).toMatchObject({ place: 'asked' })
    const seats = (await world.office.get(`/api/v1/meetings/${id}/seats`)).body as Seats
    expect(seats).toMatchObject({ confirmed: 0, unconfirmed: 0, common: 1, pending: 1 })
    const [one] = await idsOf(id)
    expect((await office(one, 'approve')).body).toMatchObject({ status: 'confirmed' })
    await mailTo(who.email, 'confirmed')
    // twice is once
    expect((await office(one, 'approve')).body).toMatchObject({ status: 'confirmed' })
    expect(codeOf(await office(one, 'refuse', {}))).toBe('registration_over')
  })

  test('many are let in in their order while there is room, the rest waits at the place of their sign-up', async () => {
    const id = await asking(1)
    const [first, second, third] = [await comes(id), await comes(id), await comes(id)]
    const [a, b, c] = await idsOf(id)
    expect(await decide(id, 'approve', [c ?? ''])).toEqual(['confirmed'])
    expect(await decide(id, 'approve', [b ?? '', a ?? ''])).toEqual(['waitlisted', 'waitlisted'])
    expect(await Promise.all([first, second, third].map(({ token }) => look(token)))).toMatchObject([
      { status: 'waitlisted', queuePosition: 1 },
      { status: 'waitlisted', queuePosition: 2 },
      { status: 'confirmed' },
    ])
    // taking it back frees the seat, and the next one is asked
    expect(await decide(id, 'reconsider', [c ?? ''])).toEqual(['pending'])
    expect(await look(first.token)).toMatchObject({ status: 'offered' })
    expect(await look(third.token)).toMatchObject({ status: 'pending' })
    expect(await decide(id, 'approve', [c ?? '', a ?? ''])).toEqual(['waitlisted', 'unchanged'])
  })

  test('whoever is refused reads why, holds nothing, and may be reconsidered', async () => {
    const id = await asking(5)
    const one = await comes(id)
    const [registration] = await idsOf(id)
    const refused = await office(registration, 'refuse', { reason: 'Dieses Mal nur für Pflegeheime.' })
    expect(refused.body).toMatchObject({ status: 'refused', refusalReason: 'Dieses Mal nur für Pflegeheime.' })
    expect((await mailTo(one.email, 'refused')).text).toContain('Dieses Mal nur für Pflegeheime.')
    expect(await look(one.token)).toMatchObject({ status: 'refused', refusalReason: 'Dieses Mal nur für Pflegeheime.' })
    expect(codeOf(await move(one.token, 'restore'))).toBe('registration_over')
    expect((await move(one.token, 'withdraw')).body).toMatchObject({ status: 'refused' })
    expect((await office(registration, 'reconsider')).body).toMatchObject({ status: 'pending', refusalReason: null })
    await office(registration, 'refuse', {})
    // a new request is a new one, and the old one cannot come back beside it
    const again = { firstName: 'Ada', lastName: one.registration.lastName, email: one.email, noticeVersion: 1 }
    expect((await signUp(id, again)).body).toMatchObject({ place: 'asked' })
    expect(codeOf(await office(registration, 'reconsider'))).toBe('registration_live')
  })

  test('nobody gets past the office: not by withdrawing, not after the time is over', async () => {
    const id = await asking(5)
    const one = await comes(id)
    await move(one.token, 'withdraw')
    expect(await look(one.token)).toMatchObject({ status: 'withdrawn', canRestore: true })
    expect((await move(one.token, 'restore')).body).toMatchObject({ status: 'pending' })
    const late = person()
    await signUp(id, late)
    await mailTo(late.email, 'confirm')
    await world.service.db
      .updateTable('registrations')
      .set({ expiresAt: at(-1) })
      .where('email', '=', late.email)
      .execute()
    await settle(id)
    expect((await confirmByLink(late.email)).body).toMatchObject({ registration: { status: 'pending' } })
    // once let in, they come back by themselves
    const [first] = await idsOf(id)
    await office(first, 'approve')
    await move(one.token, 'withdraw')
    expect((await move(one.token, 'restore')).body).toMatchObject({ status: 'confirmed' })
  })

  test('whom the office enters comes at once; a request that is handed over stays one', async () => {
    const id = await asking(5)
    const entered = await world.office.post(`/api/v1/meetings/${id}/registrations`, {
      firstName: 'Eva',
      lastName: 'Lang',
    })
    expect(entered.body).toMatchObject({ status: 'confirmed' })
    await comes(id)
    const asked = (await idsOf(id))[1]
    const other = { firstName: 'Jan', lastName: 'Krug', email: 'jan.krug@example.org' }
    expect((await office(asked, 'substitute', other)).body).toMatchObject({ status: 'pending' })
    expect((await mailTo(other.email, 'substitute')).text).toContain('Sie haben die Anfrage übernommen.')
  })

  test('what was asked stays a request when the office stops deciding, and the others are not asked about', async () => {
    const id = await asking(5)
    const one = await comes(id)
    await world.office.patch(`/api/v1/meetings/${id}`, { approval: false }, { 'if-match': '*' })
    expect(await look(one.token)).toMatchObject({ status: 'pending' })
    expect((await signUp(id)).body).toMatchObject({ place: 'held' })
    const two = await comes(id)
    await world.office.patch(`/api/v1/meetings/${id}`, { approval: true }, { 'if-match': '*' })
    expect(await look(two.token)).toMatchObject({ status: 'confirmed' })
    const [first] = await idsOf(id)
    expect((await office(first, 'approve')).body).toMatchObject({ status: 'confirmed' })
  })

  test('requests expire: unconfirmed ones after two days, all with the beginning', async () => {
    const id = await asking(5)
    const one = await comes(id)
    const never = person()
    await signUp(id, never)
    await world.service.db
      .updateTable('registrations')
      .set({ expiresAt: at(-1) })
      .where('email', '=', never.email)
      .execute()
    await settle(id)
    const statuses = async () =>
      (
        await world.service.db
          .selectFrom('registrations')
          .select('status')
          .where('meetingId', '=', id)
          .orderBy('createdAt')
          .execute()
      ).map(({ status }) => status)
    expect(await statuses()).toEqual(['pending', 'expired'])
    await world.service.db
      .updateTable('meetings')
      .set({ startsAt: at(-1) })
      .where('id', '=', id)
      .execute()
    const [first] = await idsOf(id)
    expect(codeOf(await office(first, 'approve'))).toBe('registration_over')
    await settle(id)
    expect(await statuses()).toEqual(['expired', 'expired'])
    expect(await look(one.token)).toMatchObject({ status: 'expired' })
  })
})
