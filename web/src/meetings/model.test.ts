import type { Meeting } from '@treffpunkt/shared/meetings'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAdminTexts } from '../session/admin-texts.ts'
import { isOpenedByHand, opensAt, windowInWords } from './model.ts'

beforeAll(loadAdminTexts)

const meeting = (registrationOpensAt: string | null, registrationClosesAt: string | null = null) =>
  ({ startsAt: '2026-11-25T14:00:00+01:00', registrationOpensAt, registrationClosesAt }) as Meeting

describe('a sign-up window in words', () => {
  test.each([
    [null, null, ''],
    ['2026-10-14T12:00:00+02:00', null, 'Anmeldung ab 6 Wochen vorher, 12:00 Uhr'],
    [null, '2026-11-24T23:59:00+01:00', 'Anmeldung bis 1 Tag vorher, 23:59 Uhr'],
    [
      '2026-11-22T08:00:00+01:00',
      '2026-11-25T12:00:00+01:00',
      'Anmeldung ab 3 Tage vorher, 08:00 Uhr, bis 2 Stunden vorher',
    ],
    [
      '2026-11-18T08:00:00+01:00',
      '2026-11-25T13:30:00+01:00',
      'Anmeldung ab 1 Woche vorher, 08:00 Uhr, bis 30 Minuten vorher',
    ],
    [null, '2026-11-25T14:00:00+01:00', 'Anmeldung bis zum Beginn'],
    // pressed, not typed
    [
      '2026-11-18T14:37:12.345+01:00',
      '2026-11-24T14:37:12.345+01:00',
      'Anmeldung ab 1 Woche vorher, 14:30 Uhr, bis 1 Tag vorher, 14:45 Uhr',
    ],
    [null, '2026-11-25T13:50:01+01:00', 'Anmeldung bis zum Beginn'],
  ])('%s, %s', (opens, closes, words) => expect(windowInWords(meeting(opens, closes))).toBe(words))
})

test('a moment that was typed is told from the press of the button', () => {
  expect(isOpenedByHand(meeting('2026-11-06T22:53:17.412+01:00'))).toBe(true)
  for (const opens of ['2026-10-14T12:00:00+02:00', null]) expect(isOpenedByHand(meeting(opens))).toBe(false)
})

describe('when the sign-up of the next meeting opens', () => {
  const model = meeting('2026-10-14T12:00:00+02:00')
  test('is as many days before, at the same time, over a change of clocks', () => {
    expect(opensAt(model, '2027-02-10')).toBe('2026-12-30T12:00:00+01:00')
    expect(opensAt(model, '28.04.2027')).toBe('2027-03-17T12:00:00+01:00')
    expect(opensAt(model, '12.05.2027')).toBe('2027-03-31T12:00:00+02:00')
  })
  test('is at a quarter of an hour where the button was pressed', () => {
    expect(opensAt(meeting('2026-10-14T14:37:12.345+02:00'), '2027-02-10')).toBe('2026-12-30T14:30:00+01:00')
  })
  test('is not known without a day or a window, nor on the day itself', () => {
    expect(opensAt(model, 'irgendwann')).toBeUndefined()
    expect(opensAt(meeting(null), '2027-02-10')).toBeUndefined()
    expect(opensAt(meeting('2026-11-25T08:00:00+01:00'), '2027-02-10')).toBeUndefined()
  })
})
