import { onBeforeUnmount, onMounted } from 'vue'

/** Keeps the screen on while the component is there; the browser ends it whenever the page is hidden. */
export function useWakeLock(): void {
  let lock: WakeLockSentinel | undefined
  let isOver = false
  async function request(): Promise<void> {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
    try {
      lock = await navigator.wakeLock.request('screen')
      // granted to somebody who has gone
      if (isOver) void lock.release()
    } catch {
      // a low battery forbids it; the page is shown all the same
    }
  }
  const awake = () => void request()
  onMounted(() => {
    awake()
    document.addEventListener('visibilitychange', awake)
  })
  onBeforeUnmount(() => {
    isOver = true
    document.removeEventListener('visibilitychange', awake)
    void lock?.release()
  })
}
