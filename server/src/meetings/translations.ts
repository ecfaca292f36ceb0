import {
  translatedFields,
  translatedLanguages,
  type MeetingTranslation,
  type MeetingTranslationChanges,
  type MeetingTranslations,
  type TranslatedField,
} from '@treffpunkt/shared/meeting-translations'

/** What is translated after some languages were written or taken away; a language without a word is none. */
export function changeTranslations(
  before: MeetingTranslations,
  changes: MeetingTranslationChanges | undefined,
): MeetingTranslations {
  const after: MeetingTranslations = {}
  for (const language of translatedLanguages) {
    const written = changes?.[language] === undefined ? before[language] : changes[language]
    if (written && translatedFields.some(field => written[field]?.trim())) after[language] = trimmed(written)
  }
  return after
}

const trimmed = (written: MeetingTranslation): MeetingTranslation => ({
  focusTopic: written.focusTopic?.trim() || null,
  summary: written.summary?.trim() || null,
  costs: written.costs?.trim() || null,
})

/** The translations of some fields only. */
export function translationsOf(
  all: MeetingTranslations,
  fields: Partial<Record<TranslatedField, boolean>>,
): MeetingTranslations {
  const kept = (field: TranslatedField, value: string | null) => (fields[field] === true ? value : null)
  return changeTranslations(
    {},
    Object.fromEntries(
      Object.entries(all).map(([language, { focusTopic, summary, costs }]) => [
        language,
        {
          focusTopic: kept('focusTopic', focusTopic),
          summary: kept('summary', summary),
          costs: kept('costs', costs),
        },
      ]),
    ),
  )
}
