import { describe, expect, test } from 'vitest'
import type { ContactList } from '@treffpunkt/shared/contact-lists'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { meeting, signUp, person, comes, own, move, look } = world

const consents = { contactList: true, invitations: false, photographs: false }
const agreeing = { consents, organisationTyped: 'Fußballverein Zeitz' }
const ofOffice = async (id: string) =>
  ((await world.office.get(`/api/v1/meetings/${id}/contact-list`)).body as ContactList).items.map(({ email }) => email)
const asked = (token: string) => world.service.anonymous.get('/api/v1/own-registration/contact-list', own(token))
async function agree(token: string, contactList: boolean): Promise<void> {
  const { version } = await look(token)
  const answer = await world.service.anonymous.patch(
    '/api/v1/own-registration',
    { consents: { ...consents, contactList } },
    { ...own(token), 'if-match': `"${version}"` },
  )
  expect(answer.status).toBe(200)
}

describe('the contact list', () => {
  test('names those who agreed and come, with what they agreed to, to the office and to each other', async () => {
    const id = await meeting(2)
    const [one, two] = [await comes(id, agreeing), await comes(id)]
    // one waits, and one has not confirmed the address
    await comes(id, agreeing)
    await signUp(id, person(agreeing))
    expect(await ofOffice(id)).toEqual([one.email])
    expect((await asked(one.token)).body).toEqual({
      meetingName: expect.any(String) as string,
      items: [
        {
          firstName: 'Ada',
          lastName: expect.stringContaining('Muster') as string,
          organisation: 'Fußballverein Zeitz',
          email: one.email,
        },
      ],
    })
    expect((await asked(two.token)).body).toMatchObject({ status: 404 })
    const page = (token: string) =>
      fetch(`${world.service.url}/registrations/${token}/contact-list`, { redirect: 'manual' })
    const opened = await page(one.token)
    expect(await opened.text()).toContain(one.email)
    expect(opened.headers.get('cache-control')).toBe('no-store')
    expect((await page(two.token)).headers.get('location')).toBe(`/registrations/${two.token}`)
    await agree(two.token, true)
    expect(await ofOffice(id)).toEqual([one.email, two.email])
    expect((await asked(two.token)).status).toBe(200)
  })

  test('forgets at once who takes the consent back or withdraws', async () => {
    const id = await meeting(5)
    const [one, two] = [await comes(id, agreeing), await comes(id, agreeing)]
    await agree(one.token, false)
    expect(await ofOffice(id)).toEqual([two.email])
    expect((await asked(one.token)).status).toBe(404)
    await move(two.token, 'withdraw')
    expect(await ofOffice(id)).toEqual([])
    expect((await asked(two.token)).status).toBe(404)
  })
})
