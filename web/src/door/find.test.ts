import type { DoorGuest } from '@treffpunkt/shared/attendance'
import { sortName } from '@treffpunkt/shared/names'
import { expect, test } from 'vitest'
import { findGuests, hasWord } from './find.ts'

const guest = (name: string, organisation: string | null = null): DoorGuest => ({
  id: name,
  name,
  sortName: sortName(name),
  organisation,
  place: 'confirmed',
  attends: null,
  shortCode: null,
  ticketHash: null,
  noPhotographs: false,
})
const guests = [
  guest('Jörg Müller', 'Jobcenter'),
  guest('Александра Шевченко'),
  guest('Tom Richter', 'Kreis Müllrose'),
  guest('Birgit Zimmermann-Hohenstein'),
]
const found = (typed: string) => findGuests(guests, typed).map(({ name }) => name)

test('umlauts and scripts are written as one can, and names come before organisations', () => {
  for (const typed of ['müller', 'mueller', 'Muller', ' MÜLLER  jörg ', 'joerg mu'])
    expect(found(typed)[0]).toBe('Jörg Müller')
  expect(found('mul')).toEqual(['Jörg Müller', 'Tom Richter'])
  expect(found('aleks')).toEqual(['Александра Шевченко'])
  expect(found('Шевч')).toEqual(['Александра Шевченко'])
})

test('one letter finds beginnings of words, three also find what stands inside one', () => {
  expect(found('h')).toEqual(['Birgit Zimmermann-Hohenstein'])
  expect(found('chter')).toEqual(['Tom Richter'])
  expect(found('ch')).toEqual([])
})

test('without a word everybody is found, in their order', () => {
  for (const typed of ['', ' - ', '?', '.']) {
    expect(found(typed)).toEqual(guests.map(({ name }) => name))
    expect(hasWord(typed)).toBe(false)
  }
  for (const typed of ['a', ' 7', 'ш']) expect(hasWord(typed)).toBe(true)
})

test('the last word of a name stands first, before a comma, at the door as in the office', () => {
  expect(sortName('Anna Muster')).toBe('muster, anna')
  expect(sortName(' Ibrahim  Al Haddad ')).toBe('haddad, ibrahim al')
  expect(sortName('Cher')).toBe('cher')
  // the comma parts those who share a last name from those whose name goes on
  expect(['Al Ahna', 'Cem Ahn', 'Bea Ahn'].map(sortName).toSorted()).toEqual(['ahn, bea', 'ahn, cem', 'ahna, al'])
})
