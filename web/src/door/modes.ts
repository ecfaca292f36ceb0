import { onBeforeUnmount, readonly, ref } from 'vue'

const modes = ['scan', 'search', 'new'] as const
/** What the desk shows; it stands in the address behind #, so that it outlives a reload. */
export type Mode = (typeof modes)[number]

const read = (): Mode | undefined => modes.find(mode => `#${mode}` === location.hash)

/** The mode of the address; undefined at the start. */
export function useMode() {
  const mode = ref(read())
  const follow = () => (mode.value = read())
  addEventListener('hashchange', follow)
  onBeforeUnmount(() => removeEventListener('hashchange', follow))
  return { mode: readonly(mode), go: (next: Mode) => (location.hash = next) }
}

/** The door of an account. @param meetingId of which meeting; null: it chooses. */
export const doorAddress = (meetingId: string | null): string =>
  meetingId === null ? '/door' : `/door?${new URLSearchParams({ meeting: meetingId })}`

/**
 * Where an account signs in that wants back to the door.
 * @param meetingId of which meeting; null when none was chosen.
 */
export function signInAddress(meetingId: string | null): string {
  return `/sign-in?${new URLSearchParams({ to: doorAddress(meetingId) })}`
}
