import { afterAll, beforeAll, expect, test } from 'vitest'
import { languageKeys, type Language } from '@treffpunkt/shared/languages'
import { gapsOf } from '@treffpunkt/shared/settings'
import { startService, type Client, type TestService } from '../../test/service.ts'
import { deliveredText, deliveredTexts } from './delivered.ts'

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

test('every text that comes in German comes in each language, with the same gaps and parts, and says which one binds', () => {
  for (const { kind, language, body } of deliveredTexts()) {
    const german = deliveredText(kind, 'de') ?? ''
    const parts = (text: string) => [
      gapsOf(text).length,
      text.split('\n').filter(line => line.startsWith('## ')).length,
    ]
    expect([kind, language, ...parts(body)]).toEqual([kind, language, ...parts(german)])
    const binding = {
      de: /^/,
      'de-einfach': /gilt der Text auf Deutsch/,
      en: /binding/,
      uk: /німецька версія/,
      ar: /الملزم/,
    }
    if (kind !== 'form_notice') expect(body).toMatch(binding[language])
  }
  const named = (language: Language) => deliveredTexts().filter(text => text.language === language && text.body !== '')
  for (const language of languageKeys) expect(named(language)).toHaveLength(named('de').length)
})

test('a translation whose gaps are open gives way to German words of the office; the office takes it from there', async () => {
  const read = async (language: string) =>
    (await service.anonymous.get(`/api/v1/public/texts/privacy?language=${language}`)).body
  for (const language of ['de-einfach', 'en', 'uk', 'ar']) expect(await read(language)).toMatchObject({ language })
  const arabic = (await service.anonymous.get('/ar/privacy')).text
  expect(arabic).toContain('dir="rtl"')
  expect(arabic).toContain('والنص الألماني هو الملزم قانونًا')
  const put = async (language: string, body: string) => {
    const { version } = await read(language)
    return admin.put(`/api/v1/texts/privacy?language=${language}`, { body }, { 'if-match': `"${version}"` })
  }
  expect((await put('de', 'Verantwortlich: Burgenlandkreis')).status).toBe(200)
  expect(await read('en')).toMatchObject({ language: 'de', body: 'Verantwortlich: Burgenlandkreis' })
  const template = await admin.get('/api/v1/texts/privacy/template?language=en')
  expect(template.body).toEqual({ body: deliveredText('privacy', 'en') })
  expect((await put('en', 'Controller: Burgenlandkreis [sic]')).status).toBe(200)
  expect((await put('de', 'Verantwortlich: Landkreis')).status).toBe(200)
  // what the office has written stays, brackets or not
  expect(await read('en')).toMatchObject({ language: 'en', outdated: true })
  expect(await read('uk')).toMatchObject({ language: 'de' })
  expect((await admin.get('/api/v1/texts/easy_language/template')).status).toBe(404)
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
