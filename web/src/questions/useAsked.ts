import type { Answers, PublicQuestion } from '@treffpunkt/shared/questions'
import { computed, shallowRef, watch } from 'vue'
import { useLoad } from '../api/useLoad.ts'
import type { Mistake } from '../form/check.ts'
import type { FieldTexts } from '../form/sentences.ts'
import { readQuestions } from './calls.ts'
import { loadAsking, whatIsLoaded } from './loading.ts'
import { answerValues, type AnswerName, type AnswerValues } from './values.ts'

/** What a meeting asks, for the form in which people sign up. */
export function useAsked(id: () => string) {
  const { data, problem, reload } = useLoad(id, readQuestions)
  const part = shallowRef(whatIsLoaded())
  const questions = computed<readonly PublicQuestion[] | undefined>(() => data.value?.items)
  /** Read by the form when it is sent; filled in once the questions are known. */
  const fields: Record<AnswerName, FieldTexts> = {}
  const places: Record<string, AnswerName> = {}

  function fillIn(): void {
    if (!part.value || !questions.value) return
    Object.assign(fields, part.value.answerTexts(questions.value))
    Object.assign(places, part.value.answerPlaces(questions.value))
  }
  fillIn()
  watch(questions, async now => {
    if (!now?.length) return
    // without a connection it is tried again with the questions
    part.value = await loadAsking().catch(() => undefined)
    fillIn()
  })

  return {
    questions,
    problem,
    reload,
    /** The fields, where there are questions. */
    Fields: computed(() => (questions.value?.length ? part.value?.QuestionFields : undefined)),
    /** Whether the form can be shown: there are no questions, or everything about them is here. */
    isReady: computed(
      () => questions.value !== undefined && (questions.value.length === 0 || part.value !== undefined),
    ),
    fields,
    places,
    values: (): AnswerValues => answerValues(questions.value ?? []),
    /** What is sent of the answers; nothing where nothing is asked. */
    body: (values: AnswerValues): { answers?: Answers } =>
      part.value && questions.value?.length ? { answers: part.value.answersToSend(questions.value, values) } : {},
    check: ({ answers }: { answers?: Answers }): Mistake[] =>
      part.value && questions.value ? part.value.mistakesIn(questions.value, answers) : [],
  }
}
