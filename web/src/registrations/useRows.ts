import type { Registration } from '@treffpunkt/shared/registrations'
import { computed, shallowRef, watch, type Ref } from 'vue'

type Page = { items: Registration[]; filter: string }

/**
 * The rows of a list that others add to meanwhile: what is shown keeps its place and shows its newest state, and what
 * has come since is counted until somebody wants to see it.
 */
export function useRows(pages: Ref<readonly Page[] | undefined>) {
  const held = shallowRef<{ filter: string; pages: number; rows: Registration[] }>()
  const all = computed(() => pages.value?.flatMap(page => page.items))

  function showAll(): void {
    const filter = pages.value?.[0]?.filter
    if (filter !== undefined && all.value) held.value = { filter, pages: pages.value?.length ?? 0, rows: all.value }
  }
  // Another filter and further pages are what the person has asked for; an empty list has nothing to keep in place.
  watch(
    pages,
    now => {
      const before = held.value
      if (!now || !before || !before.rows.length || now[0]?.filter !== before.filter || now.length > before.pages)
        showAll()
    },
    { immediate: true },
  )

  const rows = computed(() => {
    const fresh = new Map(all.value?.map(row => [row.id, row]))
    return held.value?.rows.map(row => fresh.get(row.id) ?? row)
  })
  const arrived = computed(() => {
    const known = new Set(held.value?.rows.map(row => row.id))
    return all.value?.filter(row => !known.has(row.id)).length ?? 0
  })
  return { rows, arrived, showAll }
}
