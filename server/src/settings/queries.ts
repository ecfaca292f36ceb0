import { sql } from 'kysely'
import type { Language } from '@treffpunkt/shared/languages'
import type { Logo, Network, Settings, Text, TextKind, TextVersion } from '@treffpunkt/shared/settings'
import type { Db, Trx } from '../db/connect.ts'
import { notFound } from '../problems.ts'

/** The one row, with its id for the log. */
export type SettingsRow = Omit<Settings, 'mailFrom'> & { id: string }

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
      'privacyOfficerName',
      'privacyOfficerEmail',
      'languages',
      'senderName',
      'replyTo',
      'accent',
      'firstStepsHidden',
    ])
    .$narrowType<{ languages: Language[] }>()
    .select(
      sql<Logo | null>`(select json_build_object('url', '/logo/' || l.id, 'alt', l.alt) from logos l where l.id = settings.logo_id)`.as(
        'logo',
      ),
    )
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
  const { exampleLoaded, accessibilityReviewedOn, signLanguageVideo, languages, logo } = settings
  const { privacyOfficerName, privacyOfficerEmail } = settings
  return {
    name,
    seriesName,
    summary,
    officeName,
    contactEmail,
    contactPhone,
    timeZone,
    languages,
    privacyOfficerName,
    privacyOfficerEmail,
    logo,
    exampleLoaded,
    accessibilityReviewedOn,
    easyLanguage: has('easy_language'),
    signLanguage: has('sign_language') || signLanguageVideo !== null,
    signLanguageVideo,
  }
}

/**
 * The newest version of a text in a language; the German one where it is not translated. A translation that came with the
 * service and whose gaps nobody has filled gives way to what the office has written in German since.
 */
export const getText = (db: Db, kind: TextKind, language: Language = 'de'): Promise<Text> =>
  db
    .selectFrom('texts as t')
    .select(['t.kind', 't.language', 't.version', 't.body', 't.createdAt'])
    .select(hasNewerGerman.as('outdated'))
    .$narrowType<{ kind: TextKind; language: Language }>()
    .where('t.kind', '=', kind)
    .where('t.language', 'in', [language, 'de'])
    .where(sql<boolean>`not (t.language <> 'de' and t.written_by is null and t.body ~ ${gap} and ${hasNewerGerman})`)
    .orderBy(sql`t.language = ${language}`, 'desc')
    .orderBy('t.version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow(notFound)

const hasNewerGerman = sql<boolean>`exists (select from texts g where g.kind = t.kind and g.language = 'de' and g.version > t.version)`

/** "[Name der Körperschaft]", as `gapsOf` finds it. */
const gap = String.raw`\[[^][]+\]`

/** All versions of a text in a language, newest first. */
export const listTextVersions = (db: Db, kind: TextKind, language: Language): Promise<TextVersion[]> =>
  db
    .selectFrom('texts as t')
    .leftJoin('accounts as a', 'a.id', 't.writtenBy')
    .select(['t.version', 't.body', 't.createdAt', 'a.name as writtenBy'])
    .where('t.kind', '=', kind)
    .where('t.language', '=', language)
    .orderBy('t.version', 'desc')
    .limit(200)
    .execute()

/** One writer at a time: texts are only inserted, so there is no row to lock. */
export const lockTexts = (trx: Trx): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended('treffpunkt_texts', 0))`.execute(trx)

/** One version of a text with the one before it, by its id; undefined when it is the first. */
export async function findTextVersion(db: Db, id: string) {
  const { rows } = await sql<{ kind: TextKind; language: Language; before: string; after: string }>`
    select t.kind, t.language, t.body as after, p.body as before from texts t cross join lateral (
      select body from texts p where p.kind = t.kind and p.language = t.language and p.version < t.version
      order by p.version desc limit 1) p
    where t.id = ${id}`.execute(db)
  return rows[0]
}

/** The file of a logo; undefined when there is none with this id. */
export const findLogo = (db: Db, id: string) =>
  db.selectFrom('logos').select(['mediaType', 'content']).where('id', '=', id).executeTakeFirst()

/** How pages look and in which languages they are offered: what stands in the frame of each of them. */
export const getLook = (db: Db): Promise<{ accent: string | null; languages: Language[] }> =>
  db
    .selectFrom('settings')
    .select(['accent', 'languages'])
    .$narrowType<{ languages: Language[] }>()
    .executeTakeFirstOrThrow()

/** Whether the database can compute with a time zone. */
export async function knowsTimeZone(db: Db, name: string): Promise<boolean> {
  const { rows } = await sql`select from pg_timezone_names where name = ${name}`.execute(db)
  return rows.length > 0
}
