// Texts by typed keys, with gaps and plurals. A library for this weighs 16 kB before the first text is shown, a quarter
// of what the first view of a public page may weigh; what it does here is this file.
import { shallowRef } from 'vue'
import type admin from './texts/de/admin.ts'
import type door from './texts/de/door.ts'
import type problems from './texts/de/problems.ts'
import publicTexts from './texts/de/public.ts'
import type publicMeetings from './texts/de/public-meetings.ts'
import type registrations from './texts/de/registrations.ts'

/** A text that depends on a number (`count`), by the plural categories of its language (CLDR). */
type Plural = { zero?: string; one: string; two?: string; few?: string; many?: string; other: string }
type Texts = { [key: string]: string | Plural | Texts }

type Leaves<T, Path extends string = ''> = {
  [Key in keyof T & string]: T[Key] extends string | Plural ? `${Path}${Key}` : Leaves<T[Key], `${Path}${Key}.`>
}[keyof T & string]

/** Every key of the German catalogues; the other languages follow them. */
export type TextKey = Leaves<
  typeof publicTexts & typeof publicMeetings & typeof problems & typeof registrations & typeof admin & typeof door
>

/** Values for the gaps of a text; `count` also chooses its plural. */
export type TextValues = Record<string, string | number>

/** Language of the texts, as in `lang`. */
const language = 'de'
const plurals = new Intl.PluralRules(language)
// A new object with every catalogue that comes, so that components show the texts they were missing.
const catalogue = shallowRef<Texts>(publicTexts)
let adminTexts: Promise<void> | undefined

/** Adds the texts of pages that are loaded on demand; their code calls it before they are shown. */
export function addTexts(texts: Texts): void {
  catalogue.value = { ...catalogue.value, ...texts }
}

/** Loads the catalogue of the administration once; public pages do without it. */
export function loadAdminTexts(): Promise<void> {
  adminTexts ??= import('./texts/de/admin.ts').then(texts => addTexts(texts.default))
  return adminTexts
}

/** The text of a key with its gaps filled: "{count} Plätze" → "80 Plätze". A missing text shows its key. */
export function text(key: TextKey, values: TextValues = {}): string {
  let found: Texts[string] | undefined = catalogue.value
  for (const part of key.split('.')) found = typeof found === 'object' ? (found as Texts)[part] : undefined
  const chosen = typeof found === 'object' ? pluralOf(found as Plural, Number(values['count'])) : found
  if (chosen === undefined) return key
  return chosen.replace(/\{(\w+)\}/g, (gap, name: string) => inDigits(values[name] ?? gap))
}

// years and small numbers stay as they are, 10.000 gets its point
const numbers = new Intl.NumberFormat('de-DE', { useGrouping: 'min2' })

/** A number as people write it: "10.000". Text stays as it is. */
export const inDigits = (value: string | number): string => (typeof value === 'number' ? numbers.format(value) : value)

const pluralOf = (forms: Plural, count: number): string => forms[plurals.select(count)] ?? forms.other

/** `text` under the short name that templates use. */
export const useT = () => text
