import type { Answers, PublicQuestion } from '@treffpunkt/shared/questions'

/** A field for each question, and one for each choice where there may be several. */
export type AnswerName = `answer.${string}`

/** What stands in the fields of the questions, under the names by which the form is posted. */
export type AnswerValues = Record<AnswerName, string | boolean>

export const nameOf = (question: Pick<PublicQuestion, 'id'>, key?: string): AnswerName =>
  `answer.${question.id}${key === undefined ? '' : `.${key}`}`

/** The fields of the questions with what was answered, or empty ones. */
export function answerValues(questions: readonly PublicQuestion[], answers: Answers = {}): AnswerValues {
  const values: AnswerValues = {}
  for (const question of questions) {
    const answer = answers[question.id]
    if (question.kind === 'several_of')
      for (const { key } of question.choices)
        values[nameOf(question, key)] = Array.isArray(answer) && answer.includes(key)
    else values[nameOf(question)] = answer === undefined ? '' : String(answer)
  }
  return values
}
