import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DoorLink, DoorMeeting } from '@treffpunkt/shared/attendance'
import type { OwnRegistration } from '@treffpunkt/shared/sign-up'
import {
  enterGuest,
  entryOf,
  makeDoorLink,
  phoneAt,
  publishMeeting,
  readDoorList,
  record,
  sendEntries,
  tokenOf,
} from '../../test/door.ts'
import { clientOf, startService, type Client, type TestService } from '../../test/service.ts'
import { createKeys } from '../http/keys.ts'
import { registrationToken, ticketToken } from '../registrations/tokens.ts'

const secret = randomBytes(32)
const keys = createKeys(secret)
let service: TestService
let office: Client
let meetingId: string
beforeAll(async () => {
  service = await startService({ secret })
  office = await service.signIn('coordinator')
  meetingId = await publishMeeting(office)
})
afterAll(() => service.close())

const door = (id = meetingId) => `/api/v1/meetings/${id}/door`

describe('door links', () => {
  test('open the door of their meeting until they are revoked', async () => {
    const link = await makeDoorLink(office, meetingId, '  Eingang links ')
    expect(link).toMatchObject({ meetingId, name: 'Eingang links', version: 1, revokedAt: null, lastUsedAt: null })
    expect(link.url).toMatch(/^http:\/\/localhost:3000\/door\/[\w-]{22}\.[\w-]{43}$/)
    const phone = phoneAt(service.url, link)
    expect((await phone.get(door())).body).toMatchObject({ helper: 'Eingang links', meeting: { id: meetingId } })

    const path = `/api/v1/door-links/${link.id}/revoke`
    const revoked = (await office.post(path)).body as DoorLink
    expect(revoked).toMatchObject({ url: null, version: 2 })
    expect(revoked.revokedAt).not.toBe(null)
    expect(revoked.lastUsedAt).not.toBe(null)
    expect((await office.post(path)).body).toMatchObject({ version: 2, revokedAt: revoked.revokedAt })
    const refused = await phone.get(door())
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Door'])
  })

  test('are listed newest first, page by page', async () => {
    const other = await publishMeeting(office, 24)
    const made = [await makeDoorLink(office, other, 'eins'), await makeDoorLink(office, other, 'zwei')]
    const at = `/api/v1/meetings/${other}/door-links`
    const first = (await office.get(`${at}?limit=1`)).body as { items: DoorLink[]; next: string }
    expect(first.items).toEqual([made[1]])
    expect((await office.get(`${at}?limit=1&cursor=${first.next}`)).body).toEqual({ items: [made[0]], next: null })
  })

  test('end a day after the meeting', async () => {
    const over = await publishMeeting(office, -26)
    const link = await makeDoorLink(office, over)
    expect((await phoneAt(service.url, link).get(door(over))).status).toBe(200)
    await service.db
      .updateTable('meetings')
      .set({ startsAt: sql`starts_at - interval '2 hours'`, endsAt: sql`ends_at - interval '2 hours'` })
      .where('id', '=', over)
      .execute()
    expect((await phoneAt(service.url, link).get(door(over))).status).toBe(401)
    const { items } = (await office.get(`/api/v1/meetings/${over}/door-links`)).body as { items: DoorLink[] }
    expect(items).toMatchObject([{ id: link.id, url: null, revokedAt: null }])
    // one that would open nothing is not made
    const late = await office.post(`/api/v1/meetings/${over}/door-links`, { name: 'Zu spät' })
    expect(late.body).toMatchObject({ status: 409, type: '/problems/meeting_over' })
  })

  test('are made for published meetings only, and end a day after one is cancelled', async () => {
    const plan = { kind: 'network', startsAt: '2027-05-05T14:00:00+02:00', endsAt: '2027-05-05T17:00:00+02:00' }
    const { id } = (await office.post('/api/v1/meetings', plan)).body as { id: string }
    const make = () => office.post(`/api/v1/meetings/${id}/door-links`, { name: 'Tür' })
    expect((await make()).body).toMatchObject({ status: 409, type: '/problems/meeting_is_draft' })
    expect((await office.get(door(id))).status).toBe(404)
    expect((await sendEntries(office, id, [entryOf('present', id)])).status).toBe(404)

    await office.post(`/api/v1/meetings/${id}/publish`)
    const link = (await make()).body as DoorLink
    await office.post(`/api/v1/meetings/${id}/cancel`, { reason: 'Der Saal ist gesperrt.' })
    expect((await make()).body).toMatchObject({ status: 409, type: '/problems/meeting_cancelled' })
    const list = await readDoorList(phoneAt(service.url, link), id)
    expect(list.meeting.cancelledAt).not.toBe(null)
    await service.db
      .updateTable('meetings')
      .set({ cancelledAt: sql`cancelled_at - interval '25 hours'` })
      .where('id', '=', id)
      .execute()
    expect((await phoneAt(service.url, link).get(door(id))).status).toBe(401)
  })

  test('know one meeting; every other is as unknown as one that does not exist', async () => {
    const foreign = await publishMeeting(office, 48)
    const phone = phoneAt(service.url, await makeDoorLink(office, meetingId))
    for (const id of [foreign, '01990000-0000-7000-8000-000000000000']) {
      expect((await phone.get(door(id))).status).toBe(404)
      expect((await sendEntries(phone, id, [entryOf('present', id)])).status).toBe(404)
      expect((await phone.get(`/api/v1/meetings/${id}/attendance/live?after=0`)).status).toBe(404)
    }
    const { items } = (await phone.get('/api/v1/door/meetings')).body as { items: DoorMeeting[] }
    expect(items.map(({ id }) => id)).toEqual([meetingId])
  })

  test('open nothing of the office, and neither does a token that is not theirs', async () => {
    const link = await makeDoorLink(office, meetingId)
    const phone = phoneAt(service.url, link)
    expect((await phone.get(`/api/v1/meetings/${meetingId}/attendance`)).status).toBe(401)
    expect((await phone.get(`/api/v1/meetings/${meetingId}/door-links`)).status).toBe(401)
    const [id, signature] = tokenOf(link).split('.')
    for (const token of [`${id}.${'A'.repeat(43)}`, `${'A'.repeat(22)}.${signature}`, '', 'x', `${id}`])
      expect((await clientOf(service.url, { authorization: `Door ${token}` }).get(door())).status).toBe(401)
  })
})

describe('the door', () => {
  test('is open to accounts that may check in, not to the link of a registration', async () => {
    const helper = await service.signIn('door')
    const { items } = (await helper.get('/api/v1/door/meetings')).body as { items: DoorMeeting[] }
    expect(items.map(({ id }) => id)).toContain(meetingId)
    expect((await helper.get(door())).body).toMatchObject({ helper: 'Konto door' })
    const guest = await enterGuest(office, meetingId, { lastName: 'Link' })
    expect(await record(helper, meetingId, entryOf('present', guest.id))).toMatchObject([{ outcome: 'recorded' }])

    const attendee = clientOf(service.url, {
      authorization: `Link ${registrationToken(keys, { id: guest.id, linkVersion: 1 })}`,
    })
    expect((await attendee.get('/api/v1/own-registration')).status).toBe(200)
    expect((await attendee.get(door())).status).toBe(401)
    expect((await sendEntries(attendee, meetingId, [entryOf('present', guest.id)])).status).toBe(401)
    expect((await service.anonymous.get(door())).status).toBe(401)
  })

  test('an account that may only check in sees the meetings around today, and no other', async () => {
    const helper = await service.signIn('door')
    const [today, long, far] = [
      await publishMeeting(office),
      await publishMeeting(office, -24 * 15),
      await publishMeeting(office, 24 * 30),
    ]
    for (const [meetingId, status] of [
      [today, 200],
      [long, 404],
      [far, 404],
    ] as const) {
      const at = `/api/v1/meetings/${meetingId}`
      const sent = { sentAt: new Date().toISOString(), entries: [entryOf('present', meetingId)] }
      expect((await helper.get(`${at}/door`)).status).toBe(status)
      expect((await helper.post(`${at}/attendance`, sent)).status).toBe(status)
      if (status === 404) expect((await helper.get(`${at}/attendance/live?after=0`)).status).toBe(404)
      expect((await office.get(`${at}/door`)).status).toBe(200)
    }
  })

  test('a session changes nothing without its token', async () => {
    const helper = await service.signIn('door')
    const answer = await helper.post(
      `/api/v1/meetings/${meetingId}/attendance`,
      { sentAt: new Date().toISOString(), entries: [entryOf('present', meetingId)] },
      { 'x-csrf-token': 'x' },
    )
    expect(answer.status).toBe(403)
  })

  test('names everybody who may come, without addresses and needs', async () => {
    const id = await publishMeeting(office, 2)
    const { id: organisationId } = (
      await office.post('/api/v1/organisations', { name: 'Caritas Naumburg', sector: 'welfare_and_advice' })
    ).body as { id: string }
    const needs = { stepFree: true, interpreter: 'Arabisch', food: 'vegan', other: null }
    const guest = await enterGuest(office, id, {
      firstName: 'Zoë',
      lastName: 'Öz',
      email: 'zoe@example.org',
      organisationId,
      needs,
    })
    const late = await enterGuest(office, id, { lastName: 'Abel', organisationTyped: 'Verein Ost' })
    await office.post(`/api/v1/registrations/${late.id}/withdraw`)
    const phone = phoneAt(service.url, await makeDoorLink(office, id))
    const came = entryOf('present', crypto.randomUUID(), {
      how: 'walk_in',
      walkIn: { name: 'Ben Bar', organisation: 'caritas naumburg' },
    })
    await record(phone, id, came)

    const list = await readDoorList(phone, id)
    expect(list.guests).toEqual([
      expect.objectContaining({ name: 'Ada Abel', organisation: 'Verein Ost', place: 'withdrawn' }),
      {
        id: came.attendeeId,
        name: 'Ben Bar',
        sortName: 'bar, ben',
        organisation: 'Caritas Naumburg',
        place: null,
        attends: null,
        shortCode: null,
        ticketHash: null,
        noPhotographs: true,
      },
      {
        id: guest.id,
        name: 'Zoë Öz',
        sortName: 'öz, zoë',
        organisation: 'Caritas Naumburg',
        place: 'confirmed',
        attends: null,
        shortCode: guest.shortCode,
        ticketHash: createHash('sha256')
          .update(ticketToken(keys, { id: guest.id, linkVersion: 1 }))
          .digest('base64url'),
        noPhotographs: true,
      },
    ])
    expect(list.entries).toMatchObject([{ id: came.id, position: 1, by: 'Eingang', attendeeId: came.attendeeId }])
    expect(list.position).toBe(1)
    const text = (await phone.get(door(id))).text
    expect(text).not.toContain('@')
    for (const word of ['Arabisch', 'vegan', 'stepFree', 'needs']) expect(text).not.toContain(word)

    await record(phone, id, entryOf('undone', came.attendeeId, { undoes: came.id }))
    expect((await readDoorList(phone, id)).guests.map(({ name }) => name)).toEqual(['Ada Abel', 'Zoë Öz'])
  })

  test('a hold that ran out is no place any more, and who agreed to photographs may be in them', async () => {
    const id = await publishMeeting(office, 24)
    await office.post(`/api/v1/meetings/${id}/open`)
    await service.anonymous.post(`/api/v1/public/meetings/${id}/registrations`, {
      firstName: 'Ida',
      lastName: 'Ende',
      email: 'ida@example.org',
      noticeVersion: 1,
      consents: { contactList: false, invitations: false, photographs: true },
    })
    const phone = phoneAt(service.url, await makeDoorLink(office, id))
    // whoever filled in the form may have ticked it for somebody else
    expect((await readDoorList(phone, id)).guests).toMatchObject([{ place: 'unconfirmed', noPhotographs: true }])
    const change = (values: object) =>
      service.db.updateTable('registrations').set(values).where('meetingId', '=', id).execute()
    await change({ addressConfirmedAt: sql`now()` })
    expect((await readDoorList(phone, id)).guests).toMatchObject([{ noPhotographs: false }])
    await change({ addressConfirmedAt: null, expiresAt: sql`now() - interval '1 second'` })
    expect((await readDoorList(phone, id)).guests).toMatchObject([{ place: 'expired' }])
  })

  test('a ticket that a guest shows is known by its digest', async () => {
    const id = await publishMeeting(office, 3)
    const guest = await enterGuest(office, id, { lastName: 'Karte', email: 'karte@example.org' })
    const attendee = clientOf(service.url, {
      authorization: `Link ${registrationToken(keys, { id: guest.id, linkVersion: 1 })}`,
    })
    const { ticketToken: shown } = (await attendee.get('/api/v1/own-registration')).body as OwnRegistration
    const list = await readDoorList(office, id)
    expect(list.guests[0]?.ticketHash).toBe(
      createHash('sha256')
        .update(shown ?? '')
        .digest('base64url'),
    )
  })

  test('neither log nor database holds a token', async () => {
    const link = await makeDoorLink(office, meetingId)
    const token = tokenOf(link)
    const phone = phoneAt(service.url, link)
    await phone.get(door())
    await fetch(`${service.url}/door/${token}`, { headers: { accept: 'text/html' } })
    await fetch(`${service.url}/door/${token}/x?y`, { method: 'POST' })
    await phone.post(`/api/v1/meetings/${meetingId}/attendance`, '{"sentAt":')
    await office.post(`/api/v1/door-links/${link.id}/revoke`)
    await phone.get(door())
    const signature = token.split('.')[1] ?? ''
    expect(signature).toHaveLength(43)
    expect(service.log.join('')).not.toContain(signature)
    for (const table of ['doorLinks', 'changes', 'changeValues', 'idempotencyKeys'] as const)
      expect(JSON.stringify(await service.db.selectFrom(table).selectAll().execute())).not.toContain(signature)
  })
})
