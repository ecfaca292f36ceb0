import { expect, test } from 'vitest'
import { changedFields, numberOrNull, textOrMissing, textOrNull } from './reading.ts'

test('stray spaces go, and empty means not known', () => {
  expect([textOrNull('  Bürgerhaus '), textOrNull('   '), textOrMissing(' ')]).toEqual(['Bürgerhaus', null, undefined])
})

test.each([
  ['80', 80],
  ['1.200', 1200],
  ['', null],
  ['viele', 'viele'],
  ['12,5', '12,5'],
])('"%s" is read as %s; what is no whole number stays, so that the schema names it', (typed, read) => {
  expect(numberOrNull(typed)).toBe(read)
})

test('a patch carries what differs, and null for what was emptied', () => {
  const base = { name: 'Bürgerhaus', street: 'Markt 1', aliases: ['BH'] }
  expect(changedFields(base, { name: 'Bürgerhaus', street: undefined, aliases: ['BH', 'Haus'] })).toEqual({
    street: null,
    aliases: ['BH', 'Haus'],
  })
  expect(changedFields(base, { ...base, aliases: ['BH'] })).toEqual({})
})
