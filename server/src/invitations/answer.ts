import { sql } from 'kysely'
import type { OwnInvitation } from '@treffpunkt/shared/invitations'
import type { Db, Trx } from '../db/connect.ts'
import { recordChange, recordChanges, type Actor } from '../db/record-change.ts'
import { idOfToken } from '../http/keys.ts'
import type { Service } from '../http/service.ts'
import { getPublicMeeting } from '../meetings/public-queries.ts'
import { notFound } from '../problems.ts'
import { findKnown } from '../registrations/known.ts'
import { endConsents } from '../registrations/needs-and-consents.ts'
import { agrees } from './queries.ts'

/** The invitation of a personal link. @throws not_found for one that opens nothing, or nothing any more. */
export async function readInvitation(
  { db, keys }: Pick<Service, 'db' | 'keys'>,
  token: string,
): Promise<OwnInvitation> {
  const { id, meetingId } = await idsOf(db, token)
  const found = await findKnown(db, keys, meetingId, token)
  if (found?.invitationId !== id) throw notFound()
  const { declined, agreed } = await db
    .selectFrom('invitations as i')
    .innerJoin('people as p', 'p.id', 'i.personId')
    .select([sql<boolean>`i.declined_at is not null`.as('declined'), agrees.as('agreed')])
    .where('i.id', '=', id)
    .executeTakeFirstOrThrow(notFound)
  const { known } = found
  return {
    meeting: await getPublicMeeting(db, meetingId),
    name: `${known.firstName} ${known.lastName}`,
    declined,
    agreed,
    known,
  }
}

/** What a token names; says nothing about whether it is right. */
export const idsOf = async (db: Db, token: string): Promise<{ id: string; meetingId: string }> =>
  db
    .selectFrom('invitations')
    .select(['id', 'meetingId'])
    .where('id', '=', idOfToken(token) ?? '00000000-0000-0000-0000-000000000000')
    .executeTakeFirstOrThrow(notFound)

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
  const ended = await endConsents(trx, personId, 'invitations')
  await recordChanges(
    trx,
    actor,
    ended.map(registrationId => ({
      object: 'registration',
      id: registrationId,
      kind: 'changed',
      before: { consents: { invitations: true } },
      after: { consents: { invitations: false } },
    })),
  )
}
