import { describe, expect, test } from 'vitest'
import type { Registration } from '@treffpunkt/shared/registrations'
import type { Confirmed, SignUpReceived } from '@treffpunkt/shared/sign-up'
import { useSignUps } from '../../test/sign-ups.ts'

const world = useSignUps()
const { meeting, person, signUp, mailTo, codeIn, confirmByLink, comes, own, move } = world

describe('signing up', () => {
  test('holds a place, is confirmed by the link of the mail, and opens the ticket', async () => {
    const id = await meeting(30)
    const who = person({
      organisationTyped: 'Fußballverein Zeitz',
      engagement: 'volunteer',
      needs: { stepFree: true, interpreter: 'Arabisch', food: null, other: null },
      consents: { contactList: true, invitations: false, photographs: false },
    })
    const answer = await signUp(id, who)
    expect(answer.body).toMatchObject({ place: 'held' })
    const mail = await mailTo(who.email, 'confirm')
    expect(mail.text).toContain('Guten Tag Ada')
    const { body } = await confirmByLink(who.email)
    const { token, registration } = body as Confirmed
    expect(registration).toMatchObject({
      status: 'confirmed',
      organisationTyped: 'Fußballverein Zeitz',
      engagement: 'volunteer',
      needs: { interpreter: 'Arabisch' },
      consents: { contactList: true, invitations: false, photographs: false },
    })
    expect(registration.shortCode).toMatch(/^[2-9B-Z]{3}-[2-9B-Z]{3}$/)
    const ticket = await world.service.anonymous.post('/api/v1/public/tickets', { token: registration.ticketToken })
    expect(ticket.body).toMatchObject({ name: `Ada ${who.lastName}`, shortCode: registration.shortCode })
    // a ticket opens the ticket and nothing else, and the other links open no ticket
    expect(
      (await world.service.anonymous.get('/api/v1/own-registration', own(registration.ticketToken ?? ''))).status,
    ).toBe(401)
    expect((await world.service.anonymous.post('/api/v1/public/tickets', { token })).status).toBe(404)
    await mailTo(who.email, 'confirmed')
  })

  test('is confirmed by the code; five wrong tries use it up', async () => {
    const id = await meeting(30)
    const [who, other] = [person(), person()]
    const { attempt } = (await signUp(id, who)).body as SignUpReceived
    const code = codeIn(await mailTo(who.email, 'confirm'))
    const wrong = code === '000000' ? '111111' : '000000'
    const byCode = (word: string, of = attempt) =>
      world.service.anonymous.post('/api/v1/public/confirmations/by-code', { attempt: of, code: word })
    expect((await byCode(wrong)).body).toMatchObject({
      status: 403,
      type: '/problems/code_wrong',
      detail: 'The code is not right. 4 tries left.',
    })
    expect((await byCode(code)).body).toMatchObject({ registration: { status: 'confirmed' } })
    expect((await byCode(code)).body).toMatchObject({ registration: { status: 'confirmed' } })

    const second = ((await signUp(id, other)).body as SignUpReceived).attempt
    for (let i = 0; i < 5; i++)
      await byCode(wrong === codeIn(await mailTo(other.email, 'confirm')) ? '222222' : wrong, second)
    expect((await byCode(codeIn(await mailTo(other.email, 'confirm')), second)).body).toMatchObject({
      type: '/problems/code_used_up',
    })
    expect((await byCode('123456', 'AAAA.BBBB')).status).toBe(404)
  })

  test('a scanner that opens the link confirms nothing; the button pressed twice is once', async () => {
    const id = await meeting(30)
    const who = person()
    await signUp(id, who)
    const { links } = await mailTo(who.email, 'confirm')
    for (let i = 0; i < 5; i++) await fetch((links[0]?.url ?? '').replace(/^https?:\/\/[^/]+/, world.service.url))
    const listed = async () =>
      ((await world.office.get(`/api/v1/meetings/${id}/registrations`)).body as { items: Registration[] }).items
    expect(await listed()).toMatchObject([{ status: 'unconfirmed', addressConfirmedAt: null }])
    const answers = await Promise.all([confirmByLink(who.email), confirmByLink(who.email), confirmByLink(who.email)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const { items } = (await world.office.get(`/api/v1/history/registration/${(await listed())[0]?.id}`)).body as {
      items: { kind: string }[]
    }
    expect(items.map(({ kind }) => kind)).toEqual(['confirmed', 'created'])
  })

  test('known and unknown people get the same answer; the mail tells the rest', async () => {
    const id = await meeting(30)
    const who = person()
    await signUp(id, who)
    await confirmByLink(who.email)
    const [again, fresh] = [await signUp(id, { ...who, organisationTyped: 'Angreifer GmbH' }), await signUp(id)]
    expect([again.status, Object.keys(again.body as object), (again.body as SignUpReceived).place]).toEqual([
      fresh.status,
      Object.keys(fresh.body as object),
      (fresh.body as SignUpReceived).place,
    ])
    await mailTo(who.email, 'already_registered')
    const { items } = (await world.office.get(`/api/v1/meetings/${id}/registrations?q=${who.lastName}`)).body as {
      items: Registration[]
    }
    expect(items).toMatchObject([{ organisationTyped: null, status: 'confirmed' }])
  })

  test('who signs another up gains nothing when the other confirms', async () => {
    const id = await meeting(30)
    const who = person()
    const attacker = (await signUp(id, { ...who, organisationTyped: 'Angreifer GmbH' })).body as SignUpReceived
    const stolen = codeIn(await mailTo(who.email, 'confirm'))
    await world.service.db.deleteFrom('mails').execute()
    await signUp(id, who)
    expect((await confirmByLink(who.email)).body).toMatchObject({ registration: { organisationTyped: null } })
    // not even with the code of the first mail: the second sign-up made it void
    expect(
      (
        await world.service.anonymous.post('/api/v1/public/confirmations/by-code', {
          attempt: attacker.attempt,
          code: stolen,
        })
      ).status,
    ).toBe(403)
  })

  test('several people share a mailbox; one person is there once', async () => {
    const id = await meeting(30)
    const email = 'info@verein.example'
    for (const firstName of ['Anna', 'Bert', 'Anna', 'ANNA '])
      expect((await signUp(id, { ...person(), firstName, lastName: 'Müller', email })).status).toBe(202)
    const { items } = (await world.office.get(`/api/v1/meetings/${id}/registrations`)).body as { items: Registration[] }
    expect(items).toHaveLength(2)
  })

  test('is refused where there is nothing to sign up for', async () => {
    const id = await meeting(30)
    await world.office.post(`/api/v1/meetings/${id}/close`)
    expect((await signUp(id)).body).toMatchObject({ status: 409, type: '/problems/meeting_not_open' })
    await world.office.post(`/api/v1/meetings/${id}/cancel`, { reason: 'Sturm' })
    expect((await signUp(id)).body).toMatchObject({ status: 409, type: '/problems/meeting_cancelled' })
    expect((await signUp('01990000-0000-7000-8000-000000000000')).status).toBe(404)
  })

  test('a field that people do not see catches programs', async () => {
    const id = await meeting(30)
    expect((await signUp(id, person({ homepage: 'https://spam.example' }))).status).toBe(202)
    expect(
      ((await world.office.get(`/api/v1/meetings/${id}/registrations`)).body as { items: unknown[] }).items,
    ).toEqual([])
  })

  test('mails to one address are limited, and nobody can tell', async () => {
    const id = await meeting(30)
    const who = person()
    const answers = []
    for (let i = 0; i < 12; i++) answers.push(await signUp(id, who))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(answers.at(-1)?.headers['ratelimit']).not.toContain('mail-address')
    expect(
      await world.service.db.selectFrom('mails').select('id').where('toAddress', '=', who.email).execute(),
    ).toHaveLength(10)
  })

  test('a network that is refused uses up no mails of others', async () => {
    const id = await meeting(30)
    const who = person()
    const { pool } = world.service
    await signUp(id)
    await pool.query(`update rate_limits set points = 300 where key like 'sign-up-network:%'`)
    for (let tries = 0; tries < 12; tries++) expect((await signUp(id, who)).status).toBe(429)
    await pool.query(`delete from rate_limits where key like 'sign-up-network:%'`)
    expect((await signUp(id, who)).status).toBe(202)
    await mailTo(who.email, 'confirm')
  })

  test('nothing that follows tells a known person from an unknown one', async () => {
    const known = person()
    const id = await meeting(2)
    await signUp(id, known)
    await confirmByLink(known.email)
    /** What somebody sees who signs this person up twice and tries everything that the answers lead to. */
    const seen = async (who: { email: string }) => {
      const shouted = { ...who, email: who.email.toUpperCase() }
      const [first, second] = [
        (await signUp(id, shouted)).body as SignUpReceived,
        (await signUp(id, who)).body as SignUpReceived,
      ]
      const facts: unknown[] = [first.place, second.place]
      for (const { attempt } of [first, second]) {
        const again = await world.service.anonymous.post('/api/v1/public/confirmations/resend', { attempt })
        const wrong = await world.service.anonymous.post('/api/v1/public/confirmations/by-code', {
          attempt,
          code: '000000',
        })
        const page = await (await fetch(`${world.service.url}/confirmations/${attempt}`)).text()
        facts.push(
          again.status,
          again.body,
          wrong.status,
          (wrong.body as { detail: string }).detail,
          page.includes(shouted.email),
          page.includes(who.email),
        )
      }
      return facts
    }
    const fresh = person()
    expect(await seen(known)).toEqual(await seen(fresh))
  })

  test('a seat that becomes free goes to who asks again; nobody loses a seat by asking', async () => {
    const id = await meeting(1)
    const first = await comes(id)
    const waiting = person()
    expect((await signUp(id, waiting)).body).toMatchObject({ place: 'queued' })
    await move(first.token, 'withdraw')
    expect((await signUp(id, waiting)).body).toMatchObject({ place: 'held' })
    expect((await signUp(id, waiting)).body).toMatchObject({ place: 'held' })
    expect((await confirmByLink(waiting.email)).body).toMatchObject({ registration: { status: 'confirmed' } })
  })
})
