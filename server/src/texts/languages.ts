// What mails say, in every language.
import { isLanguage, languages, type Language } from '@treffpunkt/shared/languages'
import sharedAr from '@treffpunkt/shared/texts/ar'
import sharedDeEinfach from '@treffpunkt/shared/texts/de-einfach'
import sharedDe from '@treffpunkt/shared/texts/de'
import sharedEn from '@treffpunkt/shared/texts/en'
import sharedUk from '@treffpunkt/shared/texts/uk'
import type { SharedTexts } from '@treffpunkt/shared/texts/de'
import ar from './ar.ts'
import { dateFormat } from './date-formats.ts'
import deEinfach from './de-einfach.ts'
import de from './de.ts'
import en from './en.ts'
import type { MailTexts } from './mail-texts.ts'
import uk from './uk.ts'

const texts: Record<Language, MailTexts> = { de, 'de-einfach': deEinfach, en, uk, ar }
const shared: Record<Language, SharedTexts> = {
  de: sharedDe,
  'de-einfach': sharedDeEinfach,
  en: sharedEn,
  uk: sharedUk,
  ar: sharedAr,
}

/** The language that a row names; German for what is none of ours. */
export const languageOf = (name: string): Language => (isLanguage(name) ? name : 'de')

/** What mails say in a language. */
export const mailTexts = (language: string): MailTexts => texts[languageOf(language)]

/**
 * Something of its own within a line of a mail, in Unicode isolates (UAX 9) where the line runs from right to left: what is
 * written the other way keeps its order ("2. Netzwerktreffen").
 */
export const apart = (value: string, language: string): string =>
  languages[languageOf(language)].dir === 'rtl' ? `\u2068${value}\u2069` : value

/** Days and hours where the network lives, in words. */
export type Clock = {
  /** A calendar day, like "2026-11-25". */
  date: (day: string) => string
  /** A day with an hour. */
  moment: (instant: string) => string
  /** From when to when. */
  span: (startsAt: string, endsAt: string) => string
}

/** Writes days and hours in a language. @param timeZone IANA name. */
export function clockIn(language: string, timeZone: string): Clock {
  const known = languageOf(language)
  const format = (instant: string, options: Intl.DateTimeFormatOptions) =>
    dateFormat(languages[known].locale, { timeZone, ...options }).format(new Date(instant))
  const day = (instant: string) => format(instant, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const time = (instant: string) => format(instant, { hour: '2-digit', minute: '2-digit' })
  const fill = (pattern: string, values: Record<string, string>) =>
    pattern.replace(/\{(\w+)\}/g, (gap, name: string) => values[name] ?? gap)
  const { moment, span, spanOverDays } = shared[known].moments
  return {
    // noon, which is on this day in every zone but those at the edge of the date line
    date: of => day(`${of}T12:00:00Z`),
    moment: instant => fill(moment, { date: day(instant), time: time(instant) }),
    span: (from, to) =>
      fill(day(from) === day(to) ? span : spanOverDays, {
        date: day(from),
        from: time(from),
        toDate: day(to),
        to: time(to),
      }),
  }
}
