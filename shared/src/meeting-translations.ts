import { Type, type Static } from 'typebox'
import { Nullable, OptionalLine, Prose } from './common.ts'
import { languageKeys, type Language } from './languages.ts'
import { Ref } from './route.ts'

/** Fields of a meeting that are translated. */
export const translated = {
  focusTopic: Nullable(OptionalLine(160)),
  summary: Nullable(Prose(4000)),
  /** What taking part costs, in words; null: it is free of charge. */
  costs: Nullable(OptionalLine(160)),
}
export type TranslatedField = keyof typeof translated
export const translatedFields = Object.keys(translated) as TranslatedField[]

/** What is said about a meeting in one language; null where it is not translated. */
export const MeetingTranslation = Type.Object(translated, { $id: 'MeetingTranslation', additionalProperties: false })
export type MeetingTranslation = Static<typeof MeetingTranslation>

/** The languages into which German is translated. */
export type Translated = Exclude<Language, 'de'>
export const translatedLanguages = languageKeys.filter((key): key is Translated => key !== 'de')

/** A meeting in other languages, as far as it is translated. */
export const MeetingTranslations = Type.Partial(
  Type.Object({
    'de-einfach': Ref(MeetingTranslation),
    en: Ref(MeetingTranslation),
    uk: Ref(MeetingTranslation),
    ar: Ref(MeetingTranslation),
  }),
  { $id: 'MeetingTranslations', additionalProperties: false },
)
export type MeetingTranslations = Static<typeof MeetingTranslations>

/** Languages that are named replace what is there, null takes one away; the others stay (RFC 7396). */
export const MeetingTranslationChanges = Type.Partial(
  Type.Object({
    'de-einfach': Nullable(Ref(MeetingTranslation)),
    en: Nullable(Ref(MeetingTranslation)),
    uk: Nullable(Ref(MeetingTranslation)),
    ar: Nullable(Ref(MeetingTranslation)),
  }),
  { $id: 'MeetingTranslationChanges', additionalProperties: false },
)
export type MeetingTranslationChanges = Static<typeof MeetingTranslationChanges>
