import { readAccountLink, type AccountLink } from '@treffpunkt/shared/own-account'
import { onMounted, ref, shallowRef } from 'vue'
import { call, ServiceProblem } from '../api/client.ts'

/**
 * What a link from a mail is for. Asking changes nothing, so programs that open every link do no harm.
 * @param purpose a link that is for something else is none.
 */
export function useAccountLink(token: () => string, purpose: () => AccountLink['purpose']) {
  const link = shallowRef<AccountLink>()
  /** Taken back, replaced by a newer one, or never ours. */
  const isGone = ref(false)
  const problem = shallowRef<ServiceProblem>()

  async function load(): Promise<void> {
    problem.value = undefined
    try {
      const { data } = await call(readAccountLink, { body: { token: token() } })
      if (data.purpose === purpose()) link.value = data
      else isGone.value = true
    } catch (error) {
      if (!(error instanceof ServiceProblem)) throw error
      if (error.status === 404) isGone.value = true
      else problem.value = error
    }
  }
  onMounted(load)
  return { link, isGone, problem, load }
}
