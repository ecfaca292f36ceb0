import { Language } from '@treffpunkt/shared/common'
import { Engagement } from '@treffpunkt/shared/people'
import { Sector } from '@treffpunkt/shared/organisations'
import { Consents, Needs } from '@treffpunkt/shared/registrations'
import { SignUp } from '@treffpunkt/shared/sign-up'
import { expect, test } from 'vitest'
import { check } from '../form/check.ts'
import { checkRegistration } from './check.ts'
import { registrationBody, registrationValues, type RegistrationValues } from './fields.ts'

const named = { Needs, Consents, Sector, Engagement, Language }
const good = { firstName: 'Olena', lastName: 'Kovalenko', email: 'olena@example.org' }

const cases: [string, Partial<RegistrationValues>][] = [
  ['nothing wrong', {}],
  ['nothing filled in', { firstName: '', lastName: '', email: '' }],
  ['only spaces', { firstName: '   ', lastName: '\t' }],
  [
    'too long',
    {
      firstName: 'a'.repeat(81),
      organisationTyped: 'b'.repeat(121),
      other: 'c'.repeat(301),
      interpreter: 'd'.repeat(81),
    },
  ],
  [
    'just fits',
    {
      firstName: 'a'.repeat(80),
      organisationTyped: 'b'.repeat(120),
      other: 'c'.repeat(300),
      interpreter: 'd'.repeat(80),
    },
  ],
  ['a line break in a name', { lastName: 'a\nb' }],
  ['line breaks in the note', { other: 'a\nb' }],
  ['a control character in the note', { other: 'a\u0007b' }],
  ['an address without @', { email: 'olena.example.org' }],
  ['an address without a domain', { email: 'olena@' }],
  ['an address with a space', { email: 'olena k@example.org' }],
  ['an address with two dots', { email: 'olena..k@example.org' }],
  ['an address with signs', { email: "o'lena+treffen@sub.example.org" }],
  [
    'too long an address',
    { email: `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.org` },
  ],
]

test.each(cases)('finds what the schema finds: %s', (_, values) => {
  const typed = { ...registrationValues(), ...good, ...values }
  const body = { ...registrationBody(typed), email: typed.email.trim(), noticeVersion: 1 }
  const places = (mistakes: { pointer: string }[]) =>
    new Set(mistakes.map(({ pointer }) => pointer.split('/').at(-1)).filter(name => name !== '' && name !== 'needs'))
  expect(places(checkRegistration(body))).toEqual(places(check(SignUp, named, body)))
})

test('a change is checked for the fields it sends', () => {
  expect(checkRegistration({ firstName: 'Olena' })).toEqual([])
  expect(checkRegistration({ lastName: '' })).toEqual([{ pointer: '/lastName', code: 'minLength', limit: 1 }])
})
