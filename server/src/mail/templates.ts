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
  const words = await readSubjects(db, [kind])
  return language => ownSubject(words, kind, language)
}

/** The subjects of mails of several kinds, and the languages that mails are written in. */
export type Wording = {
  subject: (mail: { kind: WordedKind; language: string; meeting: string }) => string
  languages: readonly string[]
}

export const wordingOf = async (db: Db, kinds: WordedKind[]): Promise<Wording> =>
  wordingFrom(await readSubjects(db, kinds))

/** What `subjectsOfOffice` has read, as the wording of mails. */
export const wordingFrom = (words: SubjectsOfOffice): Wording => ({
  languages: words.languages,
  subject: ({ kind, language, meeting }) => subjectFrom(ownSubject(words, kind, language), kind, language, meeting),
})

/** The languages that the office offers, and the newest of its own subjects in each. */
export type SubjectsOfOffice = {
  languages: string[]
  own: { kind: string; language: string; subject: string | null }[]
}

/** The subjects of the office for mails of several kinds, as a value that other statements read along. */
export const subjectsOfOffice = (kinds: readonly string[]) => sql<SubjectsOfOffice>`(
  select json_build_object('languages', s.languages, 'own', coalesce((select json_agg(t) from (
    select distinct on (kind, language) kind, language, subject from mail_templates where kind = any(${kinds}::text[])
    order by kind, language, version desc
  ) t), '[]')) from settings s)`

async function readSubjects(db: Db, kinds: string[]): Promise<SubjectsOfOffice> {
  const { rows } = await sql<{ words: SubjectsOfOffice }>`select ${subjectsOfOffice(kinds)} as words`.execute(db)
  return rows[0]?.words ?? { languages: [], own: [] }
}

function ownSubject(
  { own }: SubjectsOfOffice,
  kind: string,
  language: string,
): Pick<TemplateWords, 'subject'> | undefined {
  const subject = own.find(one => one.kind === kind && one.language === languageOf(language))?.subject ?? undefined
  return subject === undefined ? undefined : { subject }
}
