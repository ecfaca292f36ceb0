import type { AttendanceEntry } from '@treffpunkt/shared/attendance'
import { expect, test } from 'vitest'
import type { OwnEntry } from './device.ts'
import { countingEntries, lastEntries } from './log.ts'

const at = '2026-11-25T13:00:00Z'
function own(id: string, { undoes, state = 'sent' }: { undoes?: string; state?: OwnEntry['state'] } = {}): OwnEntry {
  const kind = undoes ? 'undone' : 'present'
  const entry = { id, kind, how: 'search', attendeeId: 'somebody', at, ...(undoes ? { undoes } : {}) } as const
  return { number: 1, id, meetingId: 'meeting', entry, name: 'Anna', organisation: null, state, reason: null }
}
const known = (id: string, undoes: string): AttendanceEntry => {
  return { id, position: 1, kind: 'undone', how: 'search', attendeeId: 'somebody', undoes, at, by: 'Eingang rechts' }
}
const ids = (entries: readonly OwnEntry[]) => entries.map(({ id }) => id)

test('an entry counts until some device takes it back', () => {
  expect(ids(countingEntries([], [own('a'), own('b', { undoes: 'a' }), own('c')]))).toEqual(['c'])
  expect(ids(countingEntries([known('x', 'c')], [own('a'), own('c')]))).toEqual(['a'])
})

test('what the service refused does not count, and takes nothing back', () => {
  const entries = [own('a'), own('b', { undoes: 'a', state: 'refused' }), own('c', { state: 'settled' })]
  expect(ids(countingEntries([], entries))).toEqual(['a'])
})

test('the log names the newest first, and what can still be taken back', () => {
  const log = lastEntries([known('x', 'b')], [own('a'), own('b'), own('c', { state: 'refused' })])
  expect(log.map(({ id, undoable }) => [id, undoable])).toEqual([
    ['c', false],
    ['b', false],
    ['a', true],
  ])
})

test('an arrival of two phones that one press took back stands in the log once', () => {
  const theirs: AttendanceEntry = { ...known('b', ''), kind: 'present', undoes: null }
  const entries = [own('a'), own('c', { undoes: 'a' }), own('d', { undoes: 'b', state: 'waiting' })]
  const shown = (list: OwnEntry[]) => ids(lastEntries([theirs], list))
  // with what is left to be sent
  expect(shown(entries)).toEqual(['d', 'a'])
  // what was refused is not lost of sight, and two presses are two
  expect(shown([own('c', { undoes: 'a', state: 'refused' }), own('d', { undoes: 'b' })])).toEqual(['d', 'c'])
  expect(shown([own('a'), own('c', { undoes: 'a' }), own('e'), own('f', { undoes: 'e' })])).toEqual([
    'f',
    'e',
    'c',
    'a',
  ])
})
