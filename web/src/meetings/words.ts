import type { MeetingTranslations, TranslatedField } from '@treffpunkt/shared/meeting-translations'
import { asWritten, currentLanguage } from '../i18n.ts'

type Written = { translations: MeetingTranslations } & Record<TranslatedField, string | null>

/** A text of the office as a page shows it: `mark` are the attributes of its element. */
export type Words = { text: string; mark: ReturnType<typeof asWritten>; isTranslated: boolean }

/**
 * What the office wrote about a meeting, in the language of the page; where it is not translated the German text, marked
 * as German. Undefined where there is none.
 */
export function wordsOf(meeting: Written, field: TranslatedField): Words | undefined {
  const language = currentLanguage()
  const translation = language === 'de' ? undefined : meeting.translations[language]?.[field]
  if (translation) return { text: translation, mark: asWritten(language), isTranslated: true }
  const german = meeting[field]
  return german ? { text: german, mark: asWritten(), isTranslated: language === 'de' } : undefined
}
