import { expect, test } from 'vitest'
import { likelyMeant } from './email-typo.ts'

test.each([
  ['anna@gmial.com', 'anna@gmail.com'],
  ['Anna.M@gmail.co', 'Anna.M@gmail.com'],
  ['anna@t-onlin.de', 'anna@t-online.de'],
  ['anna@wbe.de', 'anna@web.de'],
  ['anna@gmx.d', 'anna@gmx.de'],
  ['anna@outlok.de', 'anna@outlook.de'],
])('%s was meant to be %s', (typed, meant) => expect(likelyMeant(typed)).toBe(meant))

test.each([
  'anna@gmail.com',
  'anna@web.de',
  'anna@awo-burgenland.de',
  'anna@blk.de',
  'anna@mail.com',
  'anna',
  'anna@',
  '',
])('nothing is said about "%s"', typed => expect(likelyMeant(typed)).toBeUndefined())
