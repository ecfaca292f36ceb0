import { useQuery } from '@pinia/colada'
import { decideAccessTask, listAccessTasks, type AccessTaskDecision } from '@treffpunkt/shared/access-tasks'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { reloadOf, useChange } from '../api/queries.ts'

/** What is to be organised at a meeting for people who need it; follows sign-ups and what others decide. */
export function useAccessTasks(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['access-tasks', toValue(meetingId)],
    query: async ({ signal }) => (await call(listAccessTasks, { params: { id: toValue(meetingId) }, signal })).data,
  })
  const change = useChange()
  const reload = async () => void (await reloadOf(query))
  useLiveRefresh({ object: 'registration' }, reload)
  useLiveRefresh(() => ({ object: 'meeting', id: toValue(meetingId) }), reload)
  return {
    data: query.data,
    decide: (body: AccessTaskDecision) =>
      change(() => call(decideAccessTask, { params: { id: toValue(meetingId) }, body })),
  }
}
