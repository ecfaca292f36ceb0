import { useQuery } from '@pinia/colada'
import {
  changeOwnAccount,
  endOtherSessions,
  endSessionById,
  getOwnAccount,
  listOwnSessions,
  requestEmailChange,
  type OwnAccount,
  type OwnAccountChanges,
} from '@treffpunkt/shared/own-account'
import { computed } from 'vue'
import { call } from '../api/client.ts'
import { ifMatch, problemOf, reloadOf, useChange } from '../api/queries.ts'

/** The own account. */
export function useOwnAccount() {
  const query = useQuery({
    key: ['account', 'own'],
    query: async ({ signal }) => (await call(getOwnAccount, { signal })).data,
  })
  return { data: query.data, problem: computed(() => problemOf(query.error.value)), reload: () => reloadOf(query) }
}

/** Where the own account is signed in. */
export function useOwnSessions() {
  const query = useQuery({
    key: ['account', 'sessions'],
    query: async ({ signal }) => (await call(listOwnSessions, { signal })).data.items,
  })
  return { data: query.data, problem: computed(() => problemOf(query.error.value)), reload: () => reloadOf(query) }
}

/** What somebody does with their own account. */
export function useOwnAccountActions() {
  const change = useChange()
  return {
    save: (body: OwnAccountChanges, account: OwnAccount) =>
      change(() => call(changeOwnAccount, { body, ifMatch: ifMatch(account) })),
    fresh: async () => (await call(getOwnAccount, {})).data,
    changeEmail: (email: string, currentPassword: string | undefined) =>
      change(() => call(requestEmailChange, { body: currentPassword ? { email, currentPassword } : { email } })),
    endSession: (id: string) => change(() => call(endSessionById, { params: { id } })),
    endOthers: () => change(() => call(endOtherSessions, {})),
  }
}
