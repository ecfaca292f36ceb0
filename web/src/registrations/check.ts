import { checkTexts } from '../form/check-text.ts'
import type { Mistake } from '../form/check.ts'

type Text = string | null | undefined
type Checked = {
  firstName?: Text
  lastName?: Text
  email?: Text
  organisationTyped?: Text
  needs?: { interpreter: Text; other: Text } | null
}

/** Mistakes in what is there: a change sends some of the fields, a sign-up all of them. */
export const checkRegistration = ({ firstName, lastName, email, organisationTyped, needs }: Checked): Mistake[] =>
  checkTexts({
    firstName: { value: firstName, maxLength: 80, required: true },
    lastName: { value: lastName, maxLength: 80, required: true },
    email: { value: email, maxLength: 254, required: true, email: true },
    organisationTyped: { value: organisationTyped, maxLength: 120 },
    interpreter: { value: needs?.interpreter, maxLength: 80 },
    other: { value: needs?.other, maxLength: 300, prose: true },
  })
