import { onScopeDispose, ref } from 'vue'

/**
 * Whole seconds that are left of the minute in which something can be taken back, anew every second. A clock that is off
 * shows no more than there ever are.
 */
export function useSecondsLeft(): (dueAt: string) => number {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 1_000)
  onScopeDispose(() => clearInterval(timer))
  return dueAt => Math.min(60, Math.max(0, Math.ceil((Date.parse(dueAt) - now.value) / 1_000)))
}
