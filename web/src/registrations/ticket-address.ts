import { inLanguage } from '../i18n.ts'
import { takeFromPage } from '../api/page-data.ts'

let origin: string | undefined

/** The address a ticket's QR code holds: where the service says it is reached, else where this page came from. */
export function ticketAddress(token: string): string {
  // the server makes one page after the other, each with what it was given
  const given = takeFromPage<string>('/origin')
  if (given) origin = given
  else if (!import.meta.env.SSR) origin ??= location.origin
  return `${origin}${inLanguage(`/tickets/${token}`)}`
}
