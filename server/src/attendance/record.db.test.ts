import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attendee } from '@treffpunkt/shared/attendance'
import type { Change } from '@treffpunkt/shared/changes'
import {
  countAttendees,
  enterGuest,
  enterGuests,
  entryOf,
  listAttendees,
  makeDoorLink,
  phoneAt,
  publishMeeting,
  readDoorList,
  record,
  sendEntries,
} from '../../test/door.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'
import { retention } from '../app/retention.ts'
import { eraseDue } from '../jobs/retention.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const listed = (meetingId: string, query = '') => listAttendees(office, meetingId, query)
const counted = (meetingId: string) => countAttendees(office, meetingId)
const walkIn = (name: string, organisation: string | null = null) =>
  entryOf('present', randomUUID(), { how: 'walk_in', walkIn: { name, organisation } })

describe('entries', () => {
  test('are kept once, and one that cannot be kept does not hold up the others', async () => {
    const meetingId = await publishMeeting(office)
    const [one, two] = await enterGuests(office, meetingId, 2)
    const elsewhere = await publishMeeting(office, 30)
    const foreign = await enterGuest(office, elsewhere, {})
    const first = entryOf('present', one?.id ?? '')
    const taken = entryOf('present', foreign.id)
    const visitor = walkIn('Eva Elsewhere')
    await record(office, elsewhere, taken, visitor)

    const outcomes = await record(
      office,
      meetingId,
      first,
      entryOf('present', foreign.id),
      entryOf('present', randomUUID()),
      { ...entryOf('present', two?.id ?? ''), id: taken.id },
      entryOf('present', visitor.attendeeId, { walkIn: { name: 'Eva Elsewhere', organisation: null } }),
      entryOf('undone', one?.id ?? '', { undoes: randomUUID() }),
      entryOf('undone', two?.id ?? '', { undoes: first.id }),
      entryOf('undone', one?.id ?? ''),
      first,
      { ...entryOf('left', two?.id.toUpperCase() ?? ''), id: `urn:uuid:${randomUUID().toUpperCase()}` },
    )
    expect(outcomes.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'recorded',
      'unknown_attendee',
      'unknown_attendee',
      'id_taken',
      'id_taken',
      'unknown_entry',
      'unknown_entry',
      'unknown_entry',
      'repeated',
      'recorded',
    ])
    expect(await record(office, meetingId, first)).toEqual([{ id: first.id, outcome: 'repeated', reason: null }])
    const { entries, position } = await readDoorList(office, meetingId)
    expect(entries.map(({ position: at, kind }) => [at, kind])).toEqual([
      [1, 'present'],
      [2, 'left'],
    ])
    expect(position).toBe(2)
  })

  test('are undone by an entry that names them, also one of the same queue; an undoing is not undone', async () => {
    const meetingId = await publishMeeting(office)
    const guest = await enterGuest(office, meetingId, {})
    const present = entryOf('present', guest.id)
    const undone = entryOf('undone', guest.id, { undoes: present.id })
    const outcomes = await record(
      office,
      meetingId,
      present,
      undone,
      entryOf('undone', guest.id, { undoes: undone.id }),
    )
    expect(outcomes.map(({ outcome, reason }) => reason ?? outcome)).toEqual(['recorded', 'recorded', 'unknown_entry'])
    expect(await listed(meetingId)).toMatchObject([{ id: guest.id, state: null, arrivedAt: null, entryId: null }])
    expect(await counted(meetingId)).toEqual({ came: 0, total: 1, expected: 1, excused: 0, noShow: 0, walkIns: 0 })
  })

  test('never get the number of one that was erased', async () => {
    const meetingId = await publishMeeting(office)
    const [one, two] = await enterGuests(office, meetingId, 2)
    await sendEntries(office, meetingId, [entryOf('present', one?.id ?? '')])
    await service.db
      .deleteFrom('registrations')
      .where('id', '=', one?.id ?? '')
      .execute()
    await sendEntries(office, meetingId, [entryOf('present', two?.id ?? '')])
    const { entries } = await readDoorList(office, meetingId)
    expect(entries.map(({ position }) => position)).toEqual([2])
  })

  test('have the time of the device, corrected by how far its clock is off, never later than now', async () => {
    const meetingId = await publishMeeting(office)
    const [one, two, three, four] = await enterGuests(office, meetingId, 4)
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
    const slow = [entryOf('present', one?.id ?? '', { at: ago(70) })]
    // an hour slow: what it calls 70 minutes ago was 10 minutes ago
    await sendEntries(office, meetingId, slow, ago(60))
    await sendEntries(office, meetingId, [
      entryOf('present', two?.id ?? '', { at: ago(-600) }),
      entryOf('present', three?.id ?? '', { at: '2026-12-31T23:59:60Z' }),
      entryOf('present', four?.id ?? '', { at: ago(0).replace('Z', '+23:00') }),
    ])
    const five = (await enterGuests(office, meetingId, 1))[0]
    const late = entryOf('present', five?.id ?? '', { at: ago(40) })
    // half a minute between making the request and its being read: the line was slow, not the clock
    await sendEntries(office, meetingId, [late], ago(0.5))
    const { entries } = await readDoorList(office, meetingId)
    expect(entries.at(-1)?.at).toBe(late.at)
    const minutes = entries.map(({ at }) => Math.round((Date.now() - Date.parse(at)) / 60_000))
    expect(minutes).toEqual([10, 0, 0, 23 * 60, 40])
    const stored = await service.db
      .selectFrom('attendanceEntries')
      .select('deviceAt')
      .where('id', '=', slow[0]?.id ?? '')
      .executeTakeFirstOrThrow()
    expect(stored.deviceAt).toBe(slow[0]?.at)
  })

  test('freeze organisation, sector and engagement as they are at that moment', async () => {
    const meetingId = await publishMeeting(office)
    const make = async (name: string, aliases: string[] = []) =>
      ((await office.post('/api/v1/organisations', { name, sector: 'business', aliases })).body as { id: string }).id
    const bakery = await make('Bäckerei Süß', ['Süß'])
    const farm = await make('Hof Nord')
    const guest = await enterGuest(office, meetingId, { organisationId: bakery, engagement: 'volunteer' })
    const [known, typed] = [walkIn('Ben Bar', ' SÜSS '), walkIn('Eva Ost', ' Verein Ost ')]
    await record(
      office,
      meetingId,
      entryOf('present', guest.id),
      { ...known, walkIn: { name: 'Ben Bar', organisation: 'süß' } },
      typed,
    )
    await office.patch(`/api/v1/registrations/${guest.id}`, { organisationId: farm }, { 'if-match': '*' })
    const frozen = await service.db
      .selectFrom('attendanceEntries')
      .select(['organisationId', 'organisationTyped', 'sector', 'engagement'])
      .where('meetingId', '=', meetingId)
      .orderBy('position')
      .execute()
    expect(frozen).toEqual([
      { organisationId: bakery, organisationTyped: null, sector: 'business', engagement: 'volunteer' },
      { organisationId: bakery, organisationTyped: null, sector: 'business', engagement: null },
      { organisationId: null, organisationTyped: 'Verein Ost', sector: null, engagement: null },
    ])

    // somebody enters the organisation that was typed
    const east = await make('Nachbarschaft Ost', ['verein ost'])
    expect(await listed(meetingId, '?q=eva')).toMatchObject([
      { name: 'Eva Ost', organisation: { id: east, name: 'Nachbarschaft Ost' }, organisationTyped: null },
    ])
  })

  test('of a guest whose address was never confirmed keep the registration', async () => {
    const meetingId = await publishMeeting(office, 24)
    await office.post(`/api/v1/meetings/${meetingId}/open`)
    await service.anonymous.post(`/api/v1/public/meetings/${meetingId}/registrations`, {
      firstName: 'Nie',
      lastName: 'Bestätigt',
      email: 'nie@example.org',
      noticeVersion: 1,
    })
    const [guest] = (await readDoorList(office, meetingId)).guests
    await service.db
      .updateTable('registrations')
      .set({ status: 'expired' })
      .where('meetingId', '=', meetingId)
      .execute()
    expect(await record(office, meetingId, entryOf('present', guest?.id ?? ''))).toMatchObject([
      { outcome: 'recorded' },
    ])
    await service.db
      .updateTable('meetings')
      .set({ startsAt: sql`starts_at - interval '9 days'`, endsAt: sql`ends_at - interval '9 days'` })
      .where('id', '=', meetingId)
      .execute()
    await eraseDue(service.db, retention, error => expect.fail(String(error)))
    expect(await listed(meetingId)).toMatchObject([{ name: 'Nie Bestätigt', place: 'expired', state: 'present' }])
  })

  test('say that somebody was there who was only seen leaving', async () => {
    const meetingId = await publishMeeting(office)
    const [guest] = await enterGuests(office, meetingId, 1)
    const came = entryOf('present', guest?.id ?? '')
    await record(office, meetingId, came, entryOf('left', guest?.id ?? ''))
    await record(office, meetingId, entryOf('undone', guest?.id ?? '', { undoes: came.id }))
    expect(await listed(meetingId)).toMatchObject([{ state: 'left', arrivedAt: expect.any(String) as string }])
    expect(await counted(meetingId)).toMatchObject({ came: 1, total: 1, expected: 0 })
  })

  test('about a walk-in never take the id of somebody registered for another meeting', async () => {
    const [here, there] = [await publishMeeting(office), await publishMeeting(office, 20)]
    const guest = await enterGuest(office, there, {})
    const walkIn = { name: 'Wer Anders', organisation: null }
    expect(
      await record(
        office,
        here,
        entryOf('present', guest.id),
        entryOf('present', guest.id, { how: 'walk_in', walkIn }),
      ),
    ).toMatchObject([{ reason: 'unknown_attendee' }, { reason: 'id_taken' }])
    expect(await listed(here)).toEqual([])
  })

  test('stand in the history of the meeting, each once, by the name of the door', async () => {
    const meetingId = await publishMeeting(office)
    const guest = await enterGuest(office, meetingId, {})
    const phone = phoneAt(service.url, await makeDoorLink(office, meetingId, 'Seiteneingang'))
    const present = entryOf('present', guest.id)
    await record(phone, meetingId, present, present, entryOf('left', guest.id))
    const { items } = (await office.get(`/api/v1/history/attendance/${meetingId}`)).body as { items: Change[] }
    expect(items.map(({ kind, actor, fields }) => [kind, actor, fields])).toEqual([
      ['left', 'Seiteneingang', ['attendeeId']],
      ['present', 'Seiteneingang', ['attendeeId']],
    ])
  })

  test('what is assumed at the conclusion is no word for a device', async () => {
    const meetingId = await publishMeeting(office)
    const guest = await enterGuest(office, meetingId, {})
    const answer = await sendEntries(office, meetingId, [entryOf('no_show', guest.id, { how: 'closing' })])
    expect(answer.body).toMatchObject({ status: 422, errors: [{ pointer: '/entries/0/how' }] })
  })

  test('a full queue of 200 is kept in one go', async () => {
    const meetingId = await publishMeeting(office)
    const queue = Array.from({ length: 200 }, (_, n) => walkIn(`Gast ${n}`, `Verein ${n % 7}`))
    expect(new Set((await record(office, meetingId, ...queue)).map(({ outcome }) => outcome))).toEqual(
      new Set(['recorded']),
    )
    expect(await counted(meetingId)).toEqual({
      came: 200,
      total: 200,
      expected: 0,
      excused: 0,
      noShow: 0,
      walkIns: 200,
    })
  })
})

describe('the office', () => {
  test('sees who is expected and who came, by name, in pages, and each in one place', async () => {
    const meetingId = await publishMeeting(office)
    const guests = await enterGuests(office, meetingId, 6)
    const at = (n: number) => guests[n]?.id ?? ''
    await office.post(`/api/v1/registrations/${at(5)}/withdraw`)
    await record(
      office,
      meetingId,
      entryOf('present', at(0)),
      entryOf('left', at(0)),
      entryOf('excused', at(1)),
      entryOf('no_show', at(2)),
      entryOf('present', at(5)),
      walkIn('Zoe Neu'),
    )
    const names = async (query: string) => (await listed(meetingId, query)).map(({ name }) => name)
    expect(await names('')).toEqual([
      'Ada Muster 0',
      'Ada Muster 1',
      'Ada Muster 2',
      'Ada Muster 3',
      'Ada Muster 4',
      'Ada Muster 5',
      'Zoe Neu',
    ])
    expect(await names('?show=came')).toEqual(['Ada Muster 0', 'Ada Muster 5', 'Zoe Neu'])
    expect(await names('?show=expected')).toEqual(['Ada Muster 3', 'Ada Muster 4'])
    expect(await names('?show=excused')).toEqual(['Ada Muster 1'])
    expect(await names('?show=no_show')).toEqual(['Ada Muster 2'])
    expect(await names('?show=walk_in')).toEqual(['Zoe Neu'])
    expect(await names('?q=neu')).toEqual(['Zoe Neu'])
    expect(await counted(meetingId)).toEqual({ came: 3, total: 7, expected: 2, excused: 1, noShow: 1, walkIns: 1 })

    const paged: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const page = (await office.get(`/api/v1/meetings/${meetingId}/attendance?limit=2${next && `&cursor=${next}`}`))
        .body as { items: Attendee[]; next: string | null }
      paged.push(...page.items.map(({ name }) => name))
      next = page.next
    }
    expect(paged).toEqual(await names(''))
    expect((await listed(meetingId))[0]).toMatchObject({
      state: 'left',
      how: 'search',
      by: 'Konto coordinator',
      place: 'confirmed',
      newcomer: null,
    })
  })

  test('nothing of an unknown meeting', async () => {
    const unknown = '/api/v1/meetings/01990000-0000-7000-8000-000000000000'
    for (const path of ['attendance', 'attendance-count', 'door-links'])
      expect((await office.get(`${unknown}/${path}`)).status).toBe(404)
    expect((await office.post(`${unknown}/door-links`, { name: 'Tür' })).status).toBe(404)
    expect((await office.post('/api/v1/door-links/01990000-0000-7000-8000-000000000000/revoke')).status).toBe(404)
  })
})
