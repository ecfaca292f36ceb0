import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let admin: Client
beforeAll(async () => {
  service = await startService()
  admin = await service.signIn('admin')
})
afterAll(() => service.close())

test('PUT /texts/imprint: 422 for a text without words, as the law wants one on every page', async () => {
  const address = '/api/v1/texts/imprint'
  const write = async (body: string) => {
    const { headers } = await service.anonymous.get('/api/v1/public/texts/imprint')
    return admin.put(address, { body }, { 'if-match': headers['etag'] ?? '' })
  }
  for (const empty of ['', ' \n '])
    expect((await write(empty)).body).toMatchObject({ status: 422, errors: [{ pointer: '/body', code: 'required' }] })
  expect((await write('Landkreis')).body).toMatchObject({ body: 'Landkreis' })
})

test('a text is read in the language that was asked for, else in German; each writing is a version of its own', async () => {
  const read = async (language?: string) =>
    (await service.anonymous.get(`/api/v1/public/texts/imprint${language ? `?language=${language}` : ''}`)).body
  const german = await read()
  expect(await read('uk')).toMatchObject({ language: 'de', body: german.body, version: german.version })
  const write = async (language: string, body: string) => {
    const address = `imprint?language=${language}`
    const { headers } = await service.anonymous.get(`/api/v1/public/texts/${address}`)
    return admin.put(`/api/v1/texts/${address}`, { body }, { 'if-match': headers['etag'] ?? '' })
  }
  expect((await write('uk', 'Повідомлення')).status).toBe(200)
  const ukrainian = await read('uk')
  expect(ukrainian).toMatchObject({ language: 'uk', body: 'Повідомлення', outdated: false })
  expect(ukrainian.version).toBeGreaterThan(german.version)
  expect(await read()).toEqual(german)
  await write('de', 'Hinweis')
  expect(await read('uk')).toMatchObject({ body: 'Повідомлення', outdated: true })
  expect((await service.anonymous.get('/api/v1/public/texts/imprint?language=fr')).status).toBe(422)
})
