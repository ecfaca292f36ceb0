import type { DoorGuest } from '@treffpunkt/shared/attendance'
import { sortName } from '@treffpunkt/shared/names'

/** How long the name of a walk-in may be, and their organisation, in characters: what the contract takes. */
export const walkInLength = 120

const longest = new RegExp(`^.{0,${walkInLength}}`, 'u')
/** One line no longer than that, without control characters, and with one blank between words. */
function lineOf(typed: string): string {
  const line = typed.replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim()
  return longest.exec(line)?.[0].trim() ?? ''
}

/**
 * Somebody without a registration, as the list shows them. Names become what the service takes, so that it never refuses
 * whom the door has welcomed; and nobody has asked them about photographs.
 */
export function newWalkIn(id: string, typedName: string, typedOrganisation: string | null): DoorGuest {
  const name = lineOf(typedName) || '?'
  return {
    id,
    name,
    sortName: sortName(name),
    organisation: lineOf(typedOrganisation ?? '') || null,
    place: null,
    attends: null,
    shortCode: null,
    ticketHash: null,
    noPhotographs: true,
  }
}
