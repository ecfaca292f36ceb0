import { sql } from 'kysely'
import type { Host, NewHost } from '@treffpunkt/shared/hosts'
import type { Trx } from '../db/connect.ts'
import { mistake } from '../problems.ts'

/** As they are sent, and as the history keeps them. */
export const hostsAsSent = (hosts: readonly Host[]): NewHost[] =>
  hosts.map(({ organisation, state }) => ({ organisationId: organisation.id, state }))

/** Puts these in place of those there are; who has said nothing new said it when they did. */
export async function writeHosts(trx: Trx, meetingId: string, hosts: readonly NewHost[]): Promise<void> {
  const ids = hosts.map(({ organisationId }) => organisationId)
  if (new Set(ids).size < ids.length) throw mistake('/hosts', 'twice', 'Name each organisation once.')
  const found = await trx
    .selectFrom('organisations')
    .select('id')
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .forKeyShare()
    .execute()
  const known = new Set(found.map(({ id }) => id))
  // one that was deleted meanwhile stays what it was; it becomes host of nothing more
  const before = await trx
    .deleteFrom('meetingHosts')
    .where('meetingId', '=', meetingId)
    .returning(['organisationId', 'state', 'since'])
    .execute()
  for (const [position, { organisationId, state }] of hosts.entries()) {
    const was = before.find(one => one.organisationId === organisationId)
    if (!known.has(organisationId) && was?.state !== state)
      throw mistake(`/hosts/${position}/organisationId`, 'unknown_id', 'Name an organisation that exists.')
    await trx
      .insertInto('meetingHosts')
      .values({
        meetingId,
        organisationId,
        state,
        position,
        ...(was?.state === state ? { since: was.since } : {}),
      })
      .execute()
  }
}
