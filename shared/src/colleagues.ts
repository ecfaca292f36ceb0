// The fields of a form in which somebody names those they sign up as well: plain names and values, so that it can be
// posted without a program. Next to no imports: the first view of the form carries this.
import { trimmed, withoutMarks } from './unseen-marks.ts'

/** How many others one form signs up, or a personal link at once. */
export const mostColleagues = 5

const parts = ['FirstName', 'LastName', 'Email'] as const
type Part = (typeof parts)[number]
/** The name of a field. */
export type ColleagueField = `colleague${number}${Part}`
type Values = Record<string, string | boolean | undefined>

/** The name of a field of the `n`th of them, from 1. */
export const colleagueField = (n: number, part: Part): ColleagueField => `colleague${n}${part}`

const textOf = (values: Values, n: number, part: Part): string => {
  const value = values[colleagueField(n, part)]
  return typeof value === 'string' ? value : ''
}

const numbers = Array.from({ length: mostColleagues }, (_, at) => at + 1)

/** Who is named, without those of whom nothing is filled in. */
const namedIn = (values: Values) =>
  numbers.map(n => parts.map(part => textOf(values, n, part))).filter(texts => texts.some(text => text.trim() !== ''))

/** The values of all the fields, with nobody left out between two. */
export function closedUp(values: Values): Record<ColleagueField, string> {
  const named = namedIn(values)
  return Object.fromEntries(
    numbers.flatMap(n => parts.map((part, at) => [colleagueField(n, part), named[n - 1]?.[at] ?? ''])),
  )
}

/** Those named, as they are sent. */
export const colleaguesIn = (values: Values): { firstName: string; lastName: string; email: string | null }[] =>
  namedIn(values).map(([firstName = '', lastName = '', email = '']) => ({
    firstName: trimmed(firstName),
    lastName: trimmed(lastName),
    email: withoutMarks(email).trim() || null,
  }))
