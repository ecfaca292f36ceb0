import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NewAttendanceEntry } from '@treffpunkt/shared/attendance'
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
} from '../../test/door.ts'
import { startService, type Client, type TestService } from '../../test/service.ts'

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

const conclude = async (meetingId: string, body: object = {}) => {
  const answer = await office.post(`/api/v1/meetings/${meetingId}/conclude`, body)
  expect(answer.status, answer.text).toBe(200)
}
const listed = (meetingId: string, query = '') => listAttendees(office, meetingId, query)
const counted = (meetingId: string) => countAttendees(office, meetingId)
const fixed = (meetingId: string) =>
  service.db.selectFrom('attendance').selectAll().where('meetingId', '=', meetingId).orderBy('nameKey').execute()
const walkIn = (name: string, organisation: string | null = null): NewAttendanceEntry =>
  entryOf('present', randomUUID(), { how: 'walk_in', walkIn: { name, organisation } })
const enterOrganisation = async (name: string, aliases: string[] = []) =>
  (
    (await office.post('/api/v1/organisations', { name, sector: 'education_and_research', aliases })).body as {
      id: string
    }
  ).id

describe('concluding', () => {
  test('says of those with a seat of whom nobody said anything that they did not come', async () => {
    const meetingId = await publishMeeting(office)
    const [came, excused, unseen, gone, undone] = await enterGuests(office, meetingId, 5)
    await office.post(`/api/v1/registrations/${gone?.id}/withdraw`)
    const mistake = entryOf('present', undone?.id ?? '')
    await record(
      office,
      meetingId,
      entryOf('present', came?.id ?? ''),
      entryOf('excused', excused?.id ?? ''),
      mistake,
      entryOf('undone', undone?.id ?? '', { undoes: mistake.id }),
    )
    await conclude(meetingId)
    const states = new Map((await listed(meetingId)).map(({ id, state, how }) => [id, [state, how]]))
    expect(states).toEqual(
      new Map([
        [came?.id, ['present', 'search']],
        [excused?.id, ['excused', 'search']],
        [unseen?.id, ['no_show', 'closing']],
        [undone?.id, ['no_show', 'closing']],
      ]),
    )
    const { entries, meeting } = await readDoorList(office, meetingId)
    expect(entries.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6])
    expect(entries.slice(4)).toMatchObject([{ at: meeting.startsAt, by: 'Konto coordinator' }, { kind: 'no_show' }])

    // once more is nothing
    await conclude(meetingId)
    expect((await readDoorList(office, meetingId)).position).toBe(6)
  })

  test('invents nothing where the door was not used', async () => {
    for (const body of [{}, { headCount: 60 }]) {
      const meetingId = await publishMeeting(office)
      const [guest] = await enterGuests(office, meetingId, 3)
      await record(office, meetingId, entryOf('excused', guest?.id ?? ''))
      await conclude(meetingId, body)
      expect(await counted(meetingId)).toEqual({ came: 0, total: 3, expected: 2, excused: 1, noShow: 0, walkIns: 0 })
      const rows = await fixed(meetingId)
      expect(rows.map(({ state }) => state).toSorted()).toEqual(['excused', null, null])
      for (const row of rows)
        expect(row).toMatchObject({ hadPlace: true, arrivedAt: null, newcomer: null, nameKey: null })
    }
    const historic = await publishMeeting(office, -24 * 400)
    await conclude(historic, { headCount: 41 })
    expect(await fixed(historic)).toEqual([])
  })

  test('a phone that sends later is heard, and what it saw counts for more than what was assumed', async () => {
    const meetingId = await publishMeeting(office)
    const phone = phoneAt(service.url, await makeDoorLink(office, meetingId))
    const [seen, late, unseen] = await enterGuests(office, meetingId, 3)
    await record(phone, meetingId, entryOf('present', seen?.id ?? ''))
    await conclude(meetingId)
    expect(await counted(meetingId)).toMatchObject({ came: 1, noShow: 2 })

    const earlier = new Date(Date.now() - 1_800_000).toISOString()
    await record(phone, meetingId, entryOf('present', late?.id ?? '', { at: earlier }), walkIn('Ben Spät'))
    expect(await counted(meetingId)).toEqual({ came: 3, total: 4, expected: 0, excused: 0, noShow: 1, walkIns: 1 })
    const rows = new Map((await fixed(meetingId)).map(row => [row.attendeeId, row]))
    expect(rows.get(late?.id ?? '')).toMatchObject({ state: 'present', newcomer: true })
    const off = Date.parse(rows.get(late?.id ?? '')?.arrivedAt ?? '') - Date.parse(earlier)
    expect(Math.round(off / 60_000)).toBe(0)
    expect(rows.get(unseen?.id ?? '')).toMatchObject({ state: 'no_show', arrivedAt: null, newcomer: null })
    expect(rows.size).toBe(4)

    // what was assumed may be taken back, and is not assumed again
    const { entries } = await readDoorList(phone, meetingId)
    const assumed = entries.find(({ attendeeId, how }) => attendeeId === unseen?.id && how === 'closing')
    await record(office, meetingId, entryOf('undone', unseen?.id ?? '', { undoes: assumed?.id ?? '' }))
    expect((await fixed(meetingId)).find(({ attendeeId }) => attendeeId === unseen?.id)).toMatchObject({ state: null })
    expect(await counted(meetingId)).toMatchObject({ came: 3, noShow: 0 })
  })

  test('when the first phone sends after the conclusion, the others are settled then', async () => {
    const meetingId = await publishMeeting(office)
    const [seen, unseen] = await enterGuests(office, meetingId, 2)
    await conclude(meetingId)
    expect((await fixed(meetingId)).map(({ state }) => state)).toEqual([null, null])
    await record(office, meetingId, entryOf('present', seen?.id ?? ''))
    expect((await fixed(meetingId)).map(({ attendeeId, state }) => [attendeeId, state])).toEqual(
      expect.arrayContaining([
        [seen?.id, 'present'],
        [unseen?.id, 'no_show'],
      ]),
    )
  })
})

describe('newcomers', () => {
  test('are those who were at no earlier meeting, by person or by name and organisation; later changes rewrite nothing', async () => {
    const school = await enterOrganisation('Hochschule Elbe')
    const firm = await enterOrganisation('Betrieb Saale')
    const days = (n: number) => n * 24 - 1
    const [first, second, third] = [
      await publishMeeting(office, days(-60)),
      await publishMeeting(office, days(-30)),
      await publishMeeting(office, days(-2)),
    ] as const
    const enter = (meetingId: string, lastName: string, organisationId: string) =>
      enterGuest(office, meetingId, { lastName, organisationId, email: `${lastName.toLowerCase()}@example.org` })
    const newcomers = async (meetingId: string) =>
      new Map((await listed(meetingId, '?show=came')).map(({ name, newcomer }) => [name, newcomer]))

    const anna = await enter(first, 'Anna', school)
    const absent = await enter(first, 'Absent', school)
    await record(office, first, entryOf('present', anna.id), walkIn('Ülkü Öz', 'Verein Mitte'))
    await conclude(first)
    expect(await newcomers(first)).toEqual(
      new Map([
        ['Ada Anna', true],
        ['Ülkü Öz', true],
      ]),
    )

    // a new job in between: the same person, another organisation
    const again = await enter(second, 'Anna', firm)
    const late = await enter(second, 'Absent', school)
    await record(
      office,
      second,
      entryOf('present', again.id),
      entryOf('present', late.id),
      walkIn('Uelkue Oez', 'VEREIN Mitte'),
      walkIn('Ülkü Öz', 'Verein Anderswo'),
    )
    await conclude(second)
    expect(await newcomers(second)).toEqual(
      new Map([
        ['Ada Anna', false],
        ['Ada Absent', true],
        ['Uelkue Oez', false],
        ['Ülkü Öz', true],
      ]),
    )
    const organisations = new Map((await fixed(second)).map(row => [row.attendeeId, row.newOrganisation]))
    expect([organisations.get(again.id), organisations.get(late.id)]).toEqual([true, false])
    expect((await fixed(first)).find(({ attendeeId }) => attendeeId === anna.id)).toMatchObject({
      organisationId: school,
      sector: 'education_and_research',
      newcomer: true,
      newOrganisation: true,
    })
    expect((await fixed(first)).find(({ attendeeId }) => attendeeId === absent.id)).toMatchObject({
      state: 'no_show',
      newcomer: null,
    })

    // the earlier meeting hears of somebody afterwards: what was said of the later one stays
    await record(office, first, walkIn('Ülkü Öz', 'Verein Anderswo'))
    expect((await newcomers(second)).get('Ülkü Öz')).toBe(true)

    // somebody says which organisation was meant: it is recognised in what was fixed, and at the next meeting
    const middle = await enterOrganisation('Verein Mitte e.V.', ['Verein Mitte'])
    expect((await fixed(first)).filter(({ organisationId }) => organisationId === middle)).toMatchObject([
      { organisationTyped: null, newcomer: true, newOrganisation: true },
    ])
    expect((await fixed(second)).filter(({ organisationId }) => organisationId === middle)).toMatchObject([
      { newcomer: false, newOrganisation: false },
    ])
    await record(office, third, walkIn('Ülkü Öz', 'Verein Mitte'), walkIn('Neu Hier', 'Verein Mitte e.V.'))
    await conclude(third)
    expect(await newcomers(third)).toEqual(
      new Map([
        ['Ülkü Öz', false],
        ['Neu Hier', true],
      ]),
    )
  })

  test('two with an address each are two people, whatever their names', async () => {
    const [first, second] = [await publishMeeting(office, -60), await publishMeeting(office, -50)]
    const anna = (email: string | null) => ({ firstName: 'Anna', lastName: 'Gleich', ...(email ? { email } : {}) })
    const one = await enterGuest(office, first, anna('anna.eins@example.org'))
    await record(office, first, entryOf('present', one.id))
    await conclude(first)
    const other = await enterGuest(office, second, anna('anna.zwei@example.org'))
    const same = await enterGuest(office, second, anna('anna.eins@example.org'))
    await record(office, second, entryOf('present', other.id), entryOf('present', same.id))
    await conclude(second)
    const newcomers = new Map((await fixed(second)).map(({ attendeeId, newcomer }) => [attendeeId, newcomer]))
    expect(newcomers).toEqual(
      new Map([
        [other.id, true],
        [same.id, false],
      ]),
    )
  })

  test('an organisation that is recognised late is new where it was new, and no longer where it had been before', async () => {
    const [march, april, june] = [
      await publishMeeting(office, -90),
      await publishMeeting(office, -80),
      await publishMeeting(office, -70),
    ]
    await enterOrganisation('Kulturhaus')
    await record(office, june, walkIn('Ina Juni', 'Kulturhaus'))
    await conclude(june)
    // March is entered afterwards: June stays as it was said
    await record(office, march, walkIn('Mara März', 'Kulturhaus'))
    await conclude(march)
    await record(office, april, walkIn('Alf April', 'Das alte Kulturhaus'))
    await conclude(april)
    const isNew = async () => (await Promise.all([march, april, june].map(fixed))).map(([row]) => row?.newOrganisation)
    expect(await isNew()).toEqual([true, true, true])
    const { items } = (await office.get('/api/v1/organisations?q=Kulturhaus')).body as { items: { id: string }[] }
    await office.patch(
      `/api/v1/organisations/${items[0]?.id}`,
      { aliases: ['Das alte Kulturhaus'] },
      { 'if-match': '*' },
    )
    expect(await isNew()).toEqual([true, false, true])
  })

  test('what a registration typed follows when the office settles it', async () => {
    const meetingId = await publishMeeting(office)
    const typed = { organisationTyped: 'Tafel Süd' }
    const guest = await enterGuest(office, meetingId, { lastName: 'Typ', ...typed })
    await record(office, meetingId, entryOf('present', guest.id), walkIn('Wer Anders', 'tafel süd'))
    await conclude(meetingId)
    const answer = await office.post(`/api/v1/registrations/${guest.id}/settle-organisation`, {
      name: 'Tafel',
      sector: 'civil_society',
    })
    const { organisation } = answer.body as { organisation: { id: string } }
    expect(await fixed(meetingId)).toMatchObject([
      { organisationId: organisation.id, organisationTyped: null, sector: 'civil_society' },
      { organisationId: organisation.id, organisationTyped: null, sector: 'civil_society' },
    ])
    expect((await listed(meetingId)).map(one => one.organisation?.name)).toEqual(['Tafel', 'Tafel'])
  })
})
