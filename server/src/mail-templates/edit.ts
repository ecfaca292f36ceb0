import type { Language } from '@treffpunkt/shared/languages'
import {
  languagesOf,
  templateKinds,
  templateMistakes,
  type MailTemplate,
  type TemplateKind,
  type TemplateVersion,
  type TemplateWords,
} from '@treffpunkt/shared/mail-templates'
import type { Db, Trx } from '../db/connect.ts'
import { recordChange, type Actor } from '../db/record-change.ts'
import { mistake, notFound } from '../problems.ts'
import { housedTemplate } from '../texts/templates.ts'
import { insertVersion, listNewest, listVersions, type VersionRow } from './queries.ts'

export type Place = { kind: TemplateKind; language: Language }

/** @throws not_found for a language in which mails of this kind are not written. */
export function requirePlace({ kind, language }: Place): void {
  if (!languagesOf(kind).includes(language)) throw notFound()
}

const wordsOf = ({ subject, body }: VersionRow): TemplateWords | null =>
  subject === null || body === null ? null : { subject, body }

const templateOf = ({ kind, language }: Place, newest: VersionRow | undefined): MailTemplate => {
  const own = newest === undefined ? null : wordsOf(newest)
  return {
    kind,
    language,
    version: newest?.version ?? 0,
    isOwn: own !== null,
    ...(own ?? housedTemplate(kind, language)),
    changedAt: newest?.at ?? null,
    by: newest?.by ?? null,
  }
}

/** The words of every kind in every language, as they are sent now. */
export async function listTemplates(db: Db): Promise<MailTemplate[]> {
  const newest = await listNewest(db)
  return templateKinds.flatMap(kind =>
    languagesOf(kind).map(language =>
      templateOf(
        { kind, language },
        newest.find(row => row.kind === kind && row.language === language),
      ),
    ),
  )
}

/** The words of one kind in one language with everything that was written so far. */
export async function getTemplate(
  db: Db,
  { kind, language }: Place,
): Promise<{ template: MailTemplate; versions: TemplateVersion[] }> {
  const rows = await listVersions(db, kind, language)
  return {
    template: templateOf({ kind, language }, rows[0]),
    versions: rows.map(row => ({ version: row.version, words: wordsOf(row), at: row.at, by: row.by })),
  }
}

const sentences = {
  unknown_variable: (name: string) => `{${name}} has no meaning in this mail.`,
  missing_variable: (name: string) => `{${name}} has to be in this mail.`,
  not_alone: (name: string) => `{${name}} is a paragraph: put it on a line of its own.`,
}

/** @throws a mistake at `/subject` or `/body` that names what is unknown, missing or in the wrong place. */
export function requireFit(kind: TemplateKind, words: TemplateWords): void {
  const found = templateMistakes(kind, words)
  for (const field of ['subject', 'body'] as const) {
    const wrong = found[field]
    if (wrong !== undefined) throw mistake(`/${field}`, wrong.code, sentences[wrong.code](wrong.name))
  }
}

/**
 * Writes what the office says from now on, as a version of its own; null: the words of the house again. Under the lock.
 * @param before as it was under the lock.
 */
export async function writeTemplate(
  trx: Trx,
  actor: Actor,
  before: MailTemplate,
  words: TemplateWords | null,
): Promise<MailTemplate> {
  if (words === null && !before.isOwn) return before
  const { kind, language } = before
  const accountId = actor.kind === 'account' ? actor.id : null
  const id = await insertVersion(trx, { kind, language, version: before.version + 1, accountId }, words)
  await recordChange(trx, actor, {
    object: 'mail_template',
    id,
    kind: words === null ? 'deleted' : 'changed',
    after: { mailKind: kind, language, ...words },
  })
  return (await getTemplate(trx, before)).template
}
