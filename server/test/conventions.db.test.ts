import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Organisation } from '@treffpunkt/shared/organisations'
import { startService, type Client, type TestService } from './service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const organisation = (name: string) => ({ name, sector: 'business' })

describe('errors', () => {
  test.each([
    ['an address that does not exist', 'get', '/api/v1/nothing', undefined, {}, 404, 'not_found'],
    ['a method the address does not know', 'delete', '/api/v1/meetings', undefined, {}, 405, 'method_not_allowed'],
    ['an answer nobody gives', 'get', '/api/v1/meetings', undefined, { accept: 'image/png' }, 406, 'not_acceptable'],
    ['too much', 'post', '/api/v1/organisations', organisation('x'.repeat(300_000)), {}, 413, 'too_large'],
    [
      'a media type nobody reads',
      'post',
      '/api/v1/organisations',
      '<a/>',
      { 'content-type': 'application/xml' },
      415,
      'media_type_not_understood',
    ],
    [
      'a PATCH that is no merge patch',
      'patch',
      `/api/v1/organisations/${randomUUID()}`,
      {},
      { 'content-type': 'application/json' },
      415,
      'media_type_not_understood',
    ],
    ['broken JSON', 'post', '/api/v1/organisations', '{"name":', {}, 400, 'bad_request'],
    ['a prototype as a key', 'post', '/api/v1/organisations', '{"__proto__":{"a":1}}', {}, 400, 'bad_request'],
    ['an unknown parameter', 'get', '/api/v1/organisations?colour=red', undefined, {}, 422, 'invalid_input'],
    ['a cursor of another list', 'get', '/api/v1/organisations?cursor=abc', undefined, {}, 422, 'invalid_input'],
    [
      'a cursor made by hand',
      'get',
      `/api/v1/public/meetings?cursor=${Buffer.from(JSON.stringify({ s: 'upcoming', v: 'x', id: '01990000-0000-7000-8000-000000000000' })).toString('base64url')}`,
      undefined,
      {},
      422,
      'invalid_input',
    ],
    ['an unknown sort', 'get', '/api/v1/organisations?sort=colour', undefined, {}, 422, 'invalid_input'],
    ['too large a page', 'get', '/api/v1/organisations?limit=201', undefined, {}, 422, 'invalid_input'],
  ] as const)('%s', async (_name, method, path, body, headers, status, code) => {
    const answer = await (method === 'get' || method === 'delete'
      ? office[method](path, headers)
      : office[method](path, body, headers))
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.body).toMatchObject({ status, type: `/problems/${code}`, instance: answer.headers['x-request-id'] })
    if (status === 405) expect(answer.headers['allow']).toContain('POST')
  })

  test('name the field and say what to do', async () => {
    const answer = await office.post('/api/v1/organisations', {
      name: ' ',
      sector: 'church',
      website: 'javascript:alert(1)',
      colour: 'red',
      aliases: ['a', 7],
    })
    expect(answer.status).toBe(422)
    const { errors } = answer.body as { errors: { pointer: string; detail: string }[] }
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/aliases/1',
      '/colour',
      '/name',
      '/sector',
      '/website',
    ])
    expect(errors.every(({ detail }) => detail.endsWith('.'))).toBe(true)
  })
})

describe('changing', () => {
  test('needs the version that was read, and of two with the same one wins', async () => {
    const { body } = (await office.post('/api/v1/organisations', organisation('Verein Eins'))) as { body: Organisation }
    const at = `/api/v1/organisations/${body.id}`
    expect((await office.patch(at, { name: 'Verein Zwei' })).body).toMatchObject({ status: 428 })
    expect((await office.patch(at, { name: 'Verein Zwei' }, { 'if-match': '"77"' })).body).toMatchObject({
      status: 412,
    })
    const etag = (await office.get(at)).headers['etag'] as string
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D'].map(name => office.patch(at, { name: `Verein ${name}` }, { 'if-match': etag })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
    const { items } = (await office.get(`/api/v1/history/organisation/${body.id}`)).body as { items: unknown[] }
    expect(items).toHaveLength(2)
  })

  test('null removes, arrays replace, what is not named stays', async () => {
    const { body } = (await office.post('/api/v1/organisations', {
      ...organisation('Stadt X'),
      municipality: 'Zeitz',
      aliases: ['X', 'Y'],
    })) as { body: Organisation }
    const changed = await office.patch(
      `/api/v1/organisations/${body.id}`,
      { municipality: null, aliases: ['Z'] },
      { 'if-match': '*' },
    )
    expect(changed.body).toMatchObject({ name: 'Stadt X', municipality: null, aliases: ['Z'], version: 2 })
  })

  test('an unchanged answer is not sent again', async () => {
    const { body } = (await office.post('/api/v1/organisations', organisation('Verein ETag'))) as { body: Organisation }
    const first = await office.get(`/api/v1/organisations/${body.id}`)
    expect(first.headers['etag']).toMatch(/^"1\./)
    const again = await office.get(`/api/v1/organisations/${body.id}`, {
      'if-none-match': first.headers['etag'] as string,
    })
    expect(again.status).toBe(304)
    expect(again.text).toBe('')
  })
})

describe('repeating', () => {
  test('the same key gives the same answer and one effect', async () => {
    const key = { 'idempotency-key': randomUUID() }
    const first = await office.post('/api/v1/organisations', organisation('Einmal e.V.'), key)
    const again = await office.post('/api/v1/organisations', organisation('Einmal e.V.'), {
      'idempotency-key': `"${key['idempotency-key']}"`,
    })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.text).toBe(first.text)
    expect(again.headers['etag']).toBe(first.headers['etag'])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect((await office.post('/api/v1/organisations', organisation('Anders e.V.'), key)).body).toMatchObject({
      status: 422,
      type: '/problems/idempotency_key_reused',
    })
  })

  test('fifty at once with one key: one effect; without the key: one organisation, 49 conflicts', async () => {
    const count = async (name: string) =>
      service.db.selectFrom('organisations').select('id').where('name', '=', name).execute()
    const key = { 'idempotency-key': randomUUID() }
    const storm = (name: string, headers: Record<string, string>) =>
      Promise.all(Array.from({ length: 50 }, () => office.post('/api/v1/organisations', organisation(name), headers)))
    const answers = await storm('Sturm e.V.', key)
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set(answers.some(({ status }) => status === 409) ? [201, 409] : [201]),
    )
    for (const answer of answers.filter(({ status }) => status === 409)) expect(answer.headers['retry-after']).toBe('1')
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1)
    expect(await count('Sturm e.V.')).toHaveLength(1)
    expect(
      (await storm('Ohne Schlüssel e.V.', {}))
        .map(({ status }) => status)
        .sort()
        .slice(0, 2),
    ).toEqual([201, 409])
  })

  test('an answer with a token or a password in the question is never stored', async () => {
    const admin = await service.signIn('admin')
    const key = { 'idempotency-key': randomUUID() }
    await admin.post(`/api/v1/accounts/${admin.account.id}/sign-in-links`, undefined, key)
    await admin.put('/api/v1/session/password', { newPassword: 'vier blaue Boote im Hafen' }, key)
    expect(
      await service.db.selectFrom('idempotencyKeys').select('key').where('key', '=', key['idempotency-key']).execute(),
    ).toEqual([])
  })

  test('a refusal stores nothing', async () => {
    const key = { 'idempotency-key': randomUUID() }
    expect((await office.post('/api/v1/organisations', organisation('Einmal e.V.'), key)).status).toBe(409)
    expect((await office.post('/api/v1/organisations', organisation('Dann eben so e.V.'), key)).status).toBe(201)
  })
})

describe('lists', () => {
  test('an item that exists throughout is returned exactly once while others come and go', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `Liste ${String(i).padStart(2, '0')}`)
    for (const name of names) await office.post('/api/v1/organisations', organisation(name))
    const seen: string[] = []
    let cursor = ''
    for (let page = 0; ; page++) {
      const answer = await office.get(`/api/v1/organisations?q=liste&limit=7${cursor}`)
      const { items, next } = answer.body as { items: Organisation[]; next: string | null }
      seen.push(...items.map(({ name }) => name))
      if (next === null) break
      cursor = `&cursor=${encodeURIComponent(next)}`
      await office.post('/api/v1/organisations', organisation(`Liste 00 neu ${page}`))
      const gone = items.at(-1)
      if (page === 1 && gone !== undefined) await office.delete(`/api/v1/organisations/${gone.id}`, { 'if-match': '*' })
    }
    for (const name of names)
      expect(
        seen.filter(one => one === name),
        name,
      ).toHaveLength(1)
  })

  test.each(['organisations', 'venues', 'people', 'working-groups'])(
    '%s by name, both ways, page by page',
    async noun => {
      const made = {
        organisations: (name: string) => organisation(name),
        venues: (name: string) => ({ name, municipality: 'Zeitz' }),
        people: (name: string) => ({ firstName: 'Ada', lastName: name }),
        'working-groups': (name: string) => ({ name, state: 'active' }),
      }[noun]
      for (const letter of ['b', 'Ä', 'a', 'Z', 'ö', 'o'])
        expect((await office.post(`/api/v1/${noun}`, made?.(`${letter}-Reihe`))).status).toBe(201)
      const ids = async (sort: string) => {
        const all: string[] = []
        for (let cursor = ''; ;) {
          const { body } = await office.get(`/api/v1/${noun}?sort=${sort}&limit=4${cursor}`)
          const { items, next } = body as { items: { id: string }[]; next: string | null }
          all.push(...items.map(({ id }) => id))
          if (next === null) return all
          cursor = `&cursor=${encodeURIComponent(next)}`
        }
      }
      expect(await ids('-name')).toEqual((await ids('name')).reverse())
    },
  )

  test('searching does not mind case, umlauts, accents, script or half words', async () => {
    await office.post('/api/v1/organisations', { ...organisation('Müller-Stiftung Ñandú'), aliases: ['Фонд Мюллера'] })
    for (const q of ['müller', 'Mueller', 'MULLER', 'mül', 'nandu', 'stiftung mull', 'fond', 'Фонд'])
      expect(
        (
          (await office.get(`/api/v1/organisations?q=${encodeURIComponent(q)}`)).body as { items: Organisation[] }
        ).items.map(({ name }) => name),
        q,
      ).toContain('Müller-Stiftung Ñandú')
    expect(((await office.get('/api/v1/organisations?q=xyzzy')).body as { items: unknown[] }).items).toEqual([])
  })
})
