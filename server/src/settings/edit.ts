import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { isReadable, nearestReadable } from '@treffpunkt/shared/colours'
import type { Settings, SettingsChanges, Text } from '@treffpunkt/shared/settings'
import type { Trx } from '../db/connect.ts'
import { recordChange, systemActor, type Actor } from '../db/record-change.ts'
import { mistake } from '../problems.ts'
import { readLogo } from './logo.ts'
import { getSettings, getText, knowsTimeZone, type SettingsRow } from './queries.ts'

const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('de', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

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

/**
 * @param before the locked row as the caller knew it.
 * @throws invalid_input for a time zone nobody knows, without German, for a colour that cannot be read.
 */
export async function changeSettings(
  trx: Trx,
  actor: Actor,
  before: SettingsRow,
  changes: SettingsChanges,
): Promise<SettingsRow> {
  const { timeZone, languages, accent } = changes
  if (timeZone !== undefined && !(isZone(timeZone) && (await knowsTimeZone(trx, timeZone))))
    throw mistake('/timeZone', 'unknown_zone', 'Name a zone of the IANA database, such as Europe/Berlin.')
  if (languages !== undefined && !languages.includes('de'))
    throw mistake('/languages', 'german_missing', 'German is always offered: what the office writes is in German.')
  if (accent != null && !isReadable(accent, 'light'))
    throw mistake(
      '/accent',
      'contrast',
      `It cannot be read. The nearest that can is ${nearestReadable(accent, 'light')}.`,
    )
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
      writtenBy: actor.kind === 'account' ? actor.id : null,
      version: eb
        .selectFrom('texts')
        .where('kind', '=', kind)
        .select(sql<number>`coalesce(max(version), 0) + 1`.as('next')),
    }))
    .execute()
  await recordChange(trx, actor, { object: 'text', id, kind: 'written', after: { kind, language } })
  return getText(trx, kind, language)
}

/**
 * Shows another logo from now on; null: none. The one before stays for a while, for pages that are open.
 * @throws invalid_input for a file that is no PNG or SVG, or does more than show a picture.
 */
export async function setLogo(
  trx: Trx,
  actor: Actor,
  before: SettingsRow,
  logo: { content: Buffer; alt: string } | null,
): Promise<SettingsRow> {
  const id = randomUUIDv7()
  if (logo !== null)
    await trx
      .insertInto('logos')
      .values({ id, ...readLogo(logo.content), alt: logo.alt.trim() })
      .execute()
  await trx
    .updateTable('settings')
    .set({ logoId: logo === null ? null : id, version: sql`version + 1`, updatedAt: sql`now()` })
    .execute()
  const after = await getSettings(trx)
  await recordChange(trx, actor, { object: 'settings', id: before.id, kind: 'changed', before, after })
  return after
}
