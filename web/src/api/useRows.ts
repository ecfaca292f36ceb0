import { computed, shallowRef, watch, type Ref } from 'vue'

type Page<Row> = { items: Row[]; filter: string }

/**
 * The rows of a list that others add to meanwhile: what is shown keeps its place and shows its newest state, and what
 * has come since is counted until somebody wants to see it. `filter` of a page names the query whose rows these are.
 */
export function useRows<Row extends { id: string }>(pages: Ref<readonly Page<Row>[] | undefined>) {
  const held = shallowRef<{ filter: string; pages: number; rows: Row[] }>()
  const all = computed(() => pages.value?.flatMap(page => page.items))
  const unseen = computed(() => {
    const known = new Set(held.value?.rows.map(row => row.id))
    return all.value?.filter(row => !known.has(row.id)) ?? []
  })

  /** Rows that this window has added itself, before the list has answered with them. */
  const own = new Set<string>()

  /** @param added the row that was just added here; it shows as soon as the list has it. */
  function showAll(added?: string): void {
    if (added !== undefined) own.add(added)
    const filter = pages.value?.[0]?.filter
    if (filter !== undefined && all.value) held.value = { filter, pages: pages.value?.length ?? 0, rows: all.value }
  }
  // Another filter and further pages are what the person has asked for; an empty list has nothing to keep in place.
  const hasOwn = () => unseen.value.some(({ id }) => own.has(id))
  watch(
    pages,
    now => {
      const before = held.value
      if (!now || !before?.rows.length || now[0]?.filter !== before.filter || now.length > before.pages || hasOwn())
        showAll()
    },
    { immediate: true },
  )

  const fresh = computed(() => new Map(all.value?.map(row => [row.id, row])))
  const rows = computed(() => held.value?.rows.map(row => fresh.value.get(row.id) ?? row))
  const arrived = computed(() => unseen.value.length)
  /** Whether a row is shown that the query no longer answers with: it stays where it is, as it was last known. */
  const hasLeft = (id: string) => !fresh.value.has(id)

  /** Takes a row away that is erased: it must not stand there a moment longer, not even to keep its place. */
  function drop(id: string): void {
    if (held.value) held.value = { ...held.value, rows: held.value.rows.filter(row => row.id !== id) }
  }
  return { rows, arrived, showAll, hasLeft, drop }
}
