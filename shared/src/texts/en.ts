// English of what both sides show: mistakes in forms and the labels of public forms. Plain data.
import type { SharedTexts } from './de.ts'

const en: SharedTexts = {
  mistakes: {
    heading: 'There is a problem',
    prefix: 'Error:',
    empty: 'Fill in ‘{label}’',
    choose: 'Select an option for ‘{label}’',
    tooLong: '‘{label}’ must be {limit} characters or less. You have entered {length}',
    tooShort: '‘{label}’ must be {limit} characters or more',
    email: 'Enter the email address like this: {example}',
    characters: '‘{label}’ contains characters that we cannot save',
    other: 'Check ‘{label}’',
  },
  fields: {
    firstName: 'First name',
    lastName: 'Last name',
    email: 'Email address',
  },
  moments: {
    moment: '{date}, {time}',
    span: '{date}, {from} to {to}',
    spanOverDays: '{date}, {from} to {toDate}, {to}',
  },
}

export default en
