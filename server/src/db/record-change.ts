import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { ObjectType } from '@treffpunkt/shared/changes'
import type { Trx } from './connect.ts'

/** Who is acting. `id` is the account, door link or registration; the request id leads to the service's log. */
export type Actor = {
  kind: 'account' | 'door_link' | 'attendee' | 'public' | 'system'
  id: string | null
  requestId: string | null
}

export const systemActor: Actor = { kind: 'system', id: null, requestId: null }

type Values = Record<string, unknown>

/**
 * Writes the one log entry of a change, in its transaction and after the object's row is locked. `before` and `after`
 * hold the object's values where there were or are any; only the names of fields that differ go into the log itself.
 */
export async function recordChange(
  trx: Trx,
  actor: Actor,
  change: { object: ObjectType; id: string; kind: string; before?: Values; after?: Values },
): Promise<void> {
  const fields = changedFields(change.before, change.after)
  const id = randomUUIDv7()
  const picked = (values: Values | undefined) =>
    values === undefined
      ? null
      : JSON.stringify(Object.fromEntries(fields.map(field => [field, values[field] ?? null])))
  // The moment of the entry, not now(), which is that of the beginning of the transaction: one that waited for the lock of
  // the object comes after those it waited for, in the history and in the public order.
  await sql`with c as (
    insert into changes (id, object, object_id, kind, fields, actor_kind, actor_id, request_id, at)
    values (${id}, ${change.object}, ${change.id}, ${change.kind}, ${fields}, ${actor.kind}, ${actor.id}, ${actor.requestId}, clock_timestamp()) returning id
  ), v as (
    insert into change_values (change_id, before, after) select id, ${picked(change.before)}::jsonb, ${picked(change.after)}::jsonb from c
  ) insert into changes_pending (change_id) select id from c`.execute(trx)
}

// Bookkeeping that follows from every change would only be noise in the history.
const silent = new Set(['id', 'version', 'createdAt', 'updatedAt', 'searchText', 'personKey'])

function changedFields(before: Values | undefined, after: Values | undefined): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...names].filter(
    name => !silent.has(name) && JSON.stringify(before?.[name] ?? null) !== JSON.stringify(after?.[name] ?? null),
  )
}
