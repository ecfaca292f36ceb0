import type { Account } from '@treffpunkt/shared/accounts'
import { ref, shallowRef } from 'vue'
import { ServiceProblem } from '../api/client.ts'
import { useT } from '../i18n.ts'
import { toast } from '../ui/toasts.ts'
import { useAccountActions } from './useAccounts.ts'

/** One thing at a time is done with an account; what went wrong is kept to be shown. */
export function useAccountRun() {
  const busy = ref(false)
  const failed = shallowRef<ServiceProblem>()
  async function run(action: () => Promise<unknown>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      await action()
    } catch (error) {
      if (!(error instanceof ServiceProblem)) throw error
      failed.value = error
    } finally {
      busy.value = false
    }
  }
  return { busy, failed, run }
}

/** Sends an invitation once more, or takes it back. @param onWithdrawn when the account has gone. */
export function useInvitations(
  run: (action: () => Promise<unknown>) => Promise<void>,
  onWithdrawn: () => Promise<unknown>,
) {
  const t = useT()
  const actions = useAccountActions()
  return {
    invite: (account: Account) =>
      run(async () => {
        await actions.invite(account)
        toast(t('accounts.invited', { name: account.name }))
      }),
    withdraw: (account: Account) =>
      run(async () => {
        await actions.withdraw(account)
        await onWithdrawn()
        toast(t('accounts.withdrawn', { name: account.name }))
      }),
  }
}
