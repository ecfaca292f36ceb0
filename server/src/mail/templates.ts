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
  const own = await ownSubjects(db, kind)
  return (language, meeting) => subjectFrom(own(language), kind, language, meeting)
}

/** The subjects that the office wrote for mails of a kind, by language, with names in braces. */
export async function ownSubjects(
  db: Db,
  kind: WordedKind | TemplateKind,
): Promise<(language: string) => Pick<TemplateWords, 'subject'> | undefined> {
  const { rows } = await sql<{ language: string; subject: string | null }>`
    select distinct on (language) language, subject from mail_templates where kind = ${kind} order by language, version desc`.execute(
    db,
  )
  return language => {
    const subject = rows.find(row => row.language === languageOf(language))?.subject ?? undefined
    return subject === undefined ? undefined : { subject }
  }
}
