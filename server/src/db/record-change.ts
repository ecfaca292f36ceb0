import { sql } from 'kysely'
import type { ObjectType } from '@treffpunkt/shared/changes'
import { writeAtOnce, type Writing } from './at-once.ts'
import type { Trx } from './connect.ts'
import { newIds } from './new-ids.ts'

/** Who is acting. `id` is the account, door link, API key or registration; the request id leads to the service's log. */
export type Actor = {
  kind: 'account' | 'door_link' | 'partner' | 'attendee' | 'public' | 'system'
  id: string | null
  requestId: string | null
}

export const systemActor: Actor = { kind: 'system', id: null, requestId: null }

type Values = Record<string, unknown>

type NewChange = { object: ObjectType; id: string; kind: string; before?: Values; after?: Values }

/**
 * Writes the one log entry of a change, in its transaction and after the object's row is locked. `before` and `after`
 * hold the object's values where there were or are any; only the names of fields that differ go into the log itself.
 */
export const recordChange = (trx: Trx, actor: Actor, change: NewChange): Promise<void> =>
  recordChanges(trx, actor, [change])

/** Writes the log entries of several changes, in their order, in one statement. */
export async function recordChanges(trx: Trx, actor: Actor, changes: NewChange[]): Promise<void> {
  if (changes.length > 0) await writeAtOnce(trx, changesToRecord(changes.map(change => ({ ...change, actor }))))
}

/** The same as a part of a statement; each has an actor of its own. */
export function changesToRecord(changes: (NewChange & { actor: Actor })[]): Writing {
  const ids = newIds(changes.length)
  const rows = changes.map(({ actor, object, id, kind, before, after }, n) => {
    const fields = changedFields(before, after)
    const picked = (values: Values | undefined) =>
      values === undefined ? null : Object.fromEntries(fields.map(field => [field, values[field] ?? null]))
    return {
      id: ids[n],
      object,
      object_id: id,
      kind,
      fields,
      actor_kind: actor.kind,
      actor_id: actor.id,
      request_id: actor.requestId,
      before: picked(before),
      after: picked(after),
    }
  })
  // The moment of the entry, not now(), which is that of the beginning of the transaction: one that waited for the lock of
  // the object comes after those it waited for, in the history and in the public order.
  return sql`new_changes as (
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, object text, object_id uuid, kind text,
      fields text[], actor_kind text, actor_id uuid, request_id text, before jsonb, after jsonb)
  ), written_changes as (
    insert into changes (id, object, object_id, kind, fields, actor_kind, actor_id, request_id, at)
    select id, object, object_id, kind, fields, actor_kind, actor_id, request_id, clock_timestamp() from new_changes
  ), written_values as (
    insert into change_values (change_id, before, after) select id, before, after from new_changes
  ), pending_changes as (insert into changes_pending (change_id) select id from new_changes)`
}

/** Clears the values of all changes of these objects, because they are erased; that there were changes stays in the log. */
export async function forgetValues(trx: Trx, object: ObjectType, ids: string[]): Promise<void> {
  await sql`delete from change_values v using changes c
    where c.id = v.change_id and c.object = ${object} and c.object_id = any(${ids}::uuid[])`.execute(trx)
}

// Bookkeeping that follows from every change would only be noise in the history.
const silent = new Set(['id', 'version', 'createdAt', 'updatedAt', 'searchText', 'personKey'])

function changedFields(before: Values | undefined, after: Values | undefined): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...names].filter(
    name => !silent.has(name) && JSON.stringify(before?.[name] ?? null) !== JSON.stringify(after?.[name] ?? null),
  )
}
