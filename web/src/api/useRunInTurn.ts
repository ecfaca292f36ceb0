import { onScopeDispose } from 'vue'
import { useRun } from './useRun.ts'

/**
 * As `useRun`, for several buttons of one place: pressed twice, each does what it does once; what is pressed while another goes on
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
