import type { TemplateWords } from '@treffpunkt/shared/mail-templates'
import type { Db, Trx } from '../db/connect.ts'
import type { Actor } from '../db/record-change.ts'
import { notFound } from '../problems.ts'
import { housedTemplate } from '../texts/templates.ts'
import { getTemplate, requireFit, writeTemplate } from './edit.ts'
import { findVersion, lockTemplates } from './queries.ts'

/**
 * A version of what a mail says, beside what it says now, for the history; in a transaction that writes, under the lock.
 * Where there were no words of the office, those of the house are meant.
 * @throws not_found when there is no such version.
 */
export async function templateEditor(db: Db, id: string, locked: Trx | undefined) {
  if (locked !== undefined) await lockTemplates(locked)
  const place = await findVersion(db, id)
  if (place === undefined) throw notFound()
  const { template, versions } = await getTemplate(db, place)
  const house = housedTemplate(place.kind, place.language)
  const wordsAt = (version: number): TemplateWords => versions.find(one => one.version === version)?.words ?? house
  const [before, after] = [wordsAt(place.version - 1), wordsAt(place.version)]
  const { version, subject, body } = template
  return {
    version,
    values: { subject, body },
    logged: { before, after },
    give: async (actor: Actor, values: Partial<TemplateWords>) => {
      if (locked === undefined) return
      const words = { subject, body, ...values }
      requireFit(place.kind, words)
      const isHouse = words.subject === house.subject && words.body === house.body
      await writeTemplate(locked, actor, template, isHouse ? null : words)
    },
  }
}
