/** A text that depends on a number (`count`), by the plural categories of its language (CLDR). */
export type Plural = { zero?: string; one: string; two?: string; few?: string; many?: string; other: string }

/**
 * What the catalogue of another language holds, made from the German one: every text, no other, and plurals by the
 * categories that its language has.
 */
export type Catalogue<German> = {
  [Key in keyof German]: German[Key] extends string
    ? string
    : German[Key] extends Plural
      ? Plural
      : Catalogue<German[Key]>
}
