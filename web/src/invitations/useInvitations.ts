import { useQuery } from '@pinia/colada'
import {
  countInvitable,
  countInvitationAnswers,
  createInvitations,
  listInvitations,
  previewInvitation,
  remindInvited,
  type InvitationState,
  type NewInvitation,
} from '@treffpunkt/shared/invitations'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { useLiveRefresh } from '../api/live.ts'
import { reloadOf, useChange, usePagesOf } from '../api/queries.ts'

/** Follows what people answer, and what the office sends. */
function follow(reload: () => Promise<unknown>): void {
  for (const object of ['invitation', 'registration', 'mailing'] as const) useLiveRefresh({ object }, reload)
}

/** Who was invited to a meeting, by name. */
export function useInvitations(meetingId: MaybeRefOrGetter<string>, state: MaybeRefOrGetter<InvitationState | ''>) {
  const list = usePagesOf(listInvitations, meetingId, () => {
    const wanted = toValue(state)
    return { limit: 50, ...(wanted ? { state: wanted } : {}) }
  })
  follow(list.reload)
  return { ...list, items: computed(() => list.pages.value?.flatMap(page => page.items)) }
}

/** How many answered what. */
export function useInvitationAnswers(meetingId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['meetings', 'invitation-answers', toValue(meetingId)],
    query: async ({ signal }) =>
      (await call(countInvitationAnswers, { params: { id: toValue(meetingId) }, signal })).data,
  })
  follow(() => reloadOf(query))
  return { data: query.data }
}

type Circle = Pick<NewInvitation, 'circle' | 'of' | 'sector'>

/** How many of a circle would be invited, and why not the others; nothing while the circle is not said. */
export function useInvitable(meetingId: MaybeRefOrGetter<string>, circle: MaybeRefOrGetter<Circle | undefined>) {
  const query = useQuery({
    key: () => ['meetings', 'invitable', toValue(meetingId), JSON.stringify(toValue(circle) ?? null)],
    enabled: () => toValue(circle) !== undefined,
    query: async ({ signal }) =>
      (
        await call(countInvitable, {
          params: { id: toValue(meetingId) },
          query: toValue(circle) ?? { circle: 'everybody' },
          signal,
        })
      ).data,
  })
  follow(() => (toValue(circle) === undefined ? Promise.resolve() : reloadOf(query)))
  return { data: query.data }
}

/** What can be done with invitations. */
export function useInvitationActions() {
  const change = useChange()
  return {
    preview: async (meetingId: string, body: NewInvitation) =>
      (await call(previewInvitation, { params: { id: meetingId }, body })).data,
    invite: (meetingId: string, body: NewInvitation, idempotencyKey: string) =>
      change(() => call(createInvitations, { params: { id: meetingId }, body, idempotencyKey })),
    remind: (meetingId: string, idempotencyKey: string) =>
      change(() => call(remindInvited, { params: { id: meetingId }, idempotencyKey })),
  }
}
