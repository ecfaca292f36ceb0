import { computed, onScopeDispose, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * Search, filters and sorting of a list, kept in the address: Back, reload and links lead to the same rows.
 * Values that equal the default are left out of the address.
 */
export function useUrlQuery<Values extends Record<string, string>>(defaults: Values) {
  const route = useRoute()
  const router = useRouter()
  const names = Object.keys(defaults) as (keyof Values & string)[]

  const values = computed(() => {
    const read = { ...defaults }
    for (const name of names) {
      const value = route.query[name]
      if (typeof value === 'string') read[name] = value as Values[typeof name]
    }
    return read
  })

  /** The search that was put into the address from here: its arrival must not undo what has been typed since. */
  let asked = values.value['q'] ?? ''
  function set(changes: Partial<Values>): void {
    if (changes['q'] !== undefined) asked = changes['q']
    const next = { ...values.value, ...changes }
    const query = Object.fromEntries(
      names.filter(name => next[name] !== defaults[name]).map(name => [name, next[name]]),
    )
    void router.replace({ query })
  }

  /** A value for `v-model`. */
  const model = <Name extends keyof Values & string>(name: Name) =>
    computed<Values[Name]>({
      get: () => values.value[name],
      set: value => set({ [name]: value } as unknown as Partial<Values>),
    })

  // Typing would otherwise ask the service with every letter.
  const search = ref(values.value['q'] ?? '')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(search, q => {
    clearTimeout(timer)
    timer = setTimeout(() => set({ q } as unknown as Partial<Values>), 250)
  })
  watch(
    () => values.value['q'],
    q => {
      if ((q ?? '') !== asked) search.value = asked = q ?? ''
    },
  )
  onScopeDispose(() => clearTimeout(timer))

  /** What the API's list takes: filters that are set. */
  const filter = computed(
    () =>
      Object.fromEntries(Object.entries(values.value).filter(([, value]) => value.trim() !== '')) as Partial<Values>,
  )
  return { values, filter, model, search, set }
}
