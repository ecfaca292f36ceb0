import type { DoorGuest } from '@treffpunkt/shared/attendance'

/** What was held in front of the camera, read by a hand scanner, or typed. */
export type Scanned =
  /** A ticket's address; the hash finds its person, the token asks the service about it. */
  | { kind: 'ticket'; token: string; hash: string }
  /** "K7M-2QX" */
  | { kind: 'code'; code: string }
  /** Anything else that a code can say. */
  | { kind: 'other' }

/** SHA-256 as the list names tickets: base64url without padding. */
export async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Understands a ticket's address of any host, and a short code with or without hyphen, blanks, capitals. */
export async function recognise(text: string): Promise<Scanned> {
  const token = /\/tickets\/([\w-]+\.[\w-]+)/.exec(text)?.[1]
  if (token) return { kind: 'ticket', token, hash: await digest(token) }
  const signs = text.toUpperCase().replace(/[\s\-–_]/g, '')
  if (/^[0-9A-Z]{6}$/.test(signs)) return { kind: 'code', code: `${signs.slice(0, 3)}-${signs.slice(3)}` }
  return { kind: 'other' }
}

/** Whose ticket it is, on this list. */
export function holderOf(guests: Iterable<DoorGuest>, scanned: Scanned): DoorGuest | undefined {
  for (const guest of guests) {
    if (scanned.kind === 'ticket' && guest.ticketHash === scanned.hash) return guest
    if (scanned.kind === 'code' && guest.shortCode === scanned.code) return guest
  }
  return undefined
}
