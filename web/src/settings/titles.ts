import type { TextKind } from '@treffpunkt/shared/settings'
import type { TextKey } from '../i18n.ts'

/** What the texts are called in the office. */
export const textTitles: Record<TextKind, TextKey> = {
  imprint: 'frame.imprint',
  privacy: 'frame.privacy',
  accessibility: 'frame.accessibility',
  form_notice: 'settings.formNotice',
  easy_language: 'frame.easyLanguage',
  sign_language: 'settings.signLanguage',
}
