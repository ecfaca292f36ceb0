import type { Meeting, MeetingState } from '@treffpunkt/shared/meetings'
import { describe, expect, test } from 'vitest'
import { nextStep, phaseOf, signUpStep } from './state.ts'

const meeting = (state: MeetingState, more: Partial<Meeting> = {}) =>
  ({
    state,
    startsAt: '2026-11-25T13:00:00Z',
    endsAt: '2026-11-25T16:00:00Z',
    concludedAt: null,
    cancelledAt: null,
    ...more,
  }) as Meeting
const at = (instant: string) => Date.parse(instant)

describe('the day of a meeting', () => {
  test('begins at midnight where the network is', () => {
    expect(phaseOf(meeting('open'), at('2026-11-24T22:59:59Z'))).toBe('before')
    expect(phaseOf(meeting('open'), at('2026-11-24T23:00:00Z'))).toBe('during')
  })
  test('begins the evening before for who begins soon after midnight', () => {
    const early = { startsAt: '2026-11-24T23:02:00Z', endsAt: '2026-11-25T03:00:00Z' }
    expect(phaseOf(meeting('open', early), at('2026-11-24T22:59:00Z'))).toBe('during')
    expect(phaseOf(meeting('open', early), at('2026-11-24T20:01:00Z'))).toBe('before')
  })
  test('ends with the meeting, or with its conclusion', () => {
    expect(phaseOf(meeting('closed'), at('2026-11-25T15:59:59Z'))).toBe('during')
    expect(phaseOf(meeting('closed'), at('2026-11-25T16:00:00Z'))).toBe('after')
    expect(phaseOf(meeting('held', { concludedAt: '2026-11-25T15:00:00Z' }), at('2026-11-25T15:30:00Z'))).toBe('after')
  })
  test('goes on over midnight', () => {
    const long = { startsAt: '2026-11-25T20:00:00Z', endsAt: '2026-11-26T01:00:00Z' }
    expect(phaseOf(meeting('closed', long), at('2026-11-25T23:30:00Z'))).toBe('during')
  })
})

describe('what comes next', () => {
  test('a draft can still be published while the meeting lasts', () =>
    expect(nextStep(meeting('draft'), at('2026-11-25T14:00:00Z'))).toBe('publish'))
  test.each([
    ['draft', 'publish'],
    ['announced', 'open'],
    ['open', 'close'],
    ['closed', 'wait'],
  ] as const)('before the day: %s → %s', (state, step) =>
    expect(nextStep(meeting(state), at('2026-11-20T12:00:00Z'))).toBe(step),
  )
  test.each(['announced', 'open', 'closed'] as const)('on the day the door, whatever the sign-up: %s', state => {
    expect(nextStep(meeting(state), at('2026-11-25T08:00:00Z'))).toBe('door')
    expect(nextStep(meeting(state), at('2026-11-25T14:00:00Z'))).toBe('door')
    expect(nextStep(meeting(state), at('2026-11-25T17:00:00Z'))).toBe('conclude')
  })
  test.each([
    ['announced', 'open'],
    ['open', 'close'],
    ['closed', 'reopen'],
  ] as const)('beside it, until the meeting begins, the sign-up: %s → %s', (state, step) => {
    expect(signUpStep(meeting(state), at('2026-11-25T08:00:00Z'))).toBe(step)
    expect(signUpStep(meeting(state), at('2026-11-25T13:00:00Z'))).toBeUndefined()
    expect(signUpStep(meeting(state), at('2026-11-20T12:00:00Z'))).toBeUndefined()
  })
  test('a draft whose day has passed is entered after the fact', () =>
    expect(nextStep(meeting('draft'), at('2026-11-25T16:00:00Z'))).toBe('enter-past'))
  test('the next meeting after the conclusion or the cancellation', () => {
    expect(nextStep(meeting('held', { concludedAt: '2026-11-25T17:00:00Z' }), at('2026-11-26T08:00:00Z'))).toBe('next')
    expect(nextStep(meeting('open', { cancelledAt: '2026-11-20T08:00:00Z' }), at('2026-11-25T14:00:00Z'))).toBe('next')
  })
})
