import { takeFromPage } from '../api/page-data.ts'

/** What is known of an attempt to sign up, on the page where its code is typed. */
export type Attempt = {
  email: string
  /** Until when the address is to be confirmed. */
  until: string
  meetingId: string
  /** Known where the form was sent from here. */
  place?: 'held' | 'queued'
}

const known = new Map<string, Attempt>()

/** Remembers an attempt that was made from this window; the service tells it after a reload. */
export function rememberAttempt(token: string, attempt: Attempt): void {
  known.set(token, attempt)
}

/** The attempt of a page, as far as it is known. */
export const attemptOf = (token: string): Attempt | undefined => takeFromPage<Attempt>('/attempt') ?? known.get(token)
