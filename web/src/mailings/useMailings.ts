import { useQuery } from '@pinia/colada'
import {
  countAudiences,
  createMailing,
  listMailings,
  previewMailing,
  sendMailing,
  takeBackMailing,
  type NewMailing,
} from '@treffpunkt/shared/mailings'
import { computed, onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { reloadOf, useChange, usePagesOf } from '../api/queries.ts'

/** What was written to those registered for a meeting, newest first; follows what others write and what goes out. */
export function useMailings(meetingId: MaybeRefOrGetter<string>) {
  const list = usePagesOf(listMailings, meetingId, { limit: 50 })
  const items = computed(() => list.pages.value?.flatMap(page => page.items))
  useLiveRefresh({ object: 'mailing' }, list.reload)
  // mails that are taken by the mail server are no change of anything: a message that is on its way is looked at again
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    items,
    mailings => {
      clearTimeout(timer)
      const isUnderWay = mailings?.some(
        one =>
          one.state === 'sent' &&
          one.delivered + one.failed + one.kept < one.recipients &&
          Date.now() - Date.parse(one.dueAt) < 600_000,
      )
      if (isUnderWay) timer = setTimeout(() => void list.reload(), 5_000)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { ...list, items }
}

/** How many a message to those registered for a meeting would go to. */
export function useAudiences(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['meetings', 'audiences', toValue(meetingId)],
    query: async ({ signal }) => (await call(countAudiences, { params: { id: toValue(meetingId) }, signal })).data,
  })
  const reload = () => reloadOf(query)
  useLiveRefresh({ object: 'registration' }, reload)
  return { data: query.data, reload }
}

/** What can be done with messages to many. */
export function useMailingActions() {
  const change = useChange()
  return {
    preview: async (meetingId: string, body: NewMailing) =>
      (await call(previewMailing, { params: { id: meetingId }, body })).data,
    create: async (meetingId: string, body: NewMailing, idempotencyKey: string) =>
      (await change(() => call(createMailing, { params: { id: meetingId }, body, idempotencyKey }))).data,
    send: (id: string) => change(() => call(sendMailing, { params: { id } })),
    takeBack: (id: string) => change(() => call(takeBackMailing, { params: { id } })),
  }
}
