import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Confirmed, OwnRegistration, Registration, SignUpReceived } from '@treffpunkt/shared/registrations'
import type { Mail, MailContent } from '@treffpunkt/shared/mails'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())
// everybody in these tests comes from the same network
beforeEach(() => service.db.deleteFrom('rateLimits').execute())

const hour = 3_600_000
const at = (hours: number) => new Date(Date.now() + hours * hour).toISOString()

/** An open meeting. */
async function meeting(capacity: number | null, startsIn = 24 * 14): Promise<string> {
  const { body } = (await office.post('/api/v1/meetings', {
    kind: 'network',
    startsAt: at(startsIn),
    endsAt: at(startsIn + 3),
    capacity,
  })) as { body: { id: string } }
  await office.post(`/api/v1/meetings/${body.id}/publish`)
  await office.post(`/api/v1/meetings/${body.id}/open`)
  return body.id
}

let n = 0
const person = (more: object = {}) => {
  n++
  return { firstName: 'Ada', lastName: `Muster${n}`, email: `ada${n}@example.org`, noticeVersion: 1, ...more }
}
const signUp = async (meetingId: string, who: object = person()) =>
  service.anonymous.post(`/api/v1/public/meetings/${meetingId}/registrations`, who)

/** The newest mail to an address, as the mail page shows it. */
async function mailTo(email: string, kind: string): Promise<MailContent> {
  for (let tries = 0; tries < 100; tries++) {
    const { items } = (await office.get('/api/v1/mails')).body as { items: Mail[] }
    const mail = items.find(one => one.to === email && one.kind === kind && one.status === 'kept')
    if (mail !== undefined) return (await office.get(`/api/v1/mails/${mail.id}`)).body as MailContent
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`no mail ${kind} to ${email}`)
}
const tokenIn = (mail: MailContent) => mail.links[0]?.url.split('/').at(-1) ?? ''
const codeIn = (mail: MailContent) => /Code: (\d{6})/.exec(mail.text)?.[1] ?? ''
const confirmByLink = async (email: string) =>
  service.anonymous.post('/api/v1/public/confirmations/by-link', { token: tokenIn(await mailTo(email, 'confirm')) })

/** Signs up and confirms; the person's link. */
async function comes(
  meetingId: string,
  more: object = {},
): Promise<{ token: string; registration: OwnRegistration; email: string }> {
  const who = person(more)
  expect((await signUp(meetingId, who)).status).toBe(202)
  const answer = await confirmByLink(who.email)
  expect(answer.status).toBe(200)
  return { ...(answer.body as Confirmed), email: who.email }
}
const own = (token: string) => ({ authorization: `Link ${token}` })
const move = async (token: string, name: string) =>
  service.anonymous.post(`/api/v1/own-registration/${name}`, undefined, own(token))
const look = async (token: string) =>
  (await service.anonymous.get('/api/v1/own-registration', own(token))).body as OwnRegistration

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
    const ticket = await service.anonymous.post('/api/v1/public/tickets', { token: registration.ticketToken })
    expect(ticket.body).toMatchObject({ name: `Ada ${who.lastName}`, shortCode: registration.shortCode })
    // a ticket opens the ticket and nothing else, and the other links open no ticket
    expect((await service.anonymous.get('/api/v1/own-registration', own(registration.ticketToken ?? ''))).status).toBe(
      401,
    )
    expect((await service.anonymous.post('/api/v1/public/tickets', { token })).status).toBe(404)
    await mailTo(who.email, 'confirmed')
  })

  test('is confirmed by the code; five wrong tries use it up', async () => {
    const id = await meeting(30)
    const [who, other] = [person(), person()]
    const { attempt } = (await signUp(id, who)).body as SignUpReceived
    const code = codeIn(await mailTo(who.email, 'confirm'))
    const wrong = code === '000000' ? '111111' : '000000'
    const byCode = (word: string, of = attempt) =>
      service.anonymous.post('/api/v1/public/confirmations/by-code', { attempt: of, code: word })
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
    for (let i = 0; i < 5; i++) await fetch((links[0]?.url ?? '').replace(/^https?:\/\/[^/]+/, service.url))
    const listed = async () =>
      ((await office.get(`/api/v1/meetings/${id}/registrations`)).body as { items: Registration[] }).items
    expect(await listed()).toMatchObject([{ status: 'unconfirmed', addressConfirmedAt: null }])
    const answers = await Promise.all([confirmByLink(who.email), confirmByLink(who.email), confirmByLink(who.email)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const { items } = (await office.get(`/api/v1/history/registration/${(await listed())[0]?.id}`)).body as {
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
    const { items } = (await office.get(`/api/v1/meetings/${id}/registrations?q=${who.lastName}`)).body as {
      items: Registration[]
    }
    expect(items).toMatchObject([{ organisationTyped: null, status: 'confirmed' }])
  })

  test('who signs another up gains nothing when the other confirms', async () => {
    const id = await meeting(30)
    const who = person()
    const attacker = (await signUp(id, { ...who, organisationTyped: 'Angreifer GmbH' })).body as SignUpReceived
    const stolen = codeIn(await mailTo(who.email, 'confirm'))
    await service.db.deleteFrom('mails').execute()
    await signUp(id, who)
    expect((await confirmByLink(who.email)).body).toMatchObject({ registration: { organisationTyped: null } })
    // not even with the code of the first mail: the second sign-up made it void
    expect(
      (
        await service.anonymous.post('/api/v1/public/confirmations/by-code', {
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
    const { items } = (await office.get(`/api/v1/meetings/${id}/registrations`)).body as { items: Registration[] }
    expect(items).toHaveLength(2)
  })

  test('is refused where there is nothing to sign up for', async () => {
    const id = await meeting(30)
    await office.post(`/api/v1/meetings/${id}/close`)
    expect((await signUp(id)).body).toMatchObject({ status: 409, type: '/problems/meeting_not_open' })
    await office.post(`/api/v1/meetings/${id}/cancel`, { reason: 'Sturm' })
    expect((await signUp(id)).body).toMatchObject({ status: 409, type: '/problems/meeting_cancelled' })
    expect((await signUp('01990000-0000-7000-8000-000000000000')).status).toBe(404)
  })

  test('a field that people do not see catches programs', async () => {
    const id = await meeting(30)
    expect((await signUp(id, person({ homepage: 'https://spam.example' }))).status).toBe(202)
    expect(((await office.get(`/api/v1/meetings/${id}/registrations`)).body as { items: unknown[] }).items).toEqual([])
  })

  test('mails to one address are limited, and nobody can tell', async () => {
    const id = await meeting(30)
    const who = person()
    const answers = []
    for (let i = 0; i < 12; i++) answers.push(await signUp(id, who))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(answers.at(-1)?.headers['ratelimit']).not.toContain('mail-address')
    expect(await service.db.selectFrom('mails').select('id').where('toAddress', '=', who.email).execute()).toHaveLength(
      10,
    )
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
        const again = await service.anonymous.post('/api/v1/public/confirmations/resend', { attempt })
        const wrong = await service.anonymous.post('/api/v1/public/confirmations/by-code', { attempt, code: '000000' })
        const page = await (await fetch(`${service.url}/confirmations/${attempt}`)).text()
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
    expect((await service.anonymous.get(`/api/v1/public/meetings/${id}`)).body).toMatchObject({ seats: 'waiting_list' })
  })

  test('an offer that is not answered goes to the next', async () => {
    const id = await meeting(1)
    const first = await comes(id)
    const [second, third] = [await comes(id), await comes(id)]
    await move(first.token, 'withdraw')
    await service.db
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
    await service.db
      .updateTable('registrations')
      .set({ expiresAt: at(-1) })
      .where('meetingId', '=', id)
      .execute()
    const quick = await comes(id)
    expect(await look(quick.token)).toMatchObject({ status: 'confirmed' })
    const answer = await service.anonymous.post('/api/v1/public/confirmations/by-link', { token: tokenIn(mail) })
    expect(answer.body).toMatchObject({ registration: { status: 'waitlisted', queuePosition: 1 } })
  })

  test('a larger room lets the queue in; a smaller one throws nobody out and gives no seat', async () => {
    const id = await meeting(1)
    const [one, two, three] = [await comes(id), await comes(id), await comes(id)]
    const resize = (capacity: number | null) =>
      office.patch(`/api/v1/meetings/${id}`, { capacity }, { 'if-match': '*' })
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

describe('the personal link', () => {
  test('changes, withdraws and brings back', async () => {
    const id = await meeting(30)
    const { token, registration } = await comes(id)
    const change = (body: object, version = registration.version) =>
      service.anonymous.patch('/api/v1/own-registration', body, { ...own(token), 'if-match': `"${version}"` })
    const changed = await change({
      firstName: 'Adele',
      consents: { contactList: true, invitations: true, photographs: false },
    })
    expect(changed.body).toMatchObject({
      firstName: 'Adele',
      consents: { contactList: true, invitations: true, photographs: false },
    })
    expect((await change({ firstName: 'Zu spät' })).status).toBe(412)
    await change({ consents: { contactList: false, invitations: true, photographs: false } }, registration.version + 1)
    const kept = await service.db.selectFrom('consents').select(['purpose', 'withdrawnAt']).orderBy('purpose').execute()
    expect(kept.filter(({ withdrawnAt }) => withdrawnAt !== null)).toMatchObject([{ purpose: 'contact_list' }])

    expect((await move(token, 'withdraw')).body).toMatchObject({
      status: 'withdrawn',
      canRestore: true,
      ticketToken: null,
    })
    expect((await move(token, 'withdraw')).body).toMatchObject({ status: 'withdrawn' })
    expect((await move(token, 'restore')).body).toMatchObject({ status: 'confirmed' })
  })

  test('a wrong one, a foreign one and one of a meeting long past open nothing', async () => {
    const id = await meeting(30)
    const { token } = await comes(id)
    const [name, signature] = token.split('.')
    for (const wrong of [
      '',
      'x',
      `${name}.${signature}x`,
      `${signature}.${name}`,
      `AAAAAAAAAAAAAAAAAAAAAA.${signature}`,
    ])
      expect((await service.anonymous.get('/api/v1/own-registration', own(wrong))).status, wrong).toBe(401)
    await service.db
      .updateTable('meetings')
      .set({ startsAt: at(-24 * 40), endsAt: at(-24 * 39), registrationOpensAt: at(-24 * 50) })
      .where('id', '=', id)
      .execute()
    expect((await service.anonymous.get('/api/v1/own-registration', own(token))).status).toBe(401)
  })

  test('is sent again to whoever has the mailbox; the answer is the same for everybody', async () => {
    const id = await meeting(30)
    const { email, token } = await comes(id)
    const ask = (address: string) => service.anonymous.post('/api/v1/public/lost-links', { email: address })
    const [known, unknown] = [await ask(email.toUpperCase()), await ask('nobody@example.org')]
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
    expect(tokenIn(await mailTo(email, 'lost_links'))).toBe(token)
  })
})

describe('the office', () => {
  test('enters somebody, who is told; finds, filters and withdraws', async () => {
    const id = await meeting(1)
    const enter = (body: object) => office.post(`/api/v1/meetings/${id}/registrations`, body)
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
      ((await office.get(`/api/v1/meetings/${id}/registrations?${query}`)).body as { items: Registration[] }).items.map(
        ({ lastName }) => lastName,
      )
    expect([await list('q=ozturk'), await list('status=waitlisted'), await list('sort=-createdAt')]).toEqual([
      ['Öztürk'],
      ['Adresse'],
      ['Adresse', 'Öztürk'],
    ])
    await office.post(`/api/v1/registrations/${(first.body as Registration).id}/withdraw`)
    expect((await office.get(`/api/v1/meetings/${id}/seats`)).body).toMatchObject({
      capacity: 1,
      confirmed: 0,
      offered: 1,
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
        (await office.get(`/api/v1/meetings/${id}/registrations?unsettled=true&sort=createdAt`)).body as {
          items: Registration[]
        }
      ).items
    const settle = async (body: object) =>
      office.post(`/api/v1/registrations/${(await list())[0]?.id}/settle-organisation`, body)
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
    expect((await service.anonymous.get('/api/v1/public/organisations?q=awo')).body).toMatchObject({
      items: [{ name: 'Arbeiterwohlfahrt Zeitz' }],
    })
  })

  test('a person is the same person at the next meeting', async () => {
    const who = person()
    for (const id of [await meeting(30), await meeting(30)]) {
      await service.db.deleteFrom('mails').execute()
      await signUp(id, who)
      await confirmByLink(who.email)
    }
    const people = await service.db.selectFrom('people').select('id').where('email', '=', who.email).execute()
    expect(people).toHaveLength(1)
  })
})

describe('what is stored', () => {
  test('no token and no code in the database or the log', async () => {
    const id = await meeting(30)
    const who = person()
    const { attempt } = (await signUp(id, who)).body as SignUpReceived
    const mail = await mailTo(who.email, 'confirm')
    const { token, registration } = (await confirmByLink(who.email)).body as Confirmed
    await fetch(`${service.url}/registrations/${token}`)
    const tables = await service.pool.query<{ table_name: string }>(
      "select table_name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'",
    )
    const dump: string[] = []
    for (const { table_name: table } of tables.rows) {
      const schema =
        table.startsWith('job') || ['queue', 'schedule', 'subscription', 'version', 'archive', 'bam'].includes(table)
          ? 'pgboss'
          : 'public'
      dump.push(
        await service.pool.query(`select to_jsonb(t) from ${schema}.${table} t`).then(
          ({ rows }) => JSON.stringify(rows),
          () => '',
        ),
      )
    }
    const everything = dump.join('\n')
    expect(everything).toContain(who.email)
    for (const secret of [token, attempt, registration.ticketToken ?? '', tokenIn(mail)]) {
      expect(everything).not.toContain(secret.split('.')[1])
      expect(service.log.join('\n')).not.toContain(secret.split('.')[1])
    }
    expect(service.log.join('\n')).not.toContain(who.email)
  })
})
