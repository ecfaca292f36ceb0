import {
  changeAccount,
  createAccount,
  createSignInLink,
  listAccounts,
  type Account,
  type AccountChanges,
  type NewAccount,
} from '@treffpunkt/shared/accounts'
import { call } from '../api/client.ts'
import { ifMatch, useChange, useList } from '../api/queries.ts'

/** The accounts of the office. */
export const useAccounts = () => useList(listAccounts, {})

/** What can be done with accounts. */
export function useAccountActions() {
  const change = useChange()
  return {
    create: async (body: NewAccount, idempotencyKey: string) =>
      (await change(() => call(createAccount, { body, idempotencyKey }))).data,
    save: (body: AccountChanges, account: Account) =>
      change(() => call(changeAccount, { params: { id: account.id }, body, ifMatch: ifMatch(account) })),
    makeLink: async (account: Account) => (await call(createSignInLink, { params: { id: account.id } })).data,
  }
}
