import { NewBarrierReport } from '@treffpunkt/shared/barrier-reports'
import { Language } from '@treffpunkt/shared/common'
import { expect, test } from 'vitest'
import { check } from '../form/check.ts'
import { checkReport, emptyReport, reportBody } from './check.ts'

test.each([
  ['nothing filled in', {}],
  ['only spaces', { barrier: ' \n ' }],
  ['enough', { barrier: 'Zeile eins\nZeile zwei' }],
  ['everything', { barrier: 'x', page: '/imprint', name: 'Ada', email: 'ada@example.org', otherContact: 'Telefon' }],
  [
    'too long',
    { barrier: 'a'.repeat(5001), page: 'b'.repeat(501), name: 'c'.repeat(121), otherContact: 'd'.repeat(301) },
  ],
  [
    'just fits',
    { barrier: 'a'.repeat(5000), page: 'b'.repeat(500), name: 'c'.repeat(120), otherContact: 'd'.repeat(300) },
  ],
  ['no address', { barrier: 'x', email: 'ada.example.org' }],
  ['what cannot be stored', { barrier: 'x\u0007', name: 'a\nb' }],
])('finds what the schema finds: %s', (_, values) => {
  const body = reportBody({ ...emptyReport, ...values })
  const places = (mistakes: { pointer: string }[]) => new Set(mistakes.map(({ pointer }) => pointer))
  expect(places(checkReport(body))).toEqual(places(check(NewBarrierReport, { Language }, body)))
})
