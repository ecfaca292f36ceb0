import { useQuery } from '@pinia/colada'
import {
  changeAccount,
  createAccount,
  createSignInLink,
  getAccount,
  listAccounts,
  sendInvitation,
  withdrawInvitation,
  type Account,
  type AccountChanges,
  type NewAccount,
} from '@treffpunkt/shared/accounts'
import { endSessionById, endSessionsOf, listSessionsOf } from '@treffpunkt/shared/own-account'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { call } from '../api/client.ts'
import { ifMatch, problemOf, reloadOf, useChange, useList, useRecord } from '../api/queries.ts'

/** The accounts of the office. */
export const useAccounts = () => useList(listAccounts, {})

/** One account. */
export const useAccount = (id: MaybeRefOrGetter<string>) => useRecord(getAccount, id)

/** Where an account is signed in. */
export function useSessionsOf(accountId: MaybeRefOrGetter<string>) {
  const query = useQuery({
    key: () => ['accounts', 'sessions', toValue(accountId)],
    query: async ({ signal }) =>
      (await call(listSessionsOf, { params: { id: toValue(accountId) }, signal })).data.items,
  })
  return { data: query.data, problem: computed(() => problemOf(query.error.value)), reload: () => reloadOf(query) }
}

/** What can be done with accounts. */
export function useAccountActions() {
  const change = useChange()
  const at = (id: string) => ({ params: { id } })
  return {
    create: async (body: NewAccount, idempotencyKey: string) =>
      (await change(() => call(createAccount, { body, idempotencyKey }))).data,
    save: (body: AccountChanges, account: Account) =>
      change(() => call(changeAccount, { ...at(account.id), body, ifMatch: ifMatch(account) })),
    fresh: async (id: string) => (await call(getAccount, at(id))).data,
    makeLink: async (account: Account) => (await change(() => call(createSignInLink, at(account.id)))).data,
    invite: (account: Account) => change(() => call(sendInvitation, at(account.id))),
    // what is on the page goes with the account
    withdraw: (account: Account) => call(withdrawInvitation, { ...at(account.id), ifMatch: ifMatch(account) }),
    endSession: (id: string) => change(() => call(endSessionById, at(id))),
    endSessions: (account: Account) => change(() => call(endSessionsOf, at(account.id))),
  }
}
