import type { AttendanceKind, DoorGuest } from '@treffpunkt/shared/attendance'
import type { FoldedAttendance } from '@treffpunkt/shared/attendance-standing'
import { expect, test } from 'vitest'
import { arrivalWith, countPeople, judge } from './judge.ts'

const guest = (place: DoorGuest['place'], id = 'one'): DoorGuest => ({
  id,
  name: 'Olena Kovalenko',
  sortName: 'kovalenko, olena',
  organisation: null,
  place,
  attends: null,
  shortCode: null,
  ticketHash: null,
  noPhotographs: false,
})
const standing = (state: FoldedAttendance['state'], arrivedAt: string | null): FoldedAttendance => ({
  state,
  entryId: 'entry',
  arrivedAt,
})
const noon = '2026-11-25T12:00:00Z'

test('who holds a seat, or comes without any, is welcome; who holds none is asked about', () => {
  for (const place of ['unconfirmed', 'confirmed', 'offered', null] as const)
    expect(judge(guest(place), undefined)).toEqual({ kind: 'welcome' })
  expect(judge(guest('waitlisted'), undefined)).toEqual({ kind: 'stopped', stop: 'waiting' })
  expect(judge(guest('withdrawn'), undefined)).toEqual({ kind: 'stopped', stop: 'withdrawn' })
  for (const place of ['expired', 'lapsed'] as const)
    expect(judge(guest(place), undefined)).toEqual({ kind: 'stopped', stop: 'expired' })
})

test('who is here is told since when; who has left, was excused or given up is welcome', () => {
  expect(judge(guest('confirmed'), standing('present', noon))).toEqual({ kind: 'already', since: noon })
  for (const state of ['left', 'excused', 'no_show'] as const)
    expect(judge(guest('confirmed'), standing(state, null))).toEqual({ kind: 'welcome' })
  // was let in without a place, went out, and is not asked a second time
  expect(judge(guest('withdrawn'), standing('left', noon))).toEqual({ kind: 'welcome' })
})

test('counted are those with a seat and whoever came; in the room are those who have not left', () => {
  const guests = [guest('confirmed', 'a'), guest('offered', 'b'), guest('withdrawn', 'c'), guest('waitlisted', 'd')]
  const standings = new Map([
    ['a', standing('left', noon)],
    ['c', standing('present', noon)],
    ['walk-in', standing('present', noon)],
    ['b', standing('excused', null)],
  ])
  expect(countPeople(guests, standings)).toEqual({ came: 3, total: 4, inside: 2 })
  // who joins online is not expected, and counts when they come all the same
  const online = { ...guest('confirmed', 'e'), attends: 'online' as const }
  expect(judge(online, undefined)).toEqual({ kind: 'welcome' })
  expect(countPeople([...guests, online], standings).total).toBe(4)
  const came = new Map([...standings, ['e', standing('present', noon)] as const])
  expect(countPeople([...guests, online], came)).toEqual({ came: 4, total: 5, inside: 3 })
})

test('an arrival is every `present` in a row; what lies before or after something else is another', () => {
  const entry = (id: string, kind: AttendanceKind, undoes: string | null = null, attendeeId = 'anna') => ({
    id,
    kind,
    how: 'search' as const,
    attendeeId,
    undoes,
    // two digits of an id are its minute
    at: `2026-11-25T12:${id.slice(-2)}:00Z`,
  })
  const entries = [
    entry('a01', 'present'),
    entry('b02', 'present', null, 'bernd'),
    entry('a03', 'present'),
    entry('a04', 'present'),
    entry('u05', 'undone', 'a03'),
    entry('a06', 'left'),
    entry('a08', 'present'),
    // of a phone that sends late
    entry('a07', 'present'),
  ]
  const own = [
    // the clock of this phone is slow
    { state: 'waiting' as const, entry: entry('c00', 'present') },
    { state: 'refused' as const, entry: entry('c01', 'left') },
    { state: 'sent' as const, entry: entry('a08', 'present') },
  ]
  expect(arrivalWith(entries, [], 'a04')).toEqual(['a01', 'a04'])
  expect(arrivalWith(entries, own, 'a04')).toEqual(['a01', 'a04'])
  expect(arrivalWith(entries, own, 'a08')).toEqual(['a07', 'a08', 'c00'])
  expect(arrivalWith(entries, own, 'b02')).toEqual(['b02'])
  expect(arrivalWith(entries, own, 'a06')).toEqual(['a06'])
  expect(arrivalWith(entries, own, 'x99')).toEqual(['x99'])
})
