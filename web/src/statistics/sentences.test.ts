import { beforeAll, expect, test } from 'vitest'
import type { MeetingFigures } from '@treffpunkt/shared/statistics'
import { loadAdminTexts } from '../session/admin-texts.ts'
import { findings, pressText, standingText } from './sentences.ts'

beforeAll(loadAdminTexts)

const unknown = {
  kind: 'network',
  focusTopic: null,
  venue: null,
  headCount: null,
  entered: null,
  expected: null,
  walkIns: null,
  withoutPlace: null,
  excused: null,
  noShow: null,
  newcomers: null,
  returning: null,
  organisations: null,
  newOrganisations: null,
} as const

/** Meetings with so many people, a month after each other; as the service compares them, newest first. */
function history(...attended: (number | null)[]): MeetingFigures[] {
  const known: { meetingId: string; name: string; startsAt: string; attended: number }[] = []
  return attended
    .map((count, month): MeetingFigures => {
      const startsAt = `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-15T13:00:00.000Z`
      const meeting = { meetingId: String(month), name: `${month + 1}. Treffen`, startsAt }
      const most = Math.max(...known.map(one => one.attended))
      const recordBefore = known.find(one => one.attended === most) ?? null
      const lately = known.slice(-8).map(one => one.attended)
      if (count !== null) known.push({ ...meeting, attended: count })
      return {
        ...unknown,
        bySector: [],
        byEngagement: [],
        ...meeting,
        attended: count,
        recordBefore,
        isRecord: count !== null && recordBefore !== null && count > recordBefore.attended,
        usual: lately.length
          ? { least: Math.min(...lately), most: Math.max(...lately), meetings: lately.length }
          : null,
      }
    })
    .toReversed()
}
const newest = (...attended: (number | null)[]) => history(...attended)[0] ?? expect.fail()

test('the record comes first, then what it was before', () => {
  expect(findings(history(40, 70, 79))).toEqual([
    '79 kamen am 15. März 2024, so viele wie nie zuvor. Davor waren es 40 bis 70.',
  ])
})

test('a record of some time ago still comes first; the last meeting follows', () => {
  expect(findings(history(40, 70, 79, 66))).toEqual([
    '79 kamen am 15. März 2024, so viele wie nie zuvor. Davor waren es 40 bis 70.',
    'Zuletzt waren es 66 am 15. April 2024, im üblichen Rahmen von 40 bis 79.',
  ])
  expect(findings(history(40, 70, 79, 30))[1]).toBe(
    'Zuletzt waren es 30 am 15. April 2024, weniger als üblich. Üblich sind 40 bis 79.',
  )
})

test('meetings nobody counted are passed over', () => {
  expect(findings(history(40, null, 50, null))).toEqual([
    '50 kamen am 15. März 2024, so viele wie nie zuvor. Davor waren es 40.',
  ])
  expect(findings(history(null, null))).toEqual([])
  expect(findings([])).toEqual([])
})

test('without a record the most is told with the last', () => {
  expect(findings(history(50, 40))).toEqual([
    'Zuletzt waren es 40 am 15. Februar 2024.',
    'Am meisten waren es 50 am 15. Januar 2024.',
  ])
  expect(findings(history(50))).toEqual(['50 kamen am 15. Januar 2024 zum ersten Treffen dieser Art.'])
})

test('after more than eight meetings it says how far back the range reaches', () => {
  expect(findings(history(5, 40, 41, 42, 43, 44, 43, 42, 41, 45))[0]).toBe(
    '45 kamen am 15. Oktober 2024, so viele wie nie zuvor. In den acht Treffen davor waren es 40 bis 44.',
  )
})

test('one meeting is compared in a sentence', () => {
  expect(standingText(newest(40, 70, 79))).toBe(
    'So viele wie nie zuvor. Der Rekord davor: 70 am 15. Februar 2024. Üblich waren 40 bis 70.',
  )
  expect(standingText(newest(40, 70))).toBe('So viele wie nie zuvor. Der Rekord davor: 40 am 15. Januar 2024.')
  expect(standingText(newest(70, 40))).toBe('Beim Treffen davor waren es 70.')
  expect(standingText(newest(40, 70, 70))).toBe('Im üblichen Rahmen: 40 bis 70.')
  expect(standingText(newest(40, 70, 39))).toBe('Weniger als üblich. Üblich sind 40 bis 70.')
  expect(standingText(newest(90, 40, 41, 42, 43, 44, 43, 42, 41, 50))).toBe(
    'Mehr als üblich. Üblich sind 40 bis 44, der Rekord liegt bei 90 am 15. Januar 2024.',
  )
  expect(standingText(newest(40))).toBe('Das erste Treffen dieser Art, dessen Zahl bekannt ist.')
  expect(standingText(newest(40, null))).toMatch(/^Wie viele da waren, ist nicht bekannt/)
})

test('the text for the press leaves out what is about one or two people, and what that could be worked out from', () => {
  const named = { entered: 60, newcomers: 12, returning: 48, organisations: 34, newOrganisations: 5 }
  expect(pressText({ ...newest(40, 70, 60), ...named, venue: 'Stadtsaal Zeitz', focusTopic: 'Wohnen' })).toBe(
    [
      '3. Treffen, 15. März 2024, Stadtsaal Zeitz',
      'Schwerpunkt: Wohnen',
      '60 Teilnehmende. Üblich waren 40 bis 70.',
      'Zum ersten Mal dabei waren 12, schon früher dabei 48, soweit namentlich erfasst.',
      'Vertreten waren 34 Organisationen, davon 5 zum ersten Mal.',
    ].join('\n'),
  )
  expect(pressText({ ...newest(40, 70, 60), ...named, newcomers: 58, returning: 2, newOrganisations: 1 })).toBe(
    [
      '3. Treffen, 15. März 2024',
      '60 Teilnehmende. Üblich waren 40 bis 70.',
      'Vertreten waren 34 Organisationen.',
    ].join('\n'),
  )
  // fewer were counted than entered by name: nothing is said of the names
  expect(pressText({ ...newest(40, 70, 50), ...named, headCount: 50 })).toBe(
    ['3. Treffen, 15. März 2024', '50 Teilnehmende. Üblich waren 40 bis 70.'].join('\n'),
  )
  expect(pressText({ ...newest(2), organisations: 1 })).toBe('1. Treffen, 15. Januar 2024')
})
