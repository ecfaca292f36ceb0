import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Invitation, InvitationAnswers, InvitationCounts, OwnInvitation } from '@treffpunkt/shared/invitations'
import type { Mailing, MailingPreview } from '@treffpunkt/shared/mailings'
import type { Mail, MailContent } from '@treffpunkt/shared/mails'
import type { NextMeeting, SignUpReceived } from '@treffpunkt/shared/sign-up'
import { enterGuest, entryOf, record } from '../../test/door.ts'
import { makeOrganisation, makePartner } from '../../test/partner.ts'
import {
  createTestDatabase,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'
import { brokenNames } from '../../test/verified.ts'
import { backendOf, untilSomebodyWaitsFor } from '../../test/waiting.ts'
import { eraseDue } from '../jobs/retention.ts'
import { lockRegistration } from '../registrations/queries.ts'
import { invitationRetention } from './jobs.ts'

let database: TestDatabase
let service: TestService
let office: Client
beforeAll(async () => {
  database = await createTestDatabase()
  service = await startService({ database })
  office = await service.signIn('coordinator')
})
afterAll(async () => {
  await service.close()
  await database.drop()
})

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
async function meetingIn(hours: number, more: object = {}): Promise<string> {
  const plan = { kind: 'network', startsAt: inHours(hours), endsAt: inHours(hours + 3), ...more }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  await office.post(`/api/v1/meetings/${id}/publish`)
  if (hours > 0) await office.post(`/api/v1/meetings/${id}/open`)
  return id
}

let n = 0
type Person = { id: string; email: string; lastName: string; personId: string }
/** Somebody at an earlier meeting, who agreed to be invited unless it is said otherwise. */
async function guestOf(meeting: string, more: { consent?: boolean } & Record<string, unknown> = {}): Promise<Person> {
  const { consent = true, ...fields } = more
  const lastName = `Gast${++n}`
  const email = `gast${n}@example.org`
  const { id } = await enterGuest(office, meeting, { lastName, email, ...fields })
  if (consent)
    await sql`insert into consents (id, registration_id, purpose, text_version, language, source)
      values (${crypto.randomUUID()}, ${id}, 'invitations', 1, 'de', 'sign_up')`.execute(service.db)
  const { personId } = await service.db
    .selectFrom('registrations')
    .select('personId')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { id, email, lastName, personId: personId ?? '' }
}

const invite = (id: string, body: object = { circle: 'everybody' }) =>
  office.post(`/api/v1/meetings/${id}/invitations`, body)
const counts = async (id: string, query = 'circle=everybody') =>
  (await office.get(`/api/v1/meetings/${id}/invitable?${query}`)).body as InvitationCounts
const invitations = async (id: string) =>
  ((await office.get(`/api/v1/meetings/${id}/invitations`)).body as { items: Invitation[] }).items
const answers = async (id: string) =>
  (await office.get(`/api/v1/meetings/${id}/invitation-answers`)).body as InvitationAnswers
const mailings = async (id: string) =>
  ((await office.get(`/api/v1/meetings/${id}/mailings`)).body as { items: Mailing[] }).items

/** The minute is over. */
async function goOut(id: string): Promise<Mailing> {
  await sql`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`.execute(
    service.db,
  )
  await expect.poll(async () => (await mailings(id))[0]?.state, { timeout: 10_000 }).toBe('sent')
  return (await mailings(id))[0] as Mailing
}
const mailsOf = async ({ id }: Mailing) =>
  ((await office.get(`/api/v1/mails?mailingId=${id}`)).body as { items: Mail[] }).items
async function mailTo(mailing: Mailing, email: string): Promise<MailContent> {
  const mail = (await mailsOf(mailing)).find(one => one.to === email)
  return (await office.get(`/api/v1/mails/${mail?.id}`)).body as MailContent
}
const tokenIn = ({ links }: MailContent) => new URL(links[0]?.url ?? '').searchParams.get('invitation') ?? ''
/** An earlier meeting with one guest, and a coming one to which they have been invited. */
async function invited(more: object = {}) {
  const earlier = await meetingIn(-48)
  const guest = await guestOf(earlier)
  const meeting = await meetingIn(240, more)
  expect((await invite(meeting, { circle: 'came_to', of: earlier })).status).toBe(409)
  await record(office, earlier, entryOf('present', guest.id))
  const planned = await invite(meeting, { circle: 'came_to', of: earlier })
  expect(planned.status, planned.text).toBe(201)
  const mail = await mailTo(await goOut(meeting), guest.email)
  return { earlier, guest, meeting, mail, token: tokenIn(mail) }
}
const form = ({ lastName, email }: Pick<Person, 'lastName' | 'email'>, more: object = {}) => ({
  firstName: 'Ada',
  lastName,
  email,
  noticeVersion: 1,
  ...more,
})
const signUp = (id: string, body: object) => service.anonymous.post(`/api/v1/public/meetings/${id}/registrations`, body)
const registered = (meeting: string, email: string) =>
  service.db
    .selectFrom('registrations')
    .select(['id', 'status', 'personId', 'invitationId'])
    .where('meetingId', '=', meeting)
    .where('email', '=', email)
    .execute()
const kindsOf = async (registrationId: string | undefined) =>
  (
    await service.db
      .selectFrom('mails')
      .select('kind')
      .where('registrationId', '=', registrationId ?? '')
      .orderBy('createdAt')
      .execute()
  ).map(({ kind }) => kind)

describe('who is invited', () => {
  test('those who agreed, each once; the others are counted by the reason', async () => {
    const [earlier, meeting] = [await meetingIn(-72, { kind: 'specialist', title: 'Fachtag' }), await meetingIn(240)]
    const before = await counts(meeting)
    const [yes, no, here] = [await guestOf(earlier), await guestOf(earlier, { consent: false }), await guestOf(earlier)]
    const stopped = await guestOf(earlier)
    await enterGuest(office, earlier, { lastName: 'Ohne', email: null })
    for (let i = 0; i < 3; i++)
      await sql`insert into mails (id, kind, to_address, subject, registration_id, status, reason)
        values (${crypto.randomUUID()}, 'message', ${stopped.email}, 'x', ${stopped.id}, 'failed', 'unknown_address')`.execute(
        service.db,
      )
    await enterGuest(office, meeting, { lastName: here.lastName, email: here.email })
    const now = await counts(meeting)
    expect(now.invited - before.invited).toBe(1)
    expect(now.withoutConsent - before.withoutConsent).toBe(1)
    expect(now.registered - before.registered).toBe(1)
    expect(now.stopped - before.stopped).toBe(1)
    expect(now.withoutAddress - before.withoutAddress).toBe(1)

    const preview = await office.post(`/api/v1/meetings/${meeting}/invitation-preview`, {
      circle: 'everybody',
      note: 'Mit Kuchen.',
    })
    expect(preview.body).toMatchObject({ recipients: now.invited })
    expect((preview.body as MailingPreview).text).toContain('Mit Kuchen.')
    // a sample opens nothing
    expect((preview.body as MailingPreview).links[0]?.url).toMatch(/\?invitation=$/)
    expect((await invite(meeting, { circle: 'everybody', note: 'Mit Kuchen.' })).status).toBe(201)
    expect((await mailings(meeting))[0]).toMatchObject({
      kind: 'meeting_invitation',
      state: 'waiting',
      recipients: now.invited,
    })
    // whom it names is nobody's to invite in the same minute, unless it is taken back
    expect(await counts(meeting)).toMatchObject({ invited: 0, waiting: now.invited })
    expect(await invite(meeting)).toMatchObject({ status: 409, body: { type: '/problems/nobody_to_write_to' } })
    const [first] = await mailings(meeting)
    expect((await office.post(`/api/v1/mailings/${first?.id}/take-back`)).status).toBe(200)
    expect(await counts(meeting)).toMatchObject({ invited: now.invited, waiting: 0 })
    expect((await invite(meeting)).status).toBe(201)
    await goOut(meeting)
    const all = (await Promise.all((await mailings(meeting)).map(mailsOf))).flat().map(({ to }) => to)
    expect(all.filter(to => to === yes.email)).toHaveLength(1)
    for (const one of [no, here, stopped]) expect(all).not.toContain(one.email)
    expect((await counts(meeting)).asked).toBe(now.invited)
    expect(await invite(meeting)).toMatchObject({ status: 409, body: { type: '/problems/nobody_to_write_to' } })
  })

  test('of a circle: a meeting, a sector, an organisation, a working group', async () => {
    const { id: group } = (await office.post('/api/v1/working-groups', { name: 'Sprache', state: 'active' })).body as {
      id: string
    }
    const { id: organisation } = (await office.post('/api/v1/organisations', { name: 'Chor', sector: 'business' }))
      .body as { id: string }
    const earlier = await meetingIn(-24, { kind: 'working_group', title: 'Runde', workingGroupId: group })
    const meeting = await meetingIn(200)
    const came = await guestOf(earlier, { organisationId: organisation })
    await guestOf(earlier)
    await record(office, earlier, entryOf('present', came.id))
    for (const query of [
      `circle=came_to&of=${earlier}`,
      `circle=working_group&of=${group}`,
      'circle=sector&sector=business',
      `circle=organisation&of=${organisation}`,
    ])
      expect(await counts(meeting, query), query).toMatchObject({ invited: 1, withoutConsent: 0 })
    expect((await office.get(`/api/v1/meetings/${meeting}/invitable?circle=sector`)).status).toBe(422)
    expect((await office.get(`/api/v1/meetings/${meeting}/invitable?circle=came_to`)).status).toBe(422)
  })

  test('nobody who withdraws, is erased or signs up within the minute, nor later before the mail is sent', async () => {
    const [earlier, meeting] = [await meetingIn(-30), await meetingIn(210)]
    const [a, b, c, d] = [
      await guestOf(earlier),
      await guestOf(earlier),
      await guestOf(earlier),
      await guestOf(earlier),
    ]
    for (const { id } of [a, b, c, d]) await record(office, earlier, entryOf('present', id))
    expect((await invite(meeting, { circle: 'came_to', of: earlier })).status).toBe(201)
    await sql`update consents set withdrawn_at = now() where registration_id = ${a.id}`.execute(service.db)
    expect((await office.post(`/api/v1/people/${b.personId}/erase`)).status).toBe(200)
    await enterGuest(office, meeting, { lastName: c.lastName, email: c.email })
    const mailing = await goOut(meeting)
    expect((await mailsOf(mailing)).map(({ to }) => to)).toEqual([d.email])
    await expect.poll(async () => (await mailTo(mailing, d.email)).status, { timeout: 10_000 }).toBe('kept')
    const mail = await mailTo(mailing, d.email)
    expect(mail.text).toContain('weil Sie bei einer früheren Anmeldung zugestimmt haben')
    // what was answered meanwhile is shown in the log of mails as it was sent
    await sql`update consents set withdrawn_at = now() where registration_id = ${d.id}`.execute(service.db)
    expect((await mailTo(mailing, d.email)).text).toBe(mail.text)
    await sql`update mails set status = 'waiting' where id = ${mail.id}`.execute(service.db)
    expect((await mailTo(mailing, d.email)).text).toBe('')
  })

  test('not to a draft, a cancelled meeting, or one whose sign-up is closed', async () => {
    await guestOf(await meetingIn(-30))
    const closed = await meetingIn(100)
    await office.post(`/api/v1/meetings/${closed}/close`)
    expect((await invite(closed)).body).toMatchObject({ type: '/problems/meeting_not_open' })
    const { id } = (
      await office.post('/api/v1/meetings', { kind: 'network', startsAt: inHours(90), endsAt: inHours(93) })
    ).body as { id: string }
    expect((await invite(id)).body).toMatchObject({ type: '/problems/meeting_is_draft' })
  })
})

describe('the personal link', () => {
  test('fills in the form, and signs up at once who stays who they are; the known address is told', async () => {
    const { guest, meeting, token } = await invited()
    const page = await service.anonymous.get(`/meetings/${meeting}/sign-up?invitation=${token}`)
    expect(page.text).toContain(`value="${guest.email}"`)
    expect(page.text).toContain(`value="${guest.lastName}"`)
    // looking changes nothing
    expect(await registered(meeting, guest.email)).toEqual([])
    const answer = await signUp(
      meeting,
      form(guest, { invitation: token, consents: { contactList: false, invitations: false, photographs: false } }),
    )
    expect(answer.status, answer.text).toBe(202)
    expect((answer.body as SignUpReceived).known).toBe(true)
    const [one] = await registered(meeting, guest.email)
    expect(one).toMatchObject({ status: 'confirmed', personId: guest.personId })
    expect(one?.invitationId).not.toBeNull()
    expect(await kindsOf(one?.id)).toEqual(['confirmed'])
    expect(await answers(meeting)).toMatchObject({ total: 1, registered: 1, invited: 0, remindable: 0 })
    // again is once, and is said by mail alone
    expect(((await signUp(meeting, form(guest, { invitation: token }))).body as SignUpReceived).known).toBe(true)
    expect(await kindsOf(one?.id)).toEqual(['confirmed', 'already_registered'])
    expect(await registered(meeting, guest.email)).toHaveLength(1)
  })

  test('does the same for a form that comes without JavaScript', async () => {
    const { guest, meeting, token } = await invited({ capacity: 1 })
    const fields = { firstName: 'Ada', lastName: guest.lastName, email: guest.email, noticeVersion: '1' }
    const send = async () => {
      const sent = await fetch(`${service.url}/meetings/${meeting}/sign-up?invitation=${token}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual',
      })
      expect(sent.status).toBe(303)
      return sent.headers.get('location') ?? ''
    }
    const first = await send()
    const page = await service.anonymous.get(first)
    expect(page.text).toContain('Sie sind angemeldet')
    expect(page.text).toContain('E-Mail mit Ihrem Ticket')
    // opened again, it leads to the registration, and says to nobody whether there is one
    const again = await service.anonymous.get(`/meetings/${meeting}/sign-up?invitation=${token}`)
    expect(again.text).toContain('Haben Sie sich mit diesem Link schon angemeldet?')
    expect(again.text).toContain('href="/lost-link"')
    expect((await registered(meeting, guest.email))[0]?.status).toBe('confirmed')
    // the link may be anybody's, with the name that stands in it: the page says what anybody would be answered
    expect((await service.anonymous.get(await send())).text).toContain('Sie stehen auf der Warteliste')
    expect((await service.anonymous.get(first)).text).toContain('Sie sind angemeldet')
  })

  test('with another address or name it asks for a confirmation as from everybody', async () => {
    const { guest, meeting, token } = await invited()
    const other = { ...guest, email: `neu-${guest.email}` }
    const answer = await signUp(meeting, form(other, { invitation: token }))
    expect(answer.body).not.toHaveProperty('known')
    const [one] = await registered(meeting, other.email)
    expect(one?.status).toBe('unconfirmed')
    expect(await kindsOf(one?.id)).toEqual(['confirm'])
    expect(await answers(meeting)).toMatchObject({ registered: 1, invited: 0 })
  })

  test('opens nothing of another meeting, nothing when it is changed, nothing once the meeting has begun', async () => {
    const { guest, meeting, token } = await invited()
    const other = await meetingIn(300)
    for (const [id, one] of [
      [other, token],
      [meeting, `${token.slice(0, -2)}AA`],
      [meeting, 'x'],
      [meeting, token.split('.')[0] ?? ''],
    ] as const) {
      expect((await service.anonymous.get(`/meetings/${id}/sign-up?invitation=${one}`)).text).not.toContain(guest.email)
      const address = `fremd${++n}@example.org`
      expect((await signUp(id, form({ ...guest, email: address }, { invitation: one }))).body).not.toHaveProperty(
        'known',
      )
    }
    expect((await signUp(other, form(guest, { invitation: token }))).body).not.toHaveProperty('known')
    await sql`update meetings set starts_at = now() - interval '1 minute' where id = ${meeting}`.execute(service.db)
    expect((await service.anonymous.get(`/meetings/${meeting}/sign-up?invitation=${token}`)).text).not.toContain(
      guest.email,
    )
    const { body } = await service.anonymous.post('/api/v1/public/invitations/read', { token })
    expect(body).toMatchObject({ meeting: null, known: null, agreed: true })
    expect((await service.anonymous.post('/api/v1/public/invitations/decline', { token })).status).toBe(404)
  })

  test.each([
    ['it has begun', sql`starts_at = now() - interval '1 minute'`],
    ['it is deleted', sql`deleted_at = now()`],
  ])('ends invitations also when it leads to no meeting any more: %s', async (_, change) => {
    const { meeting, token } = await invited()
    await sql`update meetings set ${change} where id = ${meeting}`.execute(service.db)
    const page = await service.anonymous.get(`/invitations/${token}`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('Möchten Sie keine Einladungen mehr?')
    expect(page.text).not.toContain('Können Sie nicht kommen?')
    const ended = await service.anonymous.post('/api/v1/public/invitations/end', { token })
    expect(ended).toMatchObject({ status: 200, body: { agreed: false, meeting: null } })
    const wrong = `${token.slice(0, -2)}AA`
    expect((await service.anonymous.post('/api/v1/public/invitations/end', { token: wrong })).status).toBe(404)
  })

  test('lets decline and come after all, and be asked once more only while there is no answer', async () => {
    const { guest, meeting, token, earlier } = await invited()
    const read = async () =>
      (await service.anonymous.post('/api/v1/public/invitations/read', { token })).body as OwnInvitation
    expect(await read()).toMatchObject({ declined: false, agreed: true, known: { email: guest.email } })
    const page = await service.anonymous.get(`/invitations/${token}`)
    expect(page.status, page.text).toBe(200)
    expect(page.text).toContain('Sie sind zu diesem Treffen eingeladen.')
    // a mail scanner opens every link
    for (const path of ['', '/decline', '/end']) await service.anonymous.get(`/invitations/${token}${path}`)
    expect(await read()).toMatchObject({ declined: false, agreed: true })
    expect(await answers(meeting)).toMatchObject({ invited: 1, remindable: 1 })
    expect((await office.post(`/api/v1/meetings/${meeting}/remind-invited`)).status).toBe(201)
    const reminder = await goOut(meeting)
    expect(reminder).toMatchObject({ kind: 'invitation_reminder', recipients: 1 })
    expect(tokenIn(await mailTo(reminder, guest.email))).toBe(token)
    expect(await answers(meeting)).toMatchObject({ invited: 1, remindable: 0 })
    expect((await office.post(`/api/v1/meetings/${meeting}/remind-invited`)).status).toBe(409)

    const declined = await service.anonymous.post('/api/v1/public/invitations/decline', { token })
    expect(declined.body).toMatchObject({ declined: true })
    await service.anonymous.post('/api/v1/public/invitations/decline', { token })
    expect((await invitations(meeting))[0]).toMatchObject({ name: `Ada ${guest.lastName}`, state: 'declined' })
    const { rows } = await sql<{
      count: number
    }>`select count(*)::integer as count from changes where object = 'invitation' and kind = 'declined'
      and object_id in (select id from invitations where meeting_id = ${meeting})`.execute(service.db)
    expect(rows[0]?.count).toBe(1)
    await signUp(meeting, form(guest, { invitation: token }))
    expect((await invitations(meeting))[0]).toMatchObject({ state: 'registered' })
    expect(await counts(meeting, `circle=came_to&of=${earlier}`)).toMatchObject({ registered: 1, invited: 0 })
  })

  test('is planned once to be asked again, and again when that is taken back; each gets one mail', async () => {
    const { guest, meeting } = await invited()
    const remind = () => office.post(`/api/v1/meetings/${meeting}/remind-invited`)
    expect((await remind()).status).toBe(201)
    // whoever is about to be asked is nobody to ask in the same minute
    expect(await answers(meeting)).toMatchObject({ invited: 1, remindable: 0 })
    expect(await remind()).toMatchObject({ status: 409, body: { type: '/problems/nobody_to_write_to' } })
    const [waiting] = await mailings(meeting)
    expect((await office.post(`/api/v1/mailings/${waiting?.id}/take-back`)).status).toBe(200)
    expect(await answers(meeting)).toMatchObject({ remindable: 1 })
    expect((await remind()).status).toBe(201)
    await goOut(meeting)
    const mails = ((await office.get('/api/v1/mails?kind=invitation_reminder&limit=200')).body as { items: Mail[] })
      .items
    expect(mails.filter(({ to }) => to === guest.email)).toHaveLength(1)
  })

  test('ends invitations by one press of the mail program, in every registration where it was agreed to', async () => {
    const { guest, meeting, token } = await invited()
    await guestOf(await meetingIn(-20), { lastName: guest.lastName, email: guest.email })
    const pressed = await fetch(`${service.url}/invitations/${token}/end`, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      redirect: 'manual',
    })
    // it must not be led elsewhere (RFC 8058, 3.1)
    expect(pressed.status).toBe(200)
    const { rows } = await sql<{
      left: number
    }>`select count(*)::integer as left from consents c join registrations r on r.id = c.registration_id
      where r.person_id = ${guest.personId} and c.withdrawn_at is null`.execute(service.db)
    expect(rows[0]?.left).toBe(0)
    // some send a form of several parts
    const parts = new FormData()
    parts.set('List-Unsubscribe', 'One-Click')
    expect(
      (await fetch(`${service.url}/invitations/${token}/end`, { method: 'POST', body: parts, redirect: 'manual' }))
        .status,
    ).toBe(200)
    // our own page shows what holds then
    expect(
      (await fetch(`${service.url}/invitations/${token}/end`, { method: 'POST', redirect: 'manual' })).status,
    ).toBe(303)
    expect((await service.anonymous.post('/api/v1/public/invitations/read', { token })).body).toMatchObject({
      agreed: false,
    })
    // the invitation itself still lets them come
    expect((await signUp(meeting, form(guest, { invitation: token }))).body).toMatchObject({ known: true })
  })
})

describe('in words of the office', () => {
  const at = (kind: string, language = 'de') => `/api/v1/mail-templates/${kind}/${language}`
  const write = async (kind: string, words: { subject: string; body: string }) => {
    const { headers } = await office.get(at(kind))
    const answer = await office.put(at(kind), words, { 'if-match': headers['etag'] ?? '' })
    expect(answer.status, answer.text).toBe(200)
  }

  test('an invitation and its reminder keep what leads to the form, to saying no, and to the end of invitations', async () => {
    await write('meeting_invitation', {
      subject: 'Kommen Sie zu uns: {Treffen}',
      body: 'Liebe:r {Vorname}, wir treffen uns {Wann}.\n\n{Linkhinweis}\n\nIhr {Büro}',
    })
    await write('invitation_reminder', { subject: 'Noch Platz: {Treffen}', body: 'Kommen Sie, {Name}? {Link}' })
    const title = { kind: 'specialist', title: 'Pflege & Sprache' }
    const { guest, meeting, mail } = await invited(title)
    const [first] = mail.links
    expect(mail.subject).toBe('Kommen Sie zu uns: Pflege & Sprache')
    expect(mail.text).toMatch(
      /Liebe:r Ada, wir treffen uns .+ Uhr\.\n\nDer Link ist nur für Sie\. Geben Sie ihn nicht weiter\./,
    )
    expect(mail.links.map(({ label }) => label)).toEqual([
      'Anmelden',
      'Ich kann nicht',
      'Zum Treffen',
      'Keine Einladungen mehr',
    ])
    expect(mail.text).toContain('weil Sie bei einer früheren Anmeldung zugestimmt haben')

    expect((await office.post(`/api/v1/meetings/${meeting}/remind-invited`)).status).toBe(201)
    const reminder = await mailTo(await goOut(meeting), guest.email)
    expect(reminder.subject).toBe('Noch Platz: Pflege & Sprache')
    expect(reminder.text).toContain(`Kommen Sie, Ada ${guest.lastName}? ${first?.url}`)
    expect(reminder.links.at(-1)?.url).toMatch(/\/invitations\/[\w.-]+#end$/)

    // another language keeps its own words; what is shown before it is sent is what will be
    const other = await meetingIn(260, title)
    const shown = async () =>
      (await office.post(`/api/v1/meetings/${other}/invitation-preview`, { circle: 'everybody' }))
        .body as MailingPreview
    await sql`update registrations set language = 'uk' where true`.execute(service.db)
    expect((await shown()).subject).toBe('Запрошення: Pflege & Sprache')
    await sql`update registrations set language = 'de' where true`.execute(service.db)
    expect(await shown()).toMatchObject({ subject: 'Kommen Sie zu uns: Pflege & Sprache' })

    // written for an example: somebody known from a meeting, invited to the next
    const { body } = await office.post(`${at('meeting_invitation', 'en')}/preview`, {
      subject: 'To {Treffen}',
      body: 'Dear {Vorname}: {Treffen}\n\n{Linkhinweis}',
      registrationId: guest.id,
    })
    expect(body).toMatchObject({ to: guest.email })
    expect((body as { subject: string }).subject).not.toBe('To {Treffen}')
    for (const kind of ['meeting_invitation', 'invitation_reminder']) {
      const { headers } = await office.get(at(kind))
      expect((await office.delete(at(kind), { 'if-match': headers['etag'] ?? '' })).status).toBe(200)
    }
    expect((await shown()).subject).toBe('Einladung: Pflege & Sprache')
  })
})

test('whoever agrees anew at the moment of ending is waited for, and the consent taken back as well', async () => {
  const { guest, token } = await invited()
  const { promise: ended, resolve } = Promise.withResolvers<unknown>()
  await service.db.transaction().execute(async trx => {
    await lockRegistration(trx, guest.id)
    await sql`update consents set withdrawn_at = now() where registration_id = ${guest.id}`.execute(trx)
    await sql`insert into consents (id, registration_id, purpose, text_version, language, source)
      values (${crypto.randomUUID()}, ${guest.id}, 'invitations', 1, 'de', 'link')`.execute(trx)
    void service.anonymous.post('/api/v1/public/invitations/end', { token }).then(resolve, resolve)
    await Promise.race([ended, untilSomebodyWaitsFor(service.db, await backendOf(trx))])
  })
  expect(await ended).toMatchObject({ status: 200, body: { agreed: false } })
})

describe('a meeting of members', () => {
  test('is listed, and takes who is invited, whom the office or a key enters, and nobody else', async () => {
    const { guest, meeting, token } = await invited({ visibility: 'members' })
    const list = (await service.anonymous.get('/api/v1/public/meetings?when=upcoming')).body as {
      items: { id: string; visibility: string }[]
    }
    expect(list.items.find(({ id }) => id === meeting)).toMatchObject({ visibility: 'members' })
    expect((await service.anonymous.get('/sitemap.xml')).text).not.toContain(meeting)
    expect((await service.anonymous.get('/meetings.atom')).text).not.toContain(meeting)
    const page = await service.anonymous.get(`/meetings/${meeting}/sign-up`)
    expect(page).toMatchObject({ status: 303, headers: { location: `/meetings/${meeting}` } })
    expect((await service.anonymous.get(`/meetings/${meeting}`)).text).toContain('mit dem Link aus ihrer Einladung')
    const stranger = { lastName: 'Fremd', email: `fremd${++n}@example.org` }
    for (const body of [form(stranger), form(stranger, { invitation: token }), form(guest)])
      expect(await signUp(meeting, body)).toMatchObject({ status: 403, body: { type: '/problems/members_only' } })
    expect(await registered(meeting, stranger.email)).toEqual([])
    expect((await signUp(meeting, form(guest, { invitation: token }))).body).toMatchObject({ known: true })
    await enterGuest(office, meeting, { lastName: 'Eingetragen', email: `buero${++n}@example.org` })
    const partner = await makePartner(await service.signIn('admin'), service.url, await makeOrganisation(office))
    const colleague = { firstName: 'Ede', lastName: 'Kollege', email: `kollege${++n}@example.org` }
    const entered = await partner.post(`/api/v1/partner/meetings/${meeting}/registrations`, colleague)
    expect(entered.status, entered.text).toBe(201)
  })

  test('says at the field whom the invitation is for, and that a damaged link is none', async () => {
    const { guest, meeting, token } = await invited({ visibility: 'members' })
    const address = `/meetings/${meeting}/sign-up?invitation=${token}`
    const send = async (more: Record<string, string>) => {
      const fields = { firstName: 'Ada', lastName: guest.lastName, email: guest.email, noticeVersion: '1', ...more }
      return (await fetch(service.url + address, { method: 'POST', body: new URLSearchParams(fields) })).text()
    }
    const otherAddress = await send({ email: `andere${++n}@example.org` })
    expect(otherAddress).toMatch(new RegExp(`href="#email"[^>]*>Diese Einladung gilt nur für ${guest.email}`))
    expect(await send({ lastName: 'Anders' })).toMatch(/href="#firstName"[^>]*>Diese Einladung gilt nur für Ada/)
    const damaged = await service.anonymous.get(address.slice(0, -4))
    expect(damaged).toMatchObject({ status: 200 })
    expect(damaged.text).toContain('Dieser Link stimmt nicht. Vielleicht fehlt ein Teil.')
    expect(damaged.text).not.toContain('name="firstName"')
  })

  test('does not open by the link of an earlier registration', async () => {
    const earlier = await meetingIn(-12)
    const guest = await guestOf(earlier)
    const { url } = (await office.get(`/api/v1/registrations/${guest.id}/link`)).body as { url: string }
    const link = { authorization: `Link ${url.split('/').at(-1)}` }
    await sql`update meetings set visibility = 'unlisted' where visibility = 'public' and starts_at > now()`.execute(
      service.db,
    )
    const next = async () =>
      (await service.anonymous.get('/api/v1/own-registration/next-meeting', link)).body as NextMeeting
    expect(await next()).toEqual({ meeting: null, signUpUrl: null })
    const meeting = await meetingIn(120)
    const { meeting: found, signUpUrl } = await next()
    expect(found?.id).toBe(meeting)
    const token = new URL(signUpUrl ?? '').searchParams.get('invitation')
    await sql`update meetings set visibility = 'members' where id = ${meeting}`.execute(service.db)
    expect((await signUp(meeting, form(guest, { invitation: token }))).status).toBe(403)
    await sql`update meetings set visibility = 'public' where id = ${meeting}`.execute(service.db)
    const answer = await signUp(meeting, form(guest, { invitation: token }))
    expect(answer.body).toMatchObject({ known: true })
    expect(await kindsOf((await registered(meeting, guest.email))[0]?.id)).toEqual(['confirmed'])
    expect(await next()).toEqual({ meeting: null, signUpUrl: null })
  })
})

test('what is kept of an invitation is shown and erased with the person, and goes 90 days after the meeting', async () => {
  const { guest, meeting, token } = await invited()
  const data = (await office.get(`/api/v1/people/${guest.personId}/data`)).body as { invitations: unknown[] }
  expect(data.invitations).toHaveLength(1)
  const { guest: other, meeting: old } = await invited()
  await sql`update meetings set starts_at = now() - interval '91 days', ends_at = now() - interval '91 days' + interval '1 hour'
    where id = ${old}`.execute(service.db)
  await eraseDue(service.db, invitationRetention, error => {
    throw error
  })
  expect(await invitations(old)).toEqual([])
  expect(other.personId).not.toBe('')
  expect((await office.post(`/api/v1/people/${guest.personId}/erase`)).status).toBe(200)
  expect(await invitations(meeting)).toEqual([])
  expect((await service.anonymous.post('/api/v1/public/invitations/read', { token })).status).toBe(404)
  expect((await service.anonymous.get(`/meetings/${meeting}/sign-up?invitation=${token}`)).text).not.toContain(
    guest.email,
  )
})

test('nothing that has happened here breaks a rule', async () => {
  await expect.poll(() => brokenNames(database.owner)).toEqual([])
})
