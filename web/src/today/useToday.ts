import { useQuery } from '@pinia/colada'
import { getToday } from '@treffpunkt/shared/today'
import { computed } from 'vue'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { problemOf, reloadOf } from '../api/queries.ts'

/** What the office begins its day with; follows what others change. */
export function useToday() {
  const query = useQuery({ key: ['today'], query: async ({ signal }) => (await call(getToday, { signal })).data })
  const reload = () => reloadOf(query)
  for (const object of ['meeting', 'registration', 'barrier_report', 'settings', 'mail'])
    useLiveRefresh({ object }, reload)
  return { data: query.data, problem: computed(() => problemOf(query.error.value)), reload }
}
