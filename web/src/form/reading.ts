// From what stands in a field to what is sent: stray spaces go, empty means "not known".

/** Text without stray spaces; null when there is none. */
export const textOrNull = (value: string): string | null => value.trim() || null

/** Text without stray spaces; undefined when there is none, so that the schema says it is missing. */
export const textOrMissing = (value: string): string | undefined => value.trim() || undefined

/** A whole number; null when empty; what is no number stays text, so that the schema names it. */
export function numberOrNull(value: string): number | null {
  const bare = value.trim().replace(/[.\s](?=\d{3}\b)/g, '')
  if (!bare) return null
  return /^\d+$/.test(bare) ? Number(bare) : (value as unknown as number)
}

/** "ja" / "nein" / "" as it stands in a choice of three. */
export const triState = {
  toValue: (known: boolean | null): TriState => (known === null ? '' : known ? 'yes' : 'no'),
  fromValue: (value: TriState): boolean | null => (value === '' ? null : value === 'yes'),
}
export type TriState = '' | 'yes' | 'no'

/** The fields of `next` that differ from `base`: what a merge patch sends. */
export function changedFields<Fields extends Record<string, unknown>>(
  base: Fields,
  next: Partial<Fields>,
): Partial<Fields> {
  const changed: Partial<Fields> = {}
  for (const key of Object.keys(next) as (keyof Fields)[]) {
    if (JSON.stringify(base[key] ?? null) !== JSON.stringify(next[key] ?? null))
      changed[key] = next[key] ?? (null as Fields[keyof Fields])
  }
  return changed
}
