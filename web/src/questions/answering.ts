import { answerInWords, checkAnswers, wordedIn } from '@treffpunkt/shared/question-answers'
import type { Answers, PublicQuestion } from '@treffpunkt/shared/questions'
import type { FieldTexts } from '../form/sentences.ts'
import { currentLanguage, text } from '../i18n.ts'
import { nameOf, type AnswerName, type AnswerValues } from './values.ts'

/** From the fields to answers, also of questions that are not shown; what is no number stays text, so that it is named. */
export function answersIn(questions: readonly PublicQuestion[], values: AnswerValues): Answers {
  const answers: Answers = {}
  for (const question of questions) {
    const value = String(values[nameOf(question)] ?? '').trim()
    if (question.kind === 'several_of')
      answers[question.id] = question.choices
        .map(({ key }) => key)
        .filter(key => values[nameOf(question, key)] === true)
    else if (value !== '')
      answers[question.id] = question.kind === 'number' && /^\d{1,7}$/.test(value) ? Number(value) : value
  }
  return answers
}

/** What is sent: answers to what is asked, and what is wrong with them. */
export function answersToSend(questions: readonly PublicQuestion[], values: AnswerValues): Answers {
  const given = answersIn(questions, values)
  const { kept, mistakes } = checkAnswers(questions, given, { partly: true })
  const wrong = mistakes.flatMap(({ pointer }) => {
    const id = pointer.slice('/answers/'.length)
    const answer = given[id]
    return answer === undefined ? [] : [[id, answer]]
  })
  return { ...kept, ...(Object.fromEntries(wrong) as Answers) }
}

/** What is wrong with the answers that are sent. */
export const mistakesIn = (questions: readonly PublicQuestion[], answers: Answers = {}, { partly = false } = {}) =>
  checkAnswers(questions, answers, { partly }).mistakes

/** Labels and instructions, by the names of the fields. */
export const answerTexts = (questions: readonly PublicQuestion[]): Record<AnswerName, FieldTexts> =>
  Object.fromEntries(
    questions.flatMap(question => {
      const { label, choices } = wordedIn(question, currentLanguage())
      const number = text('questions.number', { label })
      const texts: FieldTexts = {
        label,
        empty: text('questions.empty', { label }),
        codes: { type: number, minimum: number, maximum: number },
      }
      return [
        [nameOf(question), texts],
        ...(question.kind === 'several_of'
          ? choices.map(choice => [nameOf(question, choice.key), { label: choice.label }])
          : []),
      ]
    }),
  ) as Record<AnswerName, FieldTexts>

/** Where mistakes in answers stand in the form. */
export const answerPlaces = (questions: readonly PublicQuestion[]): Record<string, AnswerName> =>
  Object.fromEntries(questions.map(question => [`answers/${question.id}`, nameOf(question)]))

/** What was answered to which question, in the words of the page's language; what is not asked is left out. */
export const answersInWords = (questions: readonly PublicQuestion[], answers: Answers) =>
  questions.flatMap(question => {
    const answer = answers[question.id]
    if (answer === undefined) return []
    const { label, choices, language } = wordedIn(question, currentLanguage())
    const words = { yes: text('own.yes'), no: text('own.no') }
    return [
      {
        key: question.id,
        term: label,
        text: answerInWords({ ...question, choices }, answer, words).join('\n'),
        language,
      },
    ]
  })

/** How the value of a field reads where two versions stand beside each other; undefined for other fields. */
export function answerFieldInWords(
  questions: readonly PublicQuestion[],
  name: string,
  value: unknown,
): string | undefined {
  const question = questions.find(({ id }) => name.startsWith(`answer.${id}`))
  if (!question) return undefined
  if (typeof value === 'boolean') return text(value ? 'own.yes' : 'own.no')
  const { choices } = wordedIn(question, currentLanguage())
  const words = { yes: text('own.yes'), no: text('own.no') }
  return value === '' ? '' : answerInWords({ ...question, choices }, String(value), words).join('')
}
