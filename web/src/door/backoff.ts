/** Seconds to wait after a failure: 1, 2, 4 … 30. */
export const pauseAfter = (failures: number): number => Math.min(30, 2 ** Math.max(0, failures - 1))

/**
 * Waits so many seconds, less when it becomes likely that it works again: the phone says that it has a network, or
 * somebody takes it up.
 */
export function waitOrWake(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer)
      removeEventListener('online', end)
      document.removeEventListener('visibilitychange', seen)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const seen = () => document.visibilityState === 'visible' && end()
    const timer = setTimeout(end, seconds * 1000)
    addEventListener('online', end)
    document.addEventListener('visibilitychange', seen)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}
