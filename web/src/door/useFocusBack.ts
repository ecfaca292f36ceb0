import { nextTick, watch } from 'vue'
import { useAnswers } from './answers.ts'

/**
 * Gives the focus back when what had it has gone with an answer, or with the last action; whoever types elsewhere by then
 * is left alone.
 */
export function useFocusBack(focus: () => void): void {
  const { answer, lastAction } = useAnswers()
  watch([answer, () => lastAction.value === undefined], async ([now]) => {
    if (now) return
    await nextTick()
    if (document.activeElement === document.body) focus()
  })
}
