import { nextTick, watch, type Ref } from 'vue'
import { useRouter } from 'vue-router'

/**
 * A drawer with an address of its own: closing it leads back to where it was opened, and gives the focus to the row.
 * @param opened id of the row whose drawer is open, from the address; empty when none is.
 * @param forget takes it out of the address.
 */
export function useDrawer(opened: Ref<string>, forget: () => void) {
  const router = useRouter()
  let openedHere = false

  async function focusRow(id: string): Promise<void> {
    await nextTick()
    const row = document.getElementById(`row-${id}`) ?? document.getElementById(`peek-${id}`)
    row?.closest('a')?.focus()
  }
  watch(opened, (now, before) => {
    if (now && !before) openedHere = true
    else if (!now && before) void focusRow(before)
  })

  function close(): void {
    if (!opened.value) return
    if (openedHere) router.back()
    else forget()
    openedHere = false
  }
  return { close, focusRow }
}
