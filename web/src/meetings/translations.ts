import {
  translatedFields,
  translatedLanguages,
  type MeetingTranslationChanges,
  type Translated,
  type TranslatedField,
} from '@treffpunkt/shared/meeting-translations'
import { languages } from '@treffpunkt/shared/languages'
import type { Meeting } from '@treffpunkt/shared/meetings'
import { textOrNull } from '../form/reading.ts'
import type { FieldTexts } from '../form/sentences.ts'
import { text, type TextKey } from '../i18n.ts'

type Name = `${Translated}-${TranslatedField}`
type Values = Record<Name, string>

/** What the fields of meetings that are translated are called. */
export const fieldTexts: Record<TranslatedField, TextKey> = {
  focusTopic: 'meeting.focusTopic',
  summary: 'meetings.summary',
  costs: 'meetings.costs',
}

/** The name of a field in the form: one for each language. */
export const nameOf = (language: Translated, field: TranslatedField): Name => `${language}-${field}`

const forEach = <Value>(make: (language: Translated, field: TranslatedField) => Value) =>
  Object.fromEntries(
    translatedLanguages.flatMap(language =>
      translatedFields.map(field => [nameOf(language, field), make(language, field)]),
    ),
  ) as Record<Name, Value>

export const translationValues = ({ translations }: Meeting): Values =>
  forEach((language, field) => translations[language]?.[field] ?? '')

export const translationTexts = (): Record<Name, FieldTexts> =>
  forEach((language, field) => ({ label: `${text(fieldTexts[field])} (${languages[language].name})` }))

/** From the fields to what is sent: each language as a whole. */
export const translationBody = (values: Values): MeetingTranslationChanges =>
  Object.fromEntries(
    translatedLanguages.map(language => {
      const written = (field: TranslatedField) => textOrNull(values[nameOf(language, field)])
      return [language, { focusTopic: written('focusTopic'), summary: written('summary'), costs: written('costs') }]
    }),
  )

/** Where mistakes in what is sent stand in the form. */
export const translationPlaces: Record<string, Name> = Object.fromEntries(
  translatedLanguages.flatMap(language =>
    translatedFields.map(field => [`${language}/${field}`, nameOf(language, field)]),
  ),
)

/** Fields that have a German text and none in this language. */
export const missingIn = (meeting: Meeting, language: Translated): TranslatedField[] =>
  translatedFields.filter(field => meeting[field] && !meeting.translations[language]?.[field])
