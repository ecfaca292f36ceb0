import type { Answers, PublicQuestion } from '@treffpunkt/shared/questions'
import type { Fields } from '../http/forms.ts'

// What the forms of a registration bring without JavaScript. A checkbox is there or is not; an empty field says nothing.

/** Who somebody is, where they come from and what they need, as the API takes it. */
export function postedPerson(body: Fields) {
  const line = (name: string) => body[name]?.trim() || null
  return {
    firstName: body['firstName'] ?? '',
    lastName: body['lastName'] ?? '',
    organisationTyped: line('organisationTyped'),
    sector: line('sector'),
    engagement: line('engagement'),
    needs: {
      stepFree: body['stepFree'] !== undefined,
      interpreter: line('interpreter'),
      food: line('food'),
      other: line('other'),
    },
  }
}

/** The answers as their fields bring them; what is no number stays text, so that the mistake is named. */
export function postedAnswers(questions: PublicQuestion[], body: Fields): Answers {
  const answers: Answers = {}
  for (const { id, kind, choices } of questions) {
    const value = body[`answer.${id}`]?.trim() ?? ''
    if (kind === 'several_of')
      answers[id] = choices.map(({ key }) => key).filter(key => body[`answer.${id}.${key}`] !== undefined)
    else if (value !== '') answers[id] = kind === 'number' && /^\d{1,7}$/.test(value) ? Number(value) : value
  }
  return answers
}
