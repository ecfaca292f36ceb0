import type { DoorGuest } from '@treffpunkt/shared/attendance'

/** What was held in front of the camera, read by a hand scanner, or typed. */
export type Scanned =
  /** A ticket's address; the hash finds its person, the token asks the service about it. */
  | { kind: 'ticket'; token: string; hash: string }
  /** "K7M-2QX" */
  | { kind: 'code'; code: string }
  /** Anything else that a code can say. */
  | { kind: 'other' }

const sha256 = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))

/** SHA-256 as the list names tickets: base64url without padding. */
export async function digest(text: string): Promise<string> {
  const bytes = await sha256(text)
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

/**
 * The id that whoever holds a ticket gets as a walk-in. It follows from the ticket alone, so that every device, with a
 * network or without, means the same person by it, at every scan; and from the meeting, as no two meetings share a
 * walk-in. A UUID of version 8 (RFC 9562).
 */
export async function walkInIdOf(meetingId: string, ticketHash: string): Promise<string> {
  const bytes = await sha256(`${meetingId} ${ticketHash}`)
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Whose ticket it is, on this list. */
export function holderOf(guests: Iterable<DoorGuest>, scanned: Scanned): DoorGuest | undefined {
  for (const guest of guests) {
    if (scanned.kind === 'ticket' && guest.ticketHash === scanned.hash) return guest
    if (scanned.kind === 'code' && guest.shortCode === scanned.code) return guest
  }
  return undefined
}
