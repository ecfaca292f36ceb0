import { sql } from 'kysely'
import type { TemplateKind, TemplateWords } from '@treffpunkt/shared/mail-templates'
import type { Db } from '../db/connect.ts'
import { languageOf } from '../texts/languages.ts'
import { subjectFrom, type WordedKind } from '../texts/templates.ts'

/** What the office says instead of the words of the house; undefined where it says nothing else in this language. */
export async function findWords(db: Db, kind: string, language: string): Promise<TemplateWords | undefined> {
  const row = await db
    .selectFrom('mailTemplates')
    .select(['subject', 'body'])
    .where('kind', '=', kind)
    .where('language', '=', languageOf(language))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined || row.subject === null || row.body === null
    ? undefined
    : { subject: row.subject, body: row.body }
}

/** The subjects of mails of a kind about a meeting, in every language: read once, however many mails. */
export async function subjectsOf(db: Db, kind: WordedKind): Promise<(language: string, meeting: string) => string> {
  const { subject } = await wordingOf(db, [kind])
  return (language, meeting) => subject({ kind, language, meeting })
}

/** The subjects that the office wrote for mails of a kind, by language, with names in braces. */
export async function ownSubjects(
  db: Db,
  kind: WordedKind | TemplateKind,
): Promise<(language: string) => Pick<TemplateWords, 'subject'> | undefined> {
  const { own } = await readSubjects(db, [kind])
  return language => own(kind, language)
}

/** The subjects of mails of several kinds, and the languages that mails are written in. */
export async function wordingOf<Kind extends WordedKind>(
  db: Db,
  kinds: Kind[],
): Promise<{
  subject: (mail: { kind: Kind; language: string; meeting: string }) => string
  languages: readonly string[]
}> {
  const { own, languages } = await readSubjects(db, kinds)
  return {
    languages,
    subject: ({ kind, language, meeting }) => subjectFrom(own(kind, language), kind, language, meeting),
  }
}

async function readSubjects(db: Db, kinds: string[]) {
  const { rows } = await sql<{ languages: string[]; kind: string | null; language: string; subject: string | null }>`
    select s.languages, t.kind, t.language, t.subject from settings s left join (
      select distinct on (kind, language) kind, language, subject from mail_templates where kind = any(${kinds}::text[])
      order by kind, language, version desc
    ) t on true`.execute(db)
  return {
    languages: rows[0]?.languages ?? [],
    own: (kind: string, language: string): Pick<TemplateWords, 'subject'> | undefined => {
      const subject = rows.find(row => row.kind === kind && row.language === languageOf(language))?.subject ?? undefined
      return subject === undefined ? undefined : { subject }
    },
  }
}
