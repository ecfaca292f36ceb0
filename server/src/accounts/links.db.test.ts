import { randomBytes } from 'node:crypto'
import type supertest from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account, Role, Session } from '@treffpunkt/shared/accounts'
import type { MailContent } from '@treffpunkt/shared/mails'
import type { AccountLink } from '@treffpunkt/shared/own-account'
import { createKeys } from '../http/keys.ts'
import { accountLinkToken } from './links.ts'
import { clientOf, startService, type Client, type TestService } from '../../test/service.ts'

// What accounts get by mail: invitations, links for a forgotten password, links that confirm a new address.

const secret = randomBytes(32)
let service: TestService
let admin: Awaited<ReturnType<TestService['signIn']>>
beforeAll(async () => {
  service = await startService({ secret })
  admin = await service.signIn('admin')
})
afterAll(() => service.close())
// the limits of this file's only network would stop the tests that follow
beforeEach(() => service.db.deleteFrom('rateLimits').execute())

const password = 'vier blaue Boote im Hafen'
const newAddress = () => `p-${randomBytes(5).toString('hex')}@example.org`

async function invited(role: Role = 'coordinator'): Promise<Account> {
  const answer = await admin.post('/api/v1/accounts', { name: 'Eva Ost', email: newAddress(), role })
  expect(answer.status).toBe(201)
  return answer.body as Account
}

/** The newest mail to an address, as the office reads it where no mail server is set. */
async function mailTo(address: string, kind: string): Promise<MailContent> {
  const id = await expect
    .poll(async () => (await mailsTo(address)).find(mail => mail.kind === kind)?.id, { timeout: 10_000 })
    .toBeDefined()
    .then(async () => (await mailsTo(address)).find(mail => mail.kind === kind)?.id)
  const mail = (await admin.get(`/api/v1/mails/${id}`)).body as MailContent
  return mail.masked ? { ...mail, links: [await linkIn(mail)] } : mail
}
/** The link that stands in the mail alone, as its reader has it. */
async function linkIn({ id }: MailContent) {
  const { accountLinkId } = await service.db
    .selectFrom('mails')
    .select('accountLinkId')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { label: '', url: `${service.url}/link/${accountLinkToken(createKeys(secret), accountLinkId ?? '')}` }
}
const mailsTo = async (address: string) =>
  (
    (await admin.get('/api/v1/mails?limit=200')).body as { items: { id: string; to: string; kind: string }[] }
  ).items.filter(mail => mail.to === address)
const tokenIn = (mail: MailContent): string => mail.links[0]?.url.split('/').at(-1) ?? ''

const look = (token: string) => service.anonymous.post('/api/v1/public/account-links', { token })
const setPassword = (token: string, newPassword = password) =>
  service.anonymous.post('/api/v1/session/account-link', { token, newPassword })
const signIn = (email: string, word = password) => service.anonymous.post('/api/v1/session', { email, password: word })
const forgot = (email: string) => service.anonymous.post('/api/v1/public/password-resets', { email })
/** Everybody who has forgotten a password has been served. */
async function answeredAll(): Promise<void> {
  const waiting = `select from pgboss.job where name = 'reset-password' and state in ('created', 'active', 'retry')`
  await expect.poll(async () => (await service.pool.query(waiting)).rows.length, { timeout: 10_000 }).toBe(0)
}
const as = (answer: supertest.Response): Client =>
  clientOf(service.url, {
    cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '',
    'x-csrf-token': String((answer.body as Session).csrfToken),
  })
const moveBack = (accountId: string) =>
  service.db
    .updateTable('accountLinks')
    .set({ expiresAt: new Date(Date.now() - 1000).toISOString() })
    .where('accountId', '=', accountId)
    .execute()

/** Somebody who has accepted their invitation. */
async function member(role: Role = 'coordinator') {
  const account = await invited(role)
  const answer = await setPassword(tokenIn(await mailTo(account.email, 'invitation')))
  expect(answer.status).toBe(200)
  return { ...account, client: as(answer) }
}

describe('an invitation', () => {
  test('says who invites, changes nothing by being opened, and once accepted signs in with a password', async () => {
    const account = await invited('reader')
    expect(account.invitation).toMatchObject({ expired: false })
    const mail = await mailTo(account.email, 'invitation')
    expect(mail.text).toContain(`${admin.account.name} hat Sie eingeladen`)
    const token = tokenIn(mail)
    for (let i = 0; i < 3; i++) {
      expect(((await look(token)).body as AccountLink).state).toBe('open')
      await fetch(mail.links[0]?.url.replace(/^https?:\/\/[^/]+/, service.url) ?? '')
    }
    expect((await look(token)).body).toMatchObject({
      purpose: 'invitation',
      email: account.email,
      invitedBy: admin.account.name,
    })
    expect((await setPassword(token, 'passwortpasswort')).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/newPassword', code: 'guessable' }],
    })
    const answers = await Promise.all([1, 2, 3].map(() => setPassword(token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
    const accepted = answers.find(({ status }) => status === 200)
    expect((accepted?.body as Session | undefined)?.account).toMatchObject({ email: account.email, role: 'reader' })
    expect((await look(token)).body).toMatchObject({ state: 'used' })
    expect((await admin.get(`/api/v1/accounts/${account.id}`)).body).toMatchObject({
      invitation: null,
      hasPassword: true,
    })
    expect((await signIn(account.email)).status).toBe(200)
    // nobody is told of a first password
    expect((await mailsTo(account.email)).map(({ kind }) => kind)).toEqual(['invitation'])
    expect((await admin.post(`/api/v1/accounts/${account.id}/invitation`)).status).toBe(409)
    expect((await admin.delete(`/api/v1/accounts/${account.id}/invitation`, { 'if-match': '*' })).status).toBe(409)
  })

  test('is over after its days, and sent anew brings another link', async () => {
    const account = await invited()
    const first = tokenIn(await mailTo(account.email, 'invitation'))
    await moveBack(account.id)
    expect((await look(first)).body).toMatchObject({ state: 'expired', invitedBy: admin.account.name })
    expect((await setPassword(first)).body).toMatchObject({ status: 401, type: '/problems/link_expired' })
    // whoever asks for a password with an invitation that is over gets nothing: the office decides
    await forgot(account.email)
    await answeredAll()
    const again = (await admin.post(`/api/v1/accounts/${account.id}/invitation`)).body as Account
    expect(again.invitation).toMatchObject({ expired: false })
    await expect.poll(async () => (await mailsTo(account.email)).length, { timeout: 10_000 }).toBe(2)
    const second = tokenIn(await mailTo(account.email, 'invitation'))
    expect(second).not.toBe(first)
    expect((await look(first)).status).toBe(404)
    expect((await setPassword(second)).status).toBe(200)
  })

  test('taken back leaves nothing, and one to a mistyped address goes to the right one', async () => {
    const gone = await invited()
    const token = tokenIn(await mailTo(gone.email, 'invitation'))
    expect((await admin.delete(`/api/v1/accounts/${gone.id}/invitation`, { 'if-match': '*' })).status).toBe(204)
    expect((await look(token)).status).toBe(404)
    expect((await setPassword(token)).status).toBe(401)
    expect((await admin.get(`/api/v1/accounts/${gone.id}`)).status).toBe(404)
    expect(await mailsTo(gone.email)).toEqual([])

    const moved = await invited()
    const astray = tokenIn(await mailTo(moved.email, 'invitation'))
    const email = newAddress()
    await admin.patch(`/api/v1/accounts/${moved.id}`, { email }, { 'if-match': '*' })
    expect((await setPassword(astray)).status).toBe(401)
    expect((await setPassword(tokenIn(await mailTo(email, 'invitation')))).status).toBe(200)
  })

  test('of an account that is shut opens nothing; a mail about an account is for admins alone', async () => {
    const account = await invited()
    const mail = await mailTo(account.email, 'invitation')
    for (const role of ['coordinator', 'reader'] as const) {
      const other = await service.signIn(role)
      expect((await other.get(`/api/v1/mails/${mail.id}`)).status).toBe(404)
      expect((await other.get('/api/v1/mails')).text).not.toContain(account.email)
    }
    await admin.patch(`/api/v1/accounts/${account.id}`, { disabled: true }, { 'if-match': '*' })
    expect((await look(tokenIn(mail))).status).toBe(404)
    expect((await setPassword(tokenIn(mail))).status).toBe(401)
  })
})

describe('a forgotten password', () => {
  test('is replaced by a link that comes by mail; all other sessions end, and the account is told', async () => {
    const { email, client } = await member()
    expect((await forgot(email.toUpperCase())).body).toEqual({ received: true })
    const mail = await mailTo(email, 'password_reset')
    const token = tokenIn(mail)
    await fetch(mail.links[0]?.url.replace(/^https?:\/\/[^/]+/, service.url) ?? '')
    // nobody else reads it in the log, not even an admin
    const { text } = (await admin.get(`/api/v1/mails/${mail.id}`)).body as MailContent
    expect([mail.masked, text.includes('http'), text.includes(token)]).toEqual([true, false, false])
    expect((await look(token)).body).toMatchObject({ purpose: 'password_reset', state: 'open', email })
    expect((await client.get('/api/v1/account')).status).toBe(200)
    const answer = await setPassword(token, 'sieben gelbe Drachen steigen')
    expect(answer.status).toBe(200)
    expect((await client.get('/api/v1/account')).status).toBe(401)
    expect((await as(answer).get('/api/v1/account')).status).toBe(200)
    expect((await setPassword(token)).status).toBe(401)
    expect((await signIn(email)).status).toBe(401)
    expect((await mailTo(email, 'password_changed')).text).toContain('Waren Sie das nicht?')
  })

  test('answers alike for known, unknown and disabled addresses, and mails only to the known', async () => {
    const known = await member()
    const shut = await member()
    await admin.patch(`/api/v1/accounts/${shut.id}`, { disabled: true }, { 'if-match': '*' })
    const nobody = newAddress()
    const answers = await Promise.all([known.email, shut.email, nobody].map(forgot))
    const seen = answers.map(({ status, body, headers }) => ({
      status,
      body: body as unknown,
      headers: Object.keys(headers)
        .filter(name => name !== 'ratelimit')
        .sort(),
    }))
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
    await mailTo(known.email, 'password_reset')
    await answeredAll()
    expect((await mailsTo(shut.email)).map(({ kind }) => kind)).toEqual(['invitation'])
    expect(await mailsTo(nobody)).toEqual([])
  })

  test('cannot fill a mailbox, and says so to nobody but the network that asks too much', async () => {
    const { email } = await member()
    for (let i = 0; i < 6; i++) expect((await forgot(email)).status).toBe(202)
    await expect
      .poll(async () => (await mailsTo(email)).filter(({ kind }) => kind === 'password_reset').length, {
        timeout: 10_000,
      })
      .toBe(3)
    const statuses = []
    for (let i = 0; i < 20; i++) statuses.push((await forgot(newAddress())).status)
    expect(statuses.at(-1)).toBe(429)
  })

  test('has a link that is over after an hour, and with the next one', async () => {
    const { id, email } = await member()
    await forgot(email)
    const first = tokenIn(await mailTo(email, 'password_reset'))
    await moveBack(id)
    expect((await look(first)).body).toMatchObject({ state: 'expired' })
    expect((await setPassword(first)).status).toBe(401)
    expect((await look(`${first.slice(0, -1)}x`)).status).toBe(404)
  })
})

describe('a new address', () => {
  test('counts when it is confirmed from there, and the old one is told', async () => {
    const { email, client } = await member()
    const next = newAddress()
    const ask = (body: object) => client.post('/api/v1/account/email-change', body)
    expect((await ask({ email: next })).body).toMatchObject({ type: '/problems/wrong_password' })
    expect((await ask({ email: next, currentPassword: password })).body).toMatchObject({
      email,
      newEmail: { email: next },
    })
    const token = tokenIn(await mailTo(next, 'email_confirmation'))
    const confirm = () => service.anonymous.post('/api/v1/public/email-confirmations', { token })
    // a link for one thing opens no other
    expect((await setPassword(token)).status).toBe(401)
    expect((await signIn(next)).status).toBe(401)
    const both = await Promise.all([confirm(), confirm()])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect((await client.get('/api/v1/account')).body).toMatchObject({ email: next, newEmail: null })
    expect((await signIn(next)).status).toBe(200)
    expect((await mailTo(email, 'email_changed')).text).toContain(next)
  })

  test('that somebody else has meanwhile is refused', async () => {
    const [one, other] = [await member(), await member()]
    await one.client.post('/api/v1/account/email-change', { email: other.email, currentPassword: password })
    const token = tokenIn(await mailTo(other.email, 'email_confirmation'))
    expect((await service.anonymous.post('/api/v1/public/email-confirmations', { token })).body).toMatchObject({
      status: 409,
      type: '/problems/already_exists',
    })
  })
})

describe('a link that was sent before the account was secured', () => {
  const etagOf = async (account: Account) =>
    String((await admin.get(`/api/v1/accounts/${account.id}`)).headers['etag'] ?? '')

  test('cannot move the account to another address once a new password is set', async () => {
    const { client, email } = await member()
    const elsewhere = newAddress()
    expect(
      (await client.post('/api/v1/account/email-change', { email: elsewhere, currentPassword: password })).status,
    ).toBeLessThan(300)
    const stolen = tokenIn(await mailTo(elsewhere, 'email_confirmation'))
    await forgot(email)
    const other = 'fünf grüne Segel am Kai'
    expect((await setPassword(tokenIn(await mailTo(email, 'password_reset')), other)).status).toBe(200)
    expect((await look(stolen)).status).toBe(404)
    expect((await signIn(email, other)).status).toBe(200)
  })

  test('an invitation is over once somebody has come in, and when the address it went to is corrected', async () => {
    const account = await invited()
    const invitation = tokenIn(await mailTo(account.email, 'invitation'))
    const link = await admin.post(`/api/v1/accounts/${account.id}/sign-in-links`)
    expect(link.status).toBeLessThan(300)
    const token = String((link.body as { url: string }).url.split('/').at(-1))
    expect((await service.anonymous.post('/api/v1/session/sign-in-link', { token })).status).toBe(200)
    expect((await setPassword(invitation)).status).toBeGreaterThanOrEqual(400)

    const mistyped = await invited()
    const astray = tokenIn(await mailTo(mistyped.email, 'invitation'))
    const email = newAddress()
    const corrected = await admin.patch(
      `/api/v1/accounts/${mistyped.id}`,
      { email },
      { 'if-match': await etagOf(mistyped) },
    )
    expect(corrected.status).toBe(200)
    expect((await setPassword(astray)).status).toBeGreaterThanOrEqual(400)
    expect((await setPassword(tokenIn(await mailTo(email, 'invitation')))).status).toBe(200)
  })
})
