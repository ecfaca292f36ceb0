// Texts by typed keys, with gaps and plurals. A library for this weighs 16 kB before the first text is shown, a quarter
// of what the first view of a public page may weigh; what it does here is this file.
import { languages, prefixOf, type Language } from '@treffpunkt/shared/languages'
import { hasInjectionContext, inject, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { Plural } from './texts/catalogue.ts'
import { catalogues, type PublicPart } from './texts/catalogues.ts'
import type admin from './texts/de/admin.ts'
import type door from './texts/de/door.ts'
import type publicTexts from './texts/de/public.ts'
import type publicMeetings from './texts/de/public-meetings.ts'
import type registrations from './texts/de/registrations.ts'

type Texts = { [key: string]: string | Plural | Texts }

type Leaves<T, Path extends string = ''> = {
  [Key in keyof T & string]: T[Key] extends string | Plural ? `${Path}${Key}` : Leaves<T[Key], `${Path}${Key}.`>
}[keyof T & string]

/** Every key of the German catalogues; the other languages follow them. */
export type TextKey = Leaves<
  typeof publicTexts & typeof publicMeetings & typeof registrations & typeof admin & typeof door
>

/** Values for the gaps of a text; `count` also chooses its plural. */
export type TextValues = Record<string, string | number>

/** What a language speaks with: its texts as far as they are loaded, its plurals and its numbers. */
type Voice = {
  // A new object with every catalogue that comes, so that components show the texts they were missing.
  texts: ShallowRef<Texts>
  plurals: Intl.PluralRules
  numbers: Intl.NumberFormat
}

// A browser has the one language of its page; the server makes pages in all of them.
const voices: Partial<Record<Language, Voice>> = {}
const loading = new Map<string, Promise<void>>()

/** The language of the page that is shown, or of the one that the server makes now. */
let language: Language = 'de'
export const currentLanguage = (): Language => language

/** Chooses the language of all that follows; another language is another page. */
export function setLanguage(next: Language): void {
  language = next
}

function voiceOf(of: Language): Voice {
  const { locale } = languages[of]
  return (voices[of] ??= {
    texts: shallowRef({}),
    plurals: new Intl.PluralRules(locale),
    // years and small numbers stay as they are, 10.000 gets its point
    numbers: new Intl.NumberFormat(locale, { useGrouping: 'min2' }),
  })
}

/** Adds texts to those of a language; their code calls it before they are shown. */
export function addTexts(texts: object, to: Language = 'de'): void {
  const voice = voiceOf(to)
  voice.texts.value = { ...voice.texts.value, ...(texts as Texts) }
}

/** Loads a part of the public texts, once. @param to a language, where it is not the page's. */
export function loadTexts(part: PublicPart, to: Language = language): Promise<void> {
  const key = `${to} ${part}`
  const known = loading.get(key)
  if (known) return known
  const loaded = catalogues[to][part]().then(texts => addTexts(texts.default, to))
  loading.set(key, loaded)
  // after a lost connection it is tried again
  loaded.catch(() => loading.delete(key))
  return loaded
}

/** The text of a key with its gaps filled: "{count} Plätze" → "80 Plätze". A missing text shows its key. */
export function text(key: TextKey, values: TextValues = {}): string {
  const voice = voiceOf(language)
  let found: Texts[string] | undefined = voice.texts.value
  for (const part of key.split('.')) found = typeof found === 'object' ? (found as Texts)[part] : undefined
  const chosen = typeof found === 'object' ? pluralOf(voice, found as Plural, Number(values['count'])) : found
  if (chosen === undefined) return key
  return chosen.replace(/\{(\w+)\}/g, (gap, name: string) => inDigits(values[name] ?? gap))
}

/** A number as people write it: "10.000". Text stays as it is. */
export const inDigits = (value: string | number): string =>
  typeof value === 'number' ? voiceOf(language).numbers.format(value) : value

const pluralOf = ({ plurals }: Voice, forms: Plural, count: number): string =>
  forms[plurals.select(count)] ?? forms.other

const below: InjectionKey<() => Language> = Symbol('language')

/** What stands below the component speaks another language than the page, whose texts are there already: a preview. */
export const speakBelow = (of: () => Language): void => provide(below, of)

/** Runs what makes words (a date, a mark) in the language that is spoken where the component stands. */
export function useSpeech(): <Words>(work: () => Words) => Words {
  const of = hasInjectionContext() ? inject(below, undefined) : undefined
  if (of === undefined) return work => work()
  return work => {
    const before = language
    language = of()
    try {
      return work()
    } finally {
      language = before
    }
  }
}

/** `text` under the short name that templates use, in the language that is spoken where the component stands. */
export function useT(): typeof text {
  const say = useSpeech()
  return (key, values) => say(() => text(key, values))
}

/** The address of a page in the page's language, where no route makes it: "/lost-link" → "/en/lost-link". */
export const inLanguage = (path: string): string => prefixOf(language) + path

/** Marks what is not in the language of the page, like most that the office wrote (WCAG 3.1.2). */
export const asWritten = (written: Language = 'de'): { lang?: string; dir?: 'ltr' | 'rtl' } => {
  const { lang, dir } = languages[written]
  return lang === languages[language].lang ? {} : { lang, dir }
}
