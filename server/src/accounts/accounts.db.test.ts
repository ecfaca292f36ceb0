import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '@treffpunkt/shared/accounts'
import { asOwner } from '../../test/postgres.ts'
import { createTestDatabase, startService, type TestDatabase, type TestService } from '../../test/service.ts'
import { systemActor } from '../db/record-change.ts'
import { createAccount } from './edit.ts'
import { makeSignInLink } from './sign-in.ts'

let database: TestDatabase
let service: TestService
beforeAll(async () => {
  database = await createTestDatabase()
  service = await startService({ database })
})
afterAll(async () => {
  await service.close()
  await database.drop()
})

const password = 'vier blaue Boote im Hafen'
let n = 0
/** A new coordinator with a one-time link. */
async function linked(): Promise<{ id: string; email: string; token: string }> {
  const email = `Person${n++}@example.org`
  return service.db.transaction().execute(async trx => {
    const { id } = await createAccount(trx, systemActor, { name: 'Probe', email, role: 'coordinator' })
    const { url } = await makeSignInLink(trx, systemActor, id, 'http://localhost')
    return { id, email, token: url.split('/').at(-1) ?? '' }
  })
}
const redeem = (token: string) => service.anonymous.post('/api/v1/session/sign-in-link', { token })
const signIn = (email: string, word: string) => service.anonymous.post('/api/v1/session', { email, password: word })
const cookieOf = (answer: supertest.Response) => String(answer.headers['set-cookie']).split(';')[0] ?? ''
const as = (answer: supertest.Response) => ({
  cookie: cookieOf(answer),
  'x-csrf-token': String((answer.body as Session).csrfToken),
})

describe('a one-time link', () => {
  test('signs in once, however often it is opened at once', async () => {
    const { token } = await linked()
    const answers = await Promise.all([1, 2, 3, 4].map(() => redeem(token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401])
    expect((await redeem(token)).body).toMatchObject({ type: '/problems/link_expired' })
    expect((await redeem('unknown')).body).toMatchObject({ type: '/problems/link_expired' })
  })

  test('is over after a day', async () => {
    const { id, token } = await linked()
    await service.db
      .updateTable('signInLinks')
      .set({ expiresAt: new Date(Date.now() - 1000).toISOString() })
      .where('accountId', '=', id)
      .execute()
    expect((await redeem(token)).status).toBe(401)
  })

  test('is not used up by a sign-in that could not be stored; the log says that the disk is full', async () => {
    const { token } = await linked()
    const sql = (text: string) => asOwner(database.owner, client => client.query(text))
    await sql(`create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'no space left' using errcode = '53100'; end $$`)
    await sql('create trigger full_disk before insert on sessions execute function full_disk()')
    expect((await redeem(token)).status).toBe(503)
    await sql('drop function full_disk cascade')
    expect(service.log.join('')).toContain('"code":"disk full (53100)"')
    expect((await redeem(token)).status).toBe(200)
  })

  test('that is redeemed while the account is being shut is over, and shutting is not disturbed', async () => {
    const { id, token } = await linked()
    await asOwner(database.owner, async client => {
      // what shutting an account does, in its order
      await client.query('begin')
      await client.query('select from accounts where id = $1 for update', [id])
      const answer = redeem(token)
      const sent = answer.then(({ status }) => status)
      for (let waiting = 0; waiting === 0;)
        waiting = (
          await client.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).rowCount as number
      await client.query('update accounts set disabled = true where id = $1', [id])
      await client.query('delete from sign_in_links where account_id = $1 and used_at is null', [id])
      await client.query('commit')
      expect(await sent).toBe(401)
    })
  })

  test('opening its page changes nothing', async () => {
    const { token } = await linked()
    for (let i = 0; i < 5; i++) await supertest(service.url).get(`/sign-in/${token}`)
    expect((await redeem(token)).status).toBe(200)
  })
})

describe('a password', () => {
  test('is set by the account itself, is long, is not among the first that are tried', async () => {
    const { token, email } = await linked()
    const session = await redeem(token)
    const set = (newPassword: string, currentPassword?: string) =>
      service.anonymous.put('/api/v1/session/password', { newPassword, currentPassword }, as(session))
    for (const guessable of [
      'passwortpasswort',
      'qwertzuiopqwertz',
      `${email}${email}`.slice(0, 30),
      'integrationsnetzwerk',
    ])
      expect((await set(guessable)).body, guessable).toMatchObject({
        status: 422,
        errors: [{ pointer: '/newPassword' }],
      })
    expect((await set('kurz')).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/newPassword', code: 'minLength' }],
    })
    expect((await set(password)).status).toBe(204)
    // who has just come by a link may have forgotten the old one; a quarter of an hour later it is asked for
    expect((await set(`${password} neu`)).status).toBe(204)
    await service.db
      .updateTable('sessions')
      .set({ createdAt: new Date(Date.now() - 16 * 60_000).toISOString() })
      .execute()
    expect((await set(password)).body).toMatchObject({ status: 403, type: '/problems/wrong_password' })
    expect((await set(password, `${password} neu`)).status).toBe(204)
    expect((await signIn(email.toUpperCase(), password)).status).toBe(200)
  })

  test('a new one ends the other sessions; the cookie is closed to scripts and other sites', async () => {
    const { id, token, email } = await linked()
    const first = await redeem(token)
    const again = await service.db
      .transaction()
      .execute(trx => makeSignInLink(trx, systemActor, id, 'http://localhost'))
    const second = await redeem(again.url.split('/').at(-1) ?? '')
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/)
    await service.anonymous.put('/api/v1/session/password', { newPassword: password }, as(first))
    expect(
      ((await service.anonymous.get('/api/v1/session', { cookie: cookieOf(second) })).body as Session).account,
    ).toBeNull()
    expect(
      ((await service.anonymous.get('/api/v1/session', { cookie: cookieOf(first) })).body as Session).account,
    ).toMatchObject({ email, hasPassword: true })
  })

  test('known and unknown addresses answer alike, and guessing is slowed down', async () => {
    const { token, email } = await linked()
    await service.anonymous.put('/api/v1/session/password', { newPassword: password }, as(await redeem(token)))
    const [known, unknown] = [await signIn(email, 'falsch'), await signIn('nobody@example.org', 'falsch')]
    const bare = (body: object) => ({ ...body, instance: '' })
    expect([known.status, bare(known.body as object)]).toEqual([unknown.status, bare(unknown.body as object)])
    const guesses = []
    for (let i = 0; i < 11; i++) guesses.push(await signIn(email, `falsch ${i}`))
    expect(guesses.at(-1)?.status).toBe(429)
    expect(Number(guesses.at(-1)?.headers['retry-after'])).toBeGreaterThan(0)
    // the limits of this file's only network would stop the tests that follow
    await service.db.deleteFrom('rateLimits').execute()
  })
})

describe('a session', () => {
  test('ends by signing out, by its age, and when the account is disabled: with the next request', async () => {
    const admin = await service.signIn('admin')
    const open = async () => {
      const { id, token } = await linked()
      const answer = await redeem(token)
      return {
        id,
        headers: as(answer),
        alive: async () =>
          (await service.anonymous.get('/api/v1/meetings', { cookie: cookieOf(answer) })).status === 200,
      }
    }
    const [one, two, three, four] = [await open(), await open(), await open(), await open()]
    expect(await Promise.all([one, two, three, four].map(session => session.alive()))).toEqual([true, true, true, true])
    await service.anonymous.delete('/api/v1/session', one.headers)
    await service.db
      .updateTable('sessions')
      .set({ seenAt: new Date(Date.now() - 13 * 3_600_000).toISOString() })
      .where('accountId', '=', two.id)
      .execute()
    await service.db
      .updateTable('sessions')
      .set({ expiresAt: new Date(Date.now() - 1).toISOString() })
      .where('accountId', '=', three.id)
      .execute()
    await admin.patch(`/api/v1/accounts/${four.id}`, { disabled: true }, { 'if-match': '*' })
    expect(await Promise.all([one, two, three, four].map(session => session.alive()))).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  test('changes need its token and our own page', async () => {
    const { token } = await linked()
    const { cookie, 'x-csrf-token': csrf } = as(await redeem(token))
    const plan = (headers: Record<string, string>) =>
      service.anonymous.post('/api/v1/working-groups', { name: `Gruppe ${n++}` }, { cookie, ...headers })
    expect((await plan({})).body).toMatchObject({ type: '/problems/csrf_token_wrong' })
    expect((await plan({ 'x-csrf-token': 'wrong' })).body).toMatchObject({ type: '/problems/csrf_token_wrong' })
    expect((await plan({ 'x-csrf-token': csrf, origin: 'https://evil.example' })).body).toMatchObject({
      type: '/problems/foreign_origin',
    })
    expect((await plan({ 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' })).body).toMatchObject({
      type: '/problems/foreign_origin',
    })
    expect((await plan({ 'x-csrf-token': csrf, origin: service.url, 'sec-fetch-site': 'same-origin' })).status).toBe(
      201,
    )
  })
})

describe('accounts', () => {
  test('one admin who can sign in always remains', async () => {
    const admin = await service.signIn('admin')
    await service.db.deleteFrom('accounts').where('role', '=', 'admin').where('id', '<>', admin.account.id).execute()
    const other = await service.signIn('admin')
    const take = (from: string, by: typeof admin) =>
      by.patch(`/api/v1/accounts/${from}`, { role: 'coordinator' }, { 'if-match': '*' })
    const answers = await Promise.all([take(other.account.id, admin), take(admin.account.id, other)])
    expect(answers.map(({ status }) => status).sort()[0]).toBe(200)
    const left = await service.db
      .selectFrom('accounts')
      .select('id')
      .where('role', '=', 'admin')
      .where('disabled', '=', false)
      .execute()
    expect(left).toHaveLength(1)
  })

  test('no password, token or address of a person in the log', async () => {
    const { token, email } = await linked()
    await service.anonymous.put('/api/v1/session/password', { newPassword: password }, as(await redeem(token)))
    await signIn(email, 'falsches Wort')
    const log = service.log.join('\n')
    expect(log).toContain('signed in')
    for (const secret of [token, email, email.toLowerCase(), password, 'falsches Wort'])
      expect(log).not.toContain(secret)
  })
})
