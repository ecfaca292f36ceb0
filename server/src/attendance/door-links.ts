import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { DoorLink } from '@treffpunkt/shared/attendance'
import type { Db, Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import type { DoorLinkHolder } from '../http/actor.ts'
import { equalTokens, idOfToken, linkToken, type Keys } from '../http/keys.ts'
import { getMeeting } from '../meetings/queries.ts'
import { problem } from '../problems.ts'
import { findDoorLink, getDoorLink, lockDoorLink, type DoorLinkRow } from './queries.ts'

const tokenOf = (keys: Keys, { id, linkVersion }: Pick<DoorLinkRow, 'id' | 'linkVersion'>) =>
  linkToken(keys, 'door', id, linkVersion)

/** A door link with the address to open on the phone, while it opens anything. */
export const withUrl =
  (keys: Keys, publicUrl: string) =>
  ({ linkVersion, live, ...link }: DoorLinkRow): DoorLink => ({
    ...link,
    url: live ? `${publicUrl}/door/${tokenOf(keys, { id: link.id, linkVersion })}` : null,
  })

/** @throws meeting_is_draft, meeting_cancelled or meeting_over: there is no door to stand at. */
export async function createDoorLink(trx: Trx, actor: Actor, meetingId: string, name: string): Promise<DoorLinkRow> {
  const { publishedAt, cancelledAt } = await getMeeting(trx, meetingId)
  if (publishedAt === null) throw problem('meeting_is_draft', 'Publish the meeting first.')
  if (cancelledAt !== null) throw problem('meeting_cancelled', 'The meeting is cancelled.')
  const id = randomUUIDv7()
  const row = { id, meetingId, name: name.trim() }
  await trx.insertInto('doorLinks').values(row).execute()
  await recordChange(trx, actor, { object: 'door_link', id, kind: 'created', after: row })
  const link = await getDoorLink(trx, id)
  if (!link.live) throw problem('meeting_over', 'Door links end a day after the meeting. Enter who came in the office.')
  return link
}

/** Closes a link with the next request; twice is once. What was entered with it stays. */
export async function revokeDoorLink(trx: Trx, actor: Actor, id: string): Promise<DoorLinkRow> {
  const before = await lockDoorLink(trx, id)
  if (before.revokedAt !== null) return before
  await trx
    .updateTable('doorLinks')
    .set({
      revokedAt: sql`now()`,
      linkVersion: sql`link_version + 1`,
      version: sql`version + 1`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', id)
    .execute()
  await recordChange(trx, actor, { object: 'door_link', id, kind: 'revoked' })
  return getDoorLink(trx, id)
}

/**
 * Who holds this token; undefined when it is wrong, revoked or expired. Read with every request, so that a link that is
 * revoked is closed with the next one, on every server. Its last use is written down at most once a minute.
 */
export async function findHolder(db: Db, keys: Keys, token: string): Promise<DoorLinkHolder | undefined> {
  const id = idOfToken(token)
  const link = id === undefined ? undefined : await findDoorLink(db, id)
  if (link === undefined || !link.live || !equalTokens(token, tokenOf(keys, link))) return undefined
  if (link.lastUsedAt === null || Date.parse(link.lastUsedAt) < Date.now() - 60_000)
    await db
      .updateTable('doorLinks')
      .set({ lastUsedAt: sql`now()` })
      .where('id', '=', link.id)
      .where(eb =>
        eb.or([eb('lastUsedAt', 'is', null), eb('lastUsedAt', '<', sql<string>`now() - interval '1 minute'`)]),
      )
      .execute()
  return { id: link.id, meetingId: link.meetingId, name: link.name }
}
