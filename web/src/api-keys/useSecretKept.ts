import { onBeforeUnmount, shallowRef, watch, type Ref } from 'vue'
import { useRouter, type RouteLocationNormalized } from 'vue-router'

/**
 * Holds the page while a secret is shown that nobody will see again: going elsewhere asks first, closing the window too.
 * @returns where somebody wanted to go, and what takes them there when the secret is shown no more.
 */
export function useSecretKept(shown: Readonly<Ref<unknown>>) {
  const router = useRouter()
  const wanted = shallowRef<RouteLocationNormalized>()

  const guard = (to: RouteLocationNormalized, from: RouteLocationNormalized): boolean => {
    if (shown.value === undefined || to.path === from.path) return true
    wanted.value = to
    return false
  }
  // the guards for one component would weigh on every public page, which share the router
  onBeforeUnmount(router.beforeEach(guard))

  const hold = (event: BeforeUnloadEvent) => event.preventDefault()
  watch(
    () => shown.value !== undefined,
    now => (now ? addEventListener('beforeunload', hold) : removeEventListener('beforeunload', hold)),
  )
  onBeforeUnmount(() => removeEventListener('beforeunload', hold))

  async function leave(): Promise<void> {
    const to = wanted.value
    wanted.value = undefined
    if (to) await router.push(to.fullPath)
  }
  return { wanted, leave }
}
