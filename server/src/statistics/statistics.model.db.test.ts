import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MeetingFigures } from '@treffpunkt/shared/statistics'
import { startService, type Client, type TestService } from '../../test/service.ts'

// Records and usual ranges over random histories, against a plain reading of the rules in the domain.

let service: TestService
let office: Client
beforeAll(async () => {
  service = await startService()
  office = await service.signIn('coordinator')
})
afterAll(() => service.close())

/** One meeting of a history. Days are few, so that meetings begin together; numbers are few, so that they are equal. */
type Past = {
  id: string
  kind: 'network' | 'working_group' | 'specialist'
  day: number
  headCount: number | null
  entered: number
  fate: 'held' | 'cancelled' | 'deleted' | 'draft'
}
const past: fc.Arbitrary<Past> = fc.record({
  id: fc.noShrink(fc.uuid({ version: 7 })),
  kind: fc.constantFrom('network', 'network', 'working_group', 'specialist'),
  day: fc.integer({ min: 0, max: 700 }).map(day => day - (day % 30)),
  headCount: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 3 }),
  entered: fc.integer({ min: 0, max: 6 }),
  fate: fc.constantFrom('held', 'held', 'held', 'held', 'held', 'held', 'cancelled', 'deleted', 'draft'),
})
const histories = fc.uniqueArray(past, { minLength: 1, maxLength: 30, selector: ({ id }) => id })

const begins = (day: number) => new Date(Date.UTC(2019, 5, 1, 14) + day * 86_400_000).toISOString()

async function enterHistory(meetings: Past[]): Promise<void> {
  for (const table of ['attendance', 'registrations', 'walkIns'] as const) await service.db.deleteFrom(table).execute()
  await service.db.deleteFrom('meetings').execute()
  await service.db
    .insertInto('meetings')
    .values(
      meetings.map(({ id, kind, day, headCount, fate }) => ({
        id,
        kind,
        title: 'Treffen',
        startsAt: begins(day),
        endsAt: begins(day + 0.1),
        headCount,
        publishedAt: fate === 'draft' ? null : begins(day - 20),
        concludedAt: fate === 'held' || fate === 'deleted' ? begins(day + 1) : null,
        cancelledAt: fate === 'cancelled' ? begins(day - 1) : null,
        deletedAt: fate === 'deleted' ? begins(day + 2) : null,
        searchText: '',
      })),
    )
    .execute()
  const rows = meetings.flatMap(({ id, day, entered }) =>
    Array.from({ length: entered }, () => ({
      meetingId: id,
      attendeeId: randomUUID(),
      ...invited,
      state: 'present',
      arrivedAt: begins(day),
      newcomer: true,
    })),
  )
  if (rows.length > 0) await service.db.insertInto('attendance').values(rows).execute()
}

/** Had a place, as most who come. */
const invited = { hadPlace: true, walkedIn: false }

type Expected = Pick<MeetingFigures, 'meetingId' | 'attended' | 'isRecord' | 'usual'> & {
  recordBefore: { meetingId: string; attended: number } | null
}

/** The rules, one meeting at a time. @returns the held meetings, newest first. */
function model(meetings: Past[]): Expected[] {
  const attendedAt = ({ headCount, entered }: Past) => headCount ?? (entered > 0 ? entered : null)
  const held = meetings
    .filter(({ fate }) => fate === 'held')
    .toSorted((one, other) => one.day - other.day || (one.id < other.id ? -1 : 1))
  return held
    .map((meeting, index) => {
      const attended = attendedAt(meeting)
      const earlier = held.slice(0, index).flatMap(one => {
        const count = attendedAt(one)
        return one.kind === meeting.kind && count !== null ? [{ meetingId: one.id, attended: count }] : []
      })
      const most = Math.max(...earlier.map(one => one.attended))
      const lately = earlier.slice(-8).map(one => one.attended)
      return {
        meetingId: meeting.id,
        attended,
        isRecord: attended !== null && earlier.length > 0 && attended > most,
        recordBefore: earlier.find(one => one.attended === most) ?? null,
        usual:
          lately.length === 0
            ? null
            : { least: Math.min(...lately), most: Math.max(...lately), meetings: lately.length },
      }
    })
    .toReversed()
}

async function readAll(query: string, limit: number): Promise<MeetingFigures[]> {
  const items: MeetingFigures[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer = await office.get(
      `/api/v1/statistics/attendance?limit=${limit}${query}${cursor && `&cursor=${cursor}`}`,
    )
    expect(answer.status).toBe(200)
    const page = answer.body as { items: MeetingFigures[]; next: string | null }
    items.push(...page.items)
    cursor = page.next
  }
  return items
}
const shown = ({ meetingId, attended, isRecord, usual, recordBefore }: MeetingFigures): Expected => ({
  meetingId,
  attended,
  isRecord,
  usual,
  recordBefore: recordBefore && { meetingId: recordBefore.meetingId, attended: recordBefore.attended },
})

describe('records and usual ranges', () => {
  test('are what a plain reading of the rules says, whatever is filtered and however it is paged', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.integer({ min: 1, max: 7 }), async (meetings, limit) => {
        await enterHistory(meetings)
        const expected = model(meetings)
        const all = await readAll('', 200)
        expect(all.map(shown)).toEqual(expected)
        expect(await readAll('', limit)).toEqual(all)
        for (const kind of ['network', 'specialist'])
          expect(await readAll(`&kind=${kind}`, limit)).toEqual(all.filter(one => one.kind === kind))
        for (const year of [2019, 2020])
          expect(await readAll(`&year=${year}`, limit)).toEqual(
            all.filter(one => new Date(one.startsAt).getUTCFullYear() === year),
          )
        const [first] = all
        if (first) expect((await office.get(`/api/v1/meetings/${first.meetingId}/figures`)).body).toEqual(first)
      }),
      { numRuns: 60 },
    )
  })

  test('the counts beside the rows are always those of the rows', async () => {
    const change = fc.oneof(
      fc.record({ do: fc.constant('come' as const), meeting: fc.nat(2), n: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ do: fc.constant('leave' as const), meeting: fc.nat(2) }),
      fc.record({ do: fc.constant('settle' as const), meeting: fc.nat(2) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async changes => {
        const ids = [0, 1, 2].map(n => `01990000-0000-7000-8000-00000000000${n}`)
        await enterHistory(
          ids.map(id => ({ id, kind: 'network', day: 0, headCount: null, entered: 0, fate: 'held' as const })),
        )
        for (const one of changes) {
          const meetingId = ids[one.meeting] ?? ''
          if (one.do === 'come')
            await service.db
              .insertInto('attendance')
              .values(
                Array.from({ length: one.n }, (_, index) => ({
                  meetingId,
                  attendeeId: randomUUID(),
                  ...invited,
                  state: index === 0 ? 'no_show' : 'present',
                  arrivedAt: index === 0 ? null : begins(0),
                  newcomer: index === 0 ? null : true,
                  organisationTyped: ['Haus Ost', 'haus ost', null, 'Verein'][index % 4] ?? null,
                })),
              )
              .execute()
          else if (one.do === 'leave')
            await service.db.deleteFrom('attendance').where('meetingId', '=', meetingId).execute()
          else
            await service.db
              .updateTable('attendance')
              .set({ organisationTyped: 'Verein' })
              .where('meetingId', '=', meetingId)
              .execute()
        }
        const rows = await service.db.selectFrom('attendance').selectAll().execute()
        const meetings = await service.db.selectFrom('meetings').select(['id', 'entered', 'organisations']).execute()
        for (const { id, ...counts } of meetings) {
          const came = rows.filter(row => row.meetingId === id && row.arrivedAt !== null)
          const typed = came.flatMap(row => row.organisationTyped?.toLowerCase() ?? [])
          expect(counts).toEqual({ entered: came.length, organisations: new Set(typed).size })
        }
      }),
      { numRuns: 30 },
    )
  })

  test('everybody who came is counted once: of the expected, without a place, or walked in', async () => {
    const id = '01990000-0000-7000-8000-000000000008'
    const status = fc.constantFrom(
      'unconfirmed',
      'confirmed',
      'waitlisted',
      'offered',
      'expired',
      'lapsed',
      'withdrawn',
    )
    const guest = fc.oneof(
      {
        arbitrary: fc.record({ from: status, entry: fc.constantFrom('none', 'came', 'left', 'excused', 'no_show') }),
        weight: 3,
      },
      fc.record({
        from: fc.constantFrom('walk_in' as const, 'erased' as const),
        entry: fc.constantFrom('came', 'left'),
      }),
    )
    // an erased registration leaves its row, as it was
    const hadPlace = (from: string) => from === 'confirmed' || from === 'erased'
    await fc.assert(
      fc.asyncProperty(fc.array(guest, { maxLength: 14 }), async guests => {
        await enterHistory([{ id, kind: 'network', day: 0, headCount: null, entered: 0, fate: 'held' }])
        for (const [index, { from, entry }] of guests.entries()) {
          const attendeeId = randomUUID()
          const isSignedUp = from !== 'walk_in' && from !== 'erased'
          if (from === 'walk_in')
            await service.db
              .insertInto('walkIns')
              .values({ id: attendeeId, meetingId: id, name: 'Gast', sortName: 'gast', searchText: 'gast' })
              .execute()
          if (isSignedUp)
            await service.db
              .insertInto('registrations')
              .values({
                id: attendeeId,
                meetingId: id,
                status: from,
                expiresAt: begins(0),
                queuedAt: begins(-1),
                firstName: 'Ada',
                lastName: 'Muster',
                shortCode: `T${index}`,
                source: 'public',
                searchText: 'ada muster',
              })
              .execute()
          if (entry === 'none' && from !== 'confirmed') continue
          const came = entry === 'came' || entry === 'left'
          await service.db
            .insertInto('attendance')
            .values({
              meetingId: id,
              attendeeId,
              registrationId: isSignedUp ? attendeeId : null,
              hadPlace: hadPlace(from),
              walkedIn: from === 'walk_in',
              state: entry === 'none' ? null : entry === 'came' ? 'present' : entry,
              arrivedAt: came ? begins(0) : null,
              newcomer: came ? true : null,
            })
            .execute()
        }
        const figures = (await office.get(`/api/v1/meetings/${id}/figures`)).body as MeetingFigures
        const cameFrom = (fits: (from: string) => boolean) =>
          guests.filter(({ from, entry }) => (entry === 'came' || entry === 'left') && fits(from)).length
        const entered = cameFrom(() => true)
        expect(figures.entered).toBe(entered || null)
        if (figures.entered === null) return
        expect(figures.walkIns).toBe(cameFrom(from => from === 'walk_in'))
        expect(figures.withoutPlace).toBe(cameFrom(from => from !== 'walk_in' && !hadPlace(from)))
        const ofExpected = (figures.expected ?? 0) - (figures.excused ?? 0) - (figures.noShow ?? 0)
        expect(ofExpected).toBe(cameFrom(hadPlace))
        expect(ofExpected + (figures.withoutPlace ?? 0) + (figures.walkIns ?? 0)).toBe(entered)
      }),
      { numRuns: 40 },
    )
  })
})
