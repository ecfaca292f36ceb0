import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Settings, SettingsChanges, Text } from '@treffpunkt/shared/settings'
import type { Trx } from '../db/connect.ts'
import { recordChange, systemActor, type Actor } from '../db/record-change.ts'
import { getSettings, getText, type SettingsRow } from './queries.ts'

/** The one row of a new database. */
export async function insertSettings(
  trx: Trx,
  first: Pick<Settings, 'networkName' | 'seriesName' | 'summary' | 'officeName' | 'contactEmail'>,
): Promise<void> {
  const id = randomUUIDv7()
  await trx
    .insertInto('settings')
    .values({ id, ...first })
    .execute()
  await recordChange(trx, systemActor, { object: 'settings', id, kind: 'created', after: first })
}

/** @param before the locked row as the caller knew it. */
export async function changeSettings(
  trx: Trx,
  actor: Actor,
  before: SettingsRow,
  changes: SettingsChanges,
): Promise<SettingsRow> {
  await trx
    .updateTable('settings')
    .set({ ...changes, version: sql`version + 1`, updatedAt: sql`now()` })
    .execute()
  await recordChange(trx, actor, {
    object: 'settings',
    id: before.id,
    kind: 'changed',
    before,
    after: { ...before, ...changes },
  })
  return getSettings(trx)
}

/** Adds a version of a text; the older ones stay, because sign-ups refer to the one that was read. */
export async function writeText(
  trx: Trx,
  actor: Actor,
  { kind, language }: Pick<Text, 'kind' | 'language'>,
  body: string,
): Promise<Text> {
  const id = randomUUIDv7()
  await trx
    .insertInto('texts')
    .values(eb => ({
      id,
      kind,
      language,
      body,
      version: eb
        .selectFrom('texts')
        .where('kind', '=', kind)
        .select(sql<number>`coalesce(max(version), 0) + 1`.as('next')),
    }))
    .execute()
  await recordChange(trx, actor, { object: 'text', id, kind: 'written', after: { kind, language } })
  return getText(trx, kind, language)
}
