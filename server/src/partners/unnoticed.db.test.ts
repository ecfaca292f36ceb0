import { beforeAll, expect, test } from 'vitest'
import type { PartnerRegistration } from '@treffpunkt/shared/partners'
import { makeOrganisation, makePartner, type PartnerClient } from '../../test/partner.ts'
import { useSignUps } from '../../test/sign-ups.ts'

// Who has signed up by themselves is nobody's business but theirs: an organisation that tries names is found out.

const world = useSignUps()
const { meeting, person, mailTo, comes } = world

let partner: PartnerClient
beforeAll(async () => {
  const organisationId = await makeOrganisation(world.office, 'Caritas Naumburg')
  partner = await makePartner(world.office, world.service.url, organisationId)
})

const colleague = (more: object = {}) => {
  const { noticeVersion: _, ...who } = person(more)
  return who
}
const register = (meetingId: string, who: object = colleague(), query = '') =>
  partner.post(`/api/v1/partner/meetings/${meetingId}/registrations${query}`, who)
const registered = async (meetingId: string, who: object = colleague()) => {
  const answer = await register(meetingId, who)
  expect(answer.status, answer.text).toBe(201)
  return answer.body as PartnerRegistration
}
const read = async ({ id }: { id: string }) =>
  (await partner.get(`/api/v1/partner/registrations/${id}`)).body as PartnerRegistration

test('who has signed up by themselves is not found out unnoticed', async () => {
  const id = await meeting(null)
  const { registration, email } = await comes(id)
  const who = { firstName: registration.firstName, lastName: registration.lastName, email }
  // a rehearsal, which nobody hears of, says the same as for anybody
  expect((await register(id, who, '?dryRun=true')).body).toMatchObject({ status: 'confirmed' })
  expect((await register(id, who)).body).toMatchObject({ type: '/problems/registration_live' })
  expect((await mailTo(email, 'already_registered')).text).toContain('schon angemeldet')
  const { items } = (await partner.get(`/api/v1/partner/registrations?meetingId=${id}`)).body as { items: unknown[] }
  expect(items).toEqual([])
})

test('who has not confirmed yet is asked for that, and not told that all is done', async () => {
  const id = await meeting(null)
  const who = person()
  await world.signUp(id, who)
  const { noticeVersion: _, ...same } = who
  expect((await register(id, same)).body).toMatchObject({ type: '/problems/registration_live' })
  await expect
    .poll(async () => (await mailTo(who.email, 'confirm')).text)
    .toContain('Caritas Naumburg wollte Sie für dieses Treffen eintragen')
  expect((await world.confirmByLink(who.email)).status).toBe(200)
})

test('trying names is limited like registering; each one hit is told, and may still sign up and find their link', async () => {
  const id = await meeting(null)
  const email = person().email
  const one = await registered(id, { ...colleague(), email })
  const twins = [(await comes(id, { email })).registration, { ...colleague(), email }]
  await world.office.post(`/api/v1/meetings/${id}/registrations`, twins[1])
  const tryName = ({ firstName, lastName }: { firstName: string; lastName: string }) =>
    partner.patch(`/api/v1/partner/registrations/${one.id}`, { firstName, lastName }, { 'if-match': '*' })
  const statuses: number[] = []
  for (let n = 0; n < 10; n++) statuses.push((await tryName(twins[n % 2] ?? colleague())).status)
  // nine beside the registration itself
  expect(statuses).toEqual([...Array.from({ length: 9 }, () => 409), 429])
  const { rows } = await world.service.pool.query<{ n: number }>(
    `select count(*)::integer as n from mails where kind = 'already_registered' and to_address = $1 group by registration_id`,
    [email],
  )
  expect(rows).toEqual([{ n: 1 }, { n: 1 }])
  expect((await mailTo(email, 'already_registered')).text).toContain('Caritas Naumburg')
  await world.service.anonymous.post('/api/v1/public/lost-links', { email })
  await mailTo(email, 'lost_links')
  // what is no name is not counted
  expect(
    (await partner.patch(`/api/v1/partner/registrations/${one.id}`, { language: 'en' }, { 'if-match': '*' })).status,
  ).toBe(200)
})

test('nor by giving one of its own people their name', async () => {
  const id = await meeting(null)
  const { registration, email } = await comes(id)
  const one = await registered(id, { ...colleague(), email })
  const name = { firstName: registration.firstName, lastName: registration.lastName }
  const change = (query: string) =>
    partner.patch(`/api/v1/partner/registrations/${one.id}${query}`, name, { 'if-match': '*' })
  expect((await change('?dryRun=true')).body).toMatchObject({ ...name, status: 'confirmed' })
  expect((await change('')).body).toMatchObject({ type: '/problems/registration_live' })
  await mailTo(email, 'already_registered')
  expect(await read(one)).toEqual(one)
})
