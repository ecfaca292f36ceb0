import { Buffer } from 'node:buffer'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Network, Settings, TextVersion } from '@treffpunkt/shared/settings'
import { publishMeeting } from '../../test/door.ts'
import { openPostOffice, type PostOffice } from '../../test/post-office.ts'
import { freePort } from '../../test/process.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

// How the network presents itself: zone, languages, sender, look, and the versions of its texts.

let service: TestService
let post: PostOffice
let admin: Client & { account: { email: string } }
beforeAll(async () => {
  post = await openPostOffice(await freePort())
  service = await startService({
    env: { SMTP_URL: `smtp://127.0.0.1:${post.port}`, MAIL_FROM: 'Treffpunkt <post@treffpunkt.example>' },
  })
  admin = await service.signIn('admin')
})
afterAll(async () => {
  await service.close()
  await post.close()
})

const settings = async () => (await admin.get('/api/v1/settings')).body as Settings
const change = async (changes: object) =>
  admin.patch('/api/v1/settings', changes, { 'if-match': `"${(await settings()).version}"` })
const network = async () => (await service.anonymous.get('/api/v1/public/network')).body as Network
const mistakeOf = (answer: { body: unknown }) => (answer.body as { errors?: { code: string }[] }).errors?.[0]?.code

test('a time zone that nobody knows is refused; one that is known moves the hours, not the moments', async () => {
  expect(mistakeOf(await change({ timeZone: 'Europe/Atlantis' }))).toBe('unknown_zone')
  const id = await publishMeeting(admin, 48)
  const before = (await admin.get(`/api/v1/meetings/${id}`)).body as { startsAt: string }
  expect((await change({ timeZone: 'Pacific/Auckland' })).status).toBe(200)
  expect((await admin.get(`/api/v1/meetings/${id}`)).body).toMatchObject({ startsAt: before.startsAt })
  const calendar = (await service.anonymous.get('/meetings.ics')).text
  expect(calendar).toContain('TZID:Pacific/Auckland')
  const hour = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Pacific/Auckland', hour: '2-digit', minute: '2-digit' })
  expect(calendar).toContain(`T${hour.format(new Date(before.startsAt)).replace(':', '')}`)
  await change({ timeZone: 'Europe/Berlin' })
})

test('languages that are not offered are in no list, and their pages lead to the German ones', async () => {
  expect(mistakeOf(await change({ languages: ['en'] }))).toBe('german_missing')
  expect((await change({ languages: ['de', 'en'] })).status).toBe(200)
  expect((await network()).languages).toEqual(['de', 'en'])
  const page = await service.anonymous.get('/privacy')
  expect(page.text).toContain('hreflang="en"')
  expect(page.text).not.toContain('hreflang="uk"')
  expect(page.text).not.toContain('href="/uk/privacy"')
  expect((await service.anonymous.get('/sitemap.xml')).text).not.toContain('/uk/')
  const old = await service.anonymous.get('/uk/privacy?from=mail')
  expect([old.status, old.headers['location']]).toEqual([302, '/privacy?from=mail'])
  expect((await service.anonymous.get('/en/privacy')).status).toBe(200)

  // mails follow as well: whoever chose a language that is gone reads German
  const meeting = await publishMeeting(admin, 72)
  for (const language of ['uk', 'en'])
    await admin.post(`/api/v1/meetings/${meeting}/registrations`, {
      firstName: 'Ada',
      lastName: 'Muster',
      email: `${language}@example.org`,
      language,
    })
  await expect.poll(() => post.delivered.length, { timeout: 15_000 }).toBe(2)
  const mailTo = (to: string) => post.delivered.find(one => one.to === to)?.mail
  expect(mailTo('uk@example.org')?.text).toContain('Guten Tag')
  expect(mailTo('uk@example.org')?.text).not.toContain('/uk/')
  expect(mailTo('en@example.org')?.text).toContain('/en/')
  await change({ languages: ['de', 'de-einfach', 'en', 'uk', 'ar'] })
  expect((await service.anonymous.get('/uk/privacy')).status).toBe(200)
})

test('mails come in the name of the network, and answers go where it says', async () => {
  expect((await change({ senderName: 'Netzwerk im Kreis', replyTo: 'antwort@example.org' })).status).toBe(200)
  post.delivered.length = 0
  expect((await admin.post('/api/v1/account/test-mail')).status).toBe(202)
  await expect.poll(() => post.delivered.length, { timeout: 15_000 }).toBe(1)
  const [delivered] = post.delivered
  expect(delivered?.to).toBe(admin.account.email)
  expect(delivered?.mail.from).toMatchObject({ name: 'Netzwerk im Kreis', address: 'post@treffpunkt.example' })
  expect(delivered?.mail.replyTo).toMatchObject([{ address: 'antwort@example.org' }])
})

describe('the look', () => {
  test('a colour that cannot be read is refused with the nearest that can', async () => {
    const refused = await change({ accent: '#ffcc00' })
    expect(mistakeOf(refused)).toBe('contrast')
    expect(JSON.stringify(refused.body)).toMatch(/The nearest that can is #[0-9a-f]{6}/)
    expect(await service.anonymous.get('/privacy').then(({ text }) => text)).not.toContain('<style')
    expect((await change({ accent: '#7a1f5c' })).status).toBe(200)
    for (const address of ['/privacy', '/admin', '/door']) {
      const page = await service.anonymous.get(address)
      expect(page.text, address).toContain('--kern-color-action-default:#7a1f5c')
      expect(page.headers['content-security-policy'], address).toMatch(/style-src 'self' 'sha256-/)
      expect(page.headers['content-security-policy'], address).not.toContain('unsafe-inline')
    }
    // in mails as well
    post.delivered.length = 0
    const meeting = await publishMeeting(admin, 96)
    await admin.post(`/api/v1/meetings/${meeting}/registrations`, {
      firstName: 'Ada',
      lastName: 'Farbe',
      email: 'farbe@example.org',
    })
    await expect.poll(() => post.delivered[0]?.mail.html, { timeout: 15_000 }).toContain('background:#7a1f5c')
    await change({ accent: null })
    expect((await service.anonymous.get('/privacy')).text).not.toContain('<style')
  })

  const put = async (content: Buffer, alt = 'Landkreis') =>
    admin.put(
      '/api/v1/settings/logo',
      { content: content.toString('base64'), alt },
      { 'if-match': `"${(await settings()).version}"` },
    )
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)])
  }
  const png = (width: number, height = 1) => {
    const header = Buffer.alloc(13)
    header.writeUInt32BE(width, 0)
    header.writeUInt32BE(height, 4)
    header.set([8, 0, 0, 0, 0], 8)
    const begins = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    return Buffer.concat([
      begins,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.alloc(2))),
      chunk('IEND', Buffer.alloc(0)),
    ])
  }
  const fileOf = async (logo: Settings['logo']) => service.anonymous.get(logo?.url ?? '')

  test('a picture is known by what stands in it', async () => {
    expect(mistakeOf(await put(Buffer.from('<html><body>Logo</body></html>')))).toBe('not_a_picture')
    expect(mistakeOf(await put(Buffer.from('GIF89a, or so')))).toBe('not_a_picture')
    expect(mistakeOf(await put(png(20_000)))).toBe('too_large')
    expect((await put(png(8), ' ')).status).toBe(422)
    const answer = await put(png(8))
    expect(answer.body).toMatchObject({ logo: { alt: 'Landkreis' } })
    const file = await fileOf((answer.body as Settings).logo)
    expect(file.headers['content-type']).toBe('image/png')
    expect((await service.anonymous.get('/privacy')).text).toContain(`src="${(await network()).logo?.url}"`)
  })

  test('an SVG keeps what it is drawn with, and loses all that acts, loads or embeds', async () => {
    const drawn = `<?xml version="1.0"?><!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" onload="alert(1)">
      <style>.a{fill:url(#g)}</style><style>@import "https://evil.example/a.css"</style>
      <defs><linearGradient id="g"><stop offset="0" stop-color="#123"/></linearGradient></defs>
      <script>alert(2)</script><foreignObject><div>alert(3)</div></foreignObject>
      <a href="javascript:alert(4)"><text>in a link</text></a>
      <image href="https://evil.example/pixel.png"/><use href="#g"/><use href="https://evil.example/x.svg#a"/>
      <path class="a" d="M0 0h8v8z" onclick='alert(5)' style="fill:url(https://evil.example/f)" fill="url(&#104;ttps://evil.example/g)"/>
      <title>Wappen &amp; Name</title></svg>`
    const answer = await put(Buffer.from(drawn))
    expect(answer.status).toBe(200)
    const file = await fileOf((answer.body as Settings).logo)
    const text = Buffer.isBuffer(file.body) ? file.body.toString('utf8') : file.text
    expect(file.headers['content-type']).toContain('image/svg+xml')
    expect(file.headers['content-security-policy']).toContain('sandbox')
    expect(file.headers['content-disposition']).toBe('attachment')
    expect(text).not.toMatch(/alert|evil|script|foreignObject|import|onload|in a link/)
    for (const kept of ['d="M0 0h8v8z"', '<use href="#g"', '.a{fill:url(#g)}', 'Wappen &amp; Name', '<stop'])
      expect(text).toContain(kept)
  })

  test.each([
    ['<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>'],
    ['<svg><g></svg>'],
    ['<svg><path d="a</svg>'],
    ['<svg/><script>alert(1)</script>'],
    ['<svg a="<script>"></svg>'],
  ])('%s is refused', async text => {
    expect(mistakeOf(await put(Buffer.from(text)))).toBe('not_a_picture')
  })

  test('can be given up', async () => {
    const { version } = await settings()
    expect((await admin.delete('/api/v1/settings/logo', { 'if-match': `"${version}"` })).body).toMatchObject({
      logo: null,
    })
    expect((await network()).logo).toBeNull()
  })
})

test('every version of a text is kept, with who wrote it, and can be taken again', async () => {
  const versions = async () =>
    ((await admin.get('/api/v1/texts/imprint/versions')).body as { items: TextVersion[] }).items
  const [first] = await versions()
  expect(first).toMatchObject({ version: 1, writtenBy: null })
  const write = async (body: string) => {
    const { headers } = await service.anonymous.get('/api/v1/public/texts/imprint')
    return admin.put('/api/v1/texts/imprint', { body }, { 'if-match': headers['etag'] ?? '' })
  }
  await write('Landkreis')
  await write(first?.body ?? '')
  expect((await versions()).map(({ body, writtenBy }) => [body, writtenBy])).toEqual([
    [first?.body, 'Konto admin'],
    ['Landkreis', 'Konto admin'],
    [first?.body, null],
  ])
})
