import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { MailContent } from '@treffpunkt/shared/mails'
import type { Meeting, PublicMeeting } from '@treffpunkt/shared/meetings'
import { makeOrganisation, makePartner } from '../../test/partner.ts'
import { useSignUps } from '../../test/sign-ups.ts'

// Meetings on site, online or both; and who learns the way into the online room: the office and those who have a seat.

const world = useSignUps()
const room = 'https://konferenz.example.org/raum-4711'
const notes = 'Einwahl 0345 000000, Code 8042'
const online = { attendanceMode: 'online', onlineUrl: room, onlineNotes: notes }
const tells = (text: string) => text.includes('raum-4711') || text.includes('8042')

const change = (id: string, body: object) => world.office.patch(`/api/v1/meetings/${id}`, body, { 'if-match': '*' })
const read = async (id: string) => (await world.office.get(`/api/v1/meetings/${id}`)).body as Meeting
const venue = async () =>
  ((await world.office.post('/api/v1/venues', { name: 'Bürgerhaus', municipality: 'Zeitz' })).body as { id: string }).id
const raw = async (path: string, headers: Record<string, string> = {}) =>
  (await fetch(`${world.service.url}${path}`, { headers, redirect: 'manual' })).text()
/** Lines of a calendar as they were before they were folded. */
const unfolded = (text: string) => text.replaceAll('\r\n ', '')

describe('the way into the online room', () => {
  test('is told to the office and to who has a seat, and to nobody else, in no answer and no mail', async () => {
    const id = await world.meeting(1, 24 * 14, online)
    const { token: link, email: seated } = await world.comes(id)
    const { token: waits, email: waiting } = await world.comes(id)

    // everybody, and a partner with every right there is
    const organisation = await makeOrganisation(world.office)
    const partner = await makePartner(world.office, world.service.url, organisation)
    await partner.post('/api/v1/partner/registrations', {
      meetingId: id,
      firstName: 'Pia',
      lastName: 'Partner',
      email: `pia-${randomUUID()}@example.org`,
    })
    const open = await Promise.all([
      ...['/', '/meetings.ics', '/meetings.atom', '/sitemap.xml'].map(path => raw(path)),
      ...['', '/sign-up', '/calendar.ics'].map(path => raw(`/meetings/${id}${path}`)),
      ...['', `/${id}`].map(path => raw(`/api/v1/public/meetings${path}`)),
      ...['meetings', `meetings/${id}`, 'registrations'].map(async path =>
        JSON.stringify((await partner.get(`/api/v1/partner/${path}`)).body),
      ),
    ])
    expect(open.filter(tells)).toEqual([])
    // negative control: there was something to tell in each of them that names the meeting
    expect(open.filter(text => text.includes(id)).length).toBeGreaterThanOrEqual(6)

    // who waits: on the page, in the calendar, in mails
    expect((await world.look(waits)).online).toBeNull()
    for (const path of ['', '/calendar.ics'])
      expect(tells(await raw(`/registrations/${waits}${path}`)), path).toBe(false)
    for (const kind of ['confirm', 'waitlisted']) {
      const mail = await world.mailTo(waiting, kind)
      expect(tells(JSON.stringify(mail)), kind).toBe(false)
    }

    // who has a seat
    expect(await world.look(link)).toMatchObject({ online: { url: room, notes }, ticketToken: null })
    expect(tells(await raw(`/registrations/${link}`))).toBe(true)
    const calendar = unfolded(await raw(`/registrations/${link}/calendar.ics`))
    const { headers } = await fetch(`${world.service.url}/registrations/${link}/calendar.ics`)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(calendar).toContain(`CONFERENCE;VALUE=URI;FEATURE=VIDEO:${room}`)
    expect(calendar).toContain('LOCATION:Online')
    const mail: MailContent = await world.mailTo(seated, 'confirmed')
    expect(mail.links[0]).toEqual({ label: 'Online teilnehmen', url: room })
    expect(mail.text).toContain(`Wo: Online\nHinweise zum Online-Raum: ${notes}`)
    expect(mail.text).not.toContain('QR-Code')

    // an offered seat is none before it is accepted, a given-up one none any more
    await world.move(link, 'withdraw')
    expect((await world.look(link)).online).toBeNull()
    expect(await world.look(waits)).toMatchObject({ status: 'offered', online: null })
    await world.move(waits, 'accept')
    expect((await world.look(waits)).online).toMatchObject({ url: room })

    const reader = await world.service.signIn('reader')
    for (const one of [world.office, reader])
      expect((await one.get(`/api/v1/meetings/${id}`)).body).toMatchObject({ onlineUrl: room })
    expect(tells(JSON.stringify((await reader.get(`/api/v1/meetings/${id}/preview`)).body))).toBe(false)
  })

  test('is sent after all when it comes late, and anew when it changes by a move', async () => {
    const id = await world.meeting(5, 24 * 14, { attendanceMode: 'online' })
    const { token: link, email } = await world.comes(id)
    expect((await world.mailTo(email, 'confirmed')).text).toContain(
      'Online-Raum: Den Link bekommen Sie vor dem Treffen.',
    )
    expect((await change(id, { onlineUrl: room })).status).toBe(200)
    expect((await world.look(link)).online).toMatchObject({ url: room })
    // who has no seat has no way in, and is not written to
    await world.signUp(id)

    const { version, startsAt, endsAt } = await read(id)
    const answer = await world.office.post(
      `/api/v1/meetings/${id}/reschedule`,
      { startsAt, endsAt, onlineUrl: `${room}-neu` },
      { 'if-match': `"${version}"` },
    )
    expect(answer.status, answer.text).toBe(200)
    await sql`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`.execute(
      world.service.db,
    )
    const moved = await world.mailTo(email, 'rescheduled')
    expect(moved.subject).toMatch(/^Neuer Link zum Online-Raum: /)
    expect(moved.links[0]?.url).toBe(`${room}-neu`)
    expect(moved.text).not.toContain('Ort bisher')
    expect((await world.office.get(`/api/v1/meetings/${id}/mailings`)).body).toMatchObject({
      items: [{ kind: 'rescheduled', recipients: 1, failed: 0 }],
    })
  })
})

describe('a meeting', () => {
  test('on site has no online room, and an online one no venue', async () => {
    const venueId = await venue()
    const id = await world.meeting(5, 24 * 14, { attendanceMode: 'mixed', venueId, onlineUrl: room })
    expect(await read(id)).toMatchObject({ attendanceMode: 'mixed', venueId, onlineUrl: room })
    const seen = (await world.service.anonymous.get(`/api/v1/public/meetings/${id}`)).body as PublicMeeting
    expect(seen).toMatchObject({ attendanceMode: 'mixed', venue: { name: 'Bürgerhaus' } })
    expect(await raw(`/meetings/${id}`)).toMatch(/MixedEventAttendanceMode.*"VirtualLocation"/s)

    await change(id, { attendanceMode: 'on_site' })
    expect(await read(id)).toMatchObject({ attendanceMode: 'on_site', venueId, onlineUrl: null })
    await change(id, { attendanceMode: 'online', onlineUrl: room })
    expect(await read(id)).toMatchObject({ venueId: null, onlineUrl: room })

    const refused = [
      await change(id, { venueId }),
      await change(id, { attendanceMode: 'on_site', onlineUrl: room }),
      await change(id, { onlineUrl: 'http://konferenz.example.org' }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422])
    expect(await raw('/meetings.ics')).toContain('LOCATION:Online')
  })

  test('that is planned after another takes its mode along, and asks for a room of its own', async () => {
    const id = await world.meeting(5, 24 * 14, online)
    const startsAt = new Date(Date.now() + 40 * 86_400_000).toISOString()
    const endsAt = new Date(Date.now() + 40 * 86_400_000 + 3_600_000).toISOString()
    const clone = (body: object) =>
      world.office.post(`/api/v1/meetings/${id}/clone`, { startsAt, endsAt, copy: {}, ...body })
    expect((await clone({})).body).toMatchObject({ attendanceMode: 'online', onlineUrl: null, onlineNotes: null })
    const venueId = await venue()
    expect((await clone({ attendanceMode: 'on_site', venueId })).body).toMatchObject({
      attendanceMode: 'on_site',
      venueId,
    })
  })

  test('moved from a place into the net says both, and is back where it was announced for', async () => {
    const venueId = await venue()
    const id = await world.meeting(5, 24 * 14, { venueId })
    const { email } = await world.comes(id)
    const { startsAt, endsAt } = await read(id)
    const reschedule = async (body: object) => {
      const { version } = await read(id)
      const headers = { 'if-match': `"${version}"` }
      return (await world.office.post(`/api/v1/meetings/${id}/reschedule`, { startsAt, endsAt, ...body }, headers))
        .body as Meeting
    }
    expect(await reschedule(online)).toMatchObject({
      attendanceMode: 'online',
      venueId: null,
      rescheduledFrom: { attendanceMode: 'on_site', venue: { name: 'Bürgerhaus' } },
    })
    await sql`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`.execute(
      world.service.db,
    )
    const mail = await world.mailTo(email, 'rescheduled')
    expect(mail.subject).toMatch(/^Anderer Ort: /)
    expect(mail.text).toMatch(/Wo: Online\n[^]*Ort bisher: Bürgerhaus, Zeitz/)
    expect(await reschedule({ attendanceMode: 'on_site', venueId })).toMatchObject({ rescheduledFrom: null })
  })
})
