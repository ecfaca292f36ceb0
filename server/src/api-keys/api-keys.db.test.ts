import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiKey, ApiKeyMade } from '@treffpunkt/shared/api-keys'
import type { Change } from '@treffpunkt/shared/changes'
import type { Mail, MailContent } from '@treffpunkt/shared/mails'
import type { Task } from '@treffpunkt/shared/today'
import type { PartnerAccess } from '@treffpunkt/shared/partners'
import { makeKey, makeOrganisation, makePartner, programWith } from '../../test/partner.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'
import { apiKeyRetention } from './jobs.ts'
import { isSecret, newSecret } from './secrets.ts'

let service: TestService
let office: Client
let organisationId: string
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
  organisationId = await makeOrganisation(office, 'Caritas Naumburg')
})
beforeEach(() => service.db.deleteFrom('rateLimits').execute())
afterAll(() => service.close())

const access = '/api/v1/partner/access'
const enters = async (secret: string) => (await programWith(service.url, secret).get(access)).status
const move = (key: ApiKey, name: string, body?: object) => office.post(`/api/v1/api-keys/${key.id}/${name}`, body)
const find = async ({ id }: ApiKey) =>
  ((await office.get(`/api/v1/organisations/${organisationId}/api-keys`)).body as { items: ApiKey[] }).items.find(
    key => key.id === id,
  )

describe('a secret', () => {
  test('has a prefix that scanners know, 256 random bits and a checksum that refuses what was typed wrong', () => {
    const secrets = Array.from({ length: 200 }, newSecret)
    expect(new Set(secrets).size).toBe(200)
    for (const secret of secrets) {
      expect(secret).toMatch(/^treffpunkt_[0-9A-Za-z]{49}$/)
      expect(isSecret(secret)).toBe(true)
      expect(isSecret(secret.replace(/.$/, last => (last === 'a' ? 'b' : 'a')))).toBe(false)
      expect(isSecret(secret.replace('treffpunkt_', 'Treffpunkt_'))).toBe(false)
    }
  })

  test('is in one answer, and nowhere afterwards: not in the database, not in the log', async () => {
    const { key, secret } = await makeKey(office, organisationId)
    expect(await enters(secret)).toBe(200)
    await programWith(service.url, secret).get(`/api/v1/partner/meetings?cursor=${secret}`)
    await programWith(service.url, `${secret}x`).get(access)
    expect(secret.endsWith(key.secrets[0]?.hint ?? '-')).toBe(true)
    expect(JSON.stringify(await find(key))).not.toContain(secret.slice(0, -6))
    const { rows } = await service.pool.query<{ table: string }>(
      `select format('%I.%I', schemaname, tablename) as table from pg_tables
       where schemaname in ('public', 'pgboss') and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')`,
    )
    for (const { table } of rows) {
      const holds = `select from ${table} t where strpos(t::text, $1) > 0`
      expect((await service.pool.query(holds, [secret])).rows, table).toEqual([])
    }
    expect(service.log.join('\n')).not.toContain(secret)
    expect(service.log.join('\n').toLowerCase()).not.toContain('bearer')
  })
})

describe('a key', () => {
  test('says whose it is and what it may do, until it ends', async () => {
    const partner = await makePartner(office, service.url, organisationId, ['meetings:read'])
    const { status, body, headers } = await partner.get(access)
    expect(status).toBe(200)
    expect(body).toEqual({
      organisation: { id: organisationId, name: 'Caritas Naumburg' },
      key: { name: 'Intranet', scopes: ['meetings:read'], secretEndsAt: null, expiresAt: partner.key.expiresAt },
    } satisfies PartnerAccess)
    expect(headers).toMatchObject({ 'ratelimit-policy': '"api-key";q=600;w=60', 'cache-control': 'no-store' })
    // twelve months unless it was said otherwise
    expect(Math.round((Date.parse(partner.key.expiresAt) - Date.now()) / 86_400_000)).toBeGreaterThan(360)
    const expire = (at: string) =>
      service.pool.query(`update api_keys set expires_at = ${at} where id = $1`, [partner.key.id])
    await expire('now()')
    const refused = await partner.get(access)
    expect(refused.status).toBe(401)
    expect(refused.body).toMatchObject({
      type: '/problems/key_not_valid',
      detail: expect.stringContaining('expired') as string,
    })
    expect(refused.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
    expect(await find(partner.key)).toMatchObject({ state: 'expired', secrets: [] })
  })

  test('that is missing, false or of another kind: 401, and the answer names the way in', async () => {
    const none = await service.anonymous.get(access)
    expect([none.status, none.headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect(none.body).toMatchObject({ type: '/problems/key_not_valid' })
    const own = await makePartner(office, service.url, organisationId)
    // a secret nobody has; one of another purpose; one in the address, where it would stand in logs
    for (const authorization of [
      `Bearer ${newSecret()}`,
      'Bearer x',
      `Link ${own.secret}`,
      `Door ${own.secret}`,
      own.secret,
    ])
      expect((await service.anonymous.get(access, { authorization })).status, authorization).toBe(401)
    expect((await service.anonymous.get(`${access}?access_token=${own.secret}`)).status).toBe(401)
    expect((await service.anonymous.get(access, { authorization: `bearer  ${own.secret}` })).status).toBe(200)
  })

  test('without the scope: 403 that names it', async () => {
    const reader = await makePartner(office, service.url, organisationId, ['registrations:read'])
    const refused = await reader.get('/api/v1/partner/meetings')
    expect(refused.status).toBe(403)
    expect(refused.body).toMatchObject({
      type: '/problems/scope_missing',
      detail: expect.stringContaining('meetings:read') as string,
    })
    expect(refused.headers['www-authenticate']).toBe('Bearer error="insufficient_scope", scope="meetings:read"')
    expect((await reader.get('/api/v1/partner/registrations')).status).toBe(200)
    const unheard = await office.post(`/api/v1/organisations/${organisationId}/api-keys`, {
      name: 'x',
      scopes: ['people:read'],
    })
    expect(unheard.status).toBe(422)
  })

  test('is nobody where a session is asked for, and a session is nobody where a key is', async () => {
    const { secret } = await makeKey(office, organisationId)
    const admin = await service.signIn('admin')
    const bearer = { authorization: `Bearer ${secret}` }
    const both = { ...bearer, cookie: admin.cookie }
    expect((await service.anonymous.get('/api/v1/organisations', bearer)).status).toBe(401)
    expect((await admin.get(access)).status).toBe(401)
    // both at once: each route knows one way in. As the admin here, as the organisation there
    expect((await service.anonymous.get('/api/v1/accounts', both)).status).toBe(200)
    expect((await service.anonymous.get(access, both)).body).toMatchObject({ organisation: { id: organisationId } })
    expect((await service.anonymous.get(access, { ...both, authorization: `Bearer ${newSecret()}` })).status).toBe(401)
  })

  test('is asked 600 times a minute, whatever server counts', async () => {
    const partner = await makePartner(office, service.url, organisationId)
    await partner.get(access)
    await service.pool.query(`update rate_limits set points = 600 where key = 'api-key:' || $1`, [partner.key.id])
    const refused = await partner.get(access)
    expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([429, true])
    expect((await (await makePartner(office, service.url, organisationId)).get(access)).status).toBe(200)
  })

  test('knows its last use, written down once a minute', async () => {
    const partner = await makePartner(office, service.url, organisationId)
    expect((await find(partner.key))?.lastUsedAt).toBeNull()
    await partner.get(access)
    const first = (await find(partner.key))?.lastUsedAt
    await partner.get(access)
    expect((await find(partner.key))?.lastUsedAt).toBe(first)
    await service.pool.query(
      `update api_key_secrets set last_used_at = now() - interval '61 seconds' where api_key_id = $1`,
      [partner.key.id],
    )
    await partner.get(access)
    expect(Date.parse((await find(partner.key))?.lastUsedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(first ?? ''))
    expect(await find(partner.key)).toMatchObject({ version: 1 })
  })
})

describe('rotating', () => {
  test('two secrets are live, never three; the earlier ends when it was said, or by a click', async () => {
    const { key, secret: first } = await makeKey(office, organisationId)
    const { secret: second, key: rotated } = (await move(key, 'rotate', { hours: 24 })).body as ApiKeyMade
    expect([await enters(first), await enters(second)]).toEqual([200, 200])
    expect(rotated.secrets.map(({ endsAt }) => endsAt === null)).toEqual([true, false])
    // the program that still sends the earlier one can notice
    expect((await programWith(service.url, first).get(access)).body).toMatchObject({
      key: { secretEndsAt: expect.stringMatching(/^\d{4}-/) as string },
    })
    expect((await programWith(service.url, second).get(access)).body).toMatchObject({ key: { secretEndsAt: null } })
    expect((await move(key, 'rotate', { hours: 1 })).body).toMatchObject({ type: '/problems/two_secrets' })
    expect((await move(key, 'end-earlier-secret')).body).toMatchObject({ secrets: [{ endsAt: null }] })
    expect((await move(key, 'end-earlier-secret')).status).toBe(200)
    const replaced = await programWith(service.url, first).get(access)
    expect(replaced.body).toMatchObject({ status: 401, detail: expect.stringContaining('replaced') as string })
    expect(await enters(second)).toBe(200)

    // at once: for a secret that got out
    const { secret: third } = (await move(key, 'rotate', { hours: 0 })).body as ApiKeyMade
    expect([await enters(first), await enters(second), await enters(third)]).toEqual([401, 401, 200])
  })

  test('at the same moment: one of both, and at most two secrets', async () => {
    const { key } = await makeKey(office, organisationId)
    const answers = await Promise.all(Array.from({ length: 6 }, () => move(key, 'rotate', { hours: 5 })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
    expect((await find(key))?.secrets).toHaveLength(2)
  })
})

describe('revoking', () => {
  test('holds from the next request on, on every server; undone within a minute, not later', async () => {
    const { key, secret } = await makeKey(office, organisationId)
    expect((await move(key, 'revoke')).body).toMatchObject({ state: 'revoked', secrets: [] })
    const refused = await programWith(service.url, secret).get(access)
    expect(refused.body).toMatchObject({ status: 401, detail: expect.stringContaining('revoked') as string })
    expect((await move(key, 'revoke')).body).toMatchObject({ version: 2 })
    expect((await move(key, 'rotate', { hours: 1 })).status).toBe(409)
    expect((await move(key, 'restore')).body).toMatchObject({ state: 'live' })
    expect(await enters(secret)).toBe(200)
    await move(key, 'revoke')
    await service.pool.query(`update api_keys set revoked_at = now() - interval '61 seconds' where id = $1`, [key.id])
    expect((await move(key, 'restore')).status).toBe(409)
    expect(await enters(secret)).toBe(401)
    const { items } = (await office.get(`/api/v1/history/api_key/${key.id}`)).body as { items: Change[] }
    expect(items.map(({ kind }) => kind)).toEqual(['revoked', 'restored', 'revoked', 'created'])
  })

  test('an organisation that is deleted takes its keys with it, and brings them back', async () => {
    const id = await makeOrganisation(office)
    const partner = await makePartner(office, service.url, id)
    expect((await office.delete(`/api/v1/organisations/${id}`, { 'if-match': '*' })).status).toBe(204)
    expect((await partner.get(access)).status).toBe(401)
    expect((await office.get(`/api/v1/organisations/${id}/api-keys`)).status).toBe(404)
    await office.post(`/api/v1/organisations/${id}/restore`)
    expect((await partner.get(access)).status).toBe(200)
  })

  test('a year after it ended a key is gone', async () => {
    const [old, young] = [await makeKey(office, organisationId), await makeKey(office, organisationId)]
    const end = (made: ApiKeyMade, ago: string) =>
      service.pool.query(`update api_keys set revoked_at = now() - $2::interval where id = $1`, [made.key.id, ago])
    await end(old, '12 months 1 day')
    await end(young, '11 months')
    expect(await apiKeyRetention['apiKeys']?.(service.db)).toBe(1)
    expect([await find(old.key), (await find(young.key))?.state]).toEqual([undefined, 'revoked'])
  })
})

describe('before a key ends', () => {
  const look = async () => {
    // an hour goes by, on both servers
    await sql`insert into pgboss.job (name, data) select 'remind-api-keys', '{}' from generate_series(1, 4)`.execute(
      service.db,
    )
    await expect
      .poll(
        async () =>
          (
            await sql`select from pgboss.job where name = 'remind-api-keys' and state in ('created', 'retry', 'active')`.execute(
              service.db,
            )
          ).rows.length,
        { timeout: 15_000 },
      )
      .toBe(0)
  }
  const mails = async (name: string) =>
    ((await office.get('/api/v1/mails?kind=api_key_expiring&limit=200')).body as { items: Mail[] }).items.filter(
      ({ subject }) => subject.includes(`„${name}“`),
    )
  const endsIn = (key: ApiKey, span: string) =>
    service.pool.query(`update api_keys set expires_at = now() + $2::interval where id = $1`, [key.id, span])
  const tasks = async (client: Client) =>
    ((await client.get('/api/v1/today')).body as { tasks: Task[] }).tasks.filter(({ kind }) => kind === 'keys')

  test('the office is reminded 14 and 2 days before, once each, and sees it on its first page', async () => {
    const admin = await service.signIn('admin')
    const reader = await service.signIn('reader')
    const { key } = await makeKey(office, organisationId, undefined, 'Intranet der Caritas')
    // without an address nobody is reminded, nor is that said
    const address = (contactEmail: string | null) =>
      admin.patch('/api/v1/settings', { contactEmail }, { 'if-match': '*' })
    expect((await address(null)).status).toBe(200)
    await endsIn(key, '13 days')
    await look()
    expect(await mails(key.name)).toEqual([])
    const { rows } = await service.pool.query(
      `select from changes where object_id = $1 and kind = 'reminded'
       union all select from api_key_reminders where api_key_id = $1`,
      [key.id],
    )
    expect(rows).toEqual([])
    await address('buero@example.org')
    await endsIn(key, '15 days')
    await look()
    expect(await mails(key.name)).toEqual([])
    expect(await tasks(office)).toEqual([])
    await endsIn(key, '13 days')
    await look()
    await look()
    const [mail, ...others] = await mails(key.name)
    expect(others).toEqual([])
    expect(mail).toMatchObject({ to: 'buero@example.org' })
    const { text, links } = (await office.get(`/api/v1/mails/${mail?.id}`)).body as MailContent
    expect(text).toContain('Caritas Naumburg')
    expect(links[0]?.url).toMatch(new RegExp(`/admin/organisations/${organisationId}#api-keys$`))
    expect((await reader.get(`/api/v1/mails/${mail?.id}`)).status).toBe(404)
    expect(await tasks(office)).toMatchObject([{ count: 1, organisation: { id: organisationId } }])
    expect(await tasks(reader)).toEqual([])
    // the same end, nearer: the clock stands still, so what was written down is moved with it
    await service.pool.query(
      `with k as (update api_keys set expires_at = expires_at - interval '12 days' where id = $1)
       update api_key_reminders set expires_at = expires_at - interval '12 days' where api_key_id = $1`,
      [key.id],
    )
    await look()
    await look()
    expect(await mails(key.name)).toHaveLength(2)
  })

  test('nothing is said of one that was revoked or renewed; what was written before is not sent', async () => {
    const [revoked, renewed] = [
      await makeKey(office, organisationId, undefined, 'Widerrufen'),
      await makeKey(office, organisationId, undefined, 'Erneuert'),
    ]
    await endsIn(revoked.key, '10 days')
    await endsIn(renewed.key, '10 days')
    await move(revoked.key, 'revoke')
    const { key } = (await move(renewed.key, 'rotate', { hours: 24 })).body as ApiKeyMade
    expect(Date.parse(key.expiresAt)).toBeGreaterThan(Date.now() + 360 * 86_400_000)
    await look()
    expect(await mails('Widerrufen')).toEqual([])
    expect(await mails('Erneuert')).toEqual([])
    const late = await makeKey(office, organisationId, undefined, 'Spät erneuert')
    await endsIn(late.key, '10 days')
    await look()
    await move(late.key, 'rotate', { hours: 24 })
    const [mail] = await mails('Spät erneuert')
    expect(((await office.get(`/api/v1/mails/${mail?.id}`)).body as MailContent).text).toBe('')
  })
})
