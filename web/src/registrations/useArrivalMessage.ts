import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { text } from '../i18n.ts'

/** What is read out of new rows: at most one message in ten seconds, so that nobody is talked over. */
export function useArrivalMessage(arrived: Readonly<Ref<number>>) {
  const pause = 10_000
  const message = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0

  function say(): void {
    timer = undefined
    message.value = arrived.value ? text('registrations.newHere', { count: arrived.value }) : ''
    if (arrived.value) last = Date.now()
  }
  watch(arrived, () => {
    // one's own entry is counted for a moment, until the list shows it
    timer ??= setTimeout(say, Math.max(1_000, last + pause - Date.now()))
  })
  onScopeDispose(() => clearTimeout(timer))
  return message
}
