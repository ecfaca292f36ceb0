import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountSession } from '@treffpunkt/shared/own-account'
import type { Session } from '@treffpunkt/shared/accounts'
import {
  createTestDatabase,
  clientOf,
  startService,
  type Client,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'
import { systemActor } from '../db/record-change.ts'
import { backendOf, untilSomebodyWaitsFor } from '../../test/waiting.ts'
import { hashPassword } from './passwords.ts'
import { openSession } from './sessions.ts'
import { makeSignInLink } from './sign-in.ts'

let database: TestDatabase
let service: TestService
let neighbour: TestService
beforeAll(async () => {
  database = await createTestDatabase()
  const secret = randomBytes(32)
  service = await startService({ database, secret })
  neighbour = await startService({ database, secret })
})
afterAll(async () => {
  await neighbour.close()
  await service.close()
  await database.drop()
})

/** Somebody signs in with the password while another transaction sets a new one and ends all sessions. @returns how many remain. */
async function signInWhilePasswordChanges(signIn: (account: { id: string; email: string }) => Promise<unknown>) {
  const { account } = await service.signIn('coordinator')
  const { email } = await service.db
    .updateTable('accounts')
    .set({ passwordHash: await hashPassword('vier Wörter durch Zufall') })
    .where('id', '=', account.id)
    .returning('email')
    .executeTakeFirstOrThrow()
  const newHash = await hashPassword('ein ganz anderes Wort')
  const { promise: signedIn, resolve } = Promise.withResolvers<unknown>()
  await service.db.transaction().execute(async trx => {
    await trx.updateTable('accounts').set({ passwordHash: newHash }).where('id', '=', account.id).execute()
    await trx.deleteFrom('sessions').where('accountId', '=', account.id).execute()
    void signIn({ id: account.id, email }).then(resolve, resolve)
    await untilSomebodyWaitsFor(service.db, await backendOf(trx))
  })
  const answer = await signedIn
  return {
    answer,
    left: (await service.db.selectFrom('sessions').select('id').where('accountId', '=', account.id).execute()).length,
  }
}

test('who signs in with the old password at the moment of its change is not let in', async () => {
  const { answer, left } = await signInWhilePasswordChanges(({ email }) =>
    service.anonymous.post('/api/v1/session', { email, password: 'vier Wörter durch Zufall' }),
  )
  expect(answer).toMatchObject({ status: 401 })
  expect(left).toBe(0)
})

test('without the second look they would be: the test can fail', async () => {
  const { left } = await signInWhilePasswordChanges(({ id }) =>
    service.db.transaction().execute(trx => openSession(trx, id, { byLink: false, browser: null, system: null })),
  )
  expect(left).toBe(1)
})

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

/** Signs the account in once more, with another browser. */
async function alsoAs(accountId: string, userAgent: string): Promise<Client & { cookie: string }> {
  const { url } = await service.db
    .transaction()
    .execute(trx => makeSignInLink(trx, systemActor, accountId, service.url))
  const answer = await service.anonymous.post(
    '/api/v1/session/sign-in-link',
    { token: url.split('/').at(-1) },
    { 'user-agent': userAgent },
  )
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  return { ...clientOf(service.url, { cookie, 'x-csrf-token': String((answer.body as Session).csrfToken) }), cookie }
}
const list = async (client: Client, path = '/api/v1/sessions') =>
  ((await client.get(path)).body as { items: AccountSession[] }).items
const alive = async (client: Client) => (await client.get('/api/v1/account')).status === 200

describe('the sessions of an account', () => {
  test('are listed in words, each can be ended, and all but the own one; no address is kept', async () => {
    const here = await service.signIn('coordinator')
    const [desk, phone, tablet] = [
      await alsoAs(here.account.id, firefox),
      await alsoAs(here.account.id, iphone),
      await alsoAs(here.account.id, ''),
    ]
    const listed = await list(here)
    expect(listed).toHaveLength(4)
    expect(listed[0]).toMatchObject({ current: true })
    expect(listed).toContainEqual(expect.objectContaining({ browser: 'Firefox', system: 'Linux', current: false }))
    expect(listed).toContainEqual(expect.objectContaining({ browser: 'Safari', system: 'iOS', current: false }))
    expect(JSON.stringify((await service.pool.query('select * from sessions')).rows)).not.toMatch(
      /127\.0\.0\.1|Mozilla/,
    )

    const ofPhone = listed.find(({ browser }) => browser === 'Safari')?.id
    expect((await here.delete(`/api/v1/sessions/${ofPhone}`)).status).toBe(204)
    expect(await Promise.all([here, desk, phone, tablet].map(alive))).toEqual([true, true, false, true])
    expect((await here.delete(`/api/v1/sessions/${ofPhone}`)).status).toBe(404)
    expect((await here.post('/api/v1/sessions/end-others')).status).toBe(204)
    expect(await Promise.all([here, desk, tablet].map(alive))).toEqual([true, false, false])
  })

  test('of others are not there, but for an admin', async () => {
    const [one, other, admin] = [
      await service.signIn('coordinator'),
      await service.signIn('coordinator'),
      await service.signIn('admin'),
    ]
    const second = await alsoAs(one.account.id, firefox)
    const [first] = await list(one)
    expect((await other.delete(`/api/v1/sessions/${first?.id}`)).status).toBe(404)
    expect((await other.get(`/api/v1/accounts/${one.account.id}/sessions`)).status).toBe(403)
    const seen = await list(admin, `/api/v1/accounts/${one.account.id}/sessions`)
    expect(seen).toHaveLength(2)
    expect(seen.some(({ current }) => current)).toBe(false)
    expect((await admin.delete(`/api/v1/sessions/${first?.id}`)).status).toBe(204)
    expect(await Promise.all([alive(one), alive(second)])).toEqual([false, true])
    await admin.post(`/api/v1/accounts/${one.account.id}/end-sessions`)
    expect(await alive(second)).toBe(false)
    // whoever does that to the own account stays
    await admin.post(`/api/v1/accounts/${admin.account.id}/end-sessions`)
    expect(await alive(admin)).toBe(true)
  })

  test('that end take their open streams along, on every server', async () => {
    const meetings = await service.signIn('coordinator')
    const watcher = await alsoAs(meetings.account.id, firefox)
    const stream = await fetch(`${neighbour.url}/api/v1/live`, { headers: { cookie: watcher.cookie } })
    expect(stream.status).toBe(200)
    const reader = stream.body?.getReader()
    const ended = (async () => {
      for (;;) if ((await reader?.read())?.done !== false) return true
    })()
    await meetings.post('/api/v1/sessions/end-others')
    expect(await ended).toBe(true)
    expect((await clientOf(neighbour.url, { cookie: watcher.cookie }).get('/api/v1/meetings')).status).toBe(401)
  })
})
