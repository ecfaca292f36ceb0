import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import type { DoorList } from '@treffpunkt/shared/attendance'
import type { Meeting, PublicMeeting } from '@treffpunkt/shared/meetings'
import type { SwitchResult } from '@treffpunkt/shared/registration-batches'
import type { Registration, RegistrationDetails, Seats } from '@treffpunkt/shared/registrations'
import { entryOf, listAttendees, record } from '../../test/door.ts'
import { makeOrganisation, makePartner } from '../../test/partner.ts'
import { useSignUps } from '../../test/sign-ups.ts'

// Meetings on site and online: each says how they take part, and the room and the online places have seats of their own.

const world = useSignUps()
const room = 'https://konferenz.example.org/raum-4711'
const mixed = { attendanceMode: 'mixed', onlineUrl: room, onlineCapacity: 1 }

const change = (id: string, body: object) => world.office.patch(`/api/v1/meetings/${id}`, body, { 'if-match': '*' })
const list = async (id: string, query = '') =>
  ((await world.office.get(`/api/v1/meetings/${id}/registrations${query}`)).body as { items: Registration[] }).items
const seatsOf = async (id: string) => (await world.office.get(`/api/v1/meetings/${id}/seats`)).body as Seats
const publicOf = async (id: string) =>
  (await world.service.anonymous.get(`/api/v1/public/meetings/${id}`)).body as PublicMeeting
const idOf = async (meetingId: string, email: string) =>
  (await list(meetingId)).find(one => one.email === email)?.id ?? ''
const venue = async () =>
  ((await world.office.post('/api/v1/venues', { name: 'Bürgerhaus', municipality: 'Zeitz' })).body as { id: string }).id
const place = (answer: { body: unknown }) => (answer.body as { place: string }).place

describe('signing up', () => {
  test('takes a seat of the room or a place online, and each has a queue of its own', async () => {
    const id = await world.meeting(1, 24 * 14, mixed)
    expect(await publicOf(id)).toMatchObject({ seats: 'few', onlineSeats: 'few' })
    // what programs leave out is on site; who comes along takes part the same way
    expect(place(await world.signUp(id))).toBe('held')
    expect(place(await world.signUp(id))).toBe('queued')
    expect(await publicOf(id)).toMatchObject({ seats: 'waiting_list', onlineSeats: 'few' })
    const colleague = { firstName: 'Bea', lastName: 'Mit' }
    const two = await world.signUp(id, world.person({ attends: 'online', colleagues: [colleague] }))
    expect(two.body).toMatchObject({ place: 'held', colleagues: [{ place: 'queued' }] })
    expect((await list(id, '?attends=online')).map(({ lastName }) => lastName)).toContain('Mit')
    expect(await seatsOf(id)).toMatchObject({
      capacity: 1,
      unconfirmed: 2,
      online: { capacity: 1, unconfirmed: 1, confirmed: 0 },
    })
    expect((await world.office.get(`/api/v1/meetings/${id}`)).body).toMatchObject({
      registered: 2,
      registeredOnline: 1,
    })
  })

  test('asks for it on the form without JavaScript, and nowhere else', async () => {
    const send = (id: string, fields: object) =>
      supertest(world.service.url)
        .post(`/meetings/${id}/sign-up`)
        .set({ accept: 'text/html', origin: world.service.url })
        .type('form')
        .send({ ...world.person(), noticeVersion: '1', ...fields })
    const id = await world.meeting(5, 24 * 14, mixed)
    const { text } = await supertest(world.service.url).get(`/meetings/${id}/sign-up`).set('accept', 'text/html')
    expect(text).toContain('Wie nehmen Sie teil?')
    const missing = await send(id, {})
    expect(missing.status).toBe(422)
    expect(missing.text).toContain('Wählen Sie, ob Sie vor Ort oder online teilnehmen')
    expect((await send(id, { attends: 'online' })).status).toBe(303)
    expect((await list(id)).map(({ attends }) => attends)).toEqual(['online'])

    const elsewhere = await world.meeting(5)
    expect((await send(elsewhere, {})).status).toBe(303)
    expect((await world.signUp(elsewhere, world.person({ attends: 'online' }))).body).toMatchObject({
      errors: [{ pointer: '/attends', code: 'not_offered' }],
    })
    expect((await list(elsewhere)).map(({ attends }) => attends)).toEqual([null])
  })

  test('anew, for the other kind, leaves the old place to the queue', async () => {
    const id = await world.meeting(1, 24 * 14, mixed)
    const who = world.person()
    expect(place(await world.signUp(id, who))).toBe('held')
    const { token } = await world.comes(id)
    expect(await world.look(token)).toMatchObject({ status: 'waitlisted', queuePosition: 1 })
    expect(place(await world.signUp(id, { ...who, attends: 'online' }))).toBe('held')
    expect(await world.look(token)).toMatchObject({ status: 'offered' })
    // the place online is taken now
    expect(place(await world.signUp(id, world.person({ attends: 'online' })))).toBe('queued')
  })

  test('by an organisation and by the office says how, and can be changed', async () => {
    const id = await world.meeting(2, 24 * 14, { ...mixed, onlineCapacity: 2 })
    const organisation = await makeOrganisation(world.office)
    const partner = await makePartner(world.office, world.service.url, organisation)
    const entered = await partner.post(`/api/v1/partner/meetings/${id}/registrations`, {
      firstName: 'Pia',
      lastName: 'Partner',
      email: `pia-${randomUUID()}@example.org`,
      attends: 'online',
    })
    expect(entered.body).toMatchObject({ status: 'confirmed', attends: 'online' })
    const { id: registration } = entered.body as { id: string }
    const back = await partner.patch(
      `/api/v1/partner/registrations/${registration}`,
      { attends: 'on_site' },
      { 'if-match': '*' },
    )
    expect(back.body).toMatchObject({ attends: 'on_site', version: 2 })
    const byOffice = await world.office.post(`/api/v1/meetings/${id}/registrations`, {
      firstName: 'Olga',
      lastName: 'Office',
      attends: 'online',
    })
    expect(byOffice.body).toMatchObject({ attends: 'online', status: 'confirmed' })
    // whoever comes instead takes the place as it is
    const { id: officeId } = byOffice.body as RegistrationDetails
    const substitute = await world.office.post(`/api/v1/registrations/${officeId}/substitute`, {
      firstName: 'Sven',
      lastName: 'Statt',
    })
    expect(substitute.body).toMatchObject({ attends: 'online', status: 'confirmed' })
  })
})

describe('the person', () => {
  test('is told where they take part, and changes by one press while the other kind has a place', async () => {
    const id = await world.meeting(1, 24 * 14, { ...mixed, venueId: await venue() })
    const here = await world.comes(id, { attends: 'on_site' })
    expect(await world.look(here.token)).toMatchObject({
      attends: 'on_site',
      canSwitch: true,
      online: null,
      ticketToken: expect.any(String) as string,
    })
    const ofRoom = await world.mailTo(here.email, 'confirmed')
    expect(ofRoom.text).toMatch(/Wo: Bürgerhaus, Zeitz\nTeilnahme: vor Ort\./)
    expect(ofRoom.text).not.toContain('raum-4711')
    const calendarOf = async (token: string) =>
      (await fetch(`${world.service.url}/registrations/${token}/calendar.ics`)).text()
    expect(await calendarOf(here.token)).toMatch(/LOCATION:Bürgerhaus\\, Zeitz\r\n/)

    const there = await world.comes(id, { attends: 'online' })
    expect(await world.look(there.token)).toMatchObject({
      attends: 'online',
      canSwitch: false,
      ticketToken: null,
      online: { url: room },
    })
    const ofLink = await world.mailTo(there.email, 'confirmed')
    expect(ofLink.links[0]).toEqual({ label: 'Online teilnehmen', url: room })
    expect(ofLink.text).toMatch(/Wo: Online\nTeilnahme: online\./)
    expect(ofLink.text).not.toContain('QR-Code')
    expect(await calendarOf(there.token)).toContain('LOCATION:Online')

    // both are full: nothing changes
    const refused = await world.move(here.token, 'attend-online')
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ type: '/problems/other_kind_full' })
    expect(await world.look(here.token)).toMatchObject({ status: 'confirmed', attends: 'on_site' })
    // without JavaScript the page comes back as it is
    const form = await supertest(world.service.url)
      .post(`/registrations/${here.token}/attend-online`)
      .set({ accept: 'text/html', origin: world.service.url })
    expect(form.status).toBe(303)

    await change(id, { onlineCapacity: 2 })
    const waits = await world.comes(id, { attends: 'on_site' })
    expect(await world.look(waits.token)).toMatchObject({ status: 'waitlisted', canSwitch: true })
    expect((await world.move(here.token, 'attend-online')).body).toMatchObject({
      attends: 'online',
      status: 'confirmed',
      online: { url: room },
      ticketToken: null,
    })
    expect((await world.mailTo(here.email, 'confirmed')).links[0]?.url).toBe(room)
    // the seat of the room went to who waited for it
    expect(await world.look(waits.token)).toMatchObject({ status: 'offered', canSwitch: false })
    expect((await world.move(here.token, 'attend-on-site')).status).toBe(409)
  })

  test('sees where those take part who were signed up with them, also after changing themselves', async () => {
    const id = await world.meeting(3, 24 * 14, { ...mixed, onlineCapacity: 2 })
    const { token } = await world.comes(id, {
      attends: 'online',
      colleagues: [{ firstName: 'Mia', lastName: 'Mit', email: null }],
    })
    const mine = { name: 'Mia Mit', status: 'confirmed', attends: 'online' }
    expect(await world.look(token)).toMatchObject({ attends: 'online', together: [mine] })
    expect((await world.move(token, 'attend-on-site')).body).toMatchObject({ attends: 'on_site', together: [mine] })
  })

  test('who waits for one kind has a place of the other at once', async () => {
    const id = await world.meeting(1, 24 * 14, mixed)
    await world.comes(id)
    const { token } = await world.comes(id)
    expect((await world.move(token, 'attend-online')).body).toMatchObject({ status: 'confirmed', attends: 'online' })
  })
})

test('whoever waits for the room and comes for somebody online has that place, and the history says so', async () => {
  const id = await world.meeting(1, 24 * 14, mixed)
  await world.comes(id)
  const waits = await world.comes(id)
  const gives = await world.comes(id, { attends: 'online' })
  const { firstName, lastName } = waits.registration
  const body = { firstName, lastName, email: waits.email }
  const answer = await world.service.anonymous.post('/api/v1/own-registration/substitute', body, world.own(gives.token))
  expect(answer.status, answer.text).toBe(200)
  expect(await world.look(waits.token)).toMatchObject({ status: 'confirmed', attends: 'online' })
  const { body: history } = await world.office.get(`/api/v1/history/registration/${await idOf(id, waits.email)}`)
  expect((history as { items: { fields: string[] }[] }).items.flatMap(({ fields }) => fields)).toContain('attends')
})

/** What was written to whom after they had confirmed their address. */
const mailsSince = async (registration: string) =>
  (
    await world.service.pool.query<{ to: string; kind: string }>(
      `select to_address as to, kind from mails where registration_id = $1
        and created_at > (select max(address_confirmed_at) from registrations where id = $1) order by id`,
      [registration],
    )
  ).rows

describe('the office', () => {
  test('changes one or many, in the order of their sign-up, and the history says so', async () => {
    const id = await world.meeting(5, 24 * 14, mixed)
    const people = [await world.comes(id), await world.comes(id), await world.comes(id)]
    const ids = await Promise.all(people.map(({ email }) => idOf(id, email)))
    const answer = await world.office.post(`/api/v1/meetings/${id}/registrations/switch`, {
      registrationIds: ids.toReversed(),
      notify: false,
      attends: 'online',
    })
    const outcomes = (answer.body as SwitchResult).items.map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['full', 'full', 'changed'])
    const single = await world.office.patch(
      `/api/v1/registrations/${ids[1]}`,
      { attends: 'online' },
      { 'if-match': '*' },
    )
    expect(single.body).toMatchObject({ type: '/problems/other_kind_full' })
    const back = await world.office.patch(
      `/api/v1/registrations/${ids[0]}`,
      { attends: 'on_site', engagement: 'volunteer' },
      { 'if-match': '*' },
    )
    expect(back.body).toMatchObject({ attends: 'on_site', engagement: 'volunteer', status: 'confirmed' })
    const { items } = (await world.office.get(`/api/v1/history/registration/${ids[0]}`)).body as {
      items: { kind: string; fields: string[] }[]
    }
    expect(items.filter(({ fields }) => fields.includes('attends')).map(({ kind }) => kind)).toEqual([
      'changed',
      'changed',
    ])
    const plain = await world.meeting(5)
    const { email } = await world.comes(plain)
    const nothing = { registrationIds: [await idOf(plain, email)], notify: false, attends: 'online' }
    expect((await world.office.post(`/api/v1/meetings/${plain}/registrations/switch`, nothing)).status).toBe(422)
  })

  test('changes those who can after the beginning, names who waits, and undoes what was done', async () => {
    const id = await world.meeting(1, 24 * 14, { ...mixed, onlineCapacity: 3 })
    const [comes, waits, late] = [await world.comes(id), await world.comes(id), await world.comes(id)]
    const ids = await Promise.all([comes, waits, late].map(({ email }) => idOf(id, email)))
    await sql`update meetings set starts_at = now() - interval '10 minutes', ends_at = now() + interval '2 hours',
      registration_opens_at = now() - interval '9 days' where id = ${id}`.execute(world.service.db)
    const change = async (registrationIds: string[], attends: 'online' | 'on_site') => {
      const body = { registrationIds, notify: false, attends }
      const answer = await world.office.post(`/api/v1/meetings/${id}/registrations/switch`, body)
      expect(answer.status, answer.text).toBe(200)
      return (answer.body as SwitchResult).items
    }
    const items = await change(ids, 'online')
    expect(items.map(({ outcome }) => outcome)).toEqual(['changed', 'begun', 'begun'])
    expect(items[1]?.name).toBe(`Ada ${waits.registration.lastName}`)
    expect(await list(id)).toMatchObject([
      { status: 'confirmed', attends: 'online' },
      { status: 'waitlisted', attends: 'on_site' },
      { status: 'waitlisted', attends: 'on_site' },
    ])
    expect(await change(ids.slice(0, 1), 'on_site')).toMatchObject([{ outcome: 'changed' }])
    const single = await world.office.patch(
      `/api/v1/registrations/${ids[1]}`,
      { attends: 'online' },
      { 'if-match': '*' },
    )
    expect(single.body).toMatchObject({ type: '/problems/meeting_over' })
    expect((await world.move(waits.token, 'attend-online')).body).toMatchObject({ type: '/problems/meeting_over' })
  })

  test('leaves those as they are who are not in any more, and says whether the way back is open', async () => {
    const id = await world.meeting(2, 24 * 14, { ...mixed, onlineCapacity: 5 })
    const change = async (registrationIds: string[], attends: 'online' | 'on_site') => {
      const body = { registrationIds, notify: true, attends }
      const answer = await world.office.post(`/api/v1/meetings/${id}/registrations/switch`, body)
      expect(answer.status, answer.text).toBe(200)
      const { items, reversible } = answer.body as SwitchResult
      return { outcomes: items.map(({ outcome }) => outcome), reversible }
    }
    const [gone, comes] = [await world.comes(id), await world.comes(id)]
    const ids = await Promise.all([gone, comes].map(({ email }) => idOf(id, email)))
    const stateOf = async (one = '') => [
      (await world.office.get(`/api/v1/registrations/${one}`)).body,
      (await world.office.get(`/api/v1/history/registration/${one}`)).body,
    ]
    await world.move(gone.token, 'withdraw')
    const before = await stateOf(ids[0])
    for (const status of ['withdrawn', 'lapsed', 'expired', 'refused', 'substituted']) {
      await sql`update registrations set status = ${status} where id = ${ids[0]}`.execute(world.service.db)
      expect(await change(ids.slice(0, 1), 'online'), status).toEqual({ outcomes: ['unchanged'], reversible: false })
    }
    await sql`update registrations set status = 'withdrawn' where id = ${ids[0]}`.execute(world.service.db)
    expect(await stateOf(ids[0])).toEqual(before)

    // who comes moves; nobody waits for the room, so that the way back is open
    expect(await change(ids, 'online')).toEqual({ outcomes: ['unchanged', 'changed'], reversible: true })
    expect(await change(ids, 'on_site')).toEqual({ outcomes: ['unchanged', 'changed'], reversible: true })
    // now somebody waits, and has the place at once
    await world.comes(id)
    const waits = await world.comes(id)
    expect(await world.look(waits.token)).toMatchObject({ status: 'waitlisted' })
    expect(await change(ids, 'online')).toEqual({ outcomes: ['unchanged', 'changed'], reversible: false })
    expect(await world.look(waits.token)).toMatchObject({ status: 'offered' })
    expect(await change(ids, 'on_site')).toEqual({ outcomes: ['unchanged', 'full'], reversible: false })
    expect(await stateOf(ids[0])).toEqual(before)
  })

  test('corrects the address and the way together: only the person who is meant hears of it', async () => {
    const id = await world.meeting(2, 24 * 14, mixed)
    const { email } = await world.comes(id)
    const registration = await idOf(id, email)
    const meant = `richtig-${email}`
    const answer = await world.office.patch(
      `/api/v1/registrations/${registration}`,
      { email: meant, attends: 'online' },
      { 'if-match': '*' },
    )
    expect(answer.body).toMatchObject({ email: meant, attends: 'online' })
    // once, and that says both
    expect((await world.mailTo(meant, 'confirmed')).text).toContain('Teilnahme: online.')
    expect(await mailsSince(registration)).toEqual([{ to: meant, kind: 'confirmed' }])
    // what is so already is not said by a mail of its own
    const right = `ganz-${meant}`
    const same = { email: right, attends: 'online' }
    await world.office.patch(`/api/v1/registrations/${registration}`, same, { 'if-match': '*' })
    await world.mailTo(right, 'confirmed')
    expect(await mailsSince(registration)).toEqual([meant, right].map(to => ({ to, kind: 'confirmed' })))
  })

  test('moves the meeting: everybody counts to what there is, and nobody is thrown out', async () => {
    const id = await world.meeting(1, 24 * 14, mixed)
    await world.comes(id)
    const online = await world.comes(id, { attends: 'online' })
    const waits = await world.comes(id, { attends: 'online' })
    expect((await change(id, { attendanceMode: 'on_site', onlineUrl: null })).body).toMatchObject({
      onlineCapacity: null,
    })
    expect((await list(id)).map(({ attends }) => attends)).toEqual([null, null, null])
    expect(await seatsOf(id)).toMatchObject({ confirmed: 2, waitlisted: 1, capacity: 1, online: null })
    expect(await world.look(online.token)).toMatchObject({ status: 'confirmed', canSwitch: false })
    // all are in the room then; the online places are new, and who waited for the room may have one
    expect((await change(id, { attendanceMode: 'mixed', onlineCapacity: 3 })).status).toBe(200)
    expect((await list(id)).map(({ attends }) => attends)).toEqual(['on_site', 'on_site', 'on_site'])
    expect((await world.move(waits.token, 'attend-online')).body).toMatchObject({ status: 'confirmed' })
    await change(id, { attendanceMode: 'online' })
    await change(id, { attendanceMode: 'mixed' })
    expect((await list(id)).map(({ attends }) => attends)).toEqual(['online', 'online', 'online'])
    expect((await change(id, { attendanceMode: 'online', onlineCapacity: 3 })).body).toMatchObject({
      errors: [{ pointer: '/onlineCapacity', code: 'not_mixed' }],
    })
  })

  test('does not make it another kind of meeting once it is concluded: who joined online stays known', async () => {
    const id = await world.meeting(2, 24 * 14, mixed)
    const { email } = await world.comes(id, { attends: 'online' })
    await sql`update meetings set starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour',
      registration_opens_at = now() - interval '9 days' where id = ${id}`.execute(world.service.db)
    expect((await world.office.post(`/api/v1/meetings/${id}/conclude`, {})).status).toBe(200)
    expect((await change(id, { attendanceMode: 'on_site', onlineUrl: null })).body).toMatchObject({
      type: '/problems/meeting_held',
    })
    expect((await list(id)).find(one => one.email === email)).toMatchObject({ attends: 'online' })
  })

  test('a contingent keeps seats in the room only', async () => {
    const contingents = [{ sector: 'welfare_and_advice', seats: 1, releasesAt: world.at(24 * 7) }]
    const id = await world.meeting(2, 24 * 14, { ...mixed, contingents })
    const organisation = await makeOrganisation(world.office)
    expect(place(await world.signUp(id, world.person({ organisationId: organisation, attends: 'online' })))).toBe(
      'held',
    )
    expect(place(await world.signUp(id))).toBe('held')
    // the last seat of the room is kept still
    expect(place(await world.signUp(id))).toBe('queued')
    expect(place(await world.signUp(id, world.person({ organisationId: organisation })))).toBe('held')
  })

  test('sees it at the door, in a file, and plans the next one with it', async () => {
    const id = await world.meeting(5, 24 * 2, { ...mixed, venueId: await venue() })
    const online = await world.comes(id, { attends: 'online' })
    const guest = await idOf(id, online.email)
    const door = (await world.office.get(`/api/v1/meetings/${id}/door`)).body as DoorList
    expect(door.guests).toMatchObject([{ id: guest, attends: 'online' }])
    // whoever turns up all the same is let in
    await record(world.office, id, entryOf('present', guest))
    expect(await listAttendees(world.office, id)).toMatchObject([{ state: 'present', attends: 'online' }])
    const file = await world.office.post(`/api/v1/meetings/${id}/exports`, {
      format: 'csv',
      columns: ['lastName', 'attends'],
      questionIds: [],
      filter: { attends: 'online' },
    })
    expect(file.text).toMatch(/Nachname;Teilnahme\r\nMuster\d+;online/)
    const [startsAt, endsAt] = [world.at(24 * 40), world.at(24 * 40 + 2)]
    const clone = async (more: object) =>
      (await world.office.post(`/api/v1/meetings/${id}/clone`, { startsAt, endsAt, copy: { capacity: true }, ...more }))
        .body as Meeting
    expect(await clone({})).toMatchObject({ attendanceMode: 'mixed', capacity: 5, onlineCapacity: 1 })
    expect(await clone({ attendanceMode: 'on_site' })).toMatchObject({ capacity: 5, onlineCapacity: null })
  })

  test('tells only those of another room who join it, and of another venue who come', async () => {
    const id = await world.meeting(5, 24 * 14, { ...mixed, venueId: await venue() })
    const here = await world.comes(id)
    const there = await world.comes(id, { attends: 'online' })
    const told = async () => {
      await sql`update pgboss.job set start_after = now() where name = 'send-mailing' and state = 'created'`.execute(
        world.service.db,
      )
    }
    const reschedule = async (more: object) => {
      const { version, startsAt, endsAt } = (await world.office.get(`/api/v1/meetings/${id}`)).body as Meeting
      const answer = await world.office.post(
        `/api/v1/meetings/${id}/reschedule`,
        { startsAt, endsAt, ...more },
        { 'if-match': `"${version}"` },
      )
      expect(answer.status, answer.text).toBe(200)
      await told()
    }
    await reschedule({ onlineUrl: `${room}-neu` })
    expect((await world.mailTo(there.email, 'rescheduled')).subject).toMatch(/^Neuer Link zum Online-Raum: /)
    await reschedule({ venueId: await venue() })
    expect((await world.mailTo(here.email, 'rescheduled')).text).toContain('Ort bisher')
    const { rows } = await sql<{
      to: string
      status: string
      count: number
    }>`select to_address as "to", status, count(*)::integer as count
      from mails where kind = 'rescheduled' and to_address in (${here.email}, ${there.email}) and status = 'kept' group by 1, 2`.execute(
      world.service.db,
    )
    expect(rows.map(({ to, count }) => [to, count]).sort()).toEqual(
      [
        [here.email, 1],
        [there.email, 1],
      ].sort(),
    )
  })
})
