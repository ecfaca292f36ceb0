import { sql } from 'kysely'
import type { OwnInvitation } from '@treffpunkt/shared/invitations'
import type { Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { equalTokens, idOfToken, type Keys } from '../http/keys.ts'
import type { Service } from '../http/service.ts'
import { getPublicMeeting } from '../meetings/public-queries.ts'
import { notFound } from '../problems.ts'
import { findKnown } from '../registrations/known.ts'
import { endInvitations } from '../registrations/consents.ts'
import { invitationToken } from '../registrations/tokens.ts'
import { agrees } from './queries.ts'

/**
 * The invitation of a personal link. It opens as long as the invitation is kept, so that no more can be asked for; to
 * answer there is something until the meeting begins. @throws not_found for one that opens nothing.
 */
export async function readInvitation(
  { db, keys }: Pick<Service, 'db' | 'keys'>,
  token: string,
): Promise<OwnInvitation> {
  const id = idOfLink(keys, token)
  const { meetingId, ...invitation } = await db
    .selectFrom('invitations as i')
    .innerJoin('people as p', 'p.id', 'i.personId')
    .select(['i.meetingId', sql<string>`p.first_name || ' ' || p.last_name`.as('name')])
    .select([sql<boolean>`i.declined_at is not null`.as('declined'), agrees.as('agreed')])
    .where('i.id', '=', id)
    .executeTakeFirstOrThrow(notFound)
  const known = (await findKnown(db, keys, meetingId, token))?.known ?? null
  return { ...invitation, meeting: known && (await getPublicMeeting(db, meetingId)), known }
}

/** The invitation that a personal link is for. @throws not_found for a link that is wrong. */
export function idOfLink(keys: Keys, token: string): string {
  const id = idOfToken(token)
  if (id === undefined || !equalTokens(token, invitationToken(keys, id))) throw notFound()
  return id
}

/** What somebody says by the link. */
export type Answer = (trx: Trx, actor: Actor, invitationId: string) => Promise<void>

/** They cannot come; twice is once, and the first moment counts. Whoever signs up after all is registered. */
export const decline: Answer = async (trx, actor, id) => {
  const declined = await trx
    .updateTable('invitations')
    .set({ declinedAt: sql`now()` })
    .where('id', '=', id)
    .where('declinedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (declined !== undefined) await recordChange(trx, actor, { object: 'invitation', id, kind: 'declined' })
}

/** They want no more invitations: the consent is taken back wherever they gave it. */
export const end: Answer = async (trx, actor, id) => {
  const { personId } = await trx
    .selectFrom('invitations')
    .select('personId')
    .where('id', '=', id)
    .executeTakeFirstOrThrow(notFound)
  await endInvitations(trx, actor, personId)
}
