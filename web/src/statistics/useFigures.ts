import { useQuery } from '@pinia/colada'
import { getBalance, getFigures, listFigures, type FiguresQuery } from '@treffpunkt/shared/statistics'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { problemOf, reloadOf, useList } from '../api/queries.ts'

/** The figures of held meetings, newest first, page by page. */
export const useFigures = (filter: MaybeRefOrGetter<FiguresQuery>) => useList(listFigures, filter)

/** The figures of one held meeting; under a key of its own, because the meeting itself is kept under `meetings`. */
export function useMeetingFigures(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['statistics', 'one', toValue(meetingId)],
    query: async ({ signal }) => (await call(getFigures, { params: { id: toValue(meetingId) }, signal })).data,
  })
  return {
    data: query.data,
    problem: computed(() => problemOf(query.error.value)),
    reload: () => reloadOf(query),
  }
}

/** Who comes to a meeting, against the last one of its kind. */
export function useBalance(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['statistics', 'balance', toValue(meetingId)],
    query: async ({ signal }) => (await call(getBalance, { params: { id: toValue(meetingId) }, signal })).data,
  })
  return { data: query.data, reload: () => reloadOf(query) }
}
