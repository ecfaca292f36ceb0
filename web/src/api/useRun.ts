import { onScopeDispose, ref, shallowRef } from 'vue'
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

/**
 * The same for several buttons of one place: pressed twice, each does what it does once; what is pressed while another goes on
 * begins when that is done, unless the place has closed.
 */
export function useRunInTurn() {
  const { busy, problem, run } = useRun()
  const pressed = new Set<string>()
  let last: Promise<void> = Promise.resolve()
  let isOpen = true
  onScopeDispose(() => {
    isOpen = false
  })
  /** @param name of the button. */
  async function runInTurn(name: string, work: () => Promise<unknown>): Promise<void> {
    if (pressed.has(name)) return
    pressed.add(name)
    const mine = last.then(() => (isOpen ? run(work) : undefined)).finally(() => pressed.delete(name))
    last = mine.catch(() => undefined)
    await mine
  }
  return { busy, problem, run: runInTurn }
}
