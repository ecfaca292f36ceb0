import type { Mistake } from '../form/check.ts'

// The same findings as the shared schema for what people can type. The general validator weighs a fifth of the first
// view and would have to be loaded at the very moment when the connection may be gone; a test compares the two.

const email =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i
// oxlint-disable-next-line no-control-regex -- these are what cannot be stored
const control = /[\u0000-\u001F\u007F\u2028\u2029]/
// oxlint-disable-next-line no-control-regex -- as above; several lines are fine
const controlInProse = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/

type Text = string | null | undefined
type Checked = {
  firstName?: Text
  lastName?: Text
  email?: Text
  organisationTyped?: Text
  needs?: { interpreter: Text; other: Text } | null
}

/** Mistakes in what is there: a change sends some of the fields, a sign-up all of them. */
export function checkRegistration(body: Checked): Mistake[] {
  const found: Mistake[] = []
  const look = (pointer: string, value: Text, maxLength: number, { required = false, prose = false } = {}) => {
    if (value === undefined || value === null) return
    if (required && value.trim() === '') found.push({ pointer, code: 'minLength', limit: 1 })
    else if (value.length > maxLength) found.push({ pointer, code: 'maxLength', limit: maxLength })
    else if ((prose ? controlInProse : control).test(value)) found.push({ pointer, code: 'pattern' })
  }
  look('/firstName', body.firstName, 80, { required: true })
  look('/lastName', body.lastName, 80, { required: true })
  const before = found.length
  look('/email', body.email, 254, { required: true })
  if (found.length === before && typeof body.email === 'string' && !email.test(body.email))
    found.push({ pointer: '/email', code: 'format', format: 'email' })
  look('/organisationTyped', body.organisationTyped, 120)
  look('/interpreter', body.needs?.interpreter, 80)
  look('/other', body.needs?.other, 300, { prose: true })
  return found
}
