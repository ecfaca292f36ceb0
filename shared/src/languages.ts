// Plain data: the first view of a public page carries it.

/**
 * The languages of public pages and mails, the first of which needs no prefix in the address. `de-einfach` is plain German
 * (B1), which is not "Leichte Sprache": that is written by its own rules and checked by those it is for.
 */
export const languageKeys = ['de', 'de-einfach', 'en', 'uk', 'ar'] as const
export type Language = (typeof languageKeys)[number]

/** What a page or mail in a language is told by. */
type Facts = {
  /** How the language calls itself. */
  name: string
  /** "This page in English", for whose browser speaks it; empty where no browser says so. */
  here: string
  /** For the attribute `lang` (BCP 47). */
  lang: string
  dir: 'ltr' | 'rtl'
  /** For `Intl`: what dates and numbers look like. Arabic with the digits and the hours that are read in Germany. */
  locale: string
}

export const languages: Record<Language, Facts> = {
  de: { name: 'Deutsch', here: 'Diese Seite auf Deutsch', lang: 'de', dir: 'ltr', locale: 'de-DE' },
  'de-einfach': { name: 'Einfaches Deutsch', here: '', lang: 'de', dir: 'ltr', locale: 'de-DE' },
  en: { name: 'English', here: 'This page in English', lang: 'en', dir: 'ltr', locale: 'en-GB' },
  uk: { name: 'Українська', here: 'Ця сторінка українською', lang: 'uk', dir: 'ltr', locale: 'uk-UA' },
  ar: { name: 'العربية', here: 'هذه الصفحة بالعربية', lang: 'ar', dir: 'rtl', locale: 'ar-u-hc-h23-nu-latn' },
}

/** Whether a text names one of the languages. */
export const isLanguage = (value: string): value is Language => Object.hasOwn(languages, value)

/** What an address in this language begins with: "/en", nothing for German. */
export const prefixOf = (language: Language): string => (language === 'de' ? '' : `/${language}`)

/** The language that an address begins with: "/en/meetings" → "en". */
export function languageOfPath(path: string): Language {
  const first = /^\/([^/?#]+)/.exec(path)?.[1] ?? ''
  return isLanguage(first) ? first : 'de'
}
