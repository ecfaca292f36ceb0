import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toInstant } from './connect.ts'

const at = (instant: Date, fraction: string, offset: string) =>
  `${instant.toISOString().slice(0, 19).replace('T', ' ')}${fraction}${offset}`

test('an instant is the one that PostgreSQL wrote, in UTC and with milliseconds', () => {
  const instants = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  const fractions = fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{0,5}[1-9]$/))
  const offsets = fc.constantFrom('+00', '+01', '+05:30', '-11')
  fc.assert(
    fc.property(instants, fractions, offsets, (instant, fraction, offset) => {
      const written = at(instant, fraction, offset)
      expect(toInstant(written)).toBe(new Date(written.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString())
    }),
  )
})
