import { takeFromPage } from '../api/page-data.ts'

type Place = 'held' | 'queued' | 'asked'

/** What is known of an attempt to sign up, on the page where its code is typed. */
export type Attempt = {
  email: string
  /** Until when the address is to be confirmed. */
  until: string
  meetingId: string
  /** Known where the form was sent from here. */
  place?: Place
  /** Everybody on a form for several, with what the room had for them. */
  people?: { name: string; place: Place }[] | null
  /** By a personal link: nothing is left to confirm. */
  known?: true | undefined
  /** What was filled in, where the form was sent from here: for whoever has mistyped the address. */
  values?: Record<string, unknown>
}

const known = new Map<string, Attempt>()

/** Remembers an attempt that was made from this window; the service tells it after a reload. */
export function rememberAttempt(token: string, attempt: Attempt): void {
  known.set(token, attempt)
}

/** The attempt of a page, as far as it is known; what the service told is remembered for whoever comes back. */
export function attemptOf(token: string): Attempt | undefined {
  const told = takeFromPage<Attempt>('/attempt')
  if (told) known.set(token, told)
  return known.get(token)
}
