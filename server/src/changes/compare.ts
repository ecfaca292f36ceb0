import { sql } from 'kysely'
import type { Role } from '@treffpunkt/shared/accounts'
import type { ComparedField, Comparison, HistoryEntry, ObjectType } from '@treffpunkt/shared/changes'
import type { Db, Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import { notFound, problem, undefinedWhenGone } from '../problems.ts'
import { editableFields, type Edited } from './comparable.ts'
import type { Editor, Standing } from './editors.ts'
import { getUndoable } from './history.ts'
import { valuesOf, type Extent } from './runs.ts'

type Editors = Partial<Record<ObjectType, Editor>>

/**
 * What a change did, or the run that ends with it, beside what holds now.
 * @throws not_found when there is no such line, the role may not edit what it is about, or its values are not known.
 */
export async function compareChange(
  db: Db,
  editors: Editors,
  role: Role,
  id: string,
  extent: Extent,
): Promise<Comparison> {
  const entry = await requireComparable(db, role, id, extent)
  return comparisonOf(db, entry, extent, await standingOf(db, editors, entry, undefined))
}

/**
 * Gives fields of a change, or of the run that ends with it, the values that they had before, as a new change: by the verb of
 * the noun, with all of its rules and what follows from it.
 * @throws not_found, changed_meanwhile; nothing_to_undo for a field that the change has not touched, or that holds that
 * value already; people_are_told for what is said by mail when it changes; meeting_held; what the verb throws.
 */
export async function undoFields(
  trx: Trx,
  editors: Editors,
  actor: Actor,
  role: Role,
  {
    id,
    extent,
    fields,
    requireVersion,
  }: { id: string; extent: Extent; fields: string[]; requireVersion: (version: number) => void },
): Promise<Comparison> {
  const entry = await requireComparable(trx, role, id, extent)
  const standing = await standingOf(trx, editors, entry, trx)
  requireVersion(standing.version)
  const compared = (await comparisonOf(trx, entry, extent, standing)).fields
  const wanted = fields.map(name => {
    const field = compared.find(one => one.field === name)
    if (field === undefined || field.standing === 'as_before')
      throw problem('nothing_to_undo', `There is nothing of ${name} to undo.`)
    if (field.hindrance === 'held') throw problem('meeting_held', `The meeting is concluded: ${name} is history.`)
    if (field.hindrance === 'told')
      throw problem('people_are_told', `People are told when ${name} changes: move the meeting instead.`)
    return [name, field.before] as const
  })
  await standing.give(actor, Object.fromEntries(wanted))
  return comparisonOf(trx, entry, extent, await standingOf(trx, editors, entry, trx))
}

async function requireComparable(db: Db, role: Role, id: string, extent: Extent): Promise<HistoryEntry> {
  const entry = await getUndoable(db, role, id, extent)
  if (!entry?.comparable) throw notFound()
  return entry
}

async function standingOf(
  db: Db,
  editors: Editors,
  { object, objectId }: HistoryEntry,
  locked: Trx | undefined,
): Promise<Standing> {
  const standing = await editors[object]?.(db, objectId, locked).catch(undefinedWhenGone)
  if (standing === undefined) throw notFound()
  return standing
}

async function comparisonOf(db: Db, entry: HistoryEntry, extent: Extent, standing: Standing): Promise<Comparison> {
  const { version, values, hindrance } = standing
  const { before, after } = standing.logged ?? (await valuesOf(db, entry.id, extent))
  const names =
    standing.logged === undefined
      ? entry.fields.filter(field => editableFields[entry.object as Edited].includes(field))
      : Object.keys(standing.logged.after)
  const fields = names.map((field): ComparedField => {
    const [was, became, is] = [before[field] ?? null, after[field] ?? null, values[field] ?? null]
    return {
      field,
      before: was,
      after: became,
      now: is,
      standing: isSame(is, was) ? 'as_before' : isSame(is, became) ? 'as_changed' : 'changed_since',
      hindrance: hindrance?.(field) ?? null,
    }
  })
  return { version, object: entry.object, objectId: entry.objectId, fields, names: await namesIn(db, fields) }
}

const isInstant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/

/** As JSON, whatever the order of its names; the same instant may be written in another way. */
const canonical = (value: unknown): unknown => {
  if (typeof value === 'string') return isInstant.test(value) ? Date.parse(value) : value
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([name, one]) => [name, canonical(one)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(canonical(one)) === JSON.stringify(canonical(other))

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** What the ids in these values are called, also where it is deleted. */
async function namesIn(db: Db, fields: ComparedField[]): Promise<Record<string, string>> {
  const ids = [...new Set(JSON.stringify(fields).match(uuid))]
  if (ids.length === 0) return {}
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from venues where id = any(${ids}::uuid[])
    union all select id, name from organisations where id = any(${ids}::uuid[])
    union all select id, name from working_groups where id = any(${ids}::uuid[])`.execute(db)
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}
