import { useQuery } from '@pinia/colada'
import { getContactList } from '@treffpunkt/shared/contact-lists'
import {
  approveRegistration,
  changeRegistration,
  confirmRegistration,
  createRegistration,
  getRegistration,
  getRegistrationLink,
  getSeats,
  listRegistrations,
  reconsiderRegistration,
  resendRegistrationMail,
  restoreRegistration,
  settleOrganisation,
  substituteRegistration,
  withdrawRegistration,
  type NewRegistration,
  type Registration,
  type RegistrationChanges,
  type RegistrationQuery,
  type Substitute,
} from '@treffpunkt/shared/registrations'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { ifMatch, problemOf, reloadOf, useChange, usePagesOf, useRecord } from '../api/queries.ts'

/** Who signed up for a meeting, page by page, once it is `wanted`; `filter` names the query whose rows these are. */
export const useRegistrations = (
  meetingId: MaybeRefOrGetter<string>,
  filter: MaybeRefOrGetter<Omit<RegistrationQuery, 'cursor'>>,
  wanted: MaybeRefOrGetter<boolean> = true,
) => usePagesOf(listRegistrations, meetingId, filter, wanted)

/** How full a meeting is. */
export function useSeats(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['meetings', 'seats', toValue(meetingId)],
    query: async ({ signal }) => (await call(getSeats, { params: { id: toValue(meetingId) }, signal })).data,
  })
  return { data: query.data, reload: () => reloadOf(query) }
}

/** Those who agreed to be on the list for the participants; asked only while `wanted`. */
export function useContactList(meetingId: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean> = true) {
  const query = useQuery({
    key: () => ['registrations', 'contacts', toValue(meetingId)],
    enabled: () => toValue(wanted),
    query: async ({ signal }) => (await call(getContactList, { params: { id: toValue(meetingId) }, signal })).data,
  })
  const reload = () => reloadOf(query)
  useLiveRefresh({ object: 'registration' }, async () => void (toValue(wanted) && (await reload())))
  return { data: query.data, problem: computed(() => problemOf(query.error.value)), reload }
}

/** Those whose organisation was typed and is not settled yet: their ids, and how many typed the same. */
export function useUnsettled(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['registrations', 'unsettled', toValue(meetingId)],
    query: async ({ signal }) =>
      (
        await call(listRegistrations, {
          params: { id: toValue(meetingId) },
          query: { unsettled: true, limit: 200 },
          signal,
        })
      ).data.items,
  })
  const typed = (one: Registration) => one.organisationTyped?.toLowerCase()
  return {
    ids: computed(() => new Set(query.data.value?.map(({ id }) => id))),
    /** How many other people of this meeting typed the same. */
    othersLike: (registration: Registration) =>
      (query.data.value ?? []).filter(one => one.id !== registration.id && typed(one) === typed(registration)).length,
    reload: () => reloadOf(query),
  }
}

/** One registration with what the person needs. */
export const useRegistration = (id: MaybeRefOrGetter<string>) => useRecord(getRegistration, id)

/** Everybody whose seat is confirmed, by last name; all pages at once, as a list on paper has no second one. */
export function useConfirmed(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['registrations', 'confirmed', toValue(meetingId)],
    query: async ({ signal }) => {
      const items: Registration[] = []
      let cursor: string | null = null
      do {
        const page: { items: Registration[]; next: string | null } = (
          await call(listRegistrations, {
            params: { id: toValue(meetingId) },
            query: { status: 'confirmed', sort: 'name', limit: 200, ...(cursor === null ? {} : { cursor }) },
            signal,
          })
        ).data
        items.push(...page.items)
        cursor = page.next
      } while (cursor !== null)
      return items
    },
  })
  return {
    data: query.data,
    problem: computed(() => problemOf(query.error.value)),
    reload: () => reloadOf(query),
  }
}

/** Which organisation was meant by what somebody typed. */
export type Settling = Parameters<typeof call<typeof settleOrganisation>>[1]['body']

/** What the office can do with registrations. */
export function useRegistrationActions() {
  const change = useChange()
  const at = (id: string) => ({ params: { id } })
  return {
    enter: async (meetingId: string, body: NewRegistration, idempotencyKey: string) =>
      (await change(() => call(createRegistration, { ...at(meetingId), body, idempotencyKey }))).data,
    save: (body: RegistrationChanges, registration: Registration) =>
      change(() => call(changeRegistration, { ...at(registration.id), body, ifMatch: ifMatch(registration) })),
    fresh: async (id: string) => (await call(getRegistration, at(id))).data,
    confirm: async (id: string) => (await change(() => call(confirmRegistration, at(id)))).data,
    approve: async (id: string) => (await change(() => call(approveRegistration, at(id)))).data,
    reconsider: async (id: string) => (await change(() => call(reconsiderRegistration, at(id)))).data,
    withdraw: async (id: string) => (await change(() => call(withdrawRegistration, at(id)))).data,
    restore: async (id: string) => (await change(() => call(restoreRegistration, at(id)))).data,
    substitute: async (id: string, body: Substitute, idempotencyKey: string) =>
      (await change(() => call(substituteRegistration, { ...at(id), body, idempotencyKey }))).data,
    resendMail: async (id: string) => (await change(() => call(resendRegistrationMail, at(id)))).data,
    settle: async (id: string, body: Settling) =>
      (await change(() => call(settleOrganisation, { ...at(id), body }))).data,
    linkOf: async (id: string) => (await call(getRegistrationLink, at(id))).data.url,
  }
}
