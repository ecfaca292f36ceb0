import { onBeforeUnmount, readonly, ref } from 'vue'

/** Milliseconds that a row keeps its place after its press: the second tap of two comes down meanwhile. */
const stay = 1_500
/** Milliseconds in which a finger comes down that set off before the list moved. */
const flight = 300
/** Milliseconds until the second tap of two, where the list has to move at once. */
const slowTap = 1_000

/** Keeps a list that gets shorter from putting somebody else under a finger between two taps. */
export function useStillRows() {
  const kept = ref<ReadonlySet<string>>(new Set())
  /** The place from which on the rows have just moved; Infinity when all stand still. */
  const movedFrom = ref(Infinity)
  let until = 0
  let [keeping, moving]: (ReturnType<typeof setTimeout> | undefined)[] = []

  /** Somebody was pressed: their row stays, and with it those of the ones before, so that nothing moves while many come. */
  function keep(id: string): void {
    kept.value = new Set([...kept.value, id])
    clearTimeout(keeping)
    keeping = setTimeout(() => (kept.value = new Set()), stay)
  }
  function settle(): void {
    clearTimeout(moving)
    until = 0
    movedFrom.value = Infinity
  }
  function move(from: number, milliseconds: number): void {
    until = Math.max(until, Date.now() + milliseconds)
    movedFrom.value = Math.min(movedFrom.value, from)
    clearTimeout(moving)
    moving = setTimeout(settle, until - Date.now())
  }
  /** The rows have become others, without anybody having asked for it. */
  function follow(now: readonly string[], before: readonly string[]): void {
    const from = now.findIndex((id, at) => id !== before[at])
    if (from !== -1) move(from, flight)
  }
  onBeforeUnmount(() => {
    clearTimeout(keeping)
    clearTimeout(moving)
  })

  return {
    /** Whose row stays, though they need not be shown any more. */
    kept: readonly(kept),
    keep,
    follow,
    /** A press has put another list in place of the one under the finger. */
    replace: () => move(0, slowTap),
    /** Whoever searches or chooses looks at what they get. */
    settle,
    /** Whether the row at this place has just come there. */
    isMoving: (at: number): boolean => at >= movedFrom.value,
  }
}
