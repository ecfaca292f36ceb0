import { useQuery } from '@pinia/colada'
import {
  changeQuestion,
  createQuestion,
  deleteQuestion,
  listQuestions,
  orderQuestions,
  restoreQuestion,
  type NewQuestion,
  type Question,
  type QuestionChanges,
} from '@treffpunkt/shared/questions'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { ifMatch, problemOf, reloadOf, useChange } from '../api/queries.ts'

/** What a meeting asks, in its order; follows what others change. */
export function useQuestions(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['questions', 'of', toValue(meetingId)],
    query: async ({ signal }) => (await call(listQuestions, { params: { id: toValue(meetingId) }, signal })).data.items,
  })
  const reload = () => reloadOf(query)
  useLiveRefresh({ object: 'question' }, reload)
  return { questions: query.data, problem: computed(() => problemOf(query.error.value)), reload }
}

/** What can be done with questions. */
export function useQuestionActions() {
  const change = useChange()
  const at = ({ id }: Question) => ({ params: { id } })
  return {
    add: (meetingId: string, body: NewQuestion, idempotencyKey: string) =>
      change(() => call(createQuestion, { params: { id: meetingId }, body, idempotencyKey })),
    save: (question: Question, body: QuestionChanges) =>
      change(() => call(changeQuestion, { ...at(question), body, ifMatch: ifMatch(question) })),
    order: (meetingId: string, ids: string[]) =>
      change(() => call(orderQuestions, { params: { id: meetingId }, body: { ids } })),
    remove: (question: Question) => change(() => call(deleteQuestion, { ...at(question), ifMatch: ifMatch(question) })),
    restore: (question: Question) => change(() => call(restoreQuestion, at(question))),
  }
}
