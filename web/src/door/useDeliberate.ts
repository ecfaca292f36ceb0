import { onBeforeUnmount, readonly, ref, watch } from 'vue'

/** Milliseconds in which a finger that was on its way comes down, or the second tap of two. */
const settle = 600

/**
 * Guards a button that takes something back and that comes to stand under a finger, or comes to mean somebody else,
 * between two taps.
 * @param what the button is about.
 */
export function useDeliberate(what: () => unknown) {
  const isFresh = ref(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    what,
    () => {
      isFresh.value = true
      clearTimeout(timer)
      timer = setTimeout(() => (isFresh.value = false), settle)
    },
    { immediate: true, flush: 'sync' },
  )
  onBeforeUnmount(() => clearTimeout(timer))

  /** Does `work` when the press was meant; keys, which count no taps, always mean it. */
  const press = ({ detail: taps }: MouseEvent, work: () => void): void => {
    if (taps === 0 || (taps === 1 && !isFresh.value)) work()
  }
  return { isFresh: readonly(isFresh), press }
}
