import { describe, expect, test } from 'vitest'
import type { Registration } from '@treffpunkt/shared/registrations'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { meeting, person, signUp, mailTo, confirmByLink, comes, look } = world

describe('the office', () => {
  test('enters somebody, who is told; finds, filters and withdraws', async () => {
    const id = await meeting(1)
    const enter = (body: object) => world.office.post(`/api/v1/meetings/${id}/registrations`, body)
    const first = await enter({ firstName: 'Jürgen', lastName: 'Öztürk', email: 'oeztuerk@example.org' })
    expect(first.body).toMatchObject({ status: 'confirmed', source: 'coordinator' })
    expect((await mailTo('oeztuerk@example.org', 'entered')).text).toContain('Art. 6 Abs. 1')
    expect(
      (await enter({ firstName: 'Jürgen', lastName: 'Oeztuerk', email: 'OEZTUERK@example.org' })).body,
    ).toMatchObject({ type: '/problems/registration_live' })
    expect((await enter({ firstName: 'Ohne', lastName: 'Adresse' })).body).toMatchObject({
      status: 'waitlisted',
      email: null,
    })
    const list = async (query: string) =>
      (
        (await world.office.get(`/api/v1/meetings/${id}/registrations?${query}`)).body as { items: Registration[] }
      ).items.map(({ lastName }) => lastName)
    expect([await list('q=ozturk'), await list('status=waitlisted'), await list('sort=-createdAt')]).toEqual([
      ['Öztürk'],
      ['Adresse'],
      ['Adresse', 'Öztürk'],
    ])
    await world.office.post(`/api/v1/registrations/${(first.body as Registration).id}/withdraw`)
    // without an address there is nobody to offer it to
    expect((await world.office.get(`/api/v1/meetings/${id}/seats`)).body).toMatchObject({
      capacity: 1,
      confirmed: 1,
      offered: 0,
      waitlisted: 0,
      withdrawn: 1,
    })
  })

  test('settles what was typed: for all who typed it, and for the next time', async () => {
    const id = await meeting(30)
    const [one, two, three] = [
      await comes(id, { organisationTyped: 'AWO Zeitz' }),
      await comes(id, { organisationTyped: 'awo zeitz' }),
      await comes(id, { organisationTyped: 'privat' }),
    ]
    const list = async () =>
      (
        (await world.office.get(`/api/v1/meetings/${id}/registrations?unsettled=true&sort=createdAt`)).body as {
          items: Registration[]
        }
      ).items
    const settle = async (body: object) =>
      world.office.post(`/api/v1/registrations/${(await list())[0]?.id}/settle-organisation`, body)
    expect(await list()).toHaveLength(3)
    expect((await settle({ name: 'Arbeiterwohlfahrt Zeitz', sector: 'welfare_and_advice' })).body).toMatchObject({
      organisation: { name: 'Arbeiterwohlfahrt Zeitz' },
      sector: 'welfare_and_advice',
    })
    expect(await list()).toMatchObject([{ organisationTyped: 'privat' }])
    await settle({ ignore: true })
    expect(await list()).toEqual([])
    expect([await look(one.token), await look(two.token), await look(three.token)]).toMatchObject([
      { organisation: { name: 'Arbeiterwohlfahrt Zeitz' } },
      { organisation: { name: 'Arbeiterwohlfahrt Zeitz' } },
      { organisation: null, organisationTyped: 'privat' },
    ])
    expect((await world.service.anonymous.get('/api/v1/public/organisations?q=awo')).body).toMatchObject({
      items: [{ name: 'Arbeiterwohlfahrt Zeitz' }],
    })
  })

  test('a person is the same person at the next meeting', async () => {
    const who = person()
    for (const id of [await meeting(30), await meeting(30)]) {
      await world.service.db.deleteFrom('mails').execute()
      await signUp(id, who)
      await confirmByLink(who.email)
    }
    const people = await world.service.db.selectFrom('people').select('id').where('email', '=', who.email).execute()
    expect(people).toHaveLength(1)
  })
})
