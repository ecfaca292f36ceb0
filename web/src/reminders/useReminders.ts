import { useQuery } from '@pinia/colada'
import { listReminders } from '@treffpunkt/shared/reminders'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { reloadOf } from '../api/queries.ts'

/** Reminders of a meeting that are to come and that were sent; follows the meeting and who signs up for it. */
export function useReminders(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['meetings', 'reminders', toValue(meetingId)],
    query: async ({ signal }) => (await call(listReminders, { params: { id: toValue(meetingId) }, signal })).data.items,
  })
  const reload = () => reloadOf(query)
  useLiveRefresh(() => ({ object: 'meeting', id: toValue(meetingId) }), reload)
  useLiveRefresh({ object: 'registration' }, reload)
  return { items: query.data, reload }
}
