import { computed, shallowRef, watch } from 'vue'

/**
 * Rows of a list that somebody picks out to do something with all of them. It may hold more than is shown; it is given
 * up when the list is asked for something else.
 * @param shown the rows as they stand in the list.
 * @param asked names what the list was asked for.
 */
export function useSelection(shown: () => readonly { id: string }[], asked: () => string) {
  const selected = shallowRef<ReadonlySet<string>>(new Set())
  /** The row that was picked last: where a range begins. */
  let from: string | undefined
  const clear = () => (selected.value = new Set())
  watch(asked, clear)

  /** Picks a row or drops it; with `range` does the same to all rows since the last one. */
  function select(id: string, range: boolean): void {
    const on = !selected.value.has(id)
    const ids = shown().map(row => row.id)
    const [start, end] = [ids.indexOf(from ?? id), ids.indexOf(id)].sort((one, other) => one - other)
    const meant = range && start !== undefined && start >= 0 ? ids.slice(start, (end ?? start) + 1) : [id]
    const next = new Set(selected.value)
    for (const one of meant) {
      if (on) next.add(one)
      else next.delete(one)
    }
    selected.value = next
    from = id
  }
  const selectAll = (on: boolean) => (selected.value = new Set(on ? shown().map(({ id }) => id) : []))
  const set = (ids: readonly string[]) => (selected.value = new Set(ids))
  return { selected, count: computed(() => selected.value.size), select, selectAll, set, clear }
}
