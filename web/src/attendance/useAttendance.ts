import { useQuery } from '@pinia/colada'
import {
  countAttendance,
  createDoorLink,
  eraseWalkIn,
  listAttendance,
  listAttendanceOfPerson,
  listDoorLinks,
  recordAttendance,
  revokeDoorLink,
  type AttendanceQuery,
  type DoorLink,
  type NewAttendanceEntry,
} from '@treffpunkt/shared/attendance'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { call, ServiceProblem } from '../api/client.ts'
import { problemOf, reloadOf, useChange, usePagesOf } from '../api/queries.ts'

/** Who is expected and who came, page by page, asked only while `wanted`; `filter` of a page names the query whose rows these are. */
export const useAttendance = (
  meetingId: MaybeRefOrGetter<string>,
  filter: MaybeRefOrGetter<Omit<AttendanceQuery, 'cursor'>>,
  wanted: MaybeRefOrGetter<boolean> = true,
) => usePagesOf(listAttendance, meetingId, filter, wanted)

/** What somebody was registered for and whether they came, newest meeting first. */
export const useAttendanceOfPerson = (personId: MaybeRefOrGetter<string>) =>
  usePagesOf(listAttendanceOfPerson, personId, { limit: 20 })

/** How many came so far; asked only while `wanted`. */
export function useAttendanceCount(meetingId: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean> = true) {
  const query = useQuery({
    key: () => ['attendance', 'count', toValue(meetingId)],
    enabled: () => toValue(wanted),
    query: async ({ signal }) => (await call(countAttendance, { params: { id: toValue(meetingId) }, signal })).data,
  })
  return { data: query.data, reload: () => reloadOf(query) }
}

/** The door links of a meeting, newest first; asked only while `wanted`. */
export function useDoorLinks(meetingId: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean> = true) {
  const query = useQuery({
    key: () => ['attendance', 'door-links', toValue(meetingId)],
    enabled: () => toValue(wanted),
    query: async ({ signal }) =>
      (await call(listDoorLinks, { params: { id: toValue(meetingId) }, query: { limit: 200 }, signal })).data.items,
  })
  return {
    data: query.data,
    problem: computed(() => problemOf(query.error.value)),
    reload: () => reloadOf(query),
  }
}

/** What the office can do about the door of a meeting. */
export function useAttendanceActions(meetingId: MaybeRefOrGetter<string>) {
  const change = useChange()
  const params = () => ({ id: toValue(meetingId) })
  return {
    /** @throws ServiceProblem also when the service did not keep the entry; `code` says why. */
    record: (entry: NewAttendanceEntry) =>
      change(async () => {
        const { data } = await call(recordAttendance, {
          params: params(),
          body: { sentAt: new Date().toISOString(), entries: [entry] },
        })
        const reason = data.outcomes.find(({ outcome }) => outcome === 'refused')?.reason
        if (reason) throw new ServiceProblem(409, reason)
      }),
    /** Erases the name of somebody who came without a registration, for good. */
    erase: (walkInId: string) => change(() => call(eraseWalkIn, { params: { id: walkInId } })),
    makeLink: async (name: string) =>
      (await change(() => call(createDoorLink, { params: params(), body: { name } }))).data,
    revokeLink: async (link: DoorLink) => (await change(() => call(revokeDoorLink, { params: { id: link.id } }))).data,
  }
}
