import { beforeAll, expect, test } from 'vitest'
import { computed } from 'vue'
import { loadTexts } from '../i18n.ts'
import { clockTime, dayHasCome, dayIsOver, leaf, localDate, longSpan, setTimeZone } from './dates.ts'
import { exampleDay, localTime } from './office-dates.ts'
import { readDate, readTime, shownDate, toInstant } from './typed-dates.ts'

beforeAll(() => loadTexts('public'))

test('a span is named in the words of the network’s zone', () => {
  expect(longSpan('2026-11-25T13:00:00Z', '2026-11-25T16:00:00Z')).toBe(
    'Mittwoch, 25. November 2026, 14:00 bis 17:00 Uhr',
  )
})

test('a span over midnight names both days', () => {
  expect(longSpan('2026-11-25T22:00:00Z', '2026-11-26T01:00:00Z')).toBe(
    'Mittwoch, 25. November 2026, 23:00 bis Donnerstag, 26. November 2026, 02:00 Uhr',
  )
})

test('a day comes at midnight or three hours before, and is over at midnight or with the end', () => {
  const [startsAt, endsAt] = ['2026-11-25T13:00:00Z', '2026-11-25T16:00:00Z']
  const at = (instant: string) => Date.parse(instant)
  expect(dayHasCome(startsAt, at('2026-11-24T22:59:59Z'))).toBe(false)
  expect(dayHasCome(startsAt, at('2026-11-24T23:00:00Z'))).toBe(true)
  expect(dayHasCome('2026-11-24T23:30:00Z', at('2026-11-24T20:30:00Z'))).toBe(true)
  expect(dayIsOver(endsAt, at('2026-11-25T22:59:59Z'))).toBe(false)
  expect(dayIsOver(endsAt, at('2026-11-25T23:00:00Z'))).toBe(true)
  expect(dayIsOver('2026-11-26T01:00:00Z', at('2026-11-26T00:30:00Z'))).toBe(false)
})

test('a day that shows how one is typed lies in the month to come, also over the end of a year', () => {
  expect(exampleDay(new Date('2026-11-28T09:00:00Z'))).toBe('25.12.2026')
  expect(exampleDay(new Date('2026-12-31T22:30:00Z'))).toBe('25.01.2027')
  expect(exampleDay(new Date('2026-12-31T23:30:00Z'))).toBe('25.02.2027')
})

test('the day is that of the network’s zone, not of Greenwich', () => {
  expect([localDate('2026-06-30T22:30:00Z'), localTime('2026-06-30T22:30:00Z')]).toEqual(['2026-07-01', '00:30'])
  expect(leaf('2026-06-30T22:30:00Z')).toEqual({ weekday: 'Mi', day: '1', month: 'Jul', year: '2026' })
})

test.each([
  ['2026-11-25', '14:00', '2026-11-25T14:00:00+01:00'],
  ['2026-07-01', '14:00', '2026-07-01T14:00:00+02:00'],
  // The night of 25 October 2026: 02:30 comes twice, the first is meant; on 29 March 02:30 does not exist.
  ['2026-10-25', '01:30', '2026-10-25T01:30:00+02:00'],
  ['2026-10-25', '03:30', '2026-10-25T03:30:00+01:00'],
  ['2026-03-29', '03:30', '2026-03-29T03:30:00+02:00'],
])('%s at %s is the instant %s', (date, time, instant) => {
  expect(toInstant(date, time)).toBe(instant)
})

test('what is no day or time gives no instant', () => {
  expect([toInstant('irgendwann', '14:00'), toInstant('2026-11-25', ''), toInstant('', '14:00')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

const now = new Date('2026-11-22T12:00:00Z')

test.each([
  ['25.11.2026', '2026-11-25'],
  ['25.11.26', '2026-11-25'],
  ['25.11.', '2026-11-25'],
  ['5.3.', '2027-03-05'],
  ['22.11', '2026-11-22'],
  ['heute', '2026-11-22'],
  ['Morgen', '2026-11-23'],
  ['2026-11-25', '2026-11-25'],
  ['31.02.2026', undefined],
  ['nächste Woche', undefined],
  ['', undefined],
])('"%s" is read as the day %s', (typed, day) => {
  expect(readDate(typed, now)).toBe(day)
})

test.each([
  ['14:00', '14:00'],
  ['14.30', '14:30'],
  ['9', '09:00'],
  ['9 Uhr', '09:00'],
  ['24:00', undefined],
  ['abends', undefined],
])('"%s" is read as the time %s', (typed, time) => {
  expect(readTime(typed)).toBe(time)
})

test('a day in a field is shown as people write it', () => {
  expect([shownDate('2026-11-25'), shownDate('bald')]).toEqual(['25.11.2026', 'bald'])
})

test('what is shown by then follows when the zone becomes known', () => {
  const shown = computed(() => clockTime('2026-11-25T13:00:00Z'))
  expect(shown.value).toBe('14:00')
  setTimeZone('Asia/Tokyo')
  expect(shown.value).toBe('22:00')
  setTimeZone('Europe/Berlin')
  expect(shown.value).toBe('14:00')
})
