import { WalkIn } from '@treffpunkt/shared/attendance'
import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { newWalkIn, walkInLength } from './walk-in.ts'

const taken = (typed: string) => {
  const { name, organisation } = newWalkIn('id', typed, typed)
  expect(Value.Check(WalkIn, { name, organisation }), typed).toBe(true)
  return name
}

test('a walk-in is named as the contract takes it, whatever was put together', () => {
  const isTaken = (name: string) => Value.Check(WalkIn, { name, organisation: name })
  expect(isTaken('a'.repeat(walkInLength))).toBe(true)
  expect(isTaken('a'.repeat(walkInLength + 1))).toBe(false)
  expect(taken('  Anna Muster ')).toBe('Anna Muster')
  expect(taken('  Max   Muster ')).toBe('Max Muster')
  expect(taken('Max \u00a0\tMuster')).toBe('Max Muster')
  expect(taken('Anna\u0007\tMuster\u2028')).toBe('Anna Muster')
  expect(taken(`${'a'.repeat(80)} ${'b'.repeat(80)}`)).toBe(`${'a'.repeat(80)} ${'b'.repeat(39)}`)
  // no sign is halved
  expect(taken(`${'a'.repeat(119)}𝒜bc`)).toBe(`${'a'.repeat(119)}𝒜`)
  expect(taken('')).toBe('?')
})
