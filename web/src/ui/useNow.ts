import { onScopeDispose, readonly, ref } from 'vue'

/** The present moment in milliseconds, anew every half minute, for pages that stay open while time goes by. */
export function useNow() {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 30_000)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
