import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Language } from '@treffpunkt/shared/languages'
import type { TemplateKind, TemplateWords } from '@treffpunkt/shared/mail-templates'
import type { Db, Trx } from '../db/connect.ts'

/** One version of what the office says; without subject and body it is the words of the house again. */
export type VersionRow = {
  kind: string
  language: string
  version: number
  subject: string | null
  body: string | null
  at: string
  by: string | null
}

const versions = (db: Db) =>
  db
    .selectFrom('mailTemplates as t')
    .leftJoin('accounts as a', 'a.id', 't.accountId')
    .select(['t.kind', 't.language', 't.version', 't.subject', 't.body', 't.createdAt as at', 'a.name as by'])

/** The newest version of every kind in every language that has any. */
export const listNewest = (db: Db): Promise<VersionRow[]> =>
  versions(db)
    .distinctOn(['t.kind', 't.language'])
    .orderBy('t.kind')
    .orderBy('t.language')
    .orderBy('t.version', 'desc')
    .execute()

/** The last hundred versions of one kind in one language, the newest first. */
export const listVersions = (db: Db, kind: TemplateKind, language: Language): Promise<VersionRow[]> =>
  versions(db)
    .where('t.kind', '=', kind)
    .where('t.language', '=', language)
    .orderBy('t.version', 'desc')
    .limit(100)
    .execute()

/** Which version of which words this is; undefined when there is none with this id. */
export const findVersion = (db: Db, id: string) =>
  db
    .selectFrom('mailTemplates')
    .select(['kind', 'language', 'version'])
    .$narrowType<{ kind: TemplateKind; language: Language }>()
    .where('id', '=', id)
    .executeTakeFirst()

/** One writer at a time: versions are only inserted, so there is no row to lock. */
export const lockTemplates = (trx: Trx): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended('treffpunkt_mail_templates', 0))`.execute(trx)

/** Adds a version. @returns its id. */
export async function insertVersion(
  trx: Trx,
  version: { kind: TemplateKind; language: Language; version: number; accountId: string | null },
  words: TemplateWords | null,
): Promise<string> {
  const id = randomUUIDv7()
  await trx
    .insertInto('mailTemplates')
    .values({ id, ...version, subject: words?.subject ?? null, body: words?.body ?? null })
    .execute()
  return id
}
