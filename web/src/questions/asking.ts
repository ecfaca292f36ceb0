import type { Answers, PublicQuestion } from '@treffpunkt/shared/questions'
import { answerPlaces, answersToSend, answerTexts, mistakesIn } from './answering.ts'
import QuestionFields from './QuestionFields.vue'
import { answerValues, type AnswerValues } from './values.ts'

/** What the form in which people sign up needs for the questions of a meeting: a part of its own, loaded where it asks any. */
export const askingForm = (questions: readonly PublicQuestion[]) => ({
  questions,
  Fields: QuestionFields,
  fields: answerTexts(questions),
  places: answerPlaces(questions),
  values: answerValues(questions),
  body: (values: AnswerValues) => ({ answers: answersToSend(questions, values) }),
  check: ({ answers }: { answers?: Answers }) => mistakesIn(questions, answers),
})
export type AskingForm = ReturnType<typeof askingForm>
