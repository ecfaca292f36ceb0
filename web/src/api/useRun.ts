import { ref, shallowRef } from 'vue'
import { ServiceProblem } from './client.ts'

/**
 * Runs what a button does, one at a time: `busy` while it goes on, `problem` what the service said against it. Anything
 * else that is thrown is a fault of ours and goes on.
 */
export function useRun() {
  const busy = ref(false)
  const problem = shallowRef<ServiceProblem>()
  const forget = () => {
    problem.value = undefined
  }
  async function run(work: () => Promise<unknown>): Promise<void> {
    if (busy.value) return
    busy.value = true
    forget()
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ServiceProblem)) throw error
      problem.value = error
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, run, forget }
}
