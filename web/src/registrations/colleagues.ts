import { closedUp, colleagueField, mostColleagues, type ColleagueField } from '@treffpunkt/shared/colleagues'
import { checkTexts } from '../form/check-text.ts'
import type { Mistake } from '../form/check.ts'
import type { FieldTexts } from '../form/sentences.ts'
import { text } from '../i18n.ts'

/** What stands in the fields of those who are signed up as well, under the names by which the form is posted. */
export type ColleagueValues = Record<ColleagueField, string>

export const colleagueValues = (): ColleagueValues => closedUp({})

const numbers = Array.from({ length: mostColleagues }, (_, at) => at + 1)
const parts = { FirstName: 'firstName', LastName: 'lastName', Email: 'email' } as const
const labels = { FirstName: 'fields.firstName', LastName: 'fields.lastName', Email: 'fields.email' } as const
const empties = { FirstName: 'colleagues.firstNameEmpty', LastName: 'colleagues.lastNameEmpty', Email: '' } as const
const eachField = <Value>(value: (n: number, part: keyof typeof parts) => readonly [string, Value]) =>
  Object.fromEntries(numbers.flatMap(n => (Object.keys(parts) as (keyof typeof parts)[]).map(part => value(n, part))))

export const colleagueTexts = (): Record<ColleagueField, FieldTexts> =>
  eachField((n, part) => {
    const who = text('colleagues.legend', { number: n })
    const empty = empties[part]
    const texts: FieldTexts = {
      label: text(labels[part]),
      ...(empty ? { empty: `${who}: ${text(empty)}` } : {}),
      codes: { same_person: `${who}: ${text('colleagues.twice')}` },
    }
    return [colleagueField(n, part), texts]
  })

/** Where a mistake in one of them stands in the form. */
export const colleaguePlaces = eachField((n, part) => [
  `colleagues/${n - 1}/${parts[part]}`,
  colleagueField(n, part),
]) as Record<string, ColleagueField>

/** Mistakes in what is sent of them. */
export const checkColleagues = (
  colleagues: { firstName: string; lastName: string; email: string | null }[],
): Mistake[] =>
  colleagues.flatMap(({ firstName, lastName, email }, at) =>
    checkTexts({
      [`colleagues/${at}/firstName`]: { value: firstName, maxLength: 80, required: true },
      [`colleagues/${at}/lastName`]: { value: lastName, maxLength: 80, required: true },
      [`colleagues/${at}/email`]: { value: email, maxLength: 254, email: true },
    }),
  )
