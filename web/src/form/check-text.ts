import type { Mistake } from './check.ts'

// The same findings as the shared schemas for what people can type. The general validator weighs a fifth of the first
// view and would have to be loaded at the very moment when the connection may be gone; tests compare the two.

const email =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i
// oxlint-disable-next-line no-control-regex -- these are what cannot be stored
const control = /[\u0000-\u001F\u007F\u2028\u2029\u202A-\u202E\u2066-\u2069]/
const visible = /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u
// oxlint-disable-next-line no-control-regex -- as above; several lines are fine
const controlInProse = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/

/** A field of the body as it is sent; what is null or missing says nothing. */
type Looked = {
  value: string | null | undefined
  maxLength: number
  required?: boolean
  /** May have several lines. */
  prose?: boolean
  email?: boolean
}

/** Mistakes in the fields that are there, by their pointer without the slash. */
export function checkTexts(fields: Record<string, Looked>): Mistake[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const found = mistakeIn(field)
    return found === undefined ? [] : [{ pointer: `/${name}`, ...found }]
  })
}

function mistakeIn({
  value,
  maxLength,
  required,
  prose,
  email: isEmail,
}: Looked): Omit<Mistake, 'pointer'> | undefined {
  if (value === undefined || value === null) return undefined
  if (required && !visible.test(value)) return { code: 'minLength', limit: 1 }
  if (value.length > maxLength) return { code: 'maxLength', limit: maxLength }
  if ((prose ? controlInProse : control).test(value)) return { code: 'pattern' }
  return isEmail && !email.test(value) ? { code: 'format', format: 'email' } : undefined
}
