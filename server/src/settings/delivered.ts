import type { Language } from '@treffpunkt/shared/languages'
import type { TextKind } from '@treffpunkt/shared/settings'
import ar from './delivered/ar.ts'
import plain from './delivered/de-einfach.ts'
import de, { type Translated } from './delivered/de.ts'
import en from './delivered/en.ts'
import uk from './delivered/uk.ts'

// What a new installation begins with, and what the office takes as its beginning in a language it has nothing in.

const translations: Record<Exclude<Language, 'de'>, Translated> = { 'de-einfach': plain, en, uk, ar }

/** A text as the program brings it; undefined where it brings none in this language, or an empty one. */
export function deliveredText(kind: TextKind, language: Language): string | undefined {
  const texts: Partial<Record<TextKind, string>> = language === 'de' ? de : translations[language]
  return texts[kind] || undefined
}

/** All of them, German first: their versions follow each other. */
export const deliveredTexts = (): { kind: TextKind; language: Language; body: string }[] => {
  const of = (language: Language, texts: Partial<Record<TextKind, string>>) =>
    Object.entries(texts).map(([kind, body]) => ({ kind: kind as TextKind, language, body }))
  return [
    ...of('de', de),
    ...Object.entries(translations).flatMap(([language, texts]) => of(language as Language, texts)),
  ]
}
