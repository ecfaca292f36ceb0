import { useQuery } from '@pinia/colada'
import {
  cancelMeeting,
  changeMeeting,
  cloneMeeting,
  closeMeeting,
  concludeMeeting,
  createMeeting,
  deleteMeeting,
  getMeeting,
  listMeetings,
  openMeeting,
  previewMeeting,
  publishMeeting,
  rescheduleMeeting,
  restoreMeeting,
  type Meeting,
  type MeetingChanges,
  type MeetingCopy,
  type MeetingQuery,
  type NewMeeting,
} from '@treffpunkt/shared/meetings'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { call, type CallInput } from '../api/client.ts'
import { ifMatch, problemOf, reloadOf, useChange, useList, useRecord } from '../api/queries.ts'

/** Meetings, drafts included, page by page. */
export const useMeetings = (filter: MaybeRefOrGetter<MeetingQuery>) => useList(listMeetings, filter)

/** One meeting. */
export const useMeeting = (id: MaybeRefOrGetter<string>) => useRecord(getMeeting, id)

/** A meeting as the public will read it once it is published. */
export function useMeetingPreview(id: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['meetings', 'preview', toValue(id)],
    query: async ({ signal }) => (await call(previewMeeting, { params: { id: toValue(id) }, signal })).data,
  })
  return { data: query.data, problem: computed(() => problemOf(query.error.value)), reload: () => reloadOf(query) }
}

/** What can be done with meetings. */
export function useMeetingActions() {
  const change = useChange()
  return {
    create: async (body: NewMeeting, idempotencyKey: string) =>
      (await change(() => call(createMeeting, { body, idempotencyKey }))).data,
    clone: async (id: string, body: MeetingCopy, idempotencyKey: string) =>
      (await change(() => call(cloneMeeting, { params: { id }, body, idempotencyKey }))).data,
    save: (body: MeetingChanges, meeting: Meeting) =>
      change(() => call(changeMeeting, { params: { id: meeting.id }, body, ifMatch: ifMatch(meeting) })),
    fresh: async (id: string) => (await call(getMeeting, { params: { id } })).data,
    remove: (meeting: Meeting) => call(deleteMeeting, { params: { id: meeting.id }, ifMatch: ifMatch(meeting) }),
    restore: (meeting: Meeting) => call(restoreMeeting, { params: { id: meeting.id } }),
    publish: (id: string) => change(() => call(publishMeeting, { params: { id } })),
    open: (id: string) => change(() => call(openMeeting, { params: { id } })),
    close: (id: string) => change(() => call(closeMeeting, { params: { id } })),
    cancel: (id: string, reason: string) => change(() => call(cancelMeeting, { params: { id }, body: { reason } })),
    reschedule: (
      meeting: Meeting,
      body: NonNullable<CallInput<typeof rescheduleMeeting>['body']>,
      idempotencyKey: string,
    ) =>
      change(() =>
        call(rescheduleMeeting, { params: { id: meeting.id }, body, ifMatch: ifMatch(meeting), idempotencyKey }),
      ),
    conclude: (id: string, headCount: number | null) =>
      change(() => call(concludeMeeting, { params: { id }, body: headCount === null ? {} : { headCount } })),
  }
}
