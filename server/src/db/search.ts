import { sql, type RawBuilder } from 'kysely'
import { foldedForm, plainForm } from '@treffpunkt/shared/names'

/**
 * Does the stored search text hold every word of `q`, in one of the two forms that `searchText` stores? Signs alone ("%",
 * an emoji) are in no name; nothing typed is in all of them.
 */
export function matches(column: string, q: string): RawBuilder<boolean> {
  const words = plainForm(q).split(' ').filter(Boolean)
  if (words.length === 0) return q.trim() === '' ? sql<boolean>`true` : sql<boolean>`false`
  const all = words.map(
    word => sql`(${sql.ref(column)} like ${pattern(word)} or ${sql.ref(column)} like ${pattern(foldedForm(word))})`,
  )
  return sql<boolean>`(${sql.join(all, sql` and `)})`
}

// The forms hold letters and digits only, so there is nothing to escape.
const pattern = (word: string): string => `%${word}%`
