import { sql } from 'kysely'
import type { Language } from '@treffpunkt/shared/languages'
import type { Network, Settings, Text, TextKind } from '@treffpunkt/shared/settings'
import type { Db, Trx } from '../db/connect.ts'
import { notFound } from '../problems.ts'

/** The one row, with its id for the log. */
export type SettingsRow = Settings & { id: string }

export const getSettings = (db: Db): Promise<SettingsRow> => all(db).executeTakeFirstOrThrow()

export const lockSettings = (trx: Trx): Promise<SettingsRow> => all(trx).forUpdate().executeTakeFirstOrThrow()

const all = (db: Db) =>
  db
    .selectFrom('settings')
    .select([
      'id',
      'version',
      'updatedAt',
      'networkName',
      'seriesName',
      'summary',
      'officeName',
      'contactEmail',
      'contactPhone',
      'timeZone',
      'accessibilityReviewedOn',
      'signLanguageVideo',
    ])
    .select(sql<boolean>`exists (select from example_objects)`.as('exampleLoaded'))

/** What every page may know; nothing else of the settings goes out. */
export async function getNetwork(db: Db): Promise<Network> {
  const [settings, { rows }] = await Promise.all([
    getSettings(db),
    // what is there in these languages is a question about the German versions: they are written in German
    sql<{ kind: TextKind }>`select kind from (
      select distinct on (kind) kind, body from texts
      where kind in ('easy_language', 'sign_language') and language = 'de' order by kind, version desc
    ) t where body <> ''`.execute(db),
  ])
  const has = (kind: TextKind) => rows.some(row => row.kind === kind)
  const { networkName: name, seriesName, summary, officeName, contactEmail, contactPhone, timeZone } = settings
  const { exampleLoaded, accessibilityReviewedOn, signLanguageVideo } = settings
  return {
    name,
    seriesName,
    summary,
    officeName,
    contactEmail,
    contactPhone,
    timeZone,
    exampleLoaded,
    accessibilityReviewedOn,
    easyLanguage: has('easy_language'),
    signLanguage: has('sign_language') || signLanguageVideo !== null,
    signLanguageVideo,
  }
}

/** The newest version of a text in a language; the German one where it is not translated. */
export const getText = (db: Db, kind: TextKind, language: Language = 'de'): Promise<Text> =>
  db
    .selectFrom('texts as t')
    .select(['t.kind', 't.language', 't.version', 't.body', 't.createdAt'])
    .select(
      sql<boolean>`exists (select from texts g where g.kind = t.kind and g.language = 'de' and g.version > t.version)`.as(
        'outdated',
      ),
    )
    .$narrowType<{ kind: TextKind; language: Language }>()
    .where('t.kind', '=', kind)
    .where('t.language', 'in', [language, 'de'])
    .orderBy(sql`t.language = ${language}`, 'desc')
    .orderBy('t.version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow(notFound)
