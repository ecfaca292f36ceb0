import type { DoorList } from '@treffpunkt/shared/attendance'
import type { Db } from '../db/connect.ts'
import { hashToken, type Keys } from '../http/keys.ts'
import { ticketToken } from '../registrations/tokens.ts'
import { getDoorMeeting, listEntries, listGuests } from './queries.ts'

/**
 * What a device at the door holds: it works on with this when the network is gone. A handful of statements, however
 * many come. Entries are read before the guests, so that whoever an entry is about is on the list.
 * @throws not_found for a draft as for an unknown meeting.
 */
export async function getDoorList(db: Db, keys: Keys, meetingId: string, helper: string): Promise<DoorList> {
  const meeting = await getDoorMeeting(db, meetingId)
  const entries = await listEntries(db, meetingId, 0, null)
  const guests = await listGuests(db, meetingId)
  return {
    meeting,
    helper,
    guests: guests.map(({ linkVersion, ...guest }) => ({
      ...guest,
      ticketHash:
        linkVersion === null ? null : hashToken(ticketToken(keys, { id: guest.id, linkVersion })).toString('base64url'),
    })),
    entries: entries.map(({ isNewGuest: _, ...entry }) => entry),
    position: entries.at(-1)?.position ?? 0,
  }
}
