import ICAL from 'ical.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Mail, MailContent } from '@treffpunkt/shared/mails'
import type { Confirmed } from '@treffpunkt/shared/sign-up'
import { enterGuest } from '../../test/door.ts'
import { openPostOffice, type PostOffice } from '../../test/post-office.ts'
import { addressOf, freePort } from '../../test/process.ts'
import { asOwner } from '../../test/postgres.ts'
import {
  type Client,
  clientOf,
  createTestDatabase,
  startService,
  type TestDatabase,
  type TestService,
} from '../../test/service.ts'

// Mails as a mail server gets them, and mail servers as they are.

let post: PostOffice
let database: TestDatabase
let service: TestService
let office: Client
let env: Record<string, string>
beforeAll(async () => {
  post = await openPostOffice(await freePort())
  database = await createTestDatabase()
  env = {
    SMTP_URL: `smtp://treffpunkt:word@127.0.0.1:${post.port}`,
    MAIL_FROM: 'Netzwerk Teilhabe <netz@example.org>',
    PUBLIC_URL: 'https://treffpunkt.example.org',
    TRUST_PROXY: '1',
  }
  service = await startService({ database, env })
  office = await service.signIn('coordinator')
})
afterAll(async () => {
  await service.close()
  await post.close()
  await database.drop()
})
beforeEach(() => {
  post.moods = {}
})

const year = new Date().getUTCFullYear() + 1

async function openMeeting(more: object = {}): Promise<string> {
  const plan = {
    kind: 'network',
    startsAt: `${year}-07-07T14:00:00+02:00`,
    endsAt: `${year}-07-07T17:00:00+02:00`,
    ...more,
  }
  const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
  await office.post(`/api/v1/meetings/${id}/publish`)
  await office.post(`/api/v1/meetings/${id}/open`)
  return id
}

let n = 0
/** Signs somebody up. @returns their address. */
async function signUp(meetingId: string, more: object = {}): Promise<string> {
  n++
  const who = { firstName: 'Ada', lastName: `Muster${n}`, email: `ada${n}@example.org`, noticeVersion: 1, ...more }
  const visitor = clientOf(service.url, { 'x-forwarded-for': addressOf(n) })
  expect((await visitor.post(`/api/v1/public/meetings/${meetingId}/registrations`, who)).status).toBe(202)
  return who.email
}

const logged = async (to: string): Promise<Mail[]> =>
  ((await office.get('/api/v1/mails?limit=200')).body as { items: Mail[] }).items.filter(mail => mail.to === to)
const deliveredTo = (address: string) => post.delivered.filter(({ to }) => to === address)
const settled = (address: string, status: string) =>
  expect.poll(async () => (await logged(address))[0]?.status, { timeout: 20_000 }).toBe(status)

/** The one who waits for the next try does not wait long. */
const hurry = () =>
  asOwner(database.owner, client =>
    client.query(`update pgboss.job set start_after = now() where name = 'send-mail' and state = 'retry'`),
  )
async function hurryUntil(address: string, status: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await hurry()
        return (await logged(address))[0]?.status
      },
      { timeout: 20_000, interval: 200 },
    )
    .toBe(status)
}
const tried = (address: string, times: number) =>
  expect.poll(async () => (await logged(address))[0]?.attempts, { timeout: 20_000 }).toBeGreaterThanOrEqual(times)

type Attached = { attachments: { filename: string | null; content: ArrayBuffer | Uint8Array | string }[] }

/** The calendar file of a mail. */
function calendarText(mail: Attached): string {
  const file = mail.attachments.find(({ filename }) => filename === 'termin.ics')
  if (file === undefined || typeof file.content === 'string') throw new Error('no calendar file')
  return new TextDecoder().decode(file.content)
}

/** The event of a mail's calendar file, with the time zone that the file brings. */
function eventOf(raw: Attached) {
  const text = calendarText(raw)
  expect(text).toMatch(/^DTSTAMP:\d{8}T\d{6}Z\r?$/m)
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  const zone = calendar.getFirstSubcomponent('vtimezone')
  const entry = calendar.getFirstSubcomponent('vevent')
  if (zone === null || entry === null) throw new Error('no time zone or no event')
  return {
    zone: new ICAL.Timezone(zone),
    event: new ICAL.Event(entry),
    count: calendar.getAllSubcomponents('vevent').length,
  }
}

describe('a mail', () => {
  test('says in text and HTML when, where and what to do, and brings the date for the calendar', async () => {
    const venue = { name: 'Bürgerhaus', street: 'Markt 1', postalCode: '06679', municipality: 'Hohenmölsen' }
    const { id: venueId } = (await office.post('/api/v1/venues', venue)).body as { id: string }
    const meetingId = await openMeeting({ venueId })
    const address = await signUp(meetingId)
    await settled(address, 'sent')

    const [confirm] = deliveredTo(address)
    const [entry] = await logged(address)
    expect(deliveredTo(address)).toHaveLength(1)
    expect(confirm?.mail.messageId).toBe(`<${entry?.id}@treffpunkt.example.org>`)
    expect(confirm?.mail.from).toMatchObject({ name: 'Netzwerk Teilhabe', address: 'netz@example.org' })
    expect(confirm?.mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated')
    expect(confirm?.mail.subject).toContain('Anmeldung bestätigen')
    for (const word of [
      'Mittwoch, 7. Juli',
      '14:00 bis 17:00 Uhr',
      'Bürgerhaus, Markt 1, 06679 Hohenmölsen',
      'Ada Muster',
    ])
      if (new Date(`${year}-07-07`).getUTCDay() === 3 || !word.startsWith('Mittwoch'))
        for (const part of [confirm?.mail.text, confirm?.mail.html]) expect(part).toContain(word)
    expect(confirm?.mail.text).toMatch(/Code: \d{6}/)
    const link = /https:\/\/treffpunkt\.example\.org\/confirm\/(\S+)/.exec(confirm?.mail.text ?? '')
    expect(confirm?.mail.html).toContain(`href="${link?.[0]}"`)

    const first = eventOf(confirm?.mail ?? { attachments: [] })
    ICAL.TimezoneService.register(first.zone)
    expect([first.count, first.zone.tzid, first.event.sequence]).toEqual([1, 'Europe/Berlin', 0])
    expect(first.event.startDate.zone?.tzid).toBe('Europe/Berlin')
    expect(first.event.startDate.toJSDate().toISOString()).toBe(`${year}-07-07T12:00:00.000Z`)
    expect(first.event.endDate.toJSDate().toISOString()).toBe(`${year}-07-07T15:00:00.000Z`)

    // the next mail brings the ticket; after the meeting has moved it is the same event, later
    const { body } = await service.anonymous.post('/api/v1/public/confirmations/by-link', { token: link?.[1] })
    const { registration } = body as Confirmed
    await expect.poll(() => deliveredTo(address).length, { timeout: 20_000 }).toBe(2)
    const ticket = deliveredTo(address)[1]?.mail
    expect(ticket?.text).toContain(`Code: ${registration.shortCode}`)
    const picture = ticket?.attachments.find(({ filename }) => filename === 'ticket.png')
    expect(picture).toMatchObject({ mimeType: 'image/png', contentId: '<ticket>' })
    expect(ticket?.html).toContain('src="cid:ticket"')
    expect(
      Buffer.from(picture?.content as ArrayBuffer)
        .subarray(0, 8)
        .toString('latin1'),
    ).toBe('\x89PNG\r\n\x1a\n')
    expect(ticket?.text).toContain(`https://treffpunkt.example.org/tickets/${registration.ticketToken}`)

    await office.patch(
      `/api/v1/meetings/${meetingId}`,
      { startsAt: `${year}-12-08T14:00:00+01:00`, endsAt: `${year}-12-08T17:00:00+01:00` },
      { 'if-match': '*' },
    )
    const [newest] = await logged(address)
    await office.post(`/api/v1/mails/${newest?.id}/resend`)
    await expect.poll(() => deliveredTo(address).length, { timeout: 20_000 }).toBe(3)
    const again = deliveredTo(address)[2]?.mail
    const moved = eventOf(again ?? { attachments: [] })
    expect(again?.messageId).toBe(ticket?.messageId)
    expect([moved.event.uid, moved.event.sequence]).toEqual([first.event.uid, 1])
    expect(moved.event.startDate.toJSDate().toISOString()).toBe(`${year}-12-08T13:00:00.000Z`)
  })

  test('enters the meeting in the calendar of whoever has a seat, moves it there, and takes it out', async () => {
    const admin = await service.signIn('admin')
    await admin.patch('/api/v1/settings', { contactEmail: 'buero@example.org' }, { 'if-match': '*' })
    const meetingId = await openMeeting()
    const address = 'calendar@example.org'
    const guest = { firstName: 'Ada', lastName: 'Kalender', email: address }
    expect((await office.post(`/api/v1/meetings/${meetingId}/registrations`, guest)).status).toBe(201)
    /** Method, sequence and status of the calendar entry in the newest mail, as a mail program finds it. */
    const newest = async (count: number) => {
      await expect.poll(() => deliveredTo(address).length, { timeout: 20_000 }).toBe(count)
      const { raw, mail } = deliveredTo(address).at(-1) ?? {}
      const text = (mail && calendarText(mail)) ?? ''
      const lines = text.replace(/\r?\n /g, '').split(/\r?\n/)
      const line = (name: string) => lines.find(one => one.startsWith(name))
      expect(raw).toMatch(new RegExp(`text/calendar;[^]*method=${line('METHOD:')?.slice(7)}`))
      expect(line('ORGANIZER')).toMatch(/mailto:buero@example\.org$/i)
      expect(line('ATTENDEE')).toMatch(/PARTSTAT=ACCEPTED.*mailto:calendar@example\.org$/i)
      return [line('METHOD:'), line('SEQUENCE:'), line('STATUS:'), line('UID:')]
    }
    const uid = `UID:${meetingId}@treffpunkt.example.org`
    expect(await newest(1)).toEqual(['METHOD:REQUEST', 'SEQUENCE:0', 'STATUS:CONFIRMED', uid])

    const goesOut = () =>
      asOwner(database.owner, client =>
        client.query(`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`),
      )
    const later = { startsAt: `${year}-07-14T14:00:00+02:00`, endsAt: `${year}-07-14T17:00:00+02:00` }
    const { headers } = await office.get(`/api/v1/meetings/${meetingId}`)
    await office.post(`/api/v1/meetings/${meetingId}/reschedule`, later, { 'if-match': headers['etag'] ?? '' })
    await goesOut()
    expect(await newest(2)).toEqual(['METHOD:REQUEST', 'SEQUENCE:1', 'STATUS:CONFIRMED', uid])

    // out of the calendar of who withdraws, though the meeting takes place, and in again
    const { items } = (await office.get(`/api/v1/meetings/${meetingId}/registrations`)).body as {
      items: { id: string }[]
    }
    await office.post(`/api/v1/registrations/${items[0]?.id}/withdraw`)
    expect(await newest(3)).toEqual(['METHOD:CANCEL', 'SEQUENCE:1', undefined, uid])
    await office.post(`/api/v1/registrations/${items[0]?.id}/restore`)
    expect(await newest(4)).toEqual(['METHOD:REQUEST', 'SEQUENCE:1', 'STATUS:CONFIRMED', uid])
    expect(deliveredTo(address).at(-1)?.mail.replyTo).toMatchObject([{ address: 'buero@example.org' }])

    await office.post(`/api/v1/meetings/${meetingId}/cancel`, { reason: 'Sturm' })
    await goesOut()
    expect(await newest(5)).toEqual(['METHOD:CANCEL', 'SEQUENCE:2', 'STATUS:CANCELLED', uid])
  })

  test('in Arabic keeps the order of what the office wrote in its subject, however long and encoded', async () => {
    const title = '2. Fachtag „Arbeit & Sprache“ 2027: Ausbildung, Anerkennung und Wohnen in Naumburg (Saale), Haus 3'
    const meetingId = await openMeeting({ kind: 'specialist', title })
    const address = 'amal@example.org'
    await enterGuest(office, meetingId, { email: address, language: 'ar' })
    await enterGuest(office, meetingId, { email: 'german@example.org' })
    await expect.poll(() => deliveredTo(address).length, { timeout: 20_000 }).toBe(1)
    const subjectOf = (one: string, n: number) => deliveredTo(one)[n]?.mail.subject
    expect(subjectOf(address, 0)).toBe(`سجلناكم: \u2068${title}\u2069`)
    // as it went over the wire (RFC 2047, RFC 5322)
    const raw = deliveredTo(address)[0]?.raw ?? ''
    const header = /^Subject: [^]*?(?=\r\n\S)/m.exec(raw)?.[0] ?? ''
    expect(header.split('\r\n').length).toBeGreaterThan(2)
    for (const line of header.split('\r\n')) expect(line).toMatch(/^(Subject:)?( =\?UTF-8\?[BQ]\?[!->@-~]+\?=)+$/i)
    expect(Math.max(...header.split('\r\n').map(line => line.length))).toBeLessThanOrEqual(78)

    await office.post(`/api/v1/meetings/${meetingId}/cancel`, { reason: 'Sturm' })
    await asOwner(database.owner, client =>
      client.query(`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`),
    )
    await expect.poll(() => deliveredTo(address).length, { timeout: 20_000 }).toBe(2)
    expect(subjectOf(address, 1)).toBe(`أُلغي اللقاء: \u2068${title}\u2069`)
    await expect.poll(() => deliveredTo('german@example.org').length, { timeout: 20_000 }).toBe(2)
    expect([0, 1].map(n => subjectOf('german@example.org', n)).join()).not.toMatch(/[\u2066-\u2069]/)
  })

  test('cannot be made to say more than it should', async () => {
    const meetingId = await openMeeting({
      kind: 'specialist',
      title: 'Pflege, "Bcc: evil@example.org" <b>&amp;</b>; Ende',
    })
    const names = [
      { lastName: 'Muster\r\nBcc: evil@example.org' },
      { firstName: 'Ada\nX: y' },
      { lastName: 'a\u2028b' },
    ]
    const addresses = [
      'a@example.org\r\nBcc: evil@example.org',
      'a@example.org, evil@example.org',
      'a@example.org>, <evil@example.org',
    ]
    for (const wrong of [...names, ...addresses.map(email => ({ email }))]) {
      const who = { firstName: 'Ada', lastName: 'Muster', email: 'a@example.org', noticeVersion: 1, ...wrong }
      expect((await service.anonymous.post(`/api/v1/public/meetings/${meetingId}/registrations`, who)).status).toBe(422)
    }
    // what no form lets in, in case it is there all the same
    await service.db
      .updateTable('meetings')
      .set({
        title: 'Pflege\r\nBcc: evil@example.org\r\n\r\nText',
        focusTopic: 'X\r\nATTENDEE:mailto:evil@example.org',
      })
      .where('id', '=', meetingId)
      .execute()
    const address = await signUp(meetingId, {
      firstName: '<script>alert(1)</script>',
      lastName: '=?utf-8?Q?x?= {{evil}}',
    })
    await settled(address, 'sent')
    const [got] = deliveredTo(address)
    const keys = got?.mail.headers.map(({ key }) => key)
    expect([keys?.includes('bcc'), keys?.filter(key => key === 'to').length]).toEqual([false, 1])
    expect(got?.mail.to).toMatchObject([{ address }])
    expect(got?.mail.subject).toContain('Pflege')
    expect(got?.mail.html).not.toContain('<script>')
    expect(got?.mail.html).toContain('&lt;script&gt;')
    expect(got?.mail.text).toContain('=?utf-8?Q?x?= {{evil}}')
    const { event } = eventOf(got?.mail ?? { attachments: [] })
    expect(event.attendees).toEqual([])
    expect(event.description).toContain('ATTENDEE:mailto:evil@example.org')
  })
})

describe('a mail server', () => {
  test('that asks to come again later is asked again', async () => {
    const seen = new Set<string>()
    post.moods = {
      refuse: address => {
        if (seen.has(address)) return undefined
        seen.add(address)
        return { code: 451, message: 'Greylisted, come back later' }
      },
    }
    const address = await signUp(await openMeeting())
    await tried(address, 1)
    expect(await logged(address)).toMatchObject([
      { status: 'waiting', failure: expect.stringContaining('451') as string },
    ])
    await hurryUntil(address, 'sent')
    expect(deliveredTo(address)).toHaveLength(1)
  })

  test('that is down gets the mail when it is up', async () => {
    await post.close()
    const address = await signUp(await openMeeting())
    await tried(address, 1)
    expect(await logged(address)).toMatchObject([{ status: 'waiting' }])
    await post.open()
    await hurryUntil(address, 'sent')
    expect(deliveredTo(address)).toHaveLength(1)
  })

  test('that refuses for good is believed; the reason is shown without the address', async () => {
    post.moods = { refuse: address => ({ code: 550, message: `5.1.1 <${address}>: no such user` }) }
    const address = await signUp(await openMeeting())
    await settled(address, 'failed')
    const [mail] = await logged(address)
    expect(mail?.failure).toContain('550')
    expect(mail?.failure).toContain('no such user')
    expect(mail?.failure).not.toContain(address)
    expect(mail?.reason).toBe('unknown_address')
    const { tries } = (await office.get(`/api/v1/mails/${mail?.id}`)).body as MailContent
    expect(tries).toMatchObject([{ outcome: 'refused', replyCode: '550 5.1.1', reply: '550 5.1.1 … no such user' }])
    expect(service.log.join('\n')).not.toContain(address)
    const jobs = await asOwner(database.owner, client =>
      client.query<{ state: string }>(`select state from pgboss.job where data ->> 'mailId' = $1`, [mail?.id]),
    )
    expect(jobs.rows).toEqual([{ state: 'completed' }])
  })

  test('that does not know our password refuses us, not the people: the mail waits until it is mended', async () => {
    // connections that are open have said the password before
    await post.close()
    await post.open()
    post.moods = { wrongPassword: true }
    const address = await signUp(await openMeeting())
    await tried(address, 1)
    expect(await logged(address)).toMatchObject([{ status: 'waiting' }])
    post.moods = {}
    await hurryUntil(address, 'sent')
  })

  test('that dies after it took the mail gets it again, as the same mail', async () => {
    const died = new Set<string>()
    post.moods = {
      dieAfterData: address => {
        if (died.has(address)) return false
        died.add(address)
        return true
      },
    }
    const address = await signUp(await openMeeting())
    await hurryUntil(address, 'sent')
    const ids = deliveredTo(address).map(({ mail }) => mail.messageId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  test('that is down, then asks to come again, then dies after it took them, gets every mail, each as one', async () => {
    await post.close()
    const meetingId = await openMeeting()
    const addresses = await Promise.all(Array.from({ length: 12 }, () => signUp(meetingId)))
    for (const address of addresses) await tried(address, 1)
    const times = new Map<string, number>()
    const more = (address: string) => times.set(address, (times.get(address) ?? 0) + 1).get(address) ?? 0
    post.moods = {
      refuse: address => (more(address) === 1 ? { code: 451, message: '4.7.1 Greylisted' } : undefined),
      // every second one
      dieAfterData: address => more(`${address} taken`) === 1 && addresses.indexOf(address) % 2 === 0,
    }
    await post.open()
    for (const address of addresses) await hurryUntil(address, 'sent')
    for (const address of addresses) {
      const got = deliveredTo(address)
      expect(got.length).toBeGreaterThanOrEqual(1)
      expect(new Set(got.map(({ mail }) => mail.messageId)).size).toBe(1)
      const [entry] = await logged(address)
      const { tries } = (await office.get(`/api/v1/mails/${entry?.id}`)).body as MailContent
      expect(tries[0]).toMatchObject({ outcome: 'deferred', replyCode: null })
      expect(tries.at(-1)).toMatchObject({ outcome: 'sent', replyCode: '250' })
      expect(tries).toHaveLength(entry?.attempts ?? 0)
    }
    expect(deliveredTo(addresses[0] ?? '')).toHaveLength(2)
  })

  test('that refuses one address takes the others', async () => {
    const meetingId = await openMeeting()
    const bad = ['bad1@example.org', 'bad2@example.org', 'bad3@example.org']
    post.moods = { refuse: address => (bad.includes(address) ? { code: 451, message: 'busy' } : undefined) }
    for (const email of bad) await signUp(meetingId, { email })
    const good = await Promise.all(Array.from({ length: 8 }, () => signUp(meetingId)))
    for (const address of good) await settled(address, 'sent')
    for (const address of bad) expect(await logged(address)).toMatchObject([{ status: 'waiting' }])
  })

  test('that takes mails as they come gets all to many, each once, also when the service stops amid them', async () => {
    const meetingId = await openMeeting()
    const addresses = Array.from({ length: 60 }, (_, one) => `many${one}@example.org`)
    for (const [one, email] of addresses.entries())
      await enterGuest(office, meetingId, { lastName: `Viele ${one}`, email })
    await expect.poll(() => deliveredTo(addresses.at(-1) ?? '').length, { timeout: 20_000 }).toBe(1)
    const message = { audience: 'everybody', subject: 'Parken', body: 'Der Parkplatz ist gesperrt.' }
    expect((await office.post(`/api/v1/meetings/${meetingId}/mailings`, message)).status).toBe(201)
    const got = () => post.delivered.filter(({ mail }) => mail.subject === 'Parken')
    let stopping: Promise<void> | undefined
    let asked = 0
    post.moods = {
      refuse: () => {
        if (++asked === 20) stopping = service.close()
        return undefined
      },
    }
    await asOwner(database.owner, client =>
      client.query(`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`),
    )
    await expect.poll(() => stopping !== undefined, { timeout: 20_000 }).toBe(true)
    await stopping
    // what had begun arrived, and nothing more was begun
    expect(got().length).toBeGreaterThanOrEqual(20)
    expect(got().length).toBeLessThan(60)
    const states = await asOwner(database.owner, client =>
      client.query<{ state: string }>(
        `select distinct j.state::text from pgboss.job j join mails m on m.id::text = j.data ->> 'mailId' where m.subject = 'Parken' order by 1`,
      ),
    )
    expect(states.rows.map(({ state }) => state)).toEqual(['completed', 'created'])

    service = await startService({ database, env })
    office = await service.signIn('coordinator')
    await expect.poll(() => got().length, { timeout: 20_000 }).toBe(60)
    expect(new Set(got().map(({ to }) => to))).toEqual(new Set(addresses))
    const tries = async () => {
      const { rows } = await service.pool.query<{ outcome: string; n: number }>(
        `select t.outcome, count(*)::integer as n from mail_tries t join mails m on m.id = t.mail_id
        where m.subject = 'Parken' group by t.outcome`,
      )
      return rows
    }
    // noted once the server has said that it took it
    await expect.poll(tries).toEqual([{ outcome: 'sent', n: 60 }])
  })
})
