import { readonly, ref } from 'vue'

export type Toast = {
  id: number
  text: string
  /** A way back: undo, show. */
  action?: { label: string; run: () => void | Promise<void> }
}

const list = ref<Toast[]>([])
let last = 0

/** The messages that stand at the edge of the page at present. */
export const toasts = readonly(list)

/**
 * Says that something was done. It stays at least ten seconds, longer while it is hovered or has the focus; one without
 * a way back goes when the next one comes.
 * @returns by what it is taken away before that, when the way back leads nowhere any more.
 */
export function toast(text: string, action?: Toast['action']): number {
  list.value = list.value.filter(one => one.action)
  list.value.push(action ? { id: ++last, text, action } : { id: ++last, text })
  if (list.value.length > 3) list.value.shift()
  return last
}

/** Takes a message away. */
export function dismiss(id: number): void {
  list.value = list.value.filter(one => one.id !== id)
}
