import { NewMeeting, MeetingKind } from '@treffpunkt/shared/meetings'
import { NewVenue } from '@treffpunkt/shared/venues'
import { beforeAll, expect, test } from 'vitest'
import { loadAdminTexts } from '../session/admin-texts.ts'
import { check } from './check.ts'
import { sentenceFor } from './sentences.ts'

beforeAll(loadAdminTexts)

const sentenceOf = (body: Record<string, unknown>, field: string, label: string, empty?: string) => {
  const mistake = check(NewVenue, {}, body).find(({ pointer }) => pointer === `/${field}`)
  return mistake && sentenceFor(mistake, { label, ...(empty ? { empty } : {}) }, body[field])
}

test('what is empty gets an instruction, what is wrong a statement, each in the words of the label', () => {
  expect(sentenceOf({ municipality: 'Zeitz' }, 'name', 'Name', 'Geben Sie den Namen des Ortes ein')).toBe(
    'Geben Sie den Namen des Ortes ein',
  )
  expect(sentenceOf({ name: 'Saal' }, 'municipality', 'Gemeinde')).toBe('Füllen Sie „Gemeinde“ aus')
  expect(sentenceOf({ name: 'S'.repeat(134), municipality: 'Zeitz' }, 'name', 'Der Name')).toBe(
    '„Der Name“ darf höchstens 120 Zeichen haben. Sie haben 134 eingegeben',
  )
  expect(
    sentenceOf(
      { name: 'Saal', municipality: 'Zeitz', contactEmail: 'anna.gmail.com' },
      'contactEmail',
      'E-Mail-Adresse',
    ),
  ).toBe('Geben Sie die E-Mail-Adresse so ein: name@example.org')
  expect(sentenceOf({ name: 'Saal', municipality: 'Zeitz', capacity: 'viele' }, 'capacity', 'Plätze')).toBe(
    'Geben Sie „Plätze“ als ganze Zahl ein',
  )
})

test('a correct body has no mistakes', () => {
  expect(check(NewVenue, {}, { name: 'Saal', municipality: 'Zeitz', street: null, stepFree: true })).toEqual([])
})

test('the names of a schema’s references are known to the check', () => {
  const meeting = { kind: 'party', startsAt: '2026-11-25T14:00:00+01:00', endsAt: '2026-11-25T17:00:00+01:00' }
  expect(check(NewMeeting, { MeetingKind }, meeting)).toEqual([{ pointer: '/kind', code: 'enum' }])
  expect(check(NewMeeting, { MeetingKind }, { ...meeting, kind: 'network' })).toEqual([])
})
