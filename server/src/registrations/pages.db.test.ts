import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import ICAL from 'ical.js'
import supertest from 'supertest'
import type { Mail, MailContent } from '@treffpunkt/shared/mails'
import { startService, type Client, type TestService } from '../../test/service.ts'

// The pages as a browser without JavaScript uses them: forms, redirects, HTML.

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())
beforeEach(() => service.db.deleteFrom('rateLimits').execute())

const day = 86_400_000
async function meeting(capacity: number | null): Promise<string> {
  const { body } = (await office.post('/api/v1/meetings', {
    kind: 'specialist',
    title: 'Probe & <b>Muster</b>',
    startsAt: new Date(Date.now() + 10 * day).toISOString(),
    endsAt: new Date(Date.now() + 10.1 * day).toISOString(),
    capacity,
  })) as { body: { id: string } }
  await office.post(`/api/v1/meetings/${body.id}/publish`)
  await office.post(`/api/v1/meetings/${body.id}/open`)
  return body.id
}

const html = { accept: 'text/html' }
const open = (path: string) => supertest(service.url).get(path).set(html)
const post = (path: string, fields: Record<string, string> = {}) =>
  supertest(service.url).post(path).set(html).set('origin', service.url).type('form').send(fields)
const fields = (email: string) => ({ firstName: 'Ada', lastName: 'Muster', email, noticeVersion: '1' })

async function newestMail(email: string): Promise<MailContent> {
  for (let tries = 0; tries < 100; tries++) {
    const { items } = (await office.get('/api/v1/mails')).body as { items: Mail[] }
    const mail = items.find(one => one.to === email && one.status === 'kept')
    if (mail !== undefined) return (await office.get(`/api/v1/mails/${mail.id}`)).body as MailContent
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`no mail to ${email}`)
}
const pathOf = (url: string | undefined) => new URL(url ?? '', service.url).pathname

describe('without JavaScript', () => {
  test('a form sent twice is one; other answers in the same form are another', async () => {
    const id = await meeting(5)
    const formKey = /name="formKey" value="([0-9a-f-]{36})"/.exec((await open(`/meetings/${id}/sign-up`)).text)?.[1]
    expect(formKey).toBeDefined()
    const send = (email: string) => post(`/meetings/${id}/sign-up`, { ...fields(email), formKey: formKey ?? '' })
    const [first, again] = [await send('zwei@example.org'), await send('zwei@example.org')]
    expect([first.status, again.status]).toEqual([303, 303])
    expect(again.headers['location']).toBe(first.headers['location'])
    const mails = () =>
      service.db.selectFrom('mails').select('toAddress').where('toAddress', 'like', '%zwei@example.org').execute()
    expect(await mails()).toHaveLength(1)
    const other = await send('andere-zwei@example.org')
    expect(other.headers['location']).not.toBe(first.headers['location'])
    expect(await mails()).toHaveLength(2)
  })

  test('changes what was filled in, once, and asks where somebody was quicker; others are signed up and a place is handed over by the same way', async () => {
    const id = await meeting(5)
    const sent = await post(`/meetings/${id}/sign-up`, fields('aendern@example.org'))
    const code = /Code: (\d{6})/.exec((await newestMail('aendern@example.org')).text)?.[1] ?? ''
    const own = (await post(sent.headers['location'] as string, { code })).headers['location'] as string
    const field = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
    const read = async (name: string) => (await open(`${own}/${name}`)).text
    const form = await read('change')
    const body = {
      version: field(form, 'version'),
      formKey: field(form, 'formKey'),
      'own-firstName': 'Adele',
      'own-lastName': 'Muster',
      'own-organisationTyped': 'Verein',
      'own-language': 'uk',
      'own-stepFree': 'on',
    }
    const [first, again] = [await post(`${own}/change`, body), await post(`${own}/change`, body)]
    expect([first.status, again.status]).toEqual([303, 303])
    expect(first.headers['location']).toBe(`${own}#own-details`)
    const { rows } = await service.pool.query(
      'select first_name, organisation_typed, language, version from registrations where meeting_id = $1',
      [id],
    )
    expect(rows).toEqual([
      { first_name: 'Adele', organisation_typed: 'Verein', language: 'uk', version: Number(body.version) + 1 },
    ])
    const stale = await post(`${own}/change`, { ...body, formKey: randomUUID(), 'own-lastName': 'Andere' })
    expect(stale.status).toBe(412)
    expect(stale.text).toContain('Dieselbe Angabe wurde gerade anderswo geändert')
    expect([field(stale.text, 'version'), stale.text.includes('value="Andere"')]).toEqual([
      String(Number(body.version) + 1),
      true,
    ])
    const empty = await post(`${own}/change`, { ...body, formKey: randomUUID(), 'own-lastName': '' })
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('Geben Sie Ihren Nachnamen ein')

    const mate = { 'more-colleague1FirstName': 'Bela', 'more-colleague1LastName': 'Muster' }
    const longer = await post(`${own}/colleagues`, { ...mate, addColleague: '2' })
    expect(longer.text).toContain('more-colleague2FirstName')
    const formKey = field(await read('colleagues'), 'formKey')
    for (let n = 0; n < 2; n++)
      expect((await post(`${own}/colleagues`, { ...mate, formKey })).text).toContain('Bela Muster')
    expect((await post(`${own}/colleagues`, {})).status).toBe(422)
    expect((await open(own)).text).toContain('Bela Muster')

    const substitute = { 'substitute-firstName': 'Cleo', 'substitute-lastName': 'Ersatz' }
    const wrong = await post(`${own}/substitute`, { ...substitute, 'substitute-email': 'cleo@example' })
    expect([wrong.status, wrong.text.includes('value="Cleo"')]).toEqual([422, true])
    expect(wrong.text).toContain('Geben Sie die E-Mail-Adresse so ein: name@example.org')
    const complete = { ...substitute, 'substitute-email': ' cleo@example.org', formKey: field(wrong.text, 'formKey') }
    const [given, twice] = [await post(`${own}/substitute`, complete), await post(`${own}/substitute`, complete)]
    expect([given.status, twice.status]).toEqual([303, 303])
    expect([given.headers['location'], twice.headers['location']]).toEqual([own, own])
    expect((await open(own)).text).toContain('Sie haben Ihren Platz weitergegeben')
    // loaded once more, by somebody who has gone back
    expect(await read('substitute')).toContain('Dieser Platz lässt sich nicht mehr weitergeben.')
    expect((await post(`${own}/substitute`, { ...complete, formKey: randomUUID() })).status).toBe(409)
    for (const name of ['change', 'colleagues', 'substitute'])
      expect((await open(`/registrations/nobody/${name}`)).status).toBe(404)
  })

  test('takes address, name and code as a messenger gives them, with marks of direction around', async () => {
    const id = await meeting(5)
    const marked = (text: string) => `\u200F${text}\u200E`
    const asTyped = { firstName: marked('ليلى'), lastName: marked('الحسن'), email: marked(' laila@example.org') }
    const sent = await post(`/meetings/${id}/sign-up`, { ...asTyped, noticeVersion: '1' })
    expect(sent.status, sent.text).toBe(303)
    const code = /Code: (\d{6})/.exec((await newestMail('laila@example.org')).text)?.[1] ?? ''
    const arabic = code.replace(/\d/g, digit => String.fromCharCode(0x660 + Number(digit)))
    const confirmed = await post(sent.headers['location'] as string, {
      code: `${arabic.slice(0, 3)} \u200F${arabic.slice(3)}`,
    })
    expect(confirmed.status).toBe(303)
    const { rows } = await service.pool.query(
      'select first_name, last_name, email from registrations where meeting_id = $1',
      [id],
    )
    expect(rows).toEqual([{ first_name: 'ليلى', last_name: 'الحسن', email: 'laila@example.org' }])
    expect((await post('/lost-link', { email: marked('laila@example.org') })).status).toBe(200)
    const byApi = await supertest(service.url)
      .post(`/api/v1/public/meetings/${id}/registrations`)
      .send({ ...fields(marked('omar@example.org')), noticeVersion: 1 })
    expect(byApi.status, byApi.text).toBe(202)
  })

  test('keeps no token, whatever form the key is sent with, and no answer that can be read', async () => {
    const id = await meeting(5)
    const formKey = randomUUID()
    const sent = await post(`/meetings/${id}/sign-up`, { ...fields('schluessel@example.org'), formKey })
    const codePage = sent.headers['location'] as string
    const code = /Code: (\d{6})/.exec((await newestMail('schluessel@example.org')).text)?.[1] ?? ''
    const confirmed = await post(codePage, { code, formKey })
    const own = confirmed.headers['location'] as string
    await post(`${own}/withdraw`, { formKey })
    const kept = await service.db
      .selectFrom('idempotencyKeys')
      .selectAll()
      .where('key', 'like', `${formKey}%`)
      .execute()
    expect(kept).toHaveLength(1)
    for (const path of [codePage, own]) {
      const signature = path.split('.').at(-1) ?? ''
      expect(signature).toHaveLength(43)
      expect(JSON.stringify(await service.db.selectFrom('idempotencyKeys').selectAll().execute())).not.toContain(
        signature,
      )
    }
  })

  test('signing up, confirming by code, withdrawing and coming back', async () => {
    const id = await meeting(1)
    const form = await open(`/meetings/${id}/sign-up`)
    expect(form.status).toBe(200)
    expect(form.text).toContain('name="firstName"')
    expect(form.text).toContain('Probe &amp; &lt;b&gt;Muster&lt;/b&gt;')
    expect(form.text).not.toContain('<b>Muster</b>')

    const sent = await post(`/meetings/${id}/sign-up`, {
      ...fields('ada@example.org'),
      organisationTyped: 'Verein',
      contactList: 'on',
    })
    expect(sent.status).toBe(303)
    const codePage = sent.headers['location'] as string
    const shown = await open(codePage)
    expect(shown.text).toContain('ada@example.org')
    expect(shown.headers['cache-control']).toBe('no-store')

    const code = /Code: (\d{6})/.exec((await newestMail('ada@example.org')).text)?.[1] ?? ''
    const wrong = await post(codePage, { code: code === '000000' ? '000001' : '000000' })
    expect(wrong.status).toBe(403)
    expect(wrong.text).toContain('Noch 4 Versuche')
    // as an Arabic keyboard writes it, in two groups
    const arabic = code.replace(/\d/g, digit => String.fromCharCode(0x660 + Number(digit)))
    const confirmed = await post(codePage, { code: ` ${arabic.slice(0, 3)} ${arabic.slice(3)}` })
    expect(confirmed.status).toBe(303)
    const own = confirmed.headers['location'] as string
    expect((await open(own)).text).toContain('Sie sind angemeldet')

    // on a page that is older than what holds now
    expect((await post(`${own}/decline`)).headers['location']).toBe(own)
    expect((await open(own)).text).toContain('Sie sind angemeldet')
    expect((await post(`${own}/withdraw`)).headers['location']).toBe(own)
    expect((await open(own)).text).toContain('abgemeldet')
    await post(`${own}/restore`)
    expect((await open(own)).text).toContain('Sie sind angemeldet')
  })

  test('confirming by the button of the mail; opening the link does nothing', async () => {
    const id = await meeting(null)
    await post(`/meetings/${id}/sign-up`, fields('bea@example.org'))
    const link = pathOf((await newestMail('bea@example.org')).links[0]?.url)
    for (let i = 0; i < 3; i++) expect((await open(link)).text).toContain('Anmeldung bestätigen')
    const status = async () =>
      (
        await service.db
          .selectFrom('registrations')
          .select('status')
          .where('email', '=', 'bea@example.org')
          .executeTakeFirstOrThrow()
      ).status
    expect(await status()).toBe('unconfirmed')
    expect((await post(link)).status).toBe(303)
    expect((await post(link)).status).toBe(303)
    expect(await status()).toBe('confirmed')
  })

  test('mistakes come back with what was typed', async () => {
    const id = await meeting(null)
    const again = await post(`/meetings/${id}/sign-up`, {
      ...fields('keine-adresse'),
      firstName: ' ',
      organisationTyped: 'Café "Ort" <i>',
    })
    expect(again.status).toBe(422)
    expect(again.text).toContain('Es gibt ein Problem')
    expect(again.text).toContain('value="keine-adresse"')
    expect(again.text).toContain('Café &quot;Ort&quot; &lt;i&gt;')
  })

  test('odd forms are answered in words, not by a fault', async () => {
    const id = await meeting(null)
    const raw = (path: string, body: string) =>
      supertest(service.url).post(path).set(html).set('origin', service.url).type('form').send(body)
    for (const path of [`/meetings/${id}/sign-up`, '/lost-link'])
      for (const body of [
        'email=a&email=b',
        '',
        'email=quatsch',
        'noticeVersion=3000000000&firstName=A&lastName=B&email=a%40b.de',
      ])
        expect((await raw(path, body)).status, `${path} ${body}`).toBe(
          path === '/lost-link' && body.includes('a%40b.de') ? 200 : 422,
        )
  })

  test('a form of another site is refused', async () => {
    const id = await meeting(null)
    const answer = await supertest(service.url)
      .post(`/meetings/${id}/sign-up`)
      .set(html)
      .set('origin', 'https://evil.example')
      .type('form')
      .send(fields('eve@example.org'))
    expect(answer.status).toBe(403)
  })

  test('lost links: the same page for every address', async () => {
    const [known, unknown] = [
      await post('/lost-link', { email: 'bea@example.org' }),
      await post('/lost-link', { email: 'nobody@example.org' }),
    ]
    expect([known.status, known.text.replaceAll('bea@', 'x@')]).toEqual([
      unknown.status,
      unknown.text.replaceAll('nobody@', 'x@'),
    ])
  })
})

test('the calendar file is one that other programs understand', async () => {
  const id = await meeting(null)
  const file = async () =>
    new ICAL.Component(ICAL.parse((await open(`/meetings/${id}/calendar.ics`)).text) as unknown[])
  const [first] = (await file()).getAllSubcomponents('vevent')
  expect((await file()).getFirstSubcomponent('vtimezone')?.getFirstPropertyValue('tzid')).toBe('Europe/Berlin')
  expect(first?.getFirstPropertyValue('summary')).toBe('Probe & <b>Muster</b>')
  expect(first?.getFirstPropertyValue('status')).toBe('CONFIRMED')
  await office.patch(
    `/api/v1/meetings/${id}`,
    { endsAt: new Date(Date.now() + 10.2 * day).toISOString() },
    { 'if-match': '*' },
  )
  await office.post(`/api/v1/meetings/${id}/cancel`, { reason: 'Sturm' })
  const [later] = (await file()).getAllSubcomponents('vevent')
  expect(later?.getFirstPropertyValue('uid')).toBe(first?.getFirstPropertyValue('uid'))
  expect([first, later].map(event => event?.getFirstPropertyValue('sequence'))).toEqual([0, 2])
  expect(later?.getFirstPropertyValue('status')).toBe('CANCELLED')
})
